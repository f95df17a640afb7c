"""Every rule has a flagged article, a clean one that nearly trips it, and its literal report."""

from __future__ import annotations

import pytest

from healthlint.finding import Rule
from healthlint.rules import RULES
from tests.rules.snapshots import HERE, article, checker, lines

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


@each_rule
def test_flagged_article_gives_exactly_the_snapshot(rule: Rule) -> None:
    expected = (HERE / rule.name / "findings.txt").read_text(encoding="utf-8").splitlines()
    assert expected, "a snapshot without findings proves nothing"
    report = checker().check(article(rule, "flagged"))
    assert report.error is None
    assert lines(rule, report) == expected


@each_rule
def test_clean_article_gives_nothing(rule: Rule) -> None:
    report = checker().check(article(rule, "clean"))
    assert report.error is None
    assert lines(rule, report) == []


@each_rule
def test_clean_article_is_one_the_rule_runs_on(rule: Rule) -> None:
    # Otherwise its silence would say nothing about the rule.
    assert checker().check(article(rule, "clean")).genre in rule.genres


@each_rule
def test_manual_page_says_what_a_reader_needs(rule: Rule) -> None:
    for part in ("**What it finds.**", "**Why it matters.**", "**Example.**", "Better:"):
        assert part in rule.page, f"{rule.code}: the manual page lacks {part}"


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) == len({rule.name for rule in RULES})
