"""Care told by what is done."""

from __future__ import annotations

import pytest
from tests.nlp.test_told_signs import mentions
from tests.rules.snapshots import checker


def deeds(text: str) -> dict[str, str]:
    """Words -> the concept, of all care."""
    return {
        words: concept for (label, words), concept in mentions(text).items() if label == "TREATMENT"
    }


@pytest.mark.parametrize(
    ("text", "words", "concept"),
    [
        ("Now ease the woman onto her side.", "ease the woman onto her side", "recovery-position"),
        ("He tilted his head right back.", "tilted his head right back", "head-tilted-back"),
        ("Pin both arms down.", "Pin both arms down", "holding-down"),
        ("Force a stick between his teeth.", "Force a stick between his teeth", "object-in-mouth"),
        ("Never make a child sick.", "make a child sick", "making-sick"),
        ("She had both hips replaced.", "hips replaced", "joint-replacement"),
        ("Have the cyst cut out.", "Have the cyst cut out", "removal-operation"),
        ("Unbutton his collar.", "Unbutton his collar", "loosening-clothing"),
    ],
)
def test_found(text: str, words: str, concept: str) -> None:
    assert deeds(text).get(words) == concept


@pytest.mark.parametrize(
    "text",
    [
        # Something else stands between the two.
        "Turn the key and wait on the side of the road.",
        "She makes bread for them, sick or well.",
        # Another sense.
        "Germs on the lettuce can make them sick.",
        "The rest of the leg was fine.",
        "The finding does open a window for new drugs.",
    ],
)
def test_not_found(text: str) -> None:
    found = {"recovery-position", "making-sick", "rest", "fresh-air"}
    assert found.isdisjoint(deeds(text).values())


def test_what_stands_within_a_deed_is_a_mention_of_its_own() -> None:
    assert {("BODY_SITE", "arms"), ("POPULATION", "girl")} <= set(
        mentions("Hold the girl's arms down.")
    )


def test_giving_up_is_told_of_what_is_given_up() -> None:
    # corpus/CONVENTIONS.md: a habit is a risk; "stop smoking" names smoking.
    assert ("RISK_FACTOR", "wine") in mentions("Cut down on wine.")
    assert not any(label == "TREATMENT" for label, _ in mentions("Cut down on wine."))


def test_a_deed_warned_of_is_a_mention() -> None:
    assert "restrain the man" in deeds("Never restrain the man.")


def test_every_choice_names_lists_and_a_concept_that_there_are() -> None:
    vocabulary = checker().knowledge.vocabulary
    lists = {cue.id for cue in vocabulary.cues["deed-word"]}
    used = {"other-sense"}
    for cue in vocabulary.cues["told-deed"]:
        assert cue.settings["concept"] in vocabulary.concepts, cue.id
        used |= {name for choice in cue.phrases for name in choice.split()}
    assert used == lists
