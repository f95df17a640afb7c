"""JUnit XML: a suite an article, a case a finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from healthlint.finding import ArticleReport, Finding
from healthlint.report.model import Format, Run
from healthlint.report.places import address, clean, one_line, place_of, sentence


def write(run: Run, reports: Iterable[ArticleReport], stream: TextIO) -> None:
    """One document; what is below ``--fail-on`` is said in a case that passes."""
    document = JUnitXml("healthlint")
    for report in reports:
        document.append(_suite(run, report))
    document.update_statistics()
    text = document.tostring().decode("utf-8")
    stream.write(text if text.endswith("\n") else f"{text}\n")


def _suite(run: Run, report: ArticleReport) -> TestSuite:
    path = address(run, report.path)
    name = clean(f"{path}#{report.id}" if report.id else path)
    suite = TestSuite(name)
    if report.error is not None:
        case = TestCase("can be read", name)
        case.result = [Error(one_line(report.error), "unreadable")]
        suite.append(case)
        return suite
    for finding in report.findings:
        suite.append(_case(run, report, finding, name))
    for finding in report.suppressed:
        case = TestCase(_title(finding), name)
        case.result = [Skipped("suppressed by a comment in the article")]
        suite.append(case)
    for finding in report.known:
        case = TestCase(_title(finding), name)
        case.result = [Skipped("known from the baseline")]
        suite.append(case)
    if not len(suite):
        suite.append(TestCase("nothing to report", name))
    return suite


def _case(run: Run, report: ArticleReport, finding: Finding, name: str) -> TestCase:
    case = TestCase(_title(finding), name)
    place = place_of(report, finding)
    where = f"{name}:{place.line}:{place.column}" if place is not None else name
    words = "".join(f"\n“{one_line(p.text, 200)}”" for p in finding.places[:5])
    sources = "".join(f"\n{one_line(c.title)}: {clean(c.url)}" for c in finding.sources)
    details = f"{where}: {finding.severity.label}: {sentence(finding)}{words}{sources}"
    if finding.severity >= run.fail_on:
        failure = Failure(one_line(finding.message), f"{finding.rule} {finding.severity.label}")
        failure.text = details
        case.result = [failure]
    else:
        case.system_out = details
    return case


def _title(finding: Finding) -> str:
    return f"{finding.rule} {finding.name}: {one_line(finding.message, 160)}"


FORMAT = Format("junit", "JUnit XML, a case a finding", write)
