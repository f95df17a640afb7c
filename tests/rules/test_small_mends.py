"""Names of products, modifiers of medicines, sexes compared, one injury under two names: wrong
findings that readers reported, each with a near twin that is still found."""

from __future__ import annotations

import pytest

from tests.rules.snapshots import checker

HOST = """# Living with diabetes

Diabetes is a long-term illness in which blood sugar runs high. Tablets, insulin and what you eat
keep it down. See your nurse every few months, and have your eyes looked at once a year.

{text}
"""


def rules(text: str) -> set[str]:
    return {f.rule for f in checker().check_text(HOST.format(text=text), "markdown").findings}


@pytest.mark.parametrize(
    ("rule", "silent", "found"),
    [
        ("LG003", "Their Golden Root Elixir comes in a brown bottle.", "This elixir heals all."),
        ("LG003", "The Brown Bear Elixir has a cork.", "Try The New Miracle Cure."),
        (
            "UC003",
            "St John's wort can stop HIV medicines working.",
            "St John's wort stops HIV in its tracks.",
        ),
        (
            "LG005",
            "Lupus is nine times as common in women as in men.",
            "The tablet makes a stroke three times as likely.",
        ),
    ],
)
def test_twins(rule: str, silent: str, found: str) -> None:
    assert rule not in rules(silent)
    assert rule in rules(found)


KNEE = """The cruciate ligament has ruptured in most people who hear a pop and see the knee swell
within the hour. A torn anterior cruciate ligament lets the knee give way. An examination and an MRI
scan show it. Physiotherapy helps everybody; some have an operation, and most are back at sport
within the year. Ask your physiotherapist which exercises suit you.
"""


def test_a_torn_ligament_is_one_of_the_knee() -> None:
    def headline(title: str) -> set[str]:
        report = checker().check_text(f"# {title}\n\n{KNEE}", "markdown")
        return {f.rule for f in report.findings if f.rule == "HL001"}

    assert not headline("Torn ligaments: what happens next")
    assert headline("Gallstones: what happens next")
