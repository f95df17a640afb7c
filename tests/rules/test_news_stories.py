"""Which stories the news rules judge, and what their findings say; stories of our own."""

from __future__ import annotations

from functools import cache

import pytest

from healthlint.check import Checker
from healthlint.finding import Finding
from healthlint.rules import RULES, news
from healthlint.rules.article import Article
from healthlint.source import Source

BODY = """

Researchers at the University of Porto report the results this week in a study in the journal Head
and Pain Letters. {}

"We are pleased," said Ines Prado, the lead author of the study and a professor of neurology.
"""


@cache
def checker() -> Checker:
    return Checker()


def article(headline: str, sentence: str = "") -> Article:
    return checker().read(Source("a.md", f"# {headline}{BODY.format(sentence)}", "markdown"))


def findings(headline: str, sentence: str) -> dict[str, Finding]:
    read = article(headline, sentence)
    rules = [rule for rule in RULES if rule.code.startswith("HN")]
    return {finding.rule: finding for rule in rules for finding in rule.check(read)}


@pytest.mark.parametrize(
    ("headline", "judged"),
    [
        ("Sleep band eases migraine, trial finds", True),
        ("New drug shows promise against gout", True),
        ("Blood test spots lung cancer early", True),
        ("Zinc tablets don't help colds, trial finds", False),
        ("New gout drug flops in late trial", False),
        ("Doctors raise concerns over gout drug", False),
        ("Gout drug linked to higher risk of stroke", False),
        ("Knee surgery no better than a sham, study says", False),
        ("Gout drug cuts attacks and eases the fear of higher risk", True),
    ],
)
def test_a_story_has_to_praise(headline: str, judged: bool) -> None:
    assert news.is_judged(article(headline)) is judged


def test_a_failure_told_a_little_later_counts() -> None:
    headline = "Stem cells put into the spine"
    told = "The treatment helped rats. It provided no benefit to the patients."
    assert not news.is_judged(article(headline, told))
    assert news.is_judged(article(headline, "The treatment helped rats, and then the patients."))


def test_a_page_of_questions_is_no_story() -> None:
    page = (
        "# Gout drug\n\n## What is the drug?\n\nResearchers tested the drug in a study. It eases "
        "gout.\n\n## How does the drug help?\n\nIn a trial it lowered uric acid.\n"
    )
    assert not news.is_judged(checker().read(Source("a.md", page, "markdown")))
    stated = page.replace("?", "")
    assert news.is_judged(checker().read(Source("a.md", stated, "markdown")))


@pytest.mark.parametrize(
    ("headline", "product"),
    [
        ("Eating walnuts may protect the heart, study finds", False),
        ("Vigorous exercise protects men from cancer, study finds", False),
        ("Regular saunas protect the heart, study finds", False),
        ("Walnut extract in a capsule may protect the heart, study finds", True),
        ("Online exercise classes protect men from cancer, study finds", True),
        ("New drug protects men from cancer, study finds", True),
    ],
)
def test_foods_and_habits_are_no_product(headline: str, product: bool) -> None:
    found = article(headline)
    assert news.is_judged(found)
    assert news.is_of_a_product(found) is product


def test_habits_are_asked_for_figures_but_not_for_a_price() -> None:
    found = findings("Eating walnuts may protect the heart, study finds", "It helps, they say.")
    assert "HN002" in found
    assert found.keys().isdisjoint({"HN001", "HN003", "HN005", "HN006"})


@pytest.mark.parametrize(
    ("rule", "sentence", "words"),
    [
        ("HN001", "The band is worn at night.", "never says what it costs"),
        ("HN001", "The band is affordable.", "gives no price"),
        ("HN003", "The band is worn at night.", "never mentions harms"),
        ("HN003", "The band is safe.", "speaks of safety"),
        (
            "HN003",
            "More will be learnt of side effects. The team is glad.",
            "does not say which harm",
        ),
        ("HN004", "The band is worn at night.", "how good the evidence is"),
        ("HN004", "It was a randomised trial of 320 people.", "but not of its limits"),
        ("HN004", "The finding is preliminary.", "what kind of study"),
    ],
)
def test_the_message_says_just_what_lacks(rule: str, sentence: str, words: str) -> None:
    assert words in findings("Sleep band eases migraine", sentence)[rule].message


def test_a_study_told_with_one_limit_is_enough() -> None:
    told = "It was a randomised trial of 320 people. It was not designed to show why."
    assert "HN004" not in findings("Sleep band eases migraine", told)
