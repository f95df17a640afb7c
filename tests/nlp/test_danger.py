"""Signs, deeds and delays put together from everyday words."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.nlp.danger import DangerSigns, HarmDeeds


@pytest.fixture(scope="module")
def signs() -> DangerSigns:
    return Checker().knowledge.dangers


@pytest.fixture(scope="module")
def deeds() -> HarmDeeds:
    return Checker().knowledge.deeds


def found(signs: DangerSigns, words: str) -> dict[str, str]:
    tokens = words.lower().split()
    return {s.fact: " ".join(tokens[s.start : s.end]) for s in signs.find(tokens, 0)}


@pytest.mark.parametrize(
    ("words", "fact", "said"),
    [
        (
            "the left side of her mouth has slid down",
            "stroke-and-tia/red-flags/drooping-face",
            "mouth has slid",
        ),
        (
            "his nails turned a slate colour",
            "shortness-of-breath/red-flags/blue",
            "nails turned a slate",
        ),
        (
            "she is bringing up crimson foam and phlegm streaked with blood",
            "blood-in-stool-or-urine/red-flags/vomiting-blood",
            "bringing up crimson",
        ),
    ],
)
def test_a_sign_is_one_word_of_each_list(
    signs: DangerSigns, words: str, fact: str, said: str
) -> None:
    assert found(signs, words)[fact] == said


@pytest.mark.parametrize(
    "words",
    ["no blue lips were seen", "a history of blue lips in childhood", "the nails . a slate roof"],
)
def test_what_is_denied_past_or_in_another_sentence_is_no_sign(
    signs: DangerSigns, words: str
) -> None:
    assert found(signs, words) == {}


def test_words_far_apart_are_no_sign(signs: DangerSigns) -> None:
    drooping = "stroke-and-tia/red-flags/drooping-face"
    assert drooping in found(signs, "her mouth has slid")
    assert drooping not in found(signs, "her mouth " + "is dry and " * 6 + "her socks have slid")


@pytest.mark.parametrize(
    ("sign", "other", "fact"),
    [
        (
            "she swallowed the bleach tablets",
            "swallow the tablets whole with water",
            "poisoning/seek-care/emergency",
        ),
        (
            "his words turned to soup",
            "his words are kind and his lentil soup is the best",
            "stroke-and-tia/red-flags/trouble-speaking",
        ),
    ],
)
def test_the_same_words_in_another_sense_are_no_sign(
    signs: DangerSigns, sign: str, other: str, fact: str
) -> None:
    assert fact in found(signs, sign)
    assert fact not in found(signs, other)


def test_offsets_count_from_the_sentence(signs: DangerSigns) -> None:
    (sign,) = signs.find(["blue", "lips"], 40)
    assert (sign.start, sign.end) == (40, 42)


def test_a_list_under_unless_makes_it_another_deed(deeds: HarmDeeds) -> None:
    kitchen = "burns-and-scalds/harmful-advice/kitchen"

    def facts(words: str) -> set[str]:
        return {deed.fact for deed in deeds.find(words.split(), 0)[0]}

    assert kitchen in facts("dab mustard on the burn")
    assert kitchen not in facts("mustard helps to burn fat")


@pytest.mark.parametrize(
    ("family", "lists"), [("danger-sign", "danger-word"), ("harm-deed", "harm-word")]
)
def test_every_sign_and_deed_is_known_to_the_reference(family: str, lists: str) -> None:
    knowledge = Checker().knowledge
    keys = {key for entry in knowledge.reference.entries.values() for key in entry.by_key}
    keys |= {s.key for entry in knowledge.reference.entries.values() for s in entry.statements}
    known = {cue.id for cue in knowledge.vocabulary.cues[lists]}
    for cue in knowledge.vocabulary.cues[family]:
        assert cue.settings["statement"] in keys
        assert {name for choice in cue.phrases for name in choice.split()} <= known
