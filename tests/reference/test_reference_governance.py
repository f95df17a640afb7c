"""Stale entries, listing, reading text and JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from healthlint.reference.display import listing, show
from healthlint.reference.jsonld import export_jsonld
from healthlint.reference.model import Reference
from healthlint.reference.staleness import stale
from healthlint.vocabulary.model import Vocabulary

Value = dict[str, Any]
Make = Callable[..., Value]
Load = Callable[..., Reference]


@pytest.fixture
def full(entry: Make, fact: Make) -> Value:
    """An entry with something in every part."""
    swollen = {"concept": "swelling", "site": "leg", "modifiers": {"laterality": "one-sided"}}
    return entry(
        synonyms=["brittle knee"],
        acronyms=["GK"],
        mimicked_by=["blue-elbow"],
        codes={"icd10": ["M99.9"], "mesh": ["D000001"], "doid": []},
        facts={
            "red-flags": [fact("heat", "fever", urgency="urgent", importance="essential")],
            "symptoms": [fact("thick", "swelling", about=[swollen, {"concept": "itch"}])],
            "risk-factors": [fact("smoke", "smoking")],
            "complications": [fact("elbow", "blue-elbow")],
            "tests": [fact("look", "scan")],
            "treatments": [
                fact("lie", "rest"),
                fact("cure", "antibiotic"),
                fact("rub", "massage", polarity="negated"),
            ],
            "prevention": [fact("calm", "rest", says="Rest keeps it away.")],
            "seek-care": [
                {
                    "id": "go",
                    "urgency": "urgent",
                    "triggers": ["red-flags/heat"],
                    "says": "Be seen the same day.",
                    "sources": ["nhs"],
                }
            ],
        },
        false_claims=[
            {
                "id": "rub-it",
                "claim": "Rubbing mends it.",
                "correction": "Rubbing does not mend it.",
                "severity": "major",
                "asserts": [["massage"]],
                "scope": "topic",
                "sources": ["nhs"],
            }
        ],
    )


@pytest.fixture
def ache(entry: Make) -> Value:
    cause = {
        "condition": "glass-knee",
        "must_not_miss": True,
        "common": False,
        "says": "A glass knee can be behind it.",
        "sources": ["nhs"],
    }
    presents = {"concept": "pain", "site": "knee"}
    return entry("ache", kind="symptom", presents_as=presents, causes=[cause])


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 12, 31), []),
        (date(2028, 1, 4), ["blue-elbow"]),
        (date(2028, 1, 5), ["blue-elbow", "glass-knee"]),
    ],
)
def test_stale_entries(today: date, expected: list[str], entry: Make, load: Load) -> None:
    elbow = entry("blue-elbow")
    elbow["review"]["next_review"] = "2028-01-01"
    assert [found.id for found in stale(load(entry(), elbow), today)] == expected


def test_a_stale_entry_says_since_when(entry: Make, load: Load) -> None:
    (found,) = stale(load(entry()), date(2028, 1, 8))
    assert str(found) == "glass-knee: due 2028-01-05, 3 days ago (drafted; no clinician yet)"


def test_listing(full: Value, ache: Value, load: Load) -> None:
    rows = listing(load(ache, full))
    assert [(row.id, row.kind, row.facts, row.essential) for row in rows] == [
        ("glass-knee", "condition", 10, 1),
        ("ache", "symptom", 1, 0),
    ]
    assert (rows[0].urgency, rows[0].status, rows[0].next_review) == (
        "soon",
        "drafted",
        "2028-01-05",
    )


def test_an_entry_as_text(full: Value, ache: Value, load: Load, vocabulary: Vocabulary) -> None:
    reference = load(full, ache)
    assert (
        show(reference.entries["glass-knee"], vocabulary)
        == """\
Glass knee  (condition glass-knee)
also called: brittle knee, GK
urgency: soon; not usually harmless
looks like: blue elbow
codes: icd10 M99.9; mesh D000001
review: drafted; no clinician has reviewed it; due 2028-01-05

Red flags
  The made-up sign heat goes with fever.
      heat: fever; essential, main, urgent [nhs]

When to seek care
  Be seen the same day.
      go: red-flags/heat; optional, main, urgent [nhs]

Symptoms
  The made-up sign thick goes with swelling.
      thick: swelling (leg; on one side) or itch; optional, main [nhs]

Risk factors
  The made-up sign smoke goes with smoking.
      smoke: smoking; optional, main [nhs]

Complications
  The made-up sign elbow goes with blue-elbow.
      elbow: blue elbow; optional, main [nhs]

Tests
  The made-up sign look goes with scan.
      look: scan; optional, main [nhs]

Treatments
  The made-up sign lie goes with rest.
      lie: rest; optional, main [nhs]
  The made-up sign cure goes with antibiotic.
      cure: antibiotics; optional, main [nhs]
  The made-up sign rub goes with massage.
      rub: massage; optional, main, does not hold [nhs]

Prevention
  Rest keeps it away.
      calm: rest; optional, main [nhs]

False claims
  Rubbing mends it.
      Right: Rubbing does not mend it.
      rub-it: major, topic [nhs]

Sources
  nhs: NHS, A made-up page, https://example.org/page (seen 2026-01-05)
"""
    )
    text = show(reference.entries["ache"])
    assert "presents as: pain (knee)" in text
    assert "      glass knee: must not be missed [nhs]" in text


def test_json_ld_of_a_condition(full: Value, load: Load, vocabulary: Vocabulary) -> None:
    node = export_jsonld(load(full).entries["glass-knee"], vocabulary)
    assert json.loads(json.dumps(node)) == node
    assert (node["@context"], node["@type"]) == ("https://schema.org", "MedicalCondition")
    assert node["alternateName"] == ["brittle knee", "GK"]
    assert node["code"] == [
        {"@type": "MedicalCode", "codeValue": "M99.9", "codingSystem": "ICD-10"},
        {"@type": "MedicalCode", "codeValue": "D000001", "codingSystem": "MeSH"},
    ]
    assert [(sign["@type"], sign["name"]) for sign in node["signOrSymptom"]] == [
        ("MedicalSignOrSymptom", "swelling (leg; on one side) or itch"),
        ("MedicalSignOrSymptom", "fever"),
    ]
    assert [factor["name"] for factor in node["riskFactor"]] == ["smoking"]
    assert node["possibleComplication"] == ["The made-up sign elbow goes with blue-elbow."]
    assert [test["@type"] for test in node["typicalTest"]] == ["MedicalTest"]
    treatments = node["possibleTreatment"]
    assert [treatment["name"] for treatment in treatments] == ["rest", "antibiotics"]
    assert "drug" not in treatments[0]
    assert treatments[1]["drug"] == [{"@type": "Drug", "name": "antibiotics"}]
    assert node["primaryPrevention"][0]["description"] == "Rest keeps it away."
    assert node["differentialDiagnosis"] == [
        {
            "@type": "DDxElement",
            "diagnosis": {
                "@type": "MedicalCondition",
                "identifier": "blue-elbow",
                "name": "blue elbow",
            },
        }
    ]


def test_json_ld_of_a_presenting_symptom(ache: Value, load: Load) -> None:
    node = export_jsonld(load(ache).entries["ache"])
    assert node["@type"] == "MedicalSymptom"
    assert node["differentialDiagnosis"][0]["diagnosis"]["identifier"] == "glass-knee"
    assert "possibleTreatment" not in node
