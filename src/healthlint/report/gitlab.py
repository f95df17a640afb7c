"""GitLab's Code Quality report."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, TextIO

import orjson

from healthlint.finding import ArticleReport, Finding
from healthlint.report.model import Format, Run
from healthlint.report.places import address, one_line, place_of, sentence


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """A JSON list, empty where there is nothing: no file at all would read as "no change"."""
    stream.write("[")
    first = True
    for report in reports:
        issues = [_issue(run, report, finding) for finding in report.findings]
        if report.error is not None:
            issues = [_unread(run, report)]
        for issue in issues:
            stream.write("\n" if first else ",\n")
            stream.write(orjson.dumps(issue).decode())
            first = False
    stream.write("]\n" if first else "\n]\n")


def _issue(run: Run, report: ArticleReport, finding: Finding) -> dict[str, Any]:
    path = address(run, report.path)
    place = place_of(report, finding)
    begin, end = (place.line, place.end_line) if place is not None else (1, 1)
    return {
        "type": "issue",
        "check_name": f"{finding.rule} {finding.name}",
        "description": sentence(finding),
        "categories": ["Clarity"],
        "severity": finding.severity.label,
        "fingerprint": _unique(path, report.id, finding.fingerprint),
        "location": {"path": path, "lines": {"begin": begin, "end": end}},
    }


def _unread(run: Run, report: ArticleReport) -> dict[str, Any]:
    path = address(run, report.path)
    return {
        "type": "issue",
        "check_name": "unreadable",
        "description": one_line(report.error or ""),
        "categories": ["Clarity"],
        "severity": "blocker",
        "fingerprint": _unique(path, report.id, "unreadable"),
        "location": {"path": path, "lines": {"begin": 1, "end": 1}},
    }


def _unique(path: str, record: str | None, fingerprint: str) -> str:
    # GitLab merges equal fingerprints, and two articles may leave out the same fact.
    key = f"{path}\0{record or ''}\0{fingerprint}".encode("utf-8", "replace")
    return hashlib.sha256(key).hexdigest()[:32]


FORMAT = Format("gitlab", "GitLab's Code Quality JSON", write)
