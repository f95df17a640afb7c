"""Changes to an article that a finding asks for, in offsets of its text.

A suggestion that is a sentence of the reference can go into the article; one that tells the
editor what to do cannot, and is only shown. A suppression is written in the format's own comments.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from healthlint.document.model import BlockKind
from healthlint.finding import Finding
from healthlint.lsp.session import Checked, Part
from healthlint.source import Source, Span

# Rules whose suggestion is a sentence for the reader though no fact stands behind it, rules that
# name facts but tell the editor what to do, and rules whose words are simply to go.
_SENTENCES = frozenset({"PV004", "AD004"})
_INSTRUCTIONS = frozenset({"OM008"})
_REMOVABLE = frozenset({"SP001", "HY002"})
# Families that say the words themselves are wrong: the suggestion stands in for them.
_WRONG_WORDS = frozenset({"UC", "AD"})
_UNREASONED = "say why"
_TITLE_LENGTH = 70
_TAG_LENGTH = 2_000  # how far back an opening tag is looked for
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>\s*$")
_INLINE_TAGS = "a|abbr|b|cite|code|em|i|mark|q|small|span|strong|sub|sup|u"
_CLOSING = re.compile(rf"(?:\s*</(?:{_INLINE_TAGS})>)+")
_INLINE = frozenset(_INLINE_TAGS.split("|"))


@dataclass(frozen=True, slots=True)
class Edit:
    """Text to stand where a span of the source stands."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change an editor can be offered; the ``preferred`` one is right more often than not."""

    title: str
    edits: tuple[Edit, ...]
    preferred: bool = False
    suppresses: bool = False


def changes(checked: Checked, finding: Finding) -> Iterator[Change]:
    """What can be done about a finding: its suggestion first, its suppressions last."""
    yield from _suggested(checked, finding)
    yield from _suppressions(checked, finding)


def is_sentence(finding: Finding) -> bool:
    """Whether the finding's suggestion is a sentence that the article itself could say."""
    if finding.suggestion is None or finding.rule in _INSTRUCTIONS:
        return False
    return bool(finding.facts) or finding.rule in _SENTENCES


def _suggested(checked: Checked, finding: Finding) -> Iterator[Change]:
    if finding.rule in _REMOVABLE and finding.spans:
        edits = tuple(Edit(span, "") for span in finding.spans)
        yield Change(f"{finding.rule}: remove it", edits, preferred=True)
    if not is_sentence(finding) or finding.suggestion is None:
        return
    words = _written(finding.suggestion, checked.source)
    shown = _shortened(finding.suggestion)
    if not finding.spans:
        place = _end_of_section(checked, finding)
        if place is not None:
            edit = Edit(Span(place, place), f" {words}")
            yield Change(f"{finding.rule}: add “{shown}”", (edit,), preferred=True)
        return
    sentence = _sentence(checked, finding.spans[0])
    wrong = finding.rule[:2] in _WRONG_WORDS
    replace = Change(
        f"{finding.rule}: replace the sentence with “{shown}”", (Edit(sentence, words),), wrong
    )
    end = Span(sentence.end, sentence.end)
    add = Change(
        f"{finding.rule}: add after it “{shown}”", (Edit(end, f" {words}"),), preferred=not wrong
    )
    yield from (replace, add) if wrong else (add,)


def _written(sentence: str, source: Source) -> str:
    return html.escape(sentence, quote=False) if source.format == "html" else sentence


def _shortened(text: str) -> str:
    return text if len(text) <= _TITLE_LENGTH else f"{text[: _TITLE_LENGTH - 1].rstrip()}…"


def _sentence(checked: Checked, span: Span) -> Span:
    """The whole sentences that words stand in; the words themselves where none is known."""
    touched = [sentence for sentence in checked.sentences if sentence.touches(span)]
    if not touched:
        return span
    return Span(min(s.start for s in touched), max(s.end for s in touched))


def _end_of_section(checked: Checked, finding: Finding) -> int | None:
    """Where a further sentence fits: the end of the last paragraph of the section pointed at."""
    anchor = finding.anchor_place
    parts = checked.parts
    section = list(parts)
    if anchor is not None:
        heads = [n for n, part in enumerate(parts) if part.span.start == anchor.start]
        if heads and parts[heads[0]].kind is BlockKind.HEADING:
            section = list(_below(parts, heads[0]))
    paragraphs = [part for part in section if part.kind is BlockKind.PARAGRAPH]
    if not paragraphs:
        paragraphs = [part for part in parts if part.kind is BlockKind.PARAGRAPH]
    if not paragraphs:
        return None
    return _after_markup(checked.source, paragraphs[-1].span.end)


def _below(parts: tuple[Part, ...], head: int) -> Iterator[Part]:
    for part in parts[head + 1 :]:
        if part.kind is BlockKind.HEADING and part.level <= parts[head].level:
            return
        yield part


def _after_markup(source: Source, offset: int) -> int:
    """Past what closes emphasis and links, so that the new sentence is not inside them."""
    text = source.text
    if source.format == "html":
        match = _CLOSING.match(text, offset)
        return match.end() if match else offset
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    rest = text[offset : min(ends, default=len(text))]
    return offset if "<!--" in rest else offset + len(rest.rstrip())


def _suppressions(checked: Checked, finding: Finding) -> Iterator[Change]:
    if finding.rule.startswith("SP"):
        return
    reason = f" {_UNREASONED}" if checked.settings.require_reason else ""
    block = _only_block(checked, finding)
    if block is not None:
        edit = _comment(checked.source, block, f"ignore-next[{finding.rule}]{reason}")
        yield Change(f"{finding.rule}: silence it in this block", (edit,), suppresses=True)
    first = min(checked.parts, key=lambda part: part.span.start, default=None)
    if first is not None:
        edit = _comment(checked.source, first, f"file-ignore[{finding.rule}]{reason}")
        yield Change(f"{finding.rule}: silence it in this file", (edit,), suppresses=True)


def _only_block(checked: Checked, finding: Finding) -> Part | None:
    """The block that holds all the finding's words: a suppression must cover every one."""
    for part in checked.parts:
        if finding.spans and all(part.span.covers(span) for span in finding.spans):
            # A comment between two rows would end a Markdown table.
            in_table = part.kind is BlockKind.TABLE_ROW and checked.source.format != "html"
            return None if in_table else part
    return None


def _comment(source: Source, part: Part, directive: str) -> Edit:
    """A directive on a line of its own before a block, or before its element's opening tag."""
    text, start = source.text, part.span.start
    newline = "\r\n" if "\r\n" in text else "\n"
    if source.format == "html":
        while match := _OPENING.search(text, max(0, start - _TAG_LENGTH), start):
            start = match.start()
            if match[1].lower() not in _INLINE:
                break
        return Edit(Span(start, start), f"<!-- healthlint: {directive} -->{newline}")
    line = start - source.line_column(start)[1] + 1
    indent = text[line:start]
    indent = indent[: len(indent) - len(indent.lstrip())]
    if text.startswith("\ufeff") and line == 0:
        line, indent = 1, indent.removeprefix("\ufeff")
    if source.format == "text":
        return Edit(Span(line, line), f"{indent}[healthlint: {directive}]{newline}{newline}")
    return Edit(Span(line, line), f"{indent}<!-- healthlint: {directive} -->{newline}")
