"""A sign told in other words is not left out; one that is not told still is."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.source import Source

ASTHMA = """# Asthma: keeping it under control

Asthma narrows the airways. You may wheeze, cough at night or feel short of breath.

## When to get help

Dial 999 if the reliever inhaler does not help, {sign} or your lips go blue.
"""
STROKE = """# Know a stroke when you see one

A stroke happens when part of the brain loses its blood supply.

## The signs

One side of the face may sag and one arm may be weak. {sign} Ring 999 at once.

## In hospital

{test} shows whether it was a clot or a bleed.
"""


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


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
