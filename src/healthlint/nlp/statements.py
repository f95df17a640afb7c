"""Where an article makes a statement that the reference knows to be false or harmful.

A statement is a set of slots, each a choice of concepts; it is made where one sentence (with the
lead-in that introduces it, for a list item) fills every slot with a different mention. Whether it
is *asserted* (not denied, not called a myth, not warned against) is read from the contexts of the
mentions that fill the slots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from healthlint.nlp.lexicon import GAPPED, ConceptHit
from healthlint.nlp.stances import SPARED
from healthlint.reference.model import Reference, Statement
from healthlint.vocabulary import Vocabulary

Slots = tuple[frozenset[str], ...]


class Pattern(NamedTuple):
    """One way to make a statement; ``harmful`` tells advice from claims; ``declared``: it was
    found by a wording that says how well the harmful thing does."""

    statement: Statement
    slots: Slots
    harmful: bool
    contradiction: bool = False
    declared: bool = False

    @property
    def implies(self) -> bool:
        """Whether a page may leave its illness unsaid: who is spared, and of what, must be said."""
        return not any(SPARED in slot for slot in self.slots)


class StatementMatch(NamedTuple):
    """A statement made in sentence ``sentence`` by those mentions, in the order of its slots."""

    pattern: Pattern
    sentence: int
    hits: tuple[ConceptHit, ...]

    @property
    def start(self) -> int:
        """The first token of the words that make it."""
        return min(hit.start for hit in self.hits)

    @property
    def end(self) -> int:
        """The token after the last of them."""
        return max(hit.end for hit in self.hits)


class StatementIndex:
    """All statements of a reference, found by the concepts of their rarest slot."""

    def __init__(self, reference: Reference, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_key: dict[str, list[Pattern]] = {}
        for entry in reference.entries.values():
            for statement in entry.statements:
                harmful = statement in entry.harmful_advice
                opposes = statement in entry.contradictions
                for alternative in statement.asserts:
                    slots = tuple(frozenset(slot) for slot in alternative)
                    pattern = Pattern(statement, slots, harmful, opposes)
                    for concept in min(slots, key=_commonness):
                        self._by_key.setdefault(concept, []).append(pattern)
        self._candidates: dict[str, tuple[Pattern, ...]] = {}
        self._by_statement: dict[str, Pattern] = {}
        for entry in reference.entries.values():
            for statement in entry.statements:
                harmful = statement in entry.harmful_advice
                opposes = statement in entry.contradictions
                self._by_statement[statement.key] = Pattern(statement, (), harmful, opposes)

    def worded(
        self,
        key: str,
        number: int,
        own: tuple[ConceptHit, ...],
        hits: Sequence[ConceptHit],
        declared: bool = False,
    ) -> StatementMatch | None:
        """The match of a statement found by its wording (:mod:`healthlint.nlp.paraphrase`), unless
        the sentence's ``hits`` make it another statement."""
        pattern = self._by_statement.get(key)
        if pattern is None:
            return None
        unless = pattern.statement.unless
        if unless and any(self._is_any(hit.id, unless) for hit in hits):
            return None
        return StatementMatch(pattern._replace(declared=declared), number, own)

    def find(
        self,
        hits_by_sentence: Mapping[int, Sequence[ConceptHit]],
        lead_ins: Mapping[int, int],
        about: Callable[[int], frozenset[str]],
    ) -> Iterator[StatementMatch]:
        """Every statement made, each once a sentence.

        ``lead_ins`` maps a list item's sentence to that of its lead-in; ``about`` gives the
        entries a sentence's section or article is about: a sentence on a page about asthma need
        not name asthma ("during an attack, ..."), so a slot that only names the entry counts as
        filled there, if two others are.
        """
        for number in sorted(hits_by_sentence):
            hits = _outermost(hits_by_sentence[number])
            seen: set[str] = set()
            before = _outermost(hits_by_sentence.get(lead_ins.get(number, -1), ()))
            present = self._present(hits, before) | about(number)
            for hit in hits:
                for pattern in self._patterns(hit.id):
                    if pattern.statement.key in seen or not _may_fill(pattern, present):
                        continue
                    implied = pattern.statement.entry in about(number) and pattern.implies
                    filled = self._fill(pattern, hits, hit, implied) or (
                        self._fill(pattern, [*before, *hits], hit, implied) if before else None
                    )
                    if filled is not None:
                        seen.add(pattern.statement.key)
                        yield StatementMatch(pattern, number, filled)
            if before:
                yield from self._led(number, hits, before, seen, present)

    def _present(self, *groups: Sequence[ConceptHit]) -> frozenset[str]:
        """Every concept that the hits are, or are kinds of."""
        ids = {hit.id for hits in groups for hit in hits}
        return frozenset().union(*map(self._vocabulary.ancestors, ids))

    def _led(
        self,
        number: int,
        hits: Sequence[ConceptHit],
        before: Sequence[ConceptHit],
        seen: set[str],
        present: frozenset[str],
    ) -> Iterator[StatementMatch]:
        """Statements whose rarest slot stands in the lead-in, completed by the item."""
        for hit in before:
            for pattern in self._patterns(hit.id):
                if pattern.statement.key in seen or not _may_fill(pattern, present):
                    continue
                filled = self._fill(pattern, [*before, *hits], hit)
                if filled is not None and any(h in hits for h in filled):
                    seen.add(pattern.statement.key)
                    yield StatementMatch(pattern, number, filled)

    def _patterns(self, concept: str) -> tuple[Pattern, ...]:
        known = self._candidates.get(concept)
        if known is None:
            found = {
                id(pattern): pattern
                # In one order: which of two statements is reported must not hang on a set's.
                for ancestor in sorted(self._vocabulary.ancestors(concept))
                for pattern in self._by_key.get(ancestor, ())
            }
            known = self._candidates[concept] = tuple(found.values())
        return known

    def _fill(
        self,
        pattern: Pattern,
        hits: Sequence[ConceptHit],
        near: ConceptHit,
        implied: bool = False,
    ) -> tuple[ConceptHit, ...] | None:
        close = [h for h in hits if abs(h.start - near.start) <= pattern.statement.within]
        unless = pattern.statement.unless
        if unless and any(self._is_any(h.id, unless) for h in close):
            return None
        chosen: list[ConceptHit] = []
        for slot in pattern.slots:
            filler = next(
                (
                    h
                    for h in sorted(close, key=lambda h: abs(h.start - near.start))
                    if self._is_any(h.id, slot) and not any(_same_words(h, c) for c in chosen)
                ),
                None,
            )
            if filler is not None:
                chosen.append(filler)
            elif not (implied and pattern.statement.entry in slot):
                return None
        return tuple(chosen) if len(chosen) >= min(2, len(pattern.slots)) else None

    def _is_any(self, concept: str, wanted: frozenset[str] | tuple[str, ...]) -> bool:
        return not self._vocabulary.ancestors(concept).isdisjoint(wanted)


def _commonness(slot: frozenset[str]) -> int:
    return len(slot)


def _may_fill(pattern: Pattern, present: frozenset[str]) -> bool:
    return not any(slot.isdisjoint(present) for slot in pattern.slots)


def _outermost(hits: Sequence[ConceptHit]) -> list[ConceptHit]:
    """Without those inside a longer one of their kind: "stopped smoking" stops no medicine."""
    kept: list[ConceptHit] = []
    reach: dict[str, int] = {}
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        # Properties nest without harm: "only old people get" still says "only old people".
        inner = reach.get(hit.kind, -1) if hit.kind != "property" else -1
        if hit.end <= inner and not any(
            (k.start, k.end) == (hit.start, hit.end) and k.kind == hit.kind for k in kept[-4:]
        ):
            continue
        # What stands in a gap ("stop ... the attack") is no part of the phrase around it.
        if hit.mode != GAPPED:
            reach[hit.kind] = max(inner, hit.end)
        kept.append(hit)
    return kept


def _same_words(first: ConceptHit, second: ConceptHit) -> bool:
    """One mention fills one slot; a phrase of another kind inside it may fill another ("only old
    people" is exclusive, and names older people)."""
    if first.kind != second.kind:
        return (first.start, first.end) == (second.start, second.end)
    return first.start < second.end and second.start < first.end
