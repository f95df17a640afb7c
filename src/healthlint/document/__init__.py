"""Articles read and parsed: a source in, blocks of folded text with their places out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from healthlint.document.model import Document
from healthlint.document.plain import parse_plain
from healthlint.document.reading import InputProblem, read_source, read_sources
from healthlint.source import Format, Source

__all__ = ["Document", "InputProblem", "parse_document", "read_source", "read_sources"]


def _markdown(source: Source) -> Document:
    # Imported here and below: a run over plain text needs neither parser.
    from healthlint.document.markdown import parse_markdown

    return parse_markdown(source)


def _html(source: Source) -> Document:
    from healthlint.document.html import parse_html

    return parse_html(source)


PARSERS: Mapping[Format, Callable[[Source], Document]] = {
    "text": parse_plain,
    "markdown": _markdown,
    "html": _html,
}


def parse_document(source: Source) -> Document:
    """The document of a source, by its format."""
    return PARSERS[source.format](source)
