"""One self-contained page: the article as its reader sees it, the findings beside it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TextIO

from healthlint.finding import ArticleReport, Finding, Page, PageBlock, Severity
from healthlint.report.model import Format, Run
from healthlint.report.places import address, clean, rule_url
from healthlint.report.summing import counted

# Browsers grow slow over pages of thousands of findings; what is beyond is counted, never shown.
MAX_ARTICLES = 40
_TAGS = {
    "title": "h3",
    "paragraph": "p",
    "list-item": "p",
    "quote": "blockquote",
    "caption": "p",
    "code": "pre",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of a block that belong to the same findings; ``opens`` are marks that begin here."""

    text: str
    finding: str = ""
    others: tuple[str, ...] = ()
    severity: str = ""
    opens: tuple[str, ...] = ()


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """The page, for as many articles as a browser shows well."""
    shown: list[dict[str, Any]] = []
    beyond: list[ArticleReport] = []
    for number, report in enumerate(reports, start=1):
        if len(shown) < MAX_ARTICLES:
            shown.append(_article(run, report, f"a{number}"))
        else:
            beyond.append(report)
    template = _environment().get_template("page.html.j2")
    for part in template.generate(
        run=run,
        articles=shown,
        beyond=[{"name": _name(run, r), "counts": _counts(r)} for r in beyond],
        severities=[s.label for s in sorted(Severity, reverse=True)],
    ):
        stream.write(part)


@cache
def _environment() -> Any:
    # Imported here: only this format needs a template engine.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("healthlint.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["clean"] = clean
    return environment


def _article(run: Run, report: ArticleReport, key: str) -> dict[str, Any]:
    findings = list(enumerate(report.findings, start=1))
    labels = {id(finding): f"{key}f{number}" for number, finding in findings}
    return {
        "key": key,
        "name": _name(run, report),
        "title": report.title,
        "error": report.error,
        "genre": report.genre.value.replace("-", " "),
        "words": report.words,
        "topics": [
            (run.names.get(t.id, t.id), t.role)
            for t in report.topics
            if t.role in ("main", "listed")
        ],
        "dials": [(dial["name"], dial["reading"]) for dial in report.dials.get("dials", ())],
        "counts": _counts(report),
        "suppressed": len(report.suppressed),
        "known": len(report.known),
        "findings": [
            _finding(run, report, finding, labels[id(finding)])
            for finding in sorted(report.findings, key=lambda f: -f.severity)
        ],
        "blocks": list(_blocks(report, labels)),
    }


def _name(run: Run, report: ArticleReport) -> str:
    name = address(run, report.path)
    return f"{name} #{report.id}" if report.id else name


def _counts(report: ArticleReport) -> str:
    return "could not be read" if report.error is not None else counted(report.findings)


def _finding(run: Run, report: ArticleReport, finding: Finding, label: str) -> dict[str, Any]:
    return {
        "key": label,
        "code": finding.rule,
        "name": finding.name.replace("-", " "),
        "url": rule_url(run, finding.rule),
        "severity": finding.severity.label,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "places": [
            (f"line {place.line}" if report.id is None else f"place {n}", f"{label}m{n}")
            for n, place in enumerate(finding.places, start=1)
        ],
        "lead": "Better" if finding.places else "Add",
        "suggestion": finding.suggestion,
        "facts": finding.facts,
        "sources": [
            {"text": f"{c.publisher}: {c.title}" if c.publisher else c.title, "url": _link(c.url)}
            for c in finding.sources
        ],
    }


def _link(url: str) -> str | None:
    """The address if it is one of the web; anything else is shown but never a link."""
    return url if url.startswith(("https://", "http://")) else None


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    finding: Finding
    label: str
    opens: str


def _blocks(report: ArticleReport, labels: dict[int, str]) -> Iterator[dict[str, Any]]:
    if report.page is None:
        return
    marks = _by_block(report, report.page, labels)
    missing = _missing(report, report.page, labels)
    opened: set[str] = set()
    for number, block in enumerate(report.page.blocks):
        level = min(6, 2 + max(1, block.level)) if block.kind in ("title", "heading") else 0
        yield {
            "kind": block.kind,
            "level": block.level,
            "tag": f"h{level}" if level else _TAGS.get(block.kind, "p"),
            "stretches": list(_stretches(block, marks.get(number, []), opened)),
            "missing": missing.get(number, ()),
        }


def _by_block(report: ArticleReport, page: Page, labels: dict[int, str]) -> dict[int, list[_Mark]]:
    """The marks of each block. Reading order need not be the source's."""
    extents = sorted((*_extent(block), number) for number, block in enumerate(page.blocks))
    starts = [start for start, _, _ in extents]
    found: dict[int, list[_Mark]] = {}
    for mark in sorted(_marks(report, labels), key=lambda m: (m.start, m.end, m.opens)):
        first = max(0, bisect_right(starts, mark.start) - 1)
        for start, end, number in extents[first : bisect_left(starts, mark.end)]:
            if mark.start < end and mark.end > start:
                found.setdefault(number, []).append(mark)
    return found


def _marks(report: ArticleReport, labels: dict[int, str]) -> Iterator[_Mark]:
    for finding in report.findings:
        label = labels[id(finding)]
        for number, span in enumerate(finding.spans, start=1):
            yield _Mark(span.start, span.end, finding, label, f"{label}m{number}")


def _missing(
    report: ArticleReport, page: Page, labels: dict[int, str]
) -> dict[int, list[dict[str, str]]]:
    """What is left out, by the block a reader would look for it under."""
    starts = [_extent(block)[0] for block in page.blocks]
    found: dict[int, list[dict[str, str]]] = {}
    if not starts:
        return found
    for finding in report.findings:
        if finding.spans:
            continue
        offset = finding.anchor_place.start if finding.anchor_place is not None else 0
        number = max(0, bisect_right(starts, offset) - 1)
        found.setdefault(number, []).append(
            {
                "key": labels[id(finding)],
                "severity": finding.severity.label,
                "code": finding.rule,
                "message": finding.message,
            }
        )
    return found


def _extent(block: PageBlock) -> tuple[int, int]:
    if not block.pieces:
        return 0, 0
    return block.pieces[0].start, block.pieces[-1].end


def _stretches(block: PageBlock, marks: Sequence[_Mark], opened: set[str]) -> Iterator[Stretch]:
    """The block's words cut wherever a mark begins or ends."""
    edges = sorted({edge for mark in marks for edge in (mark.start, mark.end)})
    waiting = ""
    last: tuple[_Mark, ...] = ()
    for text, start, stop in _cut(block, edges):
        here = (
            last
            if start == stop
            else tuple(mark for mark in marks if mark.start < stop and mark.end > start)
        )
        if here != last and waiting:
            yield _stretch(waiting, last, opened)
            waiting = ""
        waiting, last = waiting + text, here
    if waiting:
        yield _stretch(waiting, last, opened)


def _cut(block: PageBlock, edges: Sequence[int]) -> Iterator[tuple[str, int, int]]:
    for piece in block.pieces:
        if len(piece.text) != piece.end - piece.start:
            yield piece.text, piece.start, piece.end
            continue
        inside = edges[bisect_right(edges, piece.start) : bisect_left(edges, piece.end)]
        cuts = [piece.start, *inside, piece.end]
        for start, stop in pairwise(cuts):
            yield piece.text[start - piece.start : stop - piece.start], start, stop


def _stretch(text: str, marks: tuple[_Mark, ...], opened: set[str]) -> Stretch:
    if not marks:
        return Stretch(text)
    worst = max(marks, key=lambda mark: (mark.finding.severity, mark.start))
    fresh = tuple(mark.opens for mark in marks if mark.opens not in opened)
    opened.update(fresh)
    others = tuple(dict.fromkeys(m.label for m in marks if m.label != worst.label))
    return Stretch(text, worst.label, others, worst.finding.severity.label, fresh)


FORMAT = Format("html", "one page to read in a browser, needing no network", write, shows_page=True)
