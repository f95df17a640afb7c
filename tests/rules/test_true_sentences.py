"""Sentences that are true and safe, each of which was once reported: none of UC or AD is."""

from __future__ import annotations

import pytest

from tests.rules.test_everyday_words import report


@pytest.mark.parametrize(
    "text",
    [
        # which case, not a denial
        "Call 999 if your reliever inhaler does not help.",
        "Antibiotics do not work on viruses such as flu.",
        "Type 1 diabetes is an autoimmune disease; sugar does not cause it.",
        "Treating blood pressure, cholesterol and diabetes lowers the risk of a heart attack.",
        "Most moles never become cancer.",
        "A headache diary helps to find triggers.",
        "Nothing cures a cold; it passes in a week or two.",
        # two things that cause a third; a denial of something else
        "Cold air, colds and smoke can trigger asthma.",
        "Do not stop a statin without advice: it prevents heart attacks.",
        "Cleanses do not treat it and can harm.",
        # a denial whose verb belongs to a sign; of one remedy, not of another; the right remedy
        "Butter does not heal burns.",
        "Vitamin C does not prevent colds in most people.",
        "Type 1 diabetes is treated with insulin.",
        "Give a choking baby up to five back blows.",
        "No supplement is known to clean the arteries or take the place of a statin.",
        "The claim that vaccines cause autism came from a study that was withdrawn.",
        # the right deed, or what the wrong one does
        "Always put a baby down to sleep on the back.",
        "Put nothing in the mouth of someone having a seizure.",
        "Bed rest makes back pain last longer.",
        "Cannabis in pregnancy can harm the baby.",
        "Exercise is good for people with asthma.",
        "My grandmother put butter on burns; we now know that cool water is right.",
        "Anyone who promises that garlic cures cancer wants your money.",
        # nothing to put off
        "Most back pain is not serious and gets better within weeks.",
        "Chest pain may be a heart attack.",
        "Vomiting blood is an emergency.",
    ],
)
def test_silent(text: str) -> None:
    assert {f.rule for f in report(text).findings if f.rule.startswith(("UC", "AD"))} == set()


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("UC001", "Asthma has nothing to do with allergies."),
        ("UC001", "Statins do not prevent heart attacks."),
        ("AD001", "Put a baby down to sleep on its tummy."),
        ("AD001", "Wedge a spoon in the mouth of someone having a seizure."),
        ("AD001", "Toothpaste cools a burn."),
        ("UC001", "Tablets can replace insulin in type 1 diabetes."),
        ("AD001", "Give abdominal thrusts to a choking baby."),
        ("AD002", "Chest pain that goes away by itself needs no doctor."),
        # who warns is scoffed at
        ("AD002", "Anyone who says chest pain needs a doctor wants your money; take an antacid."),
        ("AD002", "Whoever claims that coughing up blood needs a doctor scares you for nothing."),
    ],
)
def test_still_found(rule: str, text: str) -> None:
    assert rule in {f.rule for f in report(text).findings}
