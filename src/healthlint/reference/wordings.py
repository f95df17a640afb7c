"""Concepts, targets and facts of the reference in words that people read."""

from __future__ import annotations

from healthlint.reference.model import Group, Target
from healthlint.vocabulary.model import Vocabulary

HEADINGS = {
    Group.RED_FLAGS: "Red flags",
    Group.SEEK_CARE: "When to seek care",
    Group.SYMPTOMS: "Symptoms",
    Group.RISK_FACTORS: "Risk factors",
    Group.CAUSES: "Causes",
    Group.COMPLICATIONS: "Complications",
    Group.TESTS: "Tests",
    Group.TREATMENTS: "Treatments",
    Group.SELF_CARE: "Self-care",
    Group.PREVENTION: "Prevention",
}


def concept_words(ident: str, vocabulary: Vocabulary | None = None) -> str:
    """The concept's name, or its id in words where the vocabulary does not have it."""
    concept = vocabulary.concepts.get(ident) if vocabulary is not None else None
    return concept.name if concept is not None else ident.replace("-", " ")


def target_words(target: Target, vocabulary: Vocabulary | None = None) -> str:
    """A target in words: ``swelling (leg; one-sided)``."""
    details = [target.site] if target.site else []
    details.extend(value for _, value in sorted(target.modifiers.items()))
    words = concept_words(target.concept, vocabulary)
    if not details:
        return words
    return f"{words} ({'; '.join(concept_words(detail, vocabulary) for detail in details)})"


def targets_words(targets: tuple[Target, ...], vocabulary: Vocabulary | None = None) -> str:
    """Alternatives in words, joined by ``or``; each once."""
    return " or ".join(dict.fromkeys(target_words(target, vocabulary) for target in targets))
