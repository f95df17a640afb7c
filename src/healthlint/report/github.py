"""GitHub workflow commands. A step shows ten errors and ten warnings and drops the rest in silence:
so the most severe come first, and what is left out is said."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TextIO

from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.report import markdown
from healthlint.report.model import Format, Run
from healthlint.report.places import address, level, one_line, place_of, sentence
from healthlint.report.text import name_of

SHOWN = 10
_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """Annotations, a notice with the number left out, and the table in the step's summary."""
    kept = list(reports)
    # One notice is kept free for the number left out.
    room = {"error": SHOWN, "warning": SHOWN, "notice": SHOWN - 1}
    left_out = 0
    for report in kept:
        if report.error is not None:
            if room["error"]:
                room["error"] -= 1
                place = f"file={_property(address(run, report.path))},title=healthlint"
                stream.write(f"::error {place}::{_data(report.error)}\n")
            else:
                left_out += 1
    found = [(report, finding) for report in kept for finding in report.findings]
    for severity in sorted(Severity, reverse=True):
        same = [pair for pair in found if pair[1].severity is severity]
        command = _COMMANDS[level(severity)]
        shown = list(islice(same, room[command]))
        room[command] -= len(shown)
        left_out += len(same) - len(shown)
        for report, finding in shown:
            stream.write(_command(run, command, report, finding))
    if left_out:
        where = " The step's summary lists them." if run.summary_file else ""
        noun = "finding is" if left_out == 1 else "findings are"
        stream.write(f"::notice title=healthlint::{left_out} more {noun} not shown here.{where}\n")
    if run.summary_file:
        with Path(run.summary_file).open("a", encoding="utf-8") as summary:
            markdown.write(run, kept, summary)


def _command(run: Run, command: str, report: ArticleReport, finding: Finding) -> str:
    properties = {"file": address(run, report.path)}
    place = place_of(report, finding)
    if place is not None:
        properties |= {"line": str(place.line), "endLine": str(place.end_line)}
        if place.line == place.end_line:
            # Columns are understood within one line only.
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    title = f"{finding.rule} {finding.name} ({finding.severity.label})"
    if report.id is not None:
        title += f" in {name_of(report)}"
    properties["title"] = title
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {written}::{_data(sentence(finding))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")


FORMAT = Format("github", "annotations in a GitHub workflow, and its step summary", write)
