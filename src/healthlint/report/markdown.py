"""A pull-request comment: what is dangerous at a glance, the rest folded away."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import TextIO

from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.report.model import Format, Run
from healthlint.report.places import address, clean, place_of, rule_url
from healthlint.report.summing import counted, markdown_text, worst_first

# GitHub refuses longer comments; the rest of the room is for the closing lines.
LIMIT = 65_536
_ROOM = LIMIT - 1_000
MARKER = "<!-- healthlint -->"
_CLOSING = "\n</details>\n"
_BADGES = {
    Severity.CRITICAL: "🟥 critical",
    Severity.MAJOR: "🟧 major",
    Severity.MINOR: "🟨 minor",
    Severity.INFO: "⬜ info",
}


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """The whole comment, cut between articles' findings where it would grow too long."""
    kept = list(reports)
    head = "\n".join(_head(run, kept))
    stream.write(head)
    size, left_out = len(head), 0
    for report in kept:
        if report.error is None and not report.findings:
            continue
        opening, *parts = _parts(run, report)
        if left_out or size + len(opening) > _ROOM:
            left_out += len(parts) or 1
            continue
        stream.write(opening)
        size += len(opening)
        for part in parts:
            if left_out or size + len(part) > _ROOM:
                left_out += 1
                continue
            stream.write(part)
            size += len(part)
        if parts:
            stream.write(_CLOSING)
            size += len(_CLOSING)
    if left_out:
        stream.write(
            f"\n**{left_out} more findings are left out**: "
            "a comment holds no more. The log has them all.\n"
        )
    stream.write(
        f"\n<sub>healthlint {run.tool_version}, reference {markdown_text(run.reference_version)} "
        "(drafted, not clinically reviewed), "
        f"judged as of {run.today}.</sub>\n"
    )


def _head(run: Run, reports: list[ArticleReport]) -> Iterator[str]:
    findings = [finding for report in reports for finding in report.findings]
    noun = "article" if len(reports) == 1 else "articles"
    fresh = "New: " if run.has_baseline else ""
    yield f"{MARKER}\n## healthlint: {fresh}{counted(findings)} in {len(reports)} {noun}\n"
    for words, number in (
        ("known from the baseline", sum(len(report.known) for report in reports)),
        ("suppressed in the articles", sum(len(report.suppressed) for report in reports)),
    ):
        if number:
            yield f"{number} {words}.\n"
    if len(reports) > 1 and findings:
        yield "| Article | critical | major | minor | info |\n| --- | --: | --: | --: | --: |"
        for report in reports:
            if report.findings:
                yield _row(run, report)
        yield ""
    yield ""


def _row(run: Run, report: ArticleReport) -> str:
    numbers = (
        str(sum(f.severity is severity for f in report.findings))
        for severity in sorted(Severity, reverse=True)
    )
    return f"| {_name(run, report)} | {' | '.join(numbers)} |"


def _parts(run: Run, report: ArticleReport) -> Iterator[str]:
    """The article's heading, then a part a finding."""
    if report.error is not None:
        yield f"\n### {_name(run, report)}\n\nCould not be read: {markdown_text(report.error)}\n"
        return
    opened = any(finding.severity is Severity.CRITICAL for finding in report.findings)
    title = f": {_html(report.title)}" if report.title else ""
    yield (
        f"\n<details{' open' if opened else ''}>\n"
        f"<summary><b>{_html(address(run, report.path))}</b>{_record(report)}{title} "
        f"({counted(report.findings)})</summary>\n"
    )
    for finding in worst_first(report):
        yield _finding(run, report, finding)


def _finding(run: Run, report: ArticleReport, finding: Finding) -> str:
    place = place_of(report, finding)
    where = f", line {place.line}" if place is not None else ""
    url = rule_url(run, finding.rule)
    name = f"[{finding.rule}]({url})" if url else finding.rule
    lines = [
        f"#### {_BADGES[finding.severity]} {name} {finding.name}{where}",
        "",
        markdown_text(clean(finding.message)),
    ]
    for quoted in finding.places[:3]:
        lines += ["", f"> {markdown_text(_short(clean(quoted.text)))}"]
    if finding.suggestion:
        lead = "Better" if finding.places else "Add"
        lines += ["", f"**{lead}:** {markdown_text(clean(finding.suggestion))}"]
    for citation in finding.sources[:2]:
        target = citation.url.replace(" ", "%20").replace(")", "%29").replace("(", "%28")
        lines += ["", f"Source: [{markdown_text(clean(citation.title))}]({target})"]
    return "\n" + "\n".join(lines) + "\n"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 300 else f"{words[:300]}…"


def _name(run: Run, report: ArticleReport) -> str:
    return markdown_text(clean(address(run, report.path))) + _record(report)


def _record(report: ArticleReport) -> str:
    return f" {_html(report.id)}" if report.id else ""


def _html(text: str) -> str:
    return html.escape(" ".join(clean(text).split()))


FORMAT = Format("markdown", "a pull-request comment", write)
