"""What a news story says of cost, benefit, harm, evidence and voices; sentences of our own."""

from __future__ import annotations

from functools import cache

import pytest

from healthlint.check import Checker
from healthlint.rules import news_benefit, news_harm, news_signs
from healthlint.rules.article import Article
from healthlint.source import Source

STORY = """# Sleep band eases migraine, trial finds

A band worn at night eased migraine, researchers at the University of Porto report.

{}

The findings were published in the journal Head and Pain Letters this week.
"""


@cache
def checker() -> Checker:
    return Checker()


def story(sentence: str) -> Article:
    return checker().read(Source("a.md", STORY.format(sentence), "markdown"))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The band costs $45.", True),
        ("Patients pay about 30 euros a month.", True),
        ("It is not covered by insurance.", True),
        ("The maker's shares rose to $45.", False),
        ("The band is cheap, says its inventor.", False),
        ("The work was paid for with a grant of $900.", False),
    ],
)
def test_cost(sentence: str, told: bool) -> None:
    assert news_signs.tells_cost(story(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Pain eased in 60 percent of the band group, compared with 40 percent of the rest.", True),
        ("In the trial 31 of 50 patients with the band improved, and 20 of 50 without it.", True),
        ("The band reduced the risk of an attack by 40 percent in the study.", False),
        ("The band worked well for most of the patients in the study.", False),
    ],
)
def test_benefit(sentence: str, told: bool) -> None:
    assert news_benefit.quantifies_benefit(story(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "sized"),
    [
        ("The band reduced the risk of an attack by 40 percent in the study.", True),
        ("The number of attacks was cut by more than half.", True),
        ("One in three wearers was free of attacks.", True),
        ("Both patients in the study had a complete recovery.", True),
        ("Wearers slept better, gaining about two hours a night.", True),
        ("Attacks lasted four hours with the band, compared with seven without it.", True),
        ("More than 70 percent of the patients with the band showed a benefit.", True),
        ("The band worked well for most of the patients in the study.", False),
        ("The band improved sleep in a study that included 320 patients.", False),
        ("The band improved sleep in both women and men.", False),
        ("The trial lasted six months, and the band improved sleep.", False),
        ("Migraine affects 12 percent of adults, and the band improved sleep.", False),
    ],
)
def test_a_size_may_be_relative_or_of_one_group(sentence: str, sized: bool) -> None:
    assert news_benefit.sizes_benefit(story(sentence)) is sized


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Side effects were seen in 12 people; most had a rash under the band.", True),
        ("The side effects included nausea and dizziness.", True),
        ("The band is safe.", False),
        ("No side effects were seen in 12 people.", False),
        ("There was an increase in falls among those who took the higher dose, 24 in all.", True),
        ("The only side effect was a rash, and it had harmful effects in 3 people.", True),
        ("Migraine brings a higher risk of stroke.", False),
    ],
)
def test_harm(sentence: str, told: bool) -> None:
    assert news_harm.explains_harm(story(sentence)) is told


def test_harms_of_another_treatment_are_not_the_storys_own() -> None:
    text = STORY.format("Six in ten patients have side effects such as nausea.")
    text = text.replace("eases migraine", "eases side effects in cancer patients")
    article = checker().read(Source("a.md", text, "markdown"))
    assert not news_harm.explains_harm(article)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Larger trials are needed.", False),
        ("The study cannot prove that the band was the reason. Larger trials are needed.", True),
        (
            "Dr Ana Ruiz of Westmark Hospital, who was not involved, said it was small. "
            "Larger trials are needed.",
            True,
        ),
        ("It's early, and results are in for only the first 16. Why was not clear.", True),
        ("The team is proud of the result.", False),
    ],
)
def test_evidence(sentence: str, told: bool) -> None:
    assert news_signs.weighs_evidence(story(sentence)) is told


def test_an_outsider_is_an_independent_voice() -> None:
    sentence = "Dr Ana Ruiz of Westmark Hospital, who was not involved, called it a start."
    assert news_signs.has_independent_voice(story(sentence))
    assert not news_signs.has_independent_voice(story("The team called it a start."))


def test_a_release_is_told_by_whom_the_press_should_ring() -> None:
    assert news_signs.is_release(story("Media contact: Ana Ruiz."))
    assert not news_signs.is_release(story("Ana Ruiz leads the team."))


def test_what_stands_below_the_story_is_not_the_story() -> None:
    below = "\n\nAbout Westmark Bands\n\nThe band of Westmark costs $45 and is sold worldwide."
    text = STORY.format("The team is proud of the result.") + below
    assert not news_signs.tells_cost(checker().read(Source("a.md", text, "markdown")))


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The team is proud.", news_harm.Harm.UNSAID),
        ("The band was well tolerated.", news_harm.Harm.DENIED),
        ("Larger trials will look at side effects. The team is proud.", news_harm.Harm.IN_PASSING),
        ("Side effects were a rash and dizziness.", news_harm.Harm.NAMED),
    ],
)
def test_how_far_harm_is_told(sentence: str, told: news_harm.Harm) -> None:
    assert news_harm.harm_told(story(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The trial set it beside usual care.", True),
        ("A control group wore nothing.", True),
        ("Other types of bands press on the wrist.", True),
        ("Most take ibuprofen, and some have acupuncture.", True),
        ("The team is proud of the result.", False),
        ("A dummy band was worn by half of them.", False),
    ],
)
def test_what_is_set_beside_it(sentence: str, named: bool) -> None:
    assert news_signs.names_alternative(story(sentence)) is named


@pytest.mark.parametrize(
    ("sentence", "described"),
    [
        ("Eighty-three men wore it for a month.", True),
        ("The records of 58,020 patients were read.", True),
        ("It was a randomised trial.", True),
        ("The team is proud of the result.", False),
    ],
)
def test_what_study_it_was(sentence: str, described: bool) -> None:
    assert news_signs.describes_study(story(sentence)) is described
