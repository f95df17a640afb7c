"""The wording in memory: concepts with their phrases, and lists of cues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any


class Kind(StrEnum):
    """The kinds of concept."""

    CONDITION = "condition"
    SYMPTOM = "symptom"
    BODY_SITE = "body-site"
    TREATMENT = "treatment"
    MEDICINE = "medicine"
    TEST = "test"
    RISK_FACTOR = "risk-factor"
    POPULATION = "population"
    SPECIALIST = "specialist"
    URGENCY = "urgency"
    QUALITY = "quality"
    ACTION = "action"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing articles speak of, and the phrases they use for it.

    ``phrases`` are matched without regard to case, with plurals, spelling variants and hyphens
    supplied; ``verbs`` are inflected on their first word; ``exact`` are case-sensitive forms that
    are unambiguous anywhere ("HIV"); ``short_forms`` count only where the article defines them
    ("PE"). ``not_in`` are longer phrases inside which a phrase means something else ("cold
    weather"); ``compound`` words are the body site only beside a symptom head ("back" in "back
    pain"). ``composes`` marks a symptom head that takes a body site; ``site`` is the body site
    a phrase already implies ("headache": head); ``dimension`` is a quality's.
    """

    id: str
    kind: Kind
    name: str
    phrases: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    short_forms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    compound: tuple[str, ...] = ()
    composes: bool = False
    site: str | None = None
    dimension: str | None = None
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One list of cue phrases with the settings its component reads (``direction``, ``weight``)."""

    family: str
    id: str
    phrases: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """All concepts and cues, with the digest caches are keyed by."""

    concepts: Mapping[str, Concept]
    cues: Mapping[str, tuple[Cue, ...]]
    digest: str

    def words(self, *without: str) -> frozenset[str]:
        """Every lower-cased word of a concept's phrases and of the cues, but for those families."""
        known = self._words.get(without)
        if known is None:
            phrases = [phrase for c in self.concepts.values() for phrase in c.phrases]
            for family, cues in self.cues.items():
                if family not in without:
                    phrases += [phrase for cue in cues for phrase in cue.phrases]
            known = frozenset(word for phrase in phrases for word in phrase.lower().split())
            self._words[without] = known
        return known

    @cached_property
    def _words(self) -> dict[tuple[str, ...], frozenset[str]]:
        return {}

    def word_sets(self, family: str) -> Mapping[str, frozenset[str]]:
        """The phrases of a family by cue id, as written; made once, read by every article."""
        known = self._word_sets.get(family)
        if known is None:
            cues = self.cues.get(family, ())
            known = self._word_sets[family] = {cue.id: frozenset(cue.phrases) for cue in cues}
        return known

    @cached_property
    def _word_sets(self) -> dict[str, dict[str, frozenset[str]]]:
        return {}

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        return {}

    def ancestors(self, concept: str) -> frozenset[str]:
        """The concept itself and everything it is part of or a kind of."""
        known = self._ancestors.get(concept)
        if known is not None:
            return known
        found: set[str] = set()
        waiting = [concept]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.add(current)
            entry = self.concepts.get(current)
            if entry is not None:
                waiting.extend(entry.parents)
        self._ancestors[concept] = frozenset(found)
        return self._ancestors[concept]

    def is_a(self, concept: str, ancestor: str) -> bool:
        """Whether ``concept`` is ``ancestor`` or lies below it."""
        return concept == ancestor or ancestor in self.ancestors(concept)
