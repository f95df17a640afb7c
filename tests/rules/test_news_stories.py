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


@pytest.mark.parametrize(
    ("headline", "sentence", "asked"),
    [
        ("New drug eases migraine", "The drug is taken at night.", True),
        ("New drug eases migraine", "It is in a phase 1 trial.", False),
        ("New drug eases migraine", "Patients may need insurance to cover it.", False),
        ("Aspirin eases migraine", "The tablets are taken at night.", False),
        ("Triptan tablets ease migraine", "The tablets are taken at night.", True),
    ],
)
def test_a_price_is_asked_where_it_can_be_known(headline: str, sentence: str, asked: bool) -> None:
    assert ("HN001" in findings(headline, sentence)) is asked


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("Wearers were well.", "minor"),
        ("The band cut the share of bad nights by 40 percent.", "info"),
        ("Attacks lasted four days instead of seven with the band.", None),
        ("Pain eased in 16 of 19 wearers.", None),
        ("Sleep improved by 16 percent, while it stayed the same with the dummy.", None),
        ("The band has never been tested on patients.", None),
    ],
)
def test_a_benefit_with_a_size_of_its_own_is_enough(sentence: str, severity: str | None) -> None:
    found = findings("Sleep band eases migraine", sentence).get("HN002")
    assert (found and found.severity.label) == severity


@pytest.mark.parametrize(
    ("headline", "sentence", "severity"),
    [
        ("New drug eases migraine", "The drug is taken at night.", "major"),
        ("Sound of rain therapy eases migraine", "It is heard at night.", "minor"),
        ("New drug eases migraine", "Patients reported nausea, dizziness and a rash.", None),
        ("New drug eases migraine", "Patients reported less nausea and a clear head.", "major"),
        ("Migraine drug eases pain", "The migraine drug made the sleep of some worse.", None),
    ],
)
def test_harm_in_plain_words(headline: str, sentence: str, severity: str | None) -> None:
    found = findings(headline, sentence).get("HN003")
    assert (found and found.severity.label) == severity


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("It was a trial of 320 people.", True),
        ("It was a trial of 320 people, and earlier ones found none of it.", False),
        ("Whether it helps is an open question after a trial of 320 people.", False),
        ("The agency is not aware of any studies of the band.", False),
    ],
)
def test_limits_in_plain_words(sentence: str, found: bool) -> None:
    assert ("HN004" in findings("Sleep band eases migraine", sentence)) is found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The prize of the year went to the new drug.", True),
        ("The new drug is in an early study.", False),
        ("The new drug has been in use for years as a home cure.", False),
    ],
)
def test_a_stage_of_trial_says_whether_it_can_be_had(sentence: str, found: bool) -> None:
    assert ("HN006" in findings("New drug eases migraine", sentence)) is found


def test_a_habit_in_the_headline_is_no_product_for_a_test_beside_it() -> None:
    told = "Women's hormone levels and a blood test were read as well."
    assert not news.is_of_a_product(article("Drinking tea protects the heart, study finds", told))


@pytest.mark.parametrize(
    ("sentence", "anonymous"),
    [
        ("Some doctors say that the drug is useless.\n\nMost people sleep.", True),
        (
            "Some doctors say that the drug is useless.\n\nThe neurologist Tom Hall of Marlow "
            "Hospital says that it did nothing.",
            False,
        ),
        ("The pain came back to the surprise of some experts. Nurses said that it did.", True),
        ("The pain came back to the surprise of some experts.", False),
        ("The rash can be recognised by experts.", False),
        ("It is recognised by experts that the rash is harmless.", True),
    ],
)
def test_an_authority_named_in_the_next_paragraph_is_known(sentence: str, anonymous: bool) -> None:
    text = f"# The rash\n\nThe rash comes and goes.\n\n{sentence}\n\nIt heals in a week.\n"
    read = checker().read(Source("a.md", text, "markdown"))
    (rule,) = (rule for rule in RULES if rule.code == "AT001")
    assert bool(list(rule.check(read))) is anonymous


def test_a_regulator_speaks_from_outside() -> None:
    told = (
        "# New patch eases migraine\n\nThe maker announced a new patch, and a study was published "
        "in Headline Medicine.\n\nThe {} says that the results of the trial are thin, and the "
        "Marlow Institute has put them on its list.\n"
    )
    (rule,) = (rule for rule in RULES if rule.code == "AT004")
    source = Source("a.md", told.format("FDA"), "markdown")
    assert not list(rule.check(checker().read(source)))
    source = Source("a.md", told.format("leaflet"), "markdown")
    assert list(rule.check(checker().read(source)))
