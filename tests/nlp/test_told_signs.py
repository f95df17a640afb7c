"""Signs told by what has become of a part or function of the body."""

from __future__ import annotations

import pytest
from tests.rules.snapshots import checker

from healthlint.source import Source


def mentions(text: str) -> dict[tuple[str, str], str]:
    """(label, words) -> the concept, of every mention."""
    article = checker().read(Source("a.md", f"# Notes\n\n{text}\n", "markdown"))
    return {(e.label, article.doc[e.start : e.end].text): e.id for e in article.entities}


def signs(text: str) -> dict[str, str]:
    """Words -> the concept, of every sign."""
    return {
        words: concept for (label, words), concept in mentions(text).items() if label == "SYMPTOM"
    }


@pytest.mark.parametrize(
    ("text", "words", "concept"),
    [
        ("His hearing is still rather dull.", "hearing is still rather dull", "trouble-hearing"),
        ("By then her sleep had gone to pieces.", "sleep had gone to pieces", "sleep-trouble"),
        ("Weeks of broken nights followed.", "broken nights", "sleep-trouble"),
        ("The appetite often vanishes.", "appetite often vanishes", "loss-of-appetite"),
        ("My periods became erratic.", "periods became erratic", "irregular-periods"),
        ("The nails slowly lift away.", "nails slowly lift away", "nail-change"),
        ("Her tummy became rigid.", "tummy became rigid", "swollen-abdomen"),
        ("One nipple was recently drawn in.", "nipple was recently drawn", "breast-shape-change"),
        ("His urine is the colour of cola.", "urine is the colour of cola", "dark-urine"),
        ("She lost three stone.", "lost three stone", "weight-loss"),
    ],
)
def test_found(text: str, words: str, concept: str) -> None:
    assert signs(text).get(words) == concept


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        # Something stands between the two.
        ("His hearing aid shop is in a dull street.", "trouble-hearing"),
        # The words mean something else.
        ("Ministers have lost sight of the goal.", "vision-loss"),
        ("She had a change of heart and raced home.", "fast-heartbeat"),
        ("She lost her taste buds with age.", "loss-of-smell-taste"),
        ("Wear clothes that are loose.", "weight-loss"),
        # A full stop, a comma.
        ("He slept. Broken plates lay about.", "sleep-trouble"),
        ("For the appetite, poor diets do harm.", "loss-of-appetite"),
    ],
)
def test_not_found(text: str, concept: str) -> None:
    assert concept not in signs(text).values()


def test_a_change_that_composition_knows_keeps_its_own_words() -> None:
    assert signs("Her calf swelled.") == {"swelled": "swelling"}


def test_a_denied_change_is_no_sign() -> None:
    assert signs("Your sleep is disturbed.")
    assert not signs("Your sleep is not disturbed.")


def test_the_place_in_a_sign_is_a_mention_of_its_own() -> None:
    assert ("BODY_SITE", "eyelid") in mentions("A drooping eyelid came first.")


def test_every_choice_names_lists_and_a_concept_that_there_are() -> None:
    vocabulary = checker().knowledge.vocabulary
    lists = {cue.id for cue in vocabulary.cues["told-word"]}
    for cue in vocabulary.cues["told-sign"]:
        assert cue.settings["concept"] in vocabulary.concepts, cue.id
        assert {name for choice in cue.phrases for name in choice.split()} <= lists, cue.id
