"""SARIF 2.1.0, within what GitHub code scanning accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO
from urllib.parse import quote

import orjson

from healthlint.finding import ArticleReport, Confidence, Finding, Rule
from healthlint.report.model import Format, Run
from healthlint.report.places import address, clean, level, one_line, place_of, rule_url, sentence
from healthlint.source import Place

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MAX_RESULTS = 25_000
MAX_DESCRIPTION = 1024
MAX_RELATED = 20
_ROOT = "%SRCROOT%"
_PRECISION = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
_PROBLEM = {"error": "error", "warning": "warning", "note": "recommendation"}

Value = dict[str, Any]


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """One SARIF log with one run; the most severe results where there are too many."""
    positions = {rule.code: number for number, rule in enumerate(run.rules)}
    results: list[tuple[int, int, Value]] = []
    notes: list[Value] = []
    number = failed = left_out = 0
    for report in reports:
        if report.error is not None:
            failed += 1
            notes.append(_notification("error", report.error, run, report))
            continue
        for finding, state, suppression in _results_of(run, report):
            value = _result(run, report, finding, positions)
            if state:
                value["baselineState"] = state
            if suppression:
                value["suppressions"] = [{"kind": suppression, "status": "accepted"}]
            results.append((-finding.severity, number, value))
            number += 1
        if len(results) > 2 * MAX_RESULTS:
            results, dropped = _most_severe(results)
            left_out += dropped
    results, dropped = _most_severe(results)
    left_out += dropped
    if left_out:
        notes.append(
            _notification(
                "warning",
                f"{left_out} of {number} results were left out: at most {MAX_RESULTS} are "
                "accepted. The most severe were kept.",
            )
        )
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [_run(run, [value for _, _, value in results], notes, failed)],
    }
    stream.write(orjson.dumps(log, option=orjson.OPT_INDENT_2).decode() + "\n")


def _most_severe(results: list[tuple[int, int, Value]]) -> tuple[list[tuple[int, int, Value]], int]:
    """At most as many as are accepted, in their first order, and how many were dropped."""
    if len(results) <= MAX_RESULTS:
        return results, 0
    kept = sorted(results, key=lambda row: row[:2])[:MAX_RESULTS]
    return sorted(kept, key=lambda row: row[1]), len(results) - MAX_RESULTS


def _results_of(
    run: Run, report: ArticleReport
) -> Iterator[tuple[Finding, str | None, str | None]]:
    """Every finding with its baseline state and what suppresses it."""
    fresh = "new" if run.has_baseline else None
    for finding in report.findings:
        yield finding, fresh, None
    for finding in report.known:
        yield finding, "unchanged", "external"
    for finding in report.suppressed:
        yield finding, None, "inSource"


def _run(run: Run, results: list[Value], notes: list[Value], failed: int) -> Value:
    return {
        "tool": {
            "driver": {
                "name": "healthlint",
                "version": run.tool_version,
                "semanticVersion": run.tool_version,
                "rules": [_rule(run, rule) for rule in run.rules],
                "properties": {
                    "reference": run.reference_version,
                    "referenceDigest": run.reference_digest,
                    "judgedAsOf": run.today,
                },
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The repository's root folder."}}},
        "invocations": [{"executionSuccessful": not failed, "toolExecutionNotifications": notes}],
        "results": results,
    }


def _rule(run: Run, rule: Rule) -> Value:
    page = rule.page.strip() or rule.summary
    paragraphs = page.split("\n\n")
    described = paragraphs[1] if len(paragraphs) > 1 else paragraphs[0]
    plain = page.replace("**", "").replace("``", '"')
    value: Value = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": one_line(rule.summary, MAX_DESCRIPTION)},
        "fullDescription": {"text": one_line(described.replace("**", ""), MAX_DESCRIPTION)},
        "help": {"text": plain, "markdown": f"# {rule.code} {rule.name}\n\n{page}"},
        "defaultConfiguration": {"level": level(rule.severity)},
        "properties": {
            "tags": ["health", rule.family],
            "precision": "high" if not rule.preview else "medium",
            "problem.severity": _PROBLEM[level(rule.severity)],
            "severity": rule.severity.label,
        },
    }
    url = rule_url(run, rule.code)
    if url:
        value["helpUri"] = url
    return value


def _result(run: Run, report: ArticleReport, finding: Finding, positions: dict[str, int]) -> Value:
    value: Value = {
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": {"text": sentence(finding)},
        "locations": [_location(run, report, place_of(report, finding))],
        "partialFingerprints": {"primaryLocationLineHash": finding.fingerprint},
        "properties": {
            "severity": finding.severity.label,
            "confidence": _PRECISION[finding.confidence],
            "topic": finding.topic or "",
            "facts": list(finding.facts),
            "sources": [{"title": clean(c.title), "url": c.url} for c in finding.sources],
        },
    }
    if finding.rule in positions:
        value["ruleIndex"] = positions[finding.rule]
    related = _related(run, report, finding)
    if related:
        value["relatedLocations"] = related
    return value


def _related(run: Run, report: ArticleReport, finding: Finding) -> list[Value]:
    """Further places of the finding and the evidence it rests on."""
    places = [(place, "Also here.") for place in finding.places[1:]]
    places += [(place, "What this rests on.") for place in finding.evidence_places]
    related = []
    for number, (place, words) in enumerate(places[:MAX_RELATED], start=1):
        shown = None if report.id is not None else place
        location = _location(run, report, shown)
        related.append({"id": number, **location, "message": {"text": words}})
    return related


def _location(run: Run, report: ArticleReport, place: Place | None) -> Value:
    uri = quote(address(run, report.path))
    physical: Value = {"artifactLocation": {"uri": uri, "uriBaseId": _ROOT}}
    if uri.startswith("/"):
        physical["artifactLocation"].pop("uriBaseId")
    if place is None:
        # A record's lines are not the file's: the file is named, and the record beside it.
        physical["region"] = {"startLine": 1}
        name = report.id or ""
        return {
            "physicalLocation": physical,
            "logicalLocations": [{"name": name, "kind": "record"}],
        }
    physical["region"] = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }
    return {"physicalLocation": physical}


def _notification(
    severity: str, text: str, run: Run | None = None, report: ArticleReport | None = None
) -> Value:
    value: Value = {"level": severity, "message": {"text": one_line(text)}}
    if run is not None and report is not None:
        value["locations"] = (
            [_location(run, report, None)]
            if report.id
            else [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(address(run, report.path))}
                    }
                }
            ]
        )
    return value


FORMAT = Format("sarif", "SARIF 2.1.0, for GitHub code scanning and editors", write)
