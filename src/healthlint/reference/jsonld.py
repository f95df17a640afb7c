"""An entry as schema.org JSON-LD: a ``MedicalCondition``, or a ``MedicalSymptom``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from healthlint.reference.model import Entry, Fact, Group
from healthlint.reference.wordings import concept_words, targets_words
from healthlint.vocabulary.model import Kind, Vocabulary

Node = dict[str, Any]

_SYSTEMS = {"icd10": "ICD-10", "mesh": "MeSH", "doid": "Disease Ontology"}


def export_jsonld(entry: Entry, vocabulary: Vocabulary | None = None) -> Node:
    """The entry as a JSON-LD object; facts that say what does *not* hold have no place in it.

    schema.org no longer has a property for causes; they are left out.
    """
    node: Node = {
        "@context": "https://schema.org",
        "@type": "MedicalSymptom" if entry.kind == "symptom" else "MedicalCondition",
        "identifier": entry.id,
        "name": entry.name,
        "alternateName": [*entry.synonyms, *entry.acronyms, *entry.short_forms],
        "code": [
            {"@type": "MedicalCode", "codeValue": code, "codingSystem": _SYSTEMS[system]}
            for system, codes in entry.codes.items()
            for code in codes
        ],
        "signOrSymptom": _nodes(entry, vocabulary, _sign, Group.SYMPTOMS, Group.RED_FLAGS),
        "riskFactor": _nodes(entry, vocabulary, _typed("MedicalRiskFactor"), Group.RISK_FACTORS),
        "possibleComplication": [f.says for f in _affirmed(entry, Group.COMPLICATIONS)],
        "typicalTest": _nodes(entry, vocabulary, _typed("MedicalTest"), Group.TESTS),
        "possibleTreatment": _nodes(entry, vocabulary, _therapy, Group.TREATMENTS, Group.SELF_CARE),
        "primaryPrevention": _nodes(entry, vocabulary, _therapy, Group.PREVENTION),
        "differentialDiagnosis": _differential(entry, vocabulary),
        "subjectOf": [
            {
                "@type": "WebPage",
                "name": source.title,
                "url": source.url,
                "publisher": {"@type": "Organization", "name": source.publisher},
            }
            for source in entry.sources.values()
        ],
    }
    return {name: value for name, value in node.items() if value}


_Maker = Callable[[Fact, Vocabulary | None], Node]


def _affirmed(entry: Entry, *groups: Group) -> list[Fact]:
    facts = (fact for group in groups for fact in entry.by_group.get(group, ()))
    return [fact for fact in facts if fact.polarity == "affirmed"]


def _nodes(entry: Entry, vocabulary: Vocabulary | None, make: _Maker, *groups: Group) -> list[Node]:
    return [make(fact, vocabulary) for fact in _affirmed(entry, *groups)]


def _typed(kind: str) -> _Maker:
    return lambda fact, vocabulary: {
        "@type": kind,
        "name": targets_words(fact.targets, vocabulary),
        "description": fact.says,
    }


def _sign(fact: Fact, vocabulary: Vocabulary | None) -> Node:
    return _typed("MedicalSignOrSymptom")(fact, vocabulary)


def _therapy(fact: Fact, vocabulary: Vocabulary | None) -> Node:
    node = _typed("MedicalTherapy")(fact, vocabulary)
    drugs = [
        {"@type": "Drug", "name": concept_words(target.concept, vocabulary)}
        for target in fact.targets
        if _is_medicine(target.concept, vocabulary)
    ]
    return {**node, "drug": drugs} if drugs else node


def _is_medicine(ident: str, vocabulary: Vocabulary | None) -> bool:
    concept = vocabulary.concepts.get(ident) if vocabulary is not None else None
    return concept is not None and concept.kind is Kind.MEDICINE


def _differential(entry: Entry, vocabulary: Vocabulary | None) -> list[Node]:
    idents = dict.fromkeys((*entry.mimicked_by, *(cause.condition for cause in entry.causes)))
    return [
        {
            "@type": "DDxElement",
            "diagnosis": {
                "@type": "MedicalCondition",
                "identifier": ident,
                "name": concept_words(ident, vocabulary),
            },
        }
        for ident in idents
    ]
