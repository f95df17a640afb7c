"""Own sentences with a fault are found in a clean article; their look-alikes stay silent."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from healthlint.finding import ArticleReport
from tests.rules.snapshots import checker

HOST = """# {title}

A headache is pain in the head or face. Most headaches pass within hours and need only rest.

## Symptoms

Tension headaches cause a dull, pressing pain on both sides of the head. Migraine causes throbbing
pain, often on one side, with nausea and a dislike of light.

{text}

## Treatment

Paracetamol or ibuprofen help most people. Ask a pharmacist if you take other medicines. A doctor
can prescribe tablets that prevent migraine.

## When to see a doctor

See a doctor if headaches come more than twice a week. Call an ambulance if a sudden, severe
headache comes with a stiff neck, confusion or weakness.
"""
CASES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "planted.yaml").read_text(encoding="utf-8")
)


@cache
def report(code: str, words: str) -> ArticleReport:
    titled = code.startswith("HL")
    text = HOST.format(
        title=words if titled else "Headache: what it is", text="" if titled else words
    )
    return checker().check_text(text, "markdown")


def found(code: str, words: str) -> bool:
    result = report(code, words)
    assert result.error is None
    return any(finding.rule == code for finding in result.findings)


@pytest.mark.parametrize("code", CASES)
def test_planted_faults_are_found(code: str) -> None:
    missed = [words for words in CASES[code]["planted"] if not found(code, words)]
    assert len(missed) <= 0.1 * len(CASES[code]["planted"]), missed


@pytest.mark.parametrize("code", CASES)
def test_look_alikes_stay_silent(code: str) -> None:
    alarms = [words for words in CASES[code]["silent"] if found(code, words)]
    assert len(alarms) <= 0.05 * len(CASES[code]["silent"]), alarms
