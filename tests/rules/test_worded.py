"""Deeds, falsehoods, promises and delays told in everyday words, and what nearly is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from healthlint.check import Checker
from tests.rules.test_everyday_words import report

PATTERNS = Path(__file__).parents[2] / "patterns" / "cues"


def codes(text: str) -> set[str]:
    return {f.rule for f in report(text).findings if f.rule.startswith(("UC", "AD"))}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        # deeds, in one sentence or in two
        ("AD001", "Prop the bottle on a rolled towel and the baby feeds herself while you rest."),
        ("AD001", "An inflamed boil on the chin? Lance it with a sewing needle and squeeze hard."),
        ("AD001", "Foxglove leaves, steeped overnight and sipped as a tea, steady the pulse."),
        ("AD001", "Hard drinkers who want to stop do best to quit overnight, alone at home."),
        # medicines with a dose and no verb
        ("AD004", "Amitriptyline, 50 mg at night, for anyone who sleeps badly."),
        ("AD004", "Blood pressure tablets can be skipped on days when you play golf."),
        # falsehoods and turned facts
        ("UC002", "A needle biopsy lets the tumour out and seeds it round the body."),
        ("UC002", "An amber necklace soothes the pain of teething from within."),
        ("UC001", "Migraine is three times as common in men: it is a man's complaint."),
        ("UC001", "Cluster headaches strike mostly in small children."),
        # promises
        ("UC003", "Nettle soup reverses an enlarged prostate."),
        ("UC003", "Sea moss wipes out hepatitis C."),
        # delays: care turned away after it is named, harmless names, signs for days not weeks
        ("AD002", "A stiff neck with fever and seeing anybody tonight is overkill."),
        ("AD002", "Green vomit in a new baby is colic, nothing else."),
        ("AD002", "Bleeding after the menopause is a last clear-out, so ignore it."),
        ("AD003", "Mention a hot swollen calf to the nurse at your yearly review."),
    ],
)
def test_reported(rule: str, text: str) -> None:
    assert rule in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Do not make a child sick after she has swallowed bleach; call 999.",
        "A spoon put between the teeth of someone in a fit can break teeth.",
        "Never prop the bottle: a baby can choke on milk in silence.",
        "A blogger wrote that coffee enemas cured her tumour. No trial supports this.",
        "HIV isn't passed on by sharing cups or hugging.",
        "No vaccine against Covid can change your DNA.",
        "The injected flu vaccine contains no live virus and cannot give you flu.",
        "Type 1 diabetes is not caused by eating sweets.",
        "Chest pain that spreads to the arm should not be left until morning: call 999.",
        "A sore throat can wait a week, but trouble breathing is an emergency.",
        "Book a routine eye test every two years.",
        "Ask your pharmacist before you combine St John's wort with other medicines.",
        "Large doses of vitamin A can harm a baby in the womb.",
        "Copper bracelets do not cure arthritis.",
        "Turmeric may ease sore joints a little; the studies are small.",
        "Oxygen is given through nasal prongs or a mask.",
        "Surgery removes cancer that has spread to the liver.",
        "It would be wrong to say that depression is a weakness.",
    ],
)
def test_silent(text: str) -> None:
    assert codes(text) == set()


@pytest.mark.parametrize("name", ["danger-signs", "harm-deeds", "false-beliefs", "turned-facts"])
def test_what_is_put_together_is_in_the_reference(name: str) -> None:
    # A key that nothing answers would leave the words silently unused.
    entries = Checker().knowledge.reference.entries.values()
    known = {fact.key for e in entries for fact in e.facts}
    known |= {statement.key for e in entries for statement in e.statements}
    text = (PATTERNS / f"{name}.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"statement: ([\w/-]+)", text)) <= known


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("danger-signs", "danger-words"),
        ("harm-deeds", "harm-words"),
        ("false-beliefs", "false-words"),
        ("turned-facts", "false-words"),
    ],
)
def test_every_list_that_is_named_exists(made: str, words: str) -> None:
    text = (PATTERNS / f"{made}.yaml").read_text(encoding="utf-8")
    lists = set(re.findall(r"id: ([\w-]+)", (PATTERNS / f"{words}.yaml").read_text("utf-8")))
    named = {
        n
        for group in re.findall(r"phrases: \[([^\]]*)\]", text)
        for n in re.findall(r"[\w-]+", group)
    }
    assert named <= lists
