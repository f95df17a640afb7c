"""Signs that a sentence excepts from what may wait, and absolute words that promise nothing, each
beside a near twin that is reported."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.source import Source
from tests.rules.pages import FILLER

LEAD = "# Colds and coughs\n\nA cold is a nuisance. A cold is caused by a virus.\n\n"


@pytest.mark.parametrize(
    ("sentence", "puts_off"),
    [
        ("Warm drinks and patience will do, unless the child is struggling for breath.", False),
        ("Just wait and see with a sore throat, unless you cannot swallow your spit.", False),
        ("Wait and see with a child who is struggling for breath.", True),
        ("Do not bother the doctor with chest pain unless it lasts all night.", True),
        ("Wait it out at home unless the chest pain comes back after three days.", True),
        ("Ignore chest pain unless it spreads to the arm.", True),
    ],
)
def test_exceptions(checker: Checker, sentence: str, puts_off: bool) -> None:
    text = f"{LEAD}{sentence}\n\n{FILLER * 3}\n"
    found = checker.check_source(Source("x", text, "markdown")).findings
    assert ("AD002" in {finding.rule for finding in found}) is puts_off


@pytest.mark.parametrize(
    ("sentence", "absolute"),
    [
        ("Some tumours would never have harmed her.", False),
        ("With this tea you will never have a cold again.", True),
        ("Nobody catches it, and nobody brings it on herself.", False),
        ("Nobody who takes it catches a cold.", True),
        ("Such changes reduce or completely eliminate this enzyme.", False),
        ("Garlic completely eliminates the infection.", True),
        ("His pressure is high, and he has never felt better.", False),
    ],
)
def test_absolute_words_that_promise_nothing(
    checker: Checker, sentence: str, absolute: bool
) -> None:
    text = f"{LEAD}{sentence}\n\n{FILLER * 3}\n"
    found = checker.check_source(Source("x", text, "markdown")).findings
    assert ("LG002" in {finding.rule for finding in found}) is absolute
