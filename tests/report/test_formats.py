"""Every format on the same three articles, and what each promises its reader."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.report import FORMATS, Format
from healthlint.report.github import SHOWN
from healthlint.report.markdown import LIMIT
from healthlint.report.sarif import MAX_RESULTS
from healthlint.source import Place, Span
from tests.report.samples import RULES, RUN, comparable, reports, snapshot, written

SCHEMA = Path(__file__).parents[1] / "data" / "sarif-schema-2.1.0.json"
each_format = pytest.mark.parametrize("format", FORMATS.values(), ids=lambda format: format.name)


@each_format
def test_snapshot(format: Format) -> None:
    assert comparable(written(format)) == snapshot(format.name).read_bytes().decode("utf-8")


@each_format
def test_same_input_same_bytes(format: Format) -> None:
    assert written(format) == written(format)


@each_format
def test_no_article_at_all(format: Format) -> None:
    text = written(format, some=[])
    if format.name in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(text)
    if format.name == "gitlab":
        assert json.loads(text) == []


@each_format
def test_hostile_words_break_nothing(format: Format) -> None:
    words = 'a\x00b\x0b\x1b[31m\r\n::error::x <script>alert(1)</script> ]]> %0A \ud800 "é" @you `|`'
    report = reports()[0]
    hostile = tuple(
        replace(f, message=words, suggestion=words, fingerprint=f.fingerprint)
        for f in report.findings
    )
    text = written(format, some=[replace(report, findings=hostile, title=words)])
    if format.name in ("text", "json"):
        return
    assert "\x00" not in text
    assert "\x1b" not in text
    text.encode("utf-8")
    if format.name == "html":
        assert "<script>alert" not in text
    if format.name == "junit":
        JUnitXml.fromstring(text)
    if format.name == "github":
        assert all(line.startswith("::") for line in text.splitlines())
        assert "\n::error::x" not in text
    if format.name == "markdown":
        html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
        assert "<script>" not in html
        assert ">@you" not in html


# -- SARIF


@cache
def schema() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def sarif(some: list[ArticleReport] | None = None, **run: Any) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(written(FORMATS["sarif"], replace(RUN, **run), some))
    return log


def test_sarif_is_valid() -> None:
    problems = [error.message for error in schema().iter_errors(sarif(has_baseline=True))]
    assert problems == []
    with pytest.raises(jsonschema.ValidationError):  # the schema can refuse
        schema().validate({**sarif(), "runs": [{"results": []}]})


def test_sarif_says_what_code_scanning_reads() -> None:
    (run,) = sarif(has_baseline=True)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is False
    results = {(r["ruleId"], r["level"]): r for r in run["results"]}
    for result in run["results"]:
        (location,) = result["locations"]
        physical = location["physicalLocation"]
        assert not physical["artifactLocation"]["uri"].startswith(("/", "file:"))
        assert set(physical["region"]) == {"startLine", "startColumn", "endLine", "endColumn"}
        assert re.fullmatch(
            r"[0-9a-f]{16}:\d+", result["partialFingerprints"]["primaryLocationLineHash"]
        )
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
    missing = results["OM001", "error"]["locations"][0]["physicalLocation"]["region"]
    assert missing["startLine"] == 12  # the section's heading
    author = results["PV001", "note"]["locations"][0]["physicalLocation"]["region"]
    assert author["startLine"] == 6  # the title
    assert len(results["AD001", "error"]["relatedLocations"]) == 2
    states = {r.get("baselineState") for r in run["results"]}
    assert states == {"new", "unchanged", None}
    kinds = [s["kind"] for r in run["results"] for s in r.get("suppressions", ())]
    assert sorted(kinds) == ["external", "inSource"]


def test_sarif_rule_texts_keep_their_limits() -> None:
    long = replace(RULES[0], summary="word " * 400, page="a\n\n" + "word " * 400)
    (run,) = sarif(rules=(long, *RULES[1:]))["runs"]
    for rule in run["tool"]["driver"]["rules"]:
        assert len(rule["shortDescription"]["text"]) <= 1024
        assert len(rule["fullDescription"]["text"]) <= 1024
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith("# ")
        assert rule["helpUri"] == f"https://docs.example/rules/{rule['id']}.md"
        assert "security-severity" not in rule["properties"]


def many(number: int, severity: Severity = Severity.MINOR, first: Severity | None = None) -> Any:
    """A report with many findings, the last one critical if ``first`` says so."""
    place = Place(0, 4, 1, 1, 1, 5, "Sore")
    rule = RULES[3]
    findings = [
        Finding(
            rule.code,
            rule.name,
            severity,
            f"Number {n}.",
            (Span(0, 4),),
            places=(place,),
            fingerprint=f"{n:016x}:1",
        )
        for n in range(number)
    ]
    if first is not None:
        findings[-1] = replace(findings[-1], severity=first)
    return replace(reports()[0], findings=tuple(findings), suppressed=())


def test_sarif_keeps_the_most_severe_and_says_what_was_cut() -> None:
    (run,) = sarif([many(MAX_RESULTS + 7, first=Severity.CRITICAL)])["runs"]
    assert len(run["results"]) == MAX_RESULTS
    assert sum(r["level"] == "error" for r in run["results"]) == 1
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"].startswith("7 of 25007 results were left out")


def test_a_record_has_no_line_of_its_file() -> None:
    record = replace(reports()[0], id="r1", path="many.jsonl")
    (run,) = sarif([record])["runs"]
    for result in run["results"]:
        assert result["locations"][0]["logicalLocations"][0]["name"] == "r1"
        assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert "line=" not in written(FORMATS["github"], some=[record])


# -- GitHub


def test_github_shows_ten_of_each_and_says_how_many_more() -> None:
    some = [many(14, Severity.MAJOR, first=Severity.CRITICAL), many(12), many(11, Severity.INFO)]
    lines = written(FORMATS["github"], some=some).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == SHOWN == 10
    assert sum(line.startswith("::warning ") for line in lines) == SHOWN
    assert sum(line.startswith("::notice ") for line in lines) == SHOWN
    assert "(critical)" in lines[0]
    assert lines[-1].endswith("::8 more findings are not shown here.")


def test_github_escapes_and_summary(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    odd = replace(reports()[0], path="a,b:c%d.md")
    text = written(FORMATS["github"], replace(RUN, summary_file=str(summary), root="."), [odd])
    assert "file=a%2Cb%3Ac%25d.md," in text
    assert "100%25 avoidable" in text
    said = summary.read_text(encoding="utf-8")
    assert said.startswith("before\n")
    assert "## healthlint: 2 critical" in said


def test_github_columns_only_within_a_line() -> None:
    lines = written(FORMATS["github"]).splitlines()
    (across,) = [line for line in lines if "runs over lines" in line]
    assert "line=9,endLine=10" in across
    assert "col=" not in across


# -- GitLab, JUnit, rdjson


def test_gitlab_fingerprints_differ_between_articles() -> None:
    twin = replace(reports()[0], path="other.md")
    issues = json.loads(written(FORMATS["gitlab"], some=[reports()[0], twin]))
    prints = [issue["fingerprint"] for issue in issues]
    assert len(prints) == len(set(prints)) == 8
    assert {issue["severity"] for issue in issues} <= {
        "blocker",
        "critical",
        "major",
        "minor",
        "info",
    }


def test_junit_fails_only_from_the_threshold_on() -> None:
    document = JUnitXml.fromstring(written(FORMATS["junit"]))
    assert (document.tests, document.failures, document.errors, document.skipped) == (9, 3, 1, 2)
    strict = written(FORMATS["junit"], replace(RUN, fail_on=Severity.INFO))
    assert JUnitXml.fromstring(strict).failures == 5


def test_rdjson_columns_count_bytes() -> None:
    rows = json.loads(written(FORMATS["rdjson"]))["diagnostics"]
    for report in reports()[:2]:
        assert report.page is not None
        lines = re.split("\r\n|\n", report.page.text)
        for finding, row in zip(
            report.findings,
            [r for r in rows if r["location"]["path"].endswith(Path(report.path).name)],
            strict=True,
        ):
            start, end = (row["location"]["range"][key] for key in ("start", "end"))
            if finding.places and start["line"] == end["line"]:
                line = lines[start["line"] - 1].encode()
                words = line[start["column"] - 1 : end["column"] - 1].decode()
                assert words == finding.places[0].text


# -- Markdown


def test_markdown_stays_within_a_comment() -> None:
    text = written(FORMATS["markdown"], some=[many(900), reports()[0]])
    assert len(text) <= LIMIT
    left = re.search(r"\*\*(\d+) more findings are left out", text)
    assert left is not None
    assert text.count("#### ") + int(left[1]) == 904
    assert text.count("<details") == text.count("</details>")


def test_markdown_mentions_nobody() -> None:
    text = written(FORMATS["markdown"], some=[many_words("Ask @clinic about #7 <b>now</b> [x](y)")])
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert "@clinic" not in html
    assert "#7" not in html
    assert "<b>now" not in html
    assert 'href="y"' not in html


def many_words(words: str) -> ArticleReport:
    report = reports()[0]
    return replace(report, findings=(replace(report.findings[2], message=words),))
