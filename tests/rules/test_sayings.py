"""Sayings that a title announces and headings that the text beneath answers, each beside a near
twin that is meant."""

from __future__ import annotations

from healthlint.check import Checker
from healthlint.finding import Finding, Severity
from healthlint.source import Source
from tests.rules.pages import FILLER

SPOON = "Put a spoon between the teeth in a seizure."
TABLETS = "Stop the epilepsy tablets once the fits are gone."


def grave(checker: Checker, *paragraphs: str) -> list[Finding]:
    """The findings on advice and claims that are major or worse."""
    text = "\n\n".join((*paragraphs, FILLER * 3)) + "\n"
    found = checker.check_source(Source("x.md", text, "markdown")).findings
    return [f for f in found if f.rule[:2] in ("AD", "UC") and f.severity >= Severity.MAJOR]


def test_sayings_of_a_page_of_sayings_are_not_its_own(checker: Checker) -> None:
    said = (
        f"Claim 1: “{SPOON}”",
        "So it was taught.",
        f"Claim 2: “{TABLETS}”",
        "So it was taught.",
    )
    assert not grave(checker, "# Five myths about epilepsy", *said)
    assert grave(checker, "# Help with epilepsy", *said)


def test_what_a_page_of_sayings_says_itself_counts(checker: Checker) -> None:
    assert grave(checker, "# Five myths about epilepsy", "1. “It is catching.”", SPOON, TABLETS)


def test_a_heading_that_the_text_answers_is_minor(checker: Checker) -> None:
    title, heading = "# Snake bites: first aid", "## Suck the venom out"
    answered = "Whoever taught you this had seen too many films. Keep the leg still and ring 999."
    urged = "Cut across the bite first, then suck the venom out and spit. Tie a belt above it."
    assert not grave(checker, title, "Adders are shy.", heading, answered)
    found = grave(checker, title, "Adders are shy.", heading, urged)
    assert any(span.start < 60 for finding in found for span in finding.spans)


def test_a_heading_with_nothing_beneath_stands(checker: Checker) -> None:
    found = grave(
        checker, "# Snake bites: first aid", "Adders are shy.", "## Suck the venom out", "## More"
    )
    assert found
