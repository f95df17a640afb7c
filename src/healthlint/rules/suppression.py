"""Inline suppression, in the format's own comments.

``healthlint: ignore[AT001] why``       this block if alone on its line, else this line
``healthlint: ignore-next[AT001]``      the next block
``healthlint: disable[LG]`` ... ``healthlint: enable[LG]``
``healthlint: file-ignore[OM003] why``  the whole file; omissions need this one
``data-healthlint-ignore="AT001"``      what the element holds (HTML)

Directives are read from the document model, never from lines: one in a code fence is no directive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from healthlint.document.model import Comment, Document
from healthlint.finding import Finding, Rule
from healthlint.rules.selection import fit
from healthlint.source import Span

UNUSED, UNKNOWN = "SP001", "SP002"
# Each directive may be followed by its codes in brackets and by a reason.
_DIRECTIVE = re.compile(
    r"^\s*healthlint:\s*(?P<verb>[a-z-]+)\s*(?:\[(?P<codes>[^\]]*)\])?\s*(?P<reason>.*?)\s*$", re.S
)
_ATTRIBUTE = "data-healthlint-ignore"
_VERBS = ("ignore", "ignore-next", "disable", "enable", "file-ignore")


@dataclass(frozen=True, slots=True)
class Directive:
    """One directive: what it silences, where (document coordinates; ``None``: the whole file)."""

    verb: str
    codes: tuple[str, ...]
    reason: str
    place: Span
    region: Span | None

    def covers(self, finding: Finding, rule: Rule) -> bool:
        """Whether it silences that finding."""
        if not any(fit(code, rule) for code in self.codes):
            return False
        if self.region is None:
            return True
        # One finding with many spans goes only when every one of them lies in the region.
        return bool(finding.spans) and all(self.region.touches(span) for span in finding.spans)


def directives_of(document: Document) -> tuple[Directive, ...]:
    """The directives of a document, in order; comments that are none are passed over."""
    found: list[Directive] = []
    open_regions: list[tuple[Directive, int]] = []
    end = len(document.text)
    for comment in document.comments:
        if comment.target is not None:
            codes = _codes(comment.text.removeprefix(_ATTRIBUTE).lstrip("= "))
            found.append(Directive("ignore", codes, "", comment.span, comment.target))
            continue
        match = _DIRECTIVE.match(comment.text)
        if match is None or match["verb"] not in _VERBS:
            continue
        codes, reason = _codes(match["codes"] or "ALL"), match["reason"]
        at = _position(document, comment)
        if match["verb"] == "enable":
            open_regions = list(_closed(open_regions, codes, at, found))
        elif match["verb"] == "disable":
            region = Span(at, end)
            directive = Directive("disable", codes, reason, comment.span, region)
            found.append(directive)
            open_regions.append((directive, len(found) - 1))
        else:
            region_of = _region(document, comment, match["verb"])
            found.append(Directive(match["verb"], codes, reason, comment.span, region_of))
    found.extend(_front_matter(document))
    return tuple(found)


def _front_matter(document: Document) -> Iterator[Directive]:
    """``healthlint-ignore: [OM003]`` in front matter silences rules for the file."""
    for key in ("healthlint-ignore", "healthlint_ignore"):
        value = document.metadata.extra.get(key)
        if value:
            yield Directive("file-ignore", _codes(value.strip("[]")), "", Span(0, 0), None)


def _closed(
    regions: Iterable[tuple[Directive, int]],
    codes: tuple[str, ...],
    at: int,
    found: list[Directive],
) -> Iterator[tuple[Directive, int]]:
    """The regions an ``enable`` leaves open; those it closes end at ``at``."""
    for directive, index in regions:
        if set(directive.codes) <= set(codes) or "ALL" in codes:
            start = directive.region.start if directive.region is not None else 0
            found[index] = Directive(
                directive.verb,
                directive.codes,
                directive.reason,
                directive.place,
                Span(start, max(start, at)),
            )
        else:
            yield directive, index


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code.strip().strip("\"'") for code in re.split(r"[,\s]+", text) if code.strip())


def _position(document: Document, comment: Comment) -> int:
    """Where in the document's text a comment stands: the next block's beginning."""
    if comment.block is None:
        return len(document.text)
    return document.blocks[comment.block].span.start


def _region(document: Document, comment: Comment, verb: str) -> Span | None:
    if verb == "file-ignore":
        return None
    if comment.block is None:
        return Span(len(document.text), len(document.text))
    block = comment.block
    if verb == "ignore" and not comment.alone:
        return _line(document, comment, document.blocks[block].span)
    if verb == "ignore-next" and not comment.alone:
        block = min(block + 1, len(document.blocks) - 1)
    return document.blocks[block].span


def _line(document: Document, comment: Comment, block: Span) -> Span:
    """The words of a block that stand on the comment's own line of the source."""
    source = document.source
    line = source.line_column(comment.span.start)[0]
    inside = [
        segment
        for segment in document.segments
        if block.start <= segment.start < block.end
        and source.line_column(segment.source_start)[0]
        <= line
        <= source.line_column(max(segment.source_start, segment.source_end - 1))[0]
    ]
    if not inside:
        return block
    return Span(inside[0].start, inside[-1].end)


def apply(
    directives: Sequence[Directive], findings: Iterable[Finding], rules: Sequence[Rule]
) -> tuple[list[Finding], list[Finding], set[int]]:
    """Findings kept, findings silenced, and the numbers of the directives that silenced some."""
    by_code = {rule.code: rule for rule in rules}
    kept: list[Finding] = []
    silenced: list[Finding] = []
    used: set[int] = set()
    for finding in findings:
        hits = {
            number
            for number, directive in enumerate(directives)
            if directive.covers(finding, by_code[finding.rule])
        }
        used |= hits
        (silenced if hits else kept).append(finding)
    return kept, silenced, used
