"""Entities: the concepts an article speaks of, each with site, modifiers and context."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc

ENTITIES = "healthlint_entities"
HITS = "healthlint_hits"
OPEN = "healthlint_open_names"
CONTEXTS = "healthlint_contexts"
BLOCKS = "healthlint_blocks"
SENTENCES = "healthlint_sentences"
NEAR = "healthlint_near"  # (start, end, concept) of near names -> confidence

LABELS = {
    "condition": "CONDITION",
    "symptom": "SYMPTOM",
    "medicine": "MEDICINE",
    "treatment": "TREATMENT",
    "test": "TEST",
    "risk-factor": "RISK_FACTOR",
    "population": "POPULATION",
    "body-site": "BODY_SITE",
}
_RANK = {label: rank for rank, label in enumerate(LABELS.values())}


class Entity(NamedTuple):
    """One mention; ``start`` and ``end`` are tokens of the ``Doc``.

    ``sites`` are the body sites it was composed with (the first is printed as its site),
    ``modifiers`` are (dimension, value) pairs in order of place, ``context`` are the context
    values and ``cues`` the words that set them. ``sentence`` numbers its sentence; ``denied`` says
    that not the mention but its tie to something else is denied ("no cure for lupus").
    ``confidence`` is below 1 for a misspelt or reordered name (``--fuzzy``).
    """

    label: str
    id: str
    start: int
    end: int
    sites: tuple[str, ...] = ()
    modifiers: tuple[tuple[str, str], ...] = ()
    context: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    sentence: int = 0
    denied: bool = False
    confidence: float = 1.0

    @property
    def site(self) -> str | None:
        """The body site it is composed with, if any."""
        return self.sites[0] if self.sites else None

    def is_asserted(self) -> bool:
        """Whether the article says that it is so: none of the contexts that take that back."""
        return not _UNASSERTED.intersection(self.context)


_UNASSERTED = frozenset({"negated", "myth", "no-evidence", "other-person", "historical"})


def entities_of(doc: Doc) -> tuple[Entity, ...]:
    """The entities the pipeline found, in order of place."""
    return tuple(Entity(*row) for row in doc.user_data.get(ENTITIES, ()))


# Concepts that stand for any of their kind: the women of "women" are told apart from runners.
_ANY = frozenset({"people-group"})


def longest(entities: Iterable[Entity]) -> list[Entity]:
    """Of overlapping entities the longest; of equally long ones the more telling label."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (e.start, -e.end, _RANK[e.label], e.id in _ANY)):
        if kept and entity.start < kept[-1].end:
            last = kept[-1]
            if entity.end - entity.start > last.end - last.start:
                kept[-1] = entity
            continue
        kept.append(entity)
    return kept
