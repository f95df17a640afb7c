"""The report an editor reads at a terminal in a minute: dangerous first, then by dial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from rich.console import Console
from rich.text import Text

from healthlint.finding import FAMILIES, ArticleReport, Citation, Finding, Severity
from healthlint.report.model import Format, Run

_STYLES = {
    Severity.CRITICAL: "bold red",
    Severity.MAJOR: "bold yellow",
    Severity.MINOR: "cyan",
    Severity.INFO: "dim",
}
_DANGEROUS = "Dangerous"
_PLACES_SHOWN = 4
_TEXT_SHOWN = 90
_INDENT = 9


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """One section an article and, for several, a total."""
    console = Console(
        file=stream,
        force_terminal=run.color,
        no_color=not run.color,
        highlight=False,
        width=None if run.color else 100,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    totals: Counter[str] = Counter()
    for report in reports:
        totals["articles"] += 1
        totals["errors"] += report.error is not None
        totals.update(finding.severity.label for finding in report.findings)
        if report.error is None:
            _article(console, run, report)
    if totals["articles"] > 1:
        counts = ", ".join(f"{totals[s.label]} {s.label}" for s in sorted(Severity, reverse=True))
        console.print(f"{totals['articles']} articles: {counts}, {totals['errors']} not read.")


def _article(console: Console, run: Run, report: ArticleReport) -> None:
    if run.quiet:
        for finding in report.findings:
            console.print(
                Text(f"{where(report, finding)}: {_label(finding)} {finding.message}"),
                soft_wrap=True,
            )
        return
    title = f" — {report.title}" if report.title else ""
    console.print(Text(f"{name_of(report)}{title}", style="bold"), soft_wrap=True)
    console.print(Text(_about(run, report)))
    for line in dial_lines(report):
        console.print(Text(line))
    if not report.findings:
        console.print("Nothing to report.\n")
        return
    for heading, findings in grouped(report.findings):
        console.print()
        console.print(Text(heading.upper(), style="bold"))
        for finding in findings:
            _finding(console, run, report, finding)
    console.print()
    console.print(Text(_closing(run, report), style="dim"))
    console.print()


def _about(run: Run, report: ArticleReport) -> str:
    shown = [t for t in report.topics if t.role in ("main", "listed")]
    topics = ", ".join(
        f"{run.names.get(t.id, t.id)}{' (main)' if t.role == 'main' else ''}" for t in shown
    )
    about = f" · about: {topics}" if topics else ""
    return f"{report.genre.value.replace('-', ' ')} · {report.words:,} words{about}"


def dial_lines(report: ArticleReport) -> Iterator[str]:
    """The three dials, a line each."""
    for dial in report.dials.get("dials", ()):
        yield f"  {dial['name']:<36} {dial['reading']}"


def grouped(findings: Sequence[Finding]) -> list[tuple[str, list[Finding]]]:
    """Critical findings first under one heading, then by family in the catalogue's order."""
    groups: dict[str, list[Finding]] = {_DANGEROUS: []}
    for family in FAMILIES.values():
        groups[family] = []
    for finding in findings:
        critical = finding.severity is Severity.CRITICAL
        groups[_DANGEROUS if critical else FAMILIES[finding.rule[:2]]].append(finding)
    for found in groups.values():
        found.sort(key=lambda finding: -finding.severity)
    return [(heading, found) for heading, found in groups.items() if found]


def _finding(console: Console, run: Run, report: ArticleReport, finding: Finding) -> None:
    line = Text.assemble(
        (f"{finding.severity.label:<8} ", _STYLES[finding.severity]),
        (f"{finding.rule} {finding.name}", "bold"),
        f"  {where(report, finding)}",
    )
    console.print(line, soft_wrap=True)
    _indented(console, Text(finding.message))
    words = _words(finding)
    if words:
        _indented(console, Text(words, style="italic"))
    if finding.suggestion:
        lead = "Add: " if not finding.places else "Better: "
        _indented(console, Text(f"{lead}{finding.suggestion}", style="green"))
    citation = best_source(finding)
    if citation is not None:
        publisher = f"{citation.publisher}, " if citation.publisher else ""
        console.print(
            Text(f"         {publisher}{citation.title}: {citation.url}", style="dim"),
            soft_wrap=True,
        )


def _indented(console: Console, text: Text) -> None:
    """The text wrapped under its finding, without spaces at the ends of lines."""
    for line in text.wrap(console, console.width - _INDENT):
        line.rstrip()
        console.print(Text(" " * _INDENT) + line, soft_wrap=True)


def best_source(finding: Finding) -> Citation | None:
    """The source to show where there is room for one: an original before a copy of it."""
    return min(finding.sources, key=lambda c: "republished" in c.publisher, default=None)


def _label(finding: Finding) -> str:
    return f"{finding.severity.label} {finding.rule} {finding.name}:"


def name_of(report: ArticleReport) -> str:
    """The path, with the record's id for one of many in a file."""
    return f"{report.path}#{report.id}" if report.id else report.path


def where(report: ArticleReport, finding: Finding) -> str:
    """``file:line:column`` of the first words, of an omission's heading, or the file alone."""
    first = finding.places[0] if finding.places else finding.anchor_place
    if first is None:
        return name_of(report)
    return f"{name_of(report)}:{first.line}:{first.column}"


def _words(finding: Finding) -> str:
    if not finding.places:
        return ""
    shown = [_short(place.text) for place in finding.places[:_PLACES_SHOWN]]
    lines = [f"{text}" for text in shown]
    if len(finding.places) == 1:
        return lines[0]
    where = ", ".join(f"{p.line}:{p.column}" for p in finding.places[1:])
    more = len(finding.places) - _PLACES_SHOWN
    rest = f" and {more} more" if more > 0 else ""
    return f"{' · '.join(lines)}{rest} (also at {where})"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words}”" if len(words) <= _TEXT_SHOWN else f"“{words[:_TEXT_SHOWN]}…”"


def _closing(run: Run, report: ArticleReport) -> str:
    counts = Counter(finding.severity for finding in report.findings)
    said = ", ".join(f"{counts[s]} {s.label}" for s in sorted(Severity, reverse=True) if counts[s])
    hidden = f", {len(report.suppressed)} suppressed" if report.suppressed else ""
    hidden += f", {len(report.known)} known from the baseline" if report.known else ""
    return (
        f"{said}{hidden}. Reference {run.reference_version} ({run.reference_entries} entries, "
        f"drafted, not clinically reviewed); judged as of {run.today}."
    )


FORMAT = Format("text", "a report to read at a terminal", write)
