"""Claims from words, lists, columns, passages and care advice, and what must give none."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthlint.check import Checker
from healthlint.source import Source


@pytest.fixture(scope="module")
def claims():  # type: ignore[no-untyped-def]
    checker = Checker()

    def read(text: str) -> set[tuple[str, str, str, str]]:
        article = checker.read(Source(str(Path("a.md")), text, "markdown"))
        return {(c.subject, c.relation, c.object, c.polarity) for c in article.claims}

    return read


GOUT = "# Gout: a short guide\n\nGout is a kind of arthritis.\n\n"
YES = "affirmed"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # what a sentence that begins with "it" names beside its subject is not what goes on
        (
            "# A guide\n\n**Atrial fibrillation** makes the pulse uneven. It matters as it can "
            "lead to a stroke. High blood pressure makes it likelier.\n",
            ("atrial-fibrillation-and-arrhythmia", "risk-factor", "high-blood-pressure", YES),
        ),
        # denied by other words than "not"
        (
            "# Notes\n\nIn the trial, vitamin E did nothing to prevent heart attacks.\n",
            ("heart-attack", "primary-prevention", "vitamin-e", "negated"),
        ),
        (
            "# Notes\n\nEating sweets is not what causes type 1 diabetes.\n",
            ("type-1-diabetes", "cause", "sugar", "negated"),
        ),
        # words of relation, the condition named or going without saying
        (
            GOUT + "It is treated with colchicine.",
            ("gout", "possible-treatment", "colchicine", YES),
        ),
        (GOUT + "Naproxen eases the pain.", ("gout", "possible-treatment", "naproxen", YES)),
        (
            GOUT + "Antibiotics do not help.",
            ("gout", "possible-treatment", "antibiotic", "negated"),
        ),
        (GOUT + "Family history raises the odds.", ("gout", "risk-factor", "family-history", YES)),
        (
            GOUT + "It can lead to kidney stones.",
            ("gout", "possible-complication", "kidney-stones", YES),
        ),
        # what a medicine brings about is told of the effect
        (
            "# Pills\n\nAspirin can cause a stomach ulcer.",
            ("peptic-ulcer-and-h-pylori", "cause", "aspirin", YES),
        ),
        # a list under a lead-in that ends in the relation
        (
            "# Sciatica\n\nSciatica may cause:\n\n- numbness in the foot\n- tingling\n",
            ("sciatica-and-leg-nerve-compression", "sign-or-symptom", "numbness", YES),
        ),
        # "no cure, but it can be treated with": the denial does not reach the list
        (
            "# Asthma\n\nThere is no cure for asthma, but it can be treated with:\n\n- inhalers\n",
            ("asthma", "possible-treatment", "inhaler", YES),
        ),
        # columns of a table
        (
            "# Leg trouble\n\n| Cause | What it feels like | What helps |\n|---|---|---|\n"
            "| Gout | swelling overnight | colchicine |\n",
            ("gout", "possible-treatment", "colchicine", YES),
        ),
        # what stands in a passage about a condition
        (
            "# Leg pain\n\n## Cellulitis\n\nFever and chills come early.\n",
            ("cellulitis", "sign-or-symptom", "fever", YES),
        ),
        (
            "# Leg pain\n\nThe leg may hurt.\n\n## Gout\n\nA blood test comes first.\n",
            ("gout", "typical-test", "blood-test", YES),
        ),
        # advice to seek care, and what the signs may be
        (GOUT + "See a doctor if you have a fever.", ("gout", "seek-care", "fever", YES)),
        (
            GOUT + "See a doctor the same day if you have a fever. It could be septic arthritis.",
            ("septic-arthritis", "seek-care", "fever", YES),
        ),
        # a guide from a symptom
        (
            "# Dizziness: what lies behind it\n\nDizziness is common. Dizziness passes.\n\n"
            "## Anaemia\n\nYou feel tired.\n",
            ("dizziness", "cause", "anaemia", YES),
        ),
        # looking alike goes both ways
        (
            GOUT + "Septic arthritis can look the same.",
            ("gout", "differential-diagnosis", "septic-arthritis", YES),
        ),
        # complication or risk factor: by what the passage is about
        (
            "# Obesity\n\nObesity raises the risk of gout.\n",
            ("obesity", "possible-complication", "gout", YES),
        ),
        (GOUT + "Obesity raises the risk of gout.", ("gout", "risk-factor", "obesity", YES)),
        # words of two parts hold what they speak of
        (
            GOUT + "Obesity can increase heart disease risk.",
            ("heart-disease", "risk-factor", "obesity", YES),
        ),
        (
            GOUT + "Doctors treat gout with colchicine.",
            ("gout", "possible-treatment", "colchicine", YES),
        ),
        (GOUT + "Alcohol can bring it on.", ("gout", "cause", "alcohol", YES)),
        (
            GOUT + "You are more likely to get it if you smoke.",
            ("gout", "risk-factor", "smoking", YES),
        ),
        # past a clause set off between commas, and in the half of the sentence it stands in
        (
            GOUT + "Aspirin, which is used to treat headache, can cause bleeding.",
            ("bleeding", "cause", "aspirin", YES),
        ),
        (
            GOUT + "Gout is a kind of arthritis; sugar does not cause it.",
            ("gout", "cause", "sugar", "negated"),
        ),
        (GOUT + "It never causes a cough.", ("gout", "sign-or-symptom", "cough", "negated")),
        # a lead-in that tells of a symptom
        (
            GOUT + "Signs of dehydration are:\n\n- thirst\n- dizziness\n",
            ("dehydration", "sign-or-symptom", "thirst", YES),
        ),
        # links are said both ways
        (GOUT + "Gout is linked to alcohol.", ("gout", "risk-factor", "alcohol", YES)),
        (GOUT + "Obesity is linked to gout.", ("gout", "risk-factor", "obesity", YES)),
        (GOUT + "Fever is common after the flu jab.", ("fever", "cause", "flu-vaccine", YES)),
    ],
)
def test_claimed(claims, text: str, claim: tuple[str, str, str, str]) -> None:  # type: ignore[no-untyped-def]
    assert claim in claims(text)


@pytest.mark.parametrize(
    ("text", "relation", "thing"),
    [
        (GOUT + "Does colchicine cure gout?", "possible-treatment", "colchicine"),
        (GOUT + "Some people have no pain at all.", "sign-or-symptom", "pain"),
        (GOUT + "Do not stop allopurinol during an attack.", "possible-treatment", "allopurinol"),
        (GOUT + "Avoid ibuprofen.", "possible-treatment", "ibuprofen"),
        (
            "# Stroke\n\nA stroke is serious.\n\nAspirin can help prevent a stroke.",
            "possible-treatment",
            "aspirin",
        ),
        (GOUT + "Some were given a placebo.", "possible-treatment", "placebo"),
        (
            "# Stroke\n\nThose on metformin have lower rates of stroke than people with diabetes.",
            "primary-prevention",
            "diabetes",
        ),
        (GOUT + "It is for men who are at risk of gout.", "risk-factor", "men"),
        (
            GOUT + "Elevated blood pressure is a major risk factor for stroke.",
            "risk-factor",
            "stroke-and-tia",
        ),
        (GOUT + "Avoid cherries.", "primary-prevention", "cherries"),
        # of the first of several things the next sentence does not speak
        (
            "# Taste\n\nGout, a cough and stress can spoil your taste. Other causes are smoking.",
            "cause",
            "smoking",
        ),
    ],
)
def test_not_claimed(claims, text: str, relation: str, thing: str) -> None:  # type: ignore[no-untyped-def]
    assert not [c for c in claims(text) if c[1] == relation and c[2] == thing and c[3] == YES]


def test_a_failing_exam_denies_nothing_of_the_illness(claims) -> None:  # type: ignore[no-untyped-def]
    found = claims(GOUT + "The blood test does not show any cause.")
    assert not [c for c in found if c[1] == "typical-test" and c[3] == "negated"]


def test_side_effects_are_told_of_the_effect_not_of_the_illness(claims) -> None:  # type: ignore[no-untyped-def]
    found = claims(GOUT + "Side effects of colchicine include nausea and diarrhoea.")
    assert ("nausea", "cause", "colchicine", YES) in found
    assert ("gout", "sign-or-symptom", "nausea", YES) not in found


@pytest.mark.parametrize("text", ["", " ", "\n\n", "#"])
def test_a_text_without_words_claims_nothing(claims, text: str) -> None:  # type: ignore[no-untyped-def]
    assert claims(text) == set()
