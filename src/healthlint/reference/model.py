"""The reference in memory: immutable, indexed, words-free.

A fact points at concepts of the vocabulary; it never repeats wording. See
``schemas/reference.schema.json`` for the files and ``docs/reference-format.md`` for the reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from types import MappingProxyType

from healthlint.finding import Citation
from healthlint.reference.traits import TraitTable


class Urgency(IntEnum):
    """How fast care is needed, least first, so that levels compare and subtract."""

    SELF_CARE = 0
    ROUTINE = 1
    SOON = 2
    URGENT = 3
    EMERGENCY = 4

    @property
    def label(self) -> str:
        """The word used in files and reports (``self-care`` ... ``emergency``)."""
        return self.name.lower().replace("_", "-")

    @classmethod
    def parse(cls, label: str) -> Urgency:
        """The level of that label. Raises ``KeyError`` for any other word."""
        return cls[label.upper().replace("-", "_")]


class Group(StrEnum):
    """The groups of facts, as schema.org's MedicalCondition groups them."""

    SYMPTOMS = "symptoms"
    RED_FLAGS = "red-flags"
    RISK_FACTORS = "risk-factors"
    CAUSES = "causes"
    COMPLICATIONS = "complications"
    TESTS = "tests"
    TREATMENTS = "treatments"
    SELF_CARE = "self-care"
    PREVENTION = "prevention"
    SEEK_CARE = "seek-care"


RELATIONS: Mapping[Group, str] = MappingProxyType(
    {
        Group.SYMPTOMS: "sign-or-symptom",
        Group.RED_FLAGS: "sign-or-symptom",
        Group.RISK_FACTORS: "risk-factor",
        Group.CAUSES: "cause",
        Group.COMPLICATIONS: "possible-complication",
        Group.TESTS: "typical-test",
        Group.TREATMENTS: "possible-treatment",
        Group.SELF_CARE: "possible-treatment",
        Group.PREVENTION: "primary-prevention",
        Group.SEEK_CARE: "seek-care",
    }
)


@dataclass(frozen=True, slots=True)
class Target:
    """What a fact is about: a concept, for symptoms with site and modifiers where they matter."""

    concept: str
    site: str | None = None
    modifiers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def key(self) -> tuple[object, ...]:
        """The target as a value that can be looked up."""
        return (self.concept, self.site, frozenset(self.modifiers.items()))


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an entry. ``key`` is ``entry/group/id``, as reports print it.

    Any one of ``targets`` makes the fact present in an article. ``importance`` is essential,
    expected or optional; ``when`` is ``main`` or ``listed``; ``polarity`` is ``affirmed`` or
    ``negated`` ("antibiotics do not treat it"). ``urgency`` is a red flag's or care level's;
    ``triggers`` are the keys of the facts (same entry) a care level answers to; a care level has
    ``targets`` of its own only where no fact says what it is about. ``excludes`` are modifiers
    that contradict the fact (dimension -> values). ``complaint`` is the one of several
    complaints of a presenting symptom that it belongs to ("blood in urine").
    """

    key: str
    entry: str
    group: Group
    id: str
    targets: tuple[Target, ...]
    says: str
    importance: str = "optional"
    when: str = "main"
    frequency: str | None = None
    polarity: str = "affirmed"
    red_flag: bool = False
    urgency: Urgency | None = None
    triggers: tuple[str, ...] = ()
    excludes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    sources: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: str | None = None
    complaint: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A known false claim, a harmful piece of advice, or what would contradict a fact.

    ``asserts`` are alternatives; each is a tuple of slots, each slot a tuple of concept ids of
    which one (or a descendant) must stand in the same sentence. ``unless`` are concept ids whose
    presence in the sentence makes it another statement. ``scope`` is ``anywhere`` or ``topic``:
    whether the entry's condition must be what the sentence or its section is about. ``within`` is
    how many tokens may lie between the first and the last slot.
    """

    key: str
    entry: str
    id: str
    claim: str
    correction: str
    severity: str
    asserts: tuple[tuple[tuple[str, ...], ...], ...]
    unless: tuple[str, ...] = ()
    scope: str = "anywhere"
    sources: tuple[str, ...] = ()
    within: int = 32


@dataclass(frozen=True, slots=True)
class Cause:
    """A condition behind a presenting symptom; ``must_not_miss`` where missing it is dangerous,
    ``complaint`` where it is behind one of several complaints only."""

    condition: str
    must_not_miss: bool
    common: bool
    says: str
    sources: tuple[str, ...] = ()
    complaint: str | None = None


@dataclass(frozen=True)
class Entry:
    """A condition or a presenting symptom with all that the reference says of it.

    ``presents_as`` is the complaint of a presenting symptom, ``presentations`` all the ways the
    entry puts it (blood in stool, blood in urine), that one first. ``people`` are the populations
    it is about, where not everybody. ``not_in`` are longer phrases
    in which one of the names means something else. ``path`` is the file below its folder.
    ``facts`` of a loaded entry are decoded when first looked at: an article needs those of the
    few entries it is about.
    """

    id: str
    kind: str
    name: str
    synonyms: tuple[str, ...]
    acronyms: tuple[str, ...]
    benign: bool
    urgency: Urgency
    facts: Sequence[Fact]
    harmful_advice: tuple[Statement, ...]
    false_claims: tuple[Statement, ...]
    causes: tuple[Cause, ...]
    sources: Mapping[str, Citation]
    short_forms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    presentations: tuple[Target, ...] = ()
    mimicked_by: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    review: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    path: str = ""
    contradictions: tuple[Statement, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def presents_as(self) -> Target | None:
        """The complaint itself, for a presenting symptom."""
        return self.presentations[0] if self.presentations else None

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All that an article must not say: harmful advice, falsehoods, contradicted facts."""
        return (*self.harmful_advice, *self.false_claims, *self.contradictions)

    @cached_property
    def by_group(self) -> Mapping[Group, tuple[Fact, ...]]:
        """The facts of each group, in the file's order."""
        groups: dict[Group, list[Fact]] = {}
        for fact in self.facts:
            groups.setdefault(fact.group, []).append(fact)
        # Plain dictionaries: a mapping proxy kept here would make the entry impossible to pickle.
        return {group: tuple(facts) for group, facts in groups.items()}

    @cached_property
    def by_key(self) -> Mapping[str, Fact]:
        """The facts by their keys."""
        return {fact.key: fact for fact in self.facts}

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What its facts and causes are about."""
        said = {target.concept for fact in self.facts for target in fact.targets}
        return frozenset(said | {cause.condition for cause in self.causes})

    def citations(self, ids: tuple[str, ...]) -> tuple[Citation, ...]:
        """The citations of those source ids."""
        return tuple(self.sources[source] for source in ids if source in self.sources)


@dataclass(frozen=True)
class Reference:
    """All entries, with the version and digest that every report prints."""

    entries: Mapping[str, Entry]
    version: str
    digest: str
    traits: TraitTable = field(default_factory=TraitTable)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Every fact by its key; looking one up decodes no other entry's facts."""
        return _FactsByKey(self.entries)

    @cached_property
    def statements(self) -> Mapping[str, Statement]:
        """Every statement that an article must not make, by its key."""
        return {
            statement.key: statement
            for entry in self.entries.values()
            for statement in entry.statements
        }

    @cached_property
    def danger_signs(self) -> Mapping[str, tuple[tuple[int, Entry, Fact], ...]]:
        """By the concept of a target: the red flags that want to be seen within days or sooner,
        numbered in the order of the entries."""
        found: dict[str, list[tuple[int, Entry, Fact]]] = {}
        number = 0
        for entry in self.entries.values():
            for fact in entry.by_group.get(Group.RED_FLAGS, ()):
                if (fact.urgency or Urgency.ROUTINE) < Urgency.SOON:
                    continue
                number += 1
                for concept in dict.fromkeys(target.concept for target in fact.targets):
                    found.setdefault(concept, []).append((number, entry, fact))
        return {concept: tuple(signs) for concept, signs in found.items()}

    @cached_property
    def shared(self) -> Mapping[str, int]:
        """How many entries speak of each concept: of pain most do, of gritty eyes one. The facts of
        all entries are decoded for it."""
        return Counter(c for entry in self.entries.values() for c in entry.concepts)

    def get(self, entry: str) -> Entry | None:
        """The entry of that id, if the reference has it."""
        return self.entries.get(entry)


class _FactsByKey(Mapping[str, Fact]):
    def __init__(self, entries: Mapping[str, Entry]) -> None:
        self._entries = entries

    def __getitem__(self, key: str) -> Fact:
        entry = self._entries.get(key.partition("/")[0])
        if entry is None:
            raise KeyError(key)
        return entry.by_key[key]

    def __iter__(self) -> Iterator[str]:
        return (fact.key for entry in self._entries.values() for fact in entry.facts)

    def __len__(self) -> int:
        return sum(len(entry.facts) for entry in self._entries.values())
