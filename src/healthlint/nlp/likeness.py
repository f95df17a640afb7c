"""Which statement of the reference speaks of the same thing as a sentence.

Both are sets of stems weighed by rarity, and likeness is the cosine between them. It tells what
to compare with, not who is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log, sqrt
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from healthlint.nlp.stems import stem_of
from healthlint.reference.model import Entry, Reference

_NEAR = 0.45
_SHARED = 2  # stems in common, at the least


class Told(NamedTuple):
    """A statement of an entry: its key, what is true, and where that is from."""

    key: str
    entry: str
    says: str
    sources: tuple[str, ...]


class Likeness:
    """The statements of a reference by their stems, cut when they are first asked for."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    def nearest(self, words: Iterable[str], entries: Iterable[str]) -> Told | None:
        """The statement of those entries (unknown ones have none) that is most like lower-cased
        words, if it is like enough."""
        stems = _stems(words)
        ranked = [
            (self._likeness(stems, own), told)
            for entry in dict.fromkeys(entries)
            for told, own in self._known.get(entry, ())
        ]
        likeness, told = max(ranked, key=lambda found: found[0], default=(0.0, None))
        return told if likeness >= _NEAR else None

    def _likeness(self, stems: frozenset[str], own: frozenset[str]) -> float:
        """The cosine of two sets of stems; one stem in common says nothing."""
        shared = stems & own
        if len(shared) < _SHARED:
            return 0.0
        return self._weight(shared) / sqrt(self._weight(stems) * self._weight(own))

    def _weight(self, stems: frozenset[str]) -> float:
        return sum(self._weights.get(stem, self._rarest) ** 2 for stem in stems)

    @cached_property
    def _known(self) -> Mapping[str, list[tuple[Told, frozenset[str]]]]:
        return {
            entry.id: [(told, _stems(words)) for told, words in _told(entry)]
            for entry in self._reference.entries.values()
        }

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        said = [stems for known in self._known.values() for _told_, stems in known]
        counts = Counter(stem for stems in said for stem in stems)
        return {stem: log(1 + len(said) / count) for stem, count in counts.items()}

    @cached_property
    def _rarest(self) -> float:
        return max(self._weights.values(), default=1.0)


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(
        stem_of(word) for word in words if word[0].isalnum() and word not in STOP_WORDS
    )


def _told(entry: Entry) -> Iterable[tuple[Told, list[str]]]:
    for statement in entry.statements:
        told = Told(statement.key, entry.id, statement.correction, statement.sources)
        yield told, _words(statement.claim)
        yield told, _words(statement.correction)
    for fact in entry.facts:
        yield Told(fact.key, entry.id, fact.says, fact.sources), _words(fact.says)


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
