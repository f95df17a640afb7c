"""Sentences that a rule must flag, and near misses that it must leave alone."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.source import Source

PAGE = """# Living with a long illness

About one in ten adults has asthma, and many more have high blood pressure. The treatment that a
doctor offers differs from one person to the next.

## What to know

{text}

## When to see a doctor

See a doctor if your symptoms get worse. Call 999 if you have chest pain or cannot breathe.
"""
NEWS = """# {title}

Researchers said the study was published on Monday in a medical journal. The study's authors work
at a university. {text}
"""

FLAGGED = [
    ("UC005", "Sepsis is harmless in most people."),
    ("UC005", "There is no need to worry about a pulmonary embolism."),
    ("UC005", "A stroke isn't dangerous."),
    ("UC005", "Migraine is a deadly illness."),
    ("UC004", "Eczema is contagious. Eczema is not contagious."),
    ("UC004", "Put ice on the burn. Never put ice on the burn."),
    ("AD005", "Osteoporosis needs a comprehensive strategy."),
    ("AD005", "There are many ways to manage asthma."),
    ("LG002", "This tea cures migraine once and for all."),
    ("LG002", "The drops have no side effects."),
    ("LG002", "Nobody is cured of asthma."),
    ("LG002", '1. "A stroke always hurts badly."\n\nIndeed, says the uncle, who had one.'),
    ("LG003", "Say goodbye to knee pain with this oil."),
    ("LG003", "Belly fat melts away while you sleep."),
    ("LG003", "The juice melts away the crystals."),
    ("LG003", "Asthma pumps are out, and this berry is a miracle."),
    ("LG003", '"The scheme is a game changer," the seller said.'),
    ("UC003", "Lung cancer is the deadliest of cancers in 2011."),
]
NEAR = [
    ("UC005", "A stroke is far from harmless."),
    ("UC005", "The test for appendicitis is harmless."),
    ("UC005", "Even if a heart attack is mild, call an ambulance."),
    ("UC005", "Viral meningitis usually gets better on its own."),
    ("UC005", "Migraine is not life-threatening."),
    ("UC004", "Some people think eczema is contagious. Eczema is not contagious."),
    ("UC004", "Migraine is more common in women. Cluster headache is more common in men."),
    ("UC004", "Do not stop the tablets. Stop the tablets if your doctor tells you to."),
    ("AD005", "There are many ways to manage asthma, from inhalers to avoiding smoke."),
    ("AD005", "Ask your doctor about the right treatment."),
    ("AD005", "You need salt in small amounts to stay healthy."),
    ("LG002", "The trial was meant to settle the question once and for all."),
    ("LG002", "Her team found no side effects in the twelve volunteers."),
    ("LG002", "Nobody was badly hurt in the fire, the hospital said."),
    ("LG002", "Nurses assess each patient for possible causes of dizziness."),
    ("LG002", "Anyone who has tried to lose weight knows how hard it is."),
    ("LG002", "Nobody is cured by a song."),
    ("LG002", '1. "A stroke always hurts badly."\n\nNot so, says the nurse, who has seen many.'),
    ("LG003", "In May we say goodbye to our matron, who leaves for Perth."),
    ("LG003", "Tightness that comes on stairs and melts away when you rest is typical."),
    ("LG003", "A needle once a month and a brother who cooks: that's the miracle."),
    ("LG003", '"The scheme may be a game changer," said Dr Ito, who had no part in it.'),
    ("UC003", "Lung cancer is the deadliest of cancers, with some 30,000 deaths each year."),
    ("UC003", "A man who said that black salve would dissolve a tumour was sent to prison."),
    ("UC003", "Turmeric breaks down into a yellow dye, and people had gout after eating it."),
]
TEA = (
    "Drinking green tea was associated with fewer strokes in the cohort study. Green tea may lower "
    "the risk of stroke. The survey of 4,000 adults cannot show why."
)
HEADLINES = [
    ("Green tea prevents stroke", TEA, {"HL002", "LG004"}),
    ("Green tea may be linked to fewer strokes", TEA, set()),
    (
        "Yoga eases back pain, trial shows",
        "In a randomised trial, people with back pain who did yoga had less pain than those who "
        "were on a waiting list. Yoga may also help sleep.",
        set(),
    ),
    (
        "Vitamin D pills reduce asthma attacks",
        "In a placebo-controlled trial, asthma attacks were less frequent in people given vitamin "
        "D. Earlier studies found a link between vitamin D and asthma.",
        set(),
    ),
]


def rules_on(checker: Checker, text: str) -> set[str]:
    return {f.rule for f in checker.check_source(Source("x", text, "markdown")).findings}


@pytest.mark.parametrize(("rule", "text"), FLAGGED)
def test_flagged(checker: Checker, rule: str, text: str) -> None:
    assert rule in rules_on(checker, PAGE.format(text=text))


@pytest.mark.parametrize(("rule", "text"), NEAR)
def test_near_miss(checker: Checker, rule: str, text: str) -> None:
    assert rule not in rules_on(checker, PAGE.format(text=text))


@pytest.mark.parametrize(("title", "text", "expected"), HEADLINES)
def test_headlines(checker: Checker, title: str, text: str, expected: set[str]) -> None:
    found = rules_on(checker, NEWS.format(title=title, text=text))
    assert found & {"HL002", "LG004"} == expected


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Those who smoked had a seven-fold higher chance of a stroke.", True),
        ("Smokers had a sevenfold greater risk of lung cancer.", True),
        ("Those who smoked had a seven-fold higher chance of a stroke: 7 in 100, not 1.", False),
        ("Those who smoked had a seven-fold higher income.", False),
    ],
)
def test_manifold_risks(checker: Checker, text: str, bare: bool) -> None:
    page = PAGE.format(text=text).replace("one in ten", "many")
    assert ("LG005" in rules_on(checker, page)) is bare
