"""False claims read as a whole: what no list names is found, and what is denied, disputed or true
is left alone. The sentences are no part of ``corpus/claims``."""

from __future__ import annotations

import pytest

from healthlint.finding import Basis, Confidence, Finding, Severity
from tests.rules.snapshots import checker

HOST = """# Living with hay fever

Hay fever is an allergy to pollen. It brings sneezing, itchy eyes and a runny nose. Antihistamines
ease it, and so does a nasal spray. Rinse your hair in the evening and keep the windows shut.

{text}
"""
FALSE = "Wearing a copper anklet draws tumours out of the breast within a month."


def claims(text: str) -> list[Finding]:
    report = checker().check_text(HOST.format(text=text), "markdown")
    assert report.error is None
    return [f for f in report.findings if f.rule in {"UC001", "UC002"} and f.basis is Basis.READ]


def test_a_falsehood_that_no_list_names_is_found_and_less_sure() -> None:
    (finding,) = claims(FALSE)
    assert finding.rule == "UC002"
    assert finding.confidence is not Confidence.HIGH
    assert finding.severity <= Severity.MAJOR
    assert "reads like" in finding.message
    assert finding.suggestion


@pytest.mark.parametrize(
    "text",
    [
        f"## Myths\n\n{FALSE}",
        f"“{FALSE}” That is dangerous nonsense.",
        f"{FALSE} There is no evidence for this.",
        "Is it true that a copper anklet draws tumours out of the breast?",
        "A copper anklet does nothing against a tumour in the breast.",
        "Mammograms can miss some cancers, and they find some that would never have done harm.",
        "Most people with a sore throat get better within a week without antibiotics.",
    ],
)
def test_what_is_disputed_asked_denied_or_true_is_not_reported(text: str) -> None:
    assert not claims(text)
