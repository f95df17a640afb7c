"""What a format is given to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from healthlint.finding import ArticleReport, Rule, Severity


@dataclass(frozen=True)
class Run:
    """One run of ``check``: what was checked with, and what the user wants shown.

    ``rules`` are those in force; ``min_severity`` is the least severe finding to show; ``today``
    the ISO day staleness was judged by; ``color`` whether the stream takes colours. ``root`` is the
    folder that addresses are relative to (the repository's); ``docs_url`` where the rules' pages
    are published, if anywhere; ``summary_file`` what a CI service shows beside the log;
    ``has_baseline`` whether findings were told apart into new and known ones.
    """

    tool_version: str
    reference_version: str
    reference_entries: int
    reference_digest: str
    today: str
    rules: Sequence[Rule] = ()
    min_severity: Severity = Severity.INFO
    color: bool = False
    quiet: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    root: str = "."
    fail_on: Severity = Severity.MAJOR
    docs_url: str | None = None
    summary_file: str | None = None
    has_baseline: bool = False


# A format reads reports as they come and writes to a stream; text ones write article by article.
Writer = Callable[[Run, Iterable[ArticleReport], TextIO], None]


@dataclass(frozen=True)
class Format:
    """A name users type, what it is for in a line, and its writer.

    ``shows_page`` is set where reports must carry the article itself.
    """

    name: str
    summary: str
    write: Writer
    shows_page: bool = False
