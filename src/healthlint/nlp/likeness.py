"""Which statement of the reference speaks of the same thing as a sentence.

Stems that both have are counted, rare ones for more; a statement is near when most of what it
says by weight is said in the sentence. It tells what to compare with, not who is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

import Stemmer

from healthlint.reference.model import Entry, Reference

_NEAR = 0.5  # of a statement's weight
_stem = Stemmer.Stemmer("english").stemWord


class Told(NamedTuple):
    """A statement of an entry: its key, what is true, and where that is from."""

    key: str
    entry: str
    says: str
    sources: tuple[str, ...]


class Likeness:
    """The statements of a reference by their stems."""

    def __init__(self, reference: Reference) -> None:
        self._known = {
            entry.id: [(told, frozenset(map(_stem, words))) for told, words in _told(entry)]
            for entry in reference.entries.values()
        }
        said = [stems for known in self._known.values() for _told_, stems in known]
        counts = Counter(stem for stems in said for stem in stems)
        self._weights: Mapping[str, float] = {
            stem: log(1 + len(said) / count) for stem, count in counts.items()
        }

    def nearest(self, words: Sequence[str], entries: Iterable[str]) -> Told | None:
        """The statement of those entries (unknown ones have none) that lower-cased words say most
        of, if they say enough."""
        stems = frozenset(map(_stem_of, words))
        ranked = [
            (self._share(stems, own), told)
            for entry in dict.fromkeys(entries)
            for told, own in self._known.get(entry, ())
        ]
        share, told = max(ranked, key=lambda found: found[0], default=(0.0, None))
        return told if share >= _NEAR else None

    def _share(self, stems: frozenset[str], own: frozenset[str]) -> float:
        weigh = self._weights
        return sum(weigh[s] for s in own & stems) / (sum(weigh[s] for s in own) or 1.0)


@lru_cache(maxsize=20_000)
def _stem_of(word: str) -> str:
    return str(_stem(word))


def _told(entry: Entry) -> Iterable[tuple[Told, list[str]]]:
    for statement in entry.statements:
        told = Told(statement.key, entry.id, statement.correction, statement.sources)
        yield told, _words(statement.claim)
        yield told, _words(statement.correction)
    for fact in entry.facts:
        yield Told(fact.key, entry.id, fact.says, fact.sources), _words(fact.says)


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
