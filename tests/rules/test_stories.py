"""What somebody did to their harm, and what people of a play or of another age say, counts for
little; a story that ended well and one that is there to be followed counts as advice."""

from __future__ import annotations

import pytest

from healthlint.finding import Severity
from tests.rules.snapshots import checker

HOST = """# Bladder, heart and skin: warning signs

Symptoms of illness are easy to miss. A patient with diabetes, asthma or eczema often knows the
signs; a doctor can help with the rest. Treatment is easier early.

{text}
"""

TOLD = [
    "She stopped her antidepressant overnight because she felt well, and she begged the surgery "
    "for help within the week.",
    "Her brother quit his epilepsy tablets for a herbal tea. Three weeks later a fit killed him.",
    "A builder waited a week with crushing chest pain. He is lucky to be alive.",
    "When her baby would not settle, Ana put honey on the dummy. Botulism was the diagnosis.",
    "Victorian nurses were told to give a crying infant drops of laudanum and leave it to sleep.",
    '"Put butter on the burn and tell no doctor," says the grandmother in the novel.',
    '"Chest pain is only wind, have a brandy and go to bed," says his wife in the sitcom.',
]
HELD_UP = [
    "Margaret threw away her insulin and has never felt better.",
    "Her brother quit his epilepsy tablets for a herbal tea. He has not had a single fit.",
    "A retired teacher waited three days with a drooping face, and it righted itself.",
    "When her baby would not settle, Ana put honey on the dummy. He slept like an angel.",
    "Georgian physicians recommended mercury for the pox; take a grain of it each night and you "
    "will see why.",
    "My neighbour swapped his warfarin for garlic and is the picture of health. Follow him.",
    "If your chest hurts, have a lie down. My uncle went to hospital and died there.",
]


def advice(text: str) -> list[Severity]:
    report = checker().check_text(HOST.format(text=text), "markdown")
    assert report.error is None
    return [f.severity for f in report.findings if f.rule in {"AD001", "AD002", "AD004"}]


@pytest.mark.parametrize("text", TOLD)
def test_what_went_wrong_counts_for_little(text: str) -> None:
    assert all(severity <= Severity.MINOR for severity in advice(text))


@pytest.mark.parametrize("text", HELD_UP)
def test_what_is_held_up_to_follow_is(text: str) -> None:
    assert advice(text)
