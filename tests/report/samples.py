"""Three articles and what was found in them, the same for every format.

The findings are made here and not by the rules, so that a snapshot changes only when its format
does. ``python -m tests.report.samples`` writes the snapshots anew, to be read before a commit.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from healthlint.check import in_source
from healthlint.document import Document, parse_document
from healthlint.document.page import page_of
from healthlint.document.reading import read_source
from healthlint.finding import (
    ArticleReport,
    Citation,
    Confidence,
    Finding,
    Genre,
    Rule,
    Severity,
    Topic,
)
from healthlint.fingerprint import fingerprinted
from healthlint.report import FORMATS, Format, Run
from healthlint.source import Span

HERE = Path(__file__).parent
ARTICLES = HERE / "articles"
SNAPSHOTS = HERE / "snapshots"
SUFFIXES = {
    "text": "txt",
    "json": "json",
    "sarif": "sarif",
    "github": "txt",
    "gitlab": "json",
    "junit": "xml",
    "rdjson": "json",
    "markdown": "md",
    "html": "html",
}
NHS = Citation("Blood clots, and what to do", "https://www.nhs.uk/conditions/blood-clots/", "NHS")


def _nothing(_article: object) -> Iterator[Finding]:
    return iter(())


def _rule(code: str, name: str, severity: Severity, summary: str) -> Rule:
    page = f"{summary}\n\n**What it finds.** {summary}\n\n**Example.** One. Better: another.\n"
    return Rule(code, name, severity, summary, _nothing, frozenset(Genre), page)


RULES = (
    _rule("OM001", "missing-red-flag", Severity.CRITICAL, "A danger sign is never mentioned."),
    _rule("AD001", "harmful-advice", Severity.CRITICAL, "Advice that can harm."),
    _rule("UC002", "known-false-claim", Severity.MAJOR, "A known falsehood is asserted."),
    _rule("LG002", "absolute-claim", Severity.MINOR, "A claim without any room for doubt."),
    _rule("PV001", "no-author", Severity.INFO, "Nobody is named."),
)
RUN = Run(
    tool_version="0.1.0",
    reference_version="2026.11",
    reference_entries=16,
    reference_digest="sha256:00",
    today="2026-11-22",
    rules=RULES,
    names={"deep-vein-thrombosis": "Deep vein thrombosis"},
    root=str(HERE),
    docs_url="https://docs.example/",
)


def reports() -> list[ArticleReport]:
    """The three articles' reports, and one that could not be read."""
    missing = str(ARTICLES / "gone.md")
    return [
        _leaflet(),
        _page(),
        _report("note.txt", ()),
        ArticleReport(path=missing, error=f"{_name('gone.md')}: no such file or folder"),
    ]


def _name(name: str) -> str:
    return f"articles/{name}"


def _document(name: str) -> Document:
    return parse_document(read_source(ARTICLES / name))


def _report(
    name: str,
    findings: tuple[Finding, ...],
    suppressed: tuple[Finding, ...] = (),
    **values: object,
) -> ArticleReport:
    document = _document(name)
    blocks = [block.span for block in document.blocks]

    def placed(some: tuple[Finding, ...]) -> tuple[Finding, ...]:
        marked = fingerprinted(some, document.text, blocks)
        return tuple(in_source(document, finding) for finding in marked)

    report = ArticleReport(
        path=str(ARTICLES / name),
        title=document.title,
        genre=Genre.EXPLAINER,
        words=40,
        findings=placed(findings),
        suppressed=placed(suppressed),
        page=page_of(document),
    )
    return replace(report, **values)  # type: ignore[arg-type]


def _spans(document: Document, words: str) -> tuple[Span, ...]:
    spans, position = [], document.text.find(words)
    while position >= 0:
        spans.append(Span(position, position + len(words)))
        position = document.text.find(words, position + 1)
    assert spans, words
    return tuple(spans)


def _leaflet() -> ArticleReport:
    document = _document("leaflet.md")
    heading = next(b.span for b in document.blocks if "clot" in document.block_text(b))
    rub = _spans(document, "Rub the sore spot hard")
    goes_on = _spans(document, "keep rubbing until it goes away")
    missing = RULES[0].finding(
        "Deep vein thrombosis: the article never mentions breathlessness.",
        topic="deep-vein-thrombosis",
        facts=("deep-vein-thrombosis/red-flags/breathlessness",),
        sources=(NHS,),
        suggestion="Call 999, 112 or 911 if leg symptoms come with breathlessness.",
        confidence=Confidence.MEDIUM,
        anchor=heading,
    )
    harmful = RULES[1].finding(
        "Rubbing a calf that may hold a clot can set it loose: 100% avoidable, never do it.",
        *rub,
        topic="deep-vein-thrombosis",
        facts=("deep-vein-thrombosis/harmful-advice/massage",),
        sources=(NHS,),
        suggestion="Do not rub it; get it checked first.",
        evidence=goes_on,
    )
    author = RULES[4].finding("No author with a name.")
    quiet = RULES[3].finding("“mostly just” leaves no room.", *_spans(document, "mostly just"))
    return _report(
        "leaflet.md",
        (author, missing, harmful, RULES[3].finding("It runs over lines.", *goes_on)),
        (quiet,),
        topics=(Topic("deep-vein-thrombosis", "condition", "main", 3),),
        dials={"dials": [{"name": "safety", "reading": "dangerous: 2 critical (OM001, AD001)"}]},
    )


def _page() -> ArticleReport:
    document = _document("page.html")
    false = RULES[2].finding(
        "Oily fish does not cure heart disease.",
        *_spans(document, "oily fish cures heart disease"),
        suggestion="Eating oily fish is part of a diet that lowers the risk.",
    )
    always = RULES[3].finding("“always” is too much.", *_spans(document, "always"))
    report = _report("page.html", (false, always))
    return replace(report, findings=report.findings[:1], known=report.findings[1:])


def written(format: Format, run: Run = RUN, some: list[ArticleReport] | None = None) -> str:
    """What a format writes of them."""
    stream = io.StringIO()
    format.write(run, iter(reports() if some is None else some), stream)
    return stream.getvalue()


def snapshot(name: str) -> Path:
    """The file that holds a format's snapshot."""
    return SNAPSHOTS / f"{name}.{SUFFIXES[name]}"


def comparable(text: str) -> str:
    """The text without the folder this checkout happens to stand in."""
    return text.replace(f"{HERE}/", "")


if __name__ == "__main__":
    for each in FORMATS.values():
        snapshot(each.name).write_text(comparable(written(each)), encoding="utf-8", newline="")
