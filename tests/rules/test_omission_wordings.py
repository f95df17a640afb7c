"""A sign told in other words is not left out; one that is not told still is."""

from __future__ import annotations

from healthlint.check import Checker
from healthlint.source import Source
from tests.rules.pages import CLINIC

ASTHMA = """# Asthma: keeping it under control

Asthma narrows the airways. You may wheeze, cough at night or feel short of breath.

## When to get help

Dial 999 if the reliever inhaler does not help, {sign} or your lips go blue.
"""
STROKE = """# Know a stroke when you see one

A stroke happens when part of the brain loses its blood supply.

## The signs

One side of the face may sag and one arm may be weak. {sign} Ring 999 at once.

## Tests in hospital

{test} shows whether it was a clot or a bleed.
"""


def omitted(checker: Checker, text: str, rule: str) -> str:
    findings = checker.check_source(Source("x", text, "markdown")).findings
    return " ".join(f.message for f in findings if f.rule == rule)


def test_breathless_in_everyday_words(checker: Checker) -> None:
    said = omitted(checker, ASTHMA.format(sign="if you are too out of breath to eat,"), "OM001")
    left_out = omitted(checker, ASTHMA.format(sign=""), "OM001")
    assert "too breathless" not in said
    assert "too breathless" in left_out


def test_speech_in_everyday_words(checker: Checker) -> None:
    said = omitted(checker, STROKE.format(sign="Speech may be garbled.", test="A scan"), "OM001")
    left_out = omitted(checker, STROKE.format(sign="", test="A scan"), "OM001")
    assert "slurred speech" not in said
    assert "slurred speech" in left_out


def test_a_test_named_by_its_kind(checker: Checker) -> None:
    page = STROKE.format(sign="Speech may be garbled.", test="{test}")
    assert "brain scan" not in omitted(checker, page.format(test="A brain scan"), "OM002")
    assert "brain scan" in omitted(checker, page.format(test="A look at the notes"), "OM002")


def test_damage_told_of_several_organs_at_once(checker: Checker) -> None:
    page = (
        "# Type 2 diabetes\n\nType 2 diabetes makes you thirsty, tired and in need of the toilet "
        "more often.\n\n## Complications\n\n{told}\n\n" + CLINIC
    )
    said = "In the long run it is bad for the heart and can harm the eyes, kidneys and nerves."
    assert "damage" not in omitted(checker, page.format(told=said), "OM002")
    left_out = omitted(checker, page.format(told="In the long run it costs money."), "OM002")
    assert "eye damage" in left_out
    assert "nerve damage" in left_out


def test_a_test_told_by_what_is_looked_at(checker: Checker) -> None:
    page = (
        "# Leukaemia\n\nLeukaemia makes people bruise and tires them.\n\n## Tests\n\n{}\n\n"
        + CLINIC
    )
    said = omitted(
        checker, page.format("Doctors take a sample of marrow from the hip bone."), "OM002"
    )
    assert "marrow" not in said
    left_out = omitted(checker, page.format("Doctors order a blood count."), "OM002")
    assert "marrow" in left_out


def test_a_fever_told_by_two_of_its_words(checker: Checker) -> None:
    page = (
        "# Gout\n\nGout makes a toe swell and hurt.\n\nSee a doctor the same day {}.\n\n" + CLINIC
    )
    told = "if you are shivering and your temperature is up"
    assert "fever" not in omitted(checker, page.format(told), "OM001")
    assert "fever" in omitted(checker, page.format("if it hurts too much to walk"), "OM001")


def test_a_word_in_another_sense_is_no_sign(checker: Checker) -> None:
    page = (
        "# Heart attack\n\nA heart attack hurts in the chest.\n\n" + CLINIC + "\n\n## Signs\n\n"
        "- {}\n- sweating\n"
    )
    assert "pain" in omitted(checker, page.format("pain that comes back"), "OM001")
    assert not omitted(checker, page.format("pain in the jaw or arm"), "OM001").count("jaw")
