"""What a news story says of cost, benefit, harm, evidence and voices; sentences of our own."""

from __future__ import annotations

from functools import cache

import pytest

from healthlint.check import Checker
from healthlint.rules import news_benefit, news_harm, news_signs, no_independent_voice
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
