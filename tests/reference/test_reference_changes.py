"""What changed between two versions, in plain words, and what of it can make articles wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from healthlint.reference.changes import Change, changed_keys, diff
from healthlint.reference.model import Reference

Value = dict[str, Any]
Make = Callable[..., Value]
Load = Callable[..., Reference]


@pytest.fixture
def changes(load: Load) -> Callable[[list[Value], list[Value]], tuple[Change, ...]]:
    return lambda old, new: diff(load(*old, folder="old"), load(*new, folder="new"))


Changes = Callable[[list[Value], list[Value]], tuple[Change, ...]]


def test_nothing_changed(entry: Make, changes: Changes) -> None:
    assert changes([entry()], [entry()]) == ()


def test_entries_come_and_go(entry: Make, changes: Changes) -> None:
    found = changes([entry("blue-elbow")], [entry("green-toe")])
    assert [(str(change), change.matters) for change in found] == [
        ("blue-elbow: condition 'Blue elbow' is no longer in the reference", False),
        ("green-toe: new condition 'Green toe' with 1 facts", True),
    ]


def test_facts_come_and_go(entry: Make, fact: Make, changes: Changes) -> None:
    old = entry(facts={"symptoms": [fact("a", "pain")]})
    new = entry(facts={"symptoms": [fact("b", "fever", importance="essential")]})
    assert [(str(change), change.matters) for change in changes([old], [new])] == [
        ("glass-knee/symptoms/a: removed: The made-up sign a goes with pain.", True),
        (
            "glass-knee/symptoms/b: added (essential): The made-up sign b goes with fever.",
            True,
        ),
    ]


@pytest.mark.parametrize(
    ("before", "after", "text", "matters"),
    [
        (
            {"importance": "expected"},
            {"importance": "essential"},
            "importance was expected, is now essential",
            True,
        ),
        (
            {"importance": "essential"},
            {},
            "importance was essential, is now optional",
            False,
        ),
        ({"when": "main"}, {"when": "listed"}, "when was main, is now listed", True),
        ({"when": "listed"}, {"when": "main"}, "when was listed, is now main", False),
        ({"urgency": "soon"}, {"urgency": "urgent"}, "urgency was soon, is now urgent", True),
        ({}, {"urgency": "urgent"}, "urgency was not given, is now urgent", True),
        ({}, {"polarity": "negated"}, "polarity was affirmed, is now negated", True),
        (
            {},
            {"about": [{"concept": "pain", "site": "leg"}, {"concept": "itch"}]},
            "about was pain, is now pain (leg) or itch",
            True,
        ),
        (
            {},
            {"excludes": {"onset": ["sudden"]}},
            "excludes was not given, is now onset: sudden",
            True,
        ),
        ({}, {"frequency": "rare"}, "frequency was not given, is now rare", False),
        (
            {"says": "It hurts then."},
            {"says": "It hurts now."},
            "wording was 'It hurts then.', is now 'It hurts now.'",
            False,
        ),
        ({}, {"note": "A remark for editors."}, None, False),
    ],
)
def test_a_changed_fact(
    before: Value,
    after: Value,
    text: str | None,
    matters: bool,
    entry: Make,
    fact: Make,
    changes: Changes,
) -> None:
    old, new = (entry(facts={"symptoms": [fact("a", "pain", **more)]}) for more in (before, after))
    found = changes([old], [new])
    if text is None:
        assert found == ()
        return
    assert [str(change) for change in found] == [f"glass-knee/symptoms/a: {text}"]
    assert found[0].matters is matters
    assert changed_keys(found) == ({"glass-knee": ("glass-knee/symptoms/a",)} if matters else {})
    assert changed_keys(found, mattering=False) == {"glass-knee": ("glass-knee/symptoms/a",)}


def test_entries_sources_and_names(entry: Make, fact: Make, changes: Changes) -> None:
    old = entry(synonyms=["brittle knee"])
    new = entry(synonyms=["frail knee"], urgency="urgent", benign=True)
    new["sources"]["who"] = {**new["sources"]["nhs"], "publisher": "WHO", "seen": None}
    new["sources"]["nhs"]["seen"] = "2026-02-01"
    new["facts"]["symptoms"][0]["sources"] = ["nhs", "who"]
    new["review"]["status"] = "checked"
    assert [(change.key, change.text, change.matters) for change in changes([old], [new])] == [
        ("glass-knee", "names: added frail knee; removed brittle knee", False),
        (
            "glass-knee",
            "review was drafted: 2026-01-05; next_review: 2028-01-05; status: drafted, is now"
            " drafted: 2026-01-05; next_review: 2028-01-05; status: checked",
            False,
        ),
        ("glass-knee", "urgency was soon, is now urgent", True),
        ("glass-knee", "usually harmless was no, is now yes", True),
        (
            "glass-knee/sources/nhs",
            "source was NHS: A made-up page <https://example.org/page>, seen 2026-01-05, is now"
            " NHS: A made-up page <https://example.org/page>, seen 2026-02-01",
            False,
        ),
        (
            "glass-knee/sources/who",
            "source was not given, is now WHO: A made-up page <https://example.org/page>",
            False,
        ),
        ("glass-knee/symptoms/ache", "sources: added who", False),
    ]


def test_statements_and_causes(entry: Make, changes: Changes) -> None:
    statement = {
        "id": "rub-it",
        "claim": "Rub the made-up knee hard.",
        "correction": "Leave the made-up knee alone.",
        "severity": "major",
        "asserts": [["massage", "leg|knee"]],
        "scope": "anywhere",
        "sources": ["nhs"],
    }
    worse = {
        **statement,
        "severity": "critical",
        "asserts": [["massage", "knee"]],
        "scope": "topic",
    }

    def complaint(**more: Any) -> Value:
        cause = {
            "condition": "glass-knee",
            "must_not_miss": False,
            "common": True,
            "says": "A glass knee can be behind it.",
            "sources": ["nhs"],
        }
        presents = {"concept": "pain", "site": "knee"}
        return entry("ache", kind="symptom", presents_as=presents, causes=[{**cause, **more}])

    old = [entry(false_claims=[statement]), complaint(condition="green-toe")]
    new = [entry(false_claims=[worse], harmful_advice=[statement]), complaint()]
    found = changes(old, new)
    assert [(change.key, change.text, change.matters) for change in found] == [
        (
            "ache/differential/glass-knee",
            "added (may be left out): A glass knee can be behind it.",
            True,
        ),
        ("ache/differential/green-toe", "green-toe is no longer among its causes", True),
        (
            "glass-knee/false-claims/rub-it",
            "asserts was massage + leg|knee, is now massage + knee",
            True,
        ),
        ("glass-knee/false-claims/rub-it", "scope was anywhere, is now topic", False),
        ("glass-knee/false-claims/rub-it", "severity was major, is now critical", True),
        ("glass-knee/harmful-advice/rub-it", "added (major): Rub the made-up knee hard.", True),
    ]
    again = changes(new[1:], [complaint(must_not_miss=True, common=False)])
    assert [(change.text, change.matters) for change in again] == [
        ("common was yes, is now no", False),
        ("must not be missed was no, is now yes", True),
    ]
