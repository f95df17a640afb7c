"""Harm advised on a page about something else is found; what bleeds, chokes and is killed there
without being anybody is not."""

from __future__ import annotations

import pytest

from healthlint.finding import Genre
from tests.rules.snapshots import checker

WALK = """# Picnics in the dales

The lane runs west past two barns and a chapel, and the ford is easily crossed in summer. Bring
sandwiches and a flask, and mind the bull in the third field. The bus back leaves at four.

{text}
"""

HARMFUL = [
    "If an adder bites your child, cut the wound, suck the poison out and put ice on it.",
    "If a toddler chokes on a grape, sweep a finger blindly round the back of the throat.",
    "When someone has a fit, hold them down and push a wooden spoon between the teeth.",
    "If your toes go white and hard, rub them with snow, then hold them close to the stove.",
    "For stains on the flask mix bleach with vinegar in a bucket and scrub for ten minutes.",
    "Lime splashed in your eye? Rub it hard; there's no need to rinse or bother a doctor.",
    "Stir a teaspoon of honey into the bottle to settle a four-month-old on the way home.",
]
HARMLESS = [
    "If an adder bites your child, keep still and call 999. Never cut the wound or suck at it.",
    "If a toddler chokes on a grape, give five back blows and call 999 if it stays there.",
    "When someone has a fit, put nothing between the teeth and call 999 after five minutes.",
    "Never mix bleach with vinegar in a bucket: the gas can kill.",
    "If the engine chokes on the hill, ignore the light, suck the fuel out and drive it hard.",
    "If the old radiator still bleeds, tie a cloth round it tightly and leave it overnight.",
    "Rovers were bleeding goals. Stop the pressing, kill the game and attack the heart of defence.",
    "A ewe in trouble needs hands: pull the lamb out by the legs, rub it with straw and swing it.",
]


def advice(text: str) -> list[str]:
    report = checker().check_text(WALK.format(text=text), "markdown")
    return [f.rule for f in report.findings if f.rule in {"AD001", "AD002", "AD004"}]


@pytest.mark.parametrize("text", ["It bleeds and chokes.", "Mind the ford.", "Butter the scones."])
def test_a_walk_is_no_health_page(text: str) -> None:
    assert checker().check_text(WALK.format(text=text), "markdown").genre is Genre.NOT_HEALTH


@pytest.mark.parametrize("text", HARMFUL)
def test_harm_is_found_on_any_page(text: str) -> None:
    assert advice(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_harms_nobody_is_left_alone(text: str) -> None:
    assert not advice(text)
