"""The JSON of ``REPORT_FORMAT.md``, version 1. Fields are only ever added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TextIO

import orjson

from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.report.model import Format, Run
from healthlint.source import Place

VERSION = "1"


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """One JSON object, written article by article so that memory stays flat."""
    head = orjson.dumps({"version": VERSION, **tool_facts(run)}).decode()[:-1]
    stream.write(f'{head},"articles":[')
    counts: Counter[str] = Counter()
    for number, report in enumerate(reports):
        counts["articles"] += 1
        counts["errors"] += report.error is not None
        counts.update(finding.severity.label for finding in report.findings)
        stream.write(",\n" if number else "\n")
        stream.write(_json(article_value(report)))
    summary = {name: counts[name] for name in ("articles", "errors")}
    summary |= {s.label: counts[s.label] for s in sorted(Severity, reverse=True)}
    stream.write(f'],\n"summary":{orjson.dumps(summary).decode()}}}\n')


def _json(value: dict[str, Any]) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        # A record of a .jsonl may hold an unpaired surrogate; JSON can say so, escaped.
        import json

        return json.dumps(value, separators=(",", ":"))


def tool_facts(run: Run) -> dict[str, Any]:
    """The tool, the reference and the day, as every machine format states them."""
    return {
        "tool": {"name": "healthlint", "version": run.tool_version},
        "reference": {
            "version": run.reference_version,
            "entries": run.reference_entries,
            "digest": run.reference_digest,
        },
        "today": run.today,
    }


def article_value(report: ArticleReport) -> dict[str, Any]:
    """An article's report as plain values."""
    return {
        "path": report.path,
        "id": report.id,
        "title": report.title,
        "genre": report.genre.value,
        "words": report.words,
        "topics": [
            {"id": t.id, "kind": t.kind, "role": t.role, "mentions": t.mentions}
            for t in report.topics
        ],
        "findings": [finding_value(finding) for finding in report.findings],
        "suppressed": [finding_value(finding) for finding in report.suppressed],
        "known": [finding_value(finding) for finding in report.known],
        "dials": dict(report.dials),
        "error": report.error,
    }


def finding_value(finding: Finding) -> dict[str, Any]:
    """A finding as plain values."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.label,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "spans": [_place(place) for place in finding.places],
        "topic": finding.topic,
        "facts": list(finding.facts),
        "sources": [{"title": c.title, "url": c.url} for c in finding.sources],
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "start": place.start,
        "end": place.end,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": place.text,
    }


FORMAT = Format("json", "one JSON object (version 1)", write)
