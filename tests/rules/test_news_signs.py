"""What a news story says of cost, benefit, harm, evidence and voices; sentences of our own."""

from __future__ import annotations

from functools import cache

import pytest

from healthlint.check import Checker
from healthlint.rules import news_signs, no_independent_voice
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
    assert news_signs.quantifies_benefit(story(sentence)) is told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Side effects were seen in 12 people; most had a rash under the band.", True),
        ("The side effects included nausea and dizziness.", True),
        ("The band is safe.", False),
        ("No side effects were seen in 12 people.", False),
    ],
)
def test_harm(sentence: str, told: bool) -> None:
    assert news_signs.explains_harm(story(sentence)) is told


def test_harms_of_another_treatment_are_not_the_storys_own() -> None:
    text = STORY.format("Six in ten patients have side effects such as nausea.")
    text = text.replace("eases migraine", "eases side effects in cancer patients")
    article = checker().read(Source("a.md", text, "markdown"))
    assert not news_signs.explains_harm(article)


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
        ("The team is proud of the result.", False),
    ],
)
def test_evidence(sentence: str, told: bool) -> None:
    assert news_signs.weighs_evidence(story(sentence)) is told


def test_an_outsider_is_an_independent_voice() -> None:
    sentence = "Dr Ana Ruiz of Westmark Hospital, who was not involved, called it a start."
    assert news_signs.has_independent_voice(story(sentence))
    assert not news_signs.has_independent_voice(story("The team called it a start."))


@pytest.mark.parametrize(
    ("sentence", "outside"),
    [
        ('"It works," said Dr Ana Ruiz of the University of Porto, who led the study.', False),
        ('"It works," said study author Ana Ruiz, a nurse at Marlow Hospital.', False),
        ('"It works," said Dr Ana Ruiz, who wrote in the Journal of Aches.', False),
        ('"It works," said Tom Hall, a neurologist at Marlow Hospital.', True),
        ("It is early, said the neurologist Tom Hall, chief of pain at Marlow Hospital.", True),
        ("According to Dr Tom Hall of the Marlow Hospital in Leeds, it is early.", True),
        ("Tom Hall, president of the Marlow Headache Society, said that it was early.", True),
        ("Dr Tom Hall, a member of the task force, said that it was early.", True),
        ("It works, said Tom Hall, chief executive of the maker.", False),
        ("Dr Tom Hall, who has no ties to the maker, said that it was early.", True),
    ],
)
def test_an_outsider_belongs_to_another_body(sentence: str, outside: bool) -> None:
    led = '"We were glad," said Dr Eva Lund, who led the study at the University of Porto.'
    text = f"{led} {sentence}"
    assert news_signs.hears_outsider(story(text)) is outside


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"We were glad," said Dr Eva Lund, who led the study in Porto.', True),
        # Where she belongs is not said: she may be an outsider.
        (
            '"We were glad," said Dr Eva Lund, who led the study in Porto. "So am I," said Dr Ida '
            "Roe.",
            False,
        ),
        (
            '"We were glad," said Dr Eva Lund, who led the study in Porto. "So am I," said her '
            "colleague Dr Ida Roe.",
            True,
        ),
    ],
)
def test_voices_that_had_a_part(text: str, found: bool) -> None:
    assert bool(list(no_independent_voice.check(story(text)))) is found


def test_a_feature_without_a_study_owes_no_outsider() -> None:
    text = (
        "# The long winter\n\nTuberculosis never left, says Dr Ida Roe, who sees four cases a "
        'month in her clinic.\n\n"I thought that I was tired," said Jon Marsh, a baker.'
    )
    article = checker().read(Source("a.md", text, "markdown"))
    assert not list(no_independent_voice.check(article))


def test_a_release_is_told_by_its_wire() -> None:
    assert news_signs.is_release(story("PORTO, May 3 /PRNewswire/ -- Westmark Bands spoke today."))


def test_a_release_is_told_by_whom_the_press_should_ring() -> None:
    assert news_signs.is_release(story("Media contact: Ana Ruiz."))
    assert not news_signs.is_release(story("Ana Ruiz leads the team."))


def test_what_stands_below_the_story_is_not_the_story() -> None:
    below = "\n\nAbout Westmark Bands\n\nThe band of Westmark costs $45 and is sold worldwide."
    text = STORY.format("The team is proud of the result.") + below
    assert not news_signs.tells_cost(checker().read(Source("a.md", text, "markdown")))
