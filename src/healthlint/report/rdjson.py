"""reviewdog's rdjson. Its columns count bytes of UTF-8, from 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

import orjson

from healthlint.finding import ArticleReport, Finding
from healthlint.report.model import Format, Run
from healthlint.report.places import address, level, one_line, place_of, rule_url, sentence
from healthlint.source import Place

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """One object; articles that could not be read are errors of their file."""
    stream.write('{"source":{"name":"healthlint"},"diagnostics":[')
    first = True
    for report in reports:
        rows = [_diagnostic(run, report, finding) for finding in report.findings]
        if report.error is not None:
            path = address(run, report.path)
            rows = [
                {
                    "message": one_line(report.error),
                    "location": {"path": path},
                    "severity": "ERROR",
                }
            ]
        for row in rows:
            stream.write("\n" if first else ",\n")
            stream.write(orjson.dumps(row).decode())
            first = False
    stream.write("]}\n" if first else "\n]}\n")


def _diagnostic(run: Run, report: ArticleReport, finding: Finding) -> dict[str, Any]:
    code = {"value": finding.rule}
    url = rule_url(run, finding.rule)
    if url:
        code["url"] = url
    value: dict[str, Any] = {
        "message": sentence(finding),
        "location": _location(run, report, place_of(report, finding)),
        "severity": _SEVERITIES[level(finding.severity)],
        "code": code,
    }
    further = [] if report.id is not None else [*finding.places[1:], *finding.evidence_places]
    if further:
        value["relatedLocations"] = [
            {"message": "Also here.", "location": _location(run, report, place)}
            for place in further
        ]
    return value


def _location(run: Run, report: ArticleReport, place: Place | None) -> dict[str, Any]:
    location: dict[str, Any] = {"path": address(run, report.path)}
    if place is not None:
        location["range"] = {
            "start": {"line": place.line, "column": _bytes(report, place.start, place.column)},
            "end": {"line": place.end_line, "column": _bytes(report, place.end, place.end_column)},
        }
    return location


def _bytes(report: ArticleReport, offset: int, column: int) -> int:
    """The byte column of an offset whose column in code points is known."""
    if report.page is None:
        return column
    before = report.page.text[offset - column + 1 : offset]
    return len(before.encode("utf-8", "surrogatepass")) + 1


FORMAT = Format("rdjson", "reviewdog's rdjson (byte columns)", write, shows_page=True)
