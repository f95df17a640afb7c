"""Falsehoods that circulate, put together from everyday words.

A falsehood is told in countless ways and few words: a needle, a tumour and "spreads". One word of
each of its lists (``patterns/cues/false-words.yaml``), close together in one clause or two, makes
it (``patterns/cues/false-beliefs.yaml``), whatever the order. Facts of the reference turned round
are read in the same way (``patterns/cues/turned-facts.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from healthlint.nlp.danger import (
    Places,
    Spot,
    WordLists,
    made_of,
    standing_together,
    stretch,
)
from healthlint.vocabulary import Vocabulary

_WINDOW = 18  # tokens from the first word to the last
_BREAKS = frozenset({".", ";", "!", "?"})


class Belief(NamedTuple):
    """A falsehood in a sentence: its words' tokens, the key of the reference's statement or fact,
    and every place where a word of its lists stands."""

    spots: tuple[Spot, ...]
    statement: str
    own: tuple[Spot, ...]

    @property
    def start(self) -> int:
        """The first token."""
        return stretch(self.spots)[0]

    @property
    def end(self) -> int:
        """The token after the last."""
        return stretch(self.spots)[1]


class Beliefs:
    """The falsehoods of the vocabulary, read once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = WordLists("false-word", vocabulary)
        self._made = (*made_of(vocabulary, "false-belief"), *made_of(vocabulary, "turned-fact"))

    def find(self, words: Sequence[str]) -> tuple[tuple[Belief, ...], Places]:
        """Every falsehood in a sentence's lower-cased tokens, counted from its start, and where
        its words of denial and report stand."""
        places = self._words.places(words)
        return tuple(self._found(places, words)), places

    def _found(self, places: Places, words: Sequence[str]) -> Iterator[Belief]:
        for made in self._made:
            if made.unless in places or any(name not in places for name in made.lists):
                continue
            spots = standing_together([places[name] for name in made.lists], _WINDOW)
            if spots is None:
                continue
            own = tuple(spot for name in made.lists for spot in places[name])
            belief = Belief(spots, made.statement, own)
            if _BREAKS.isdisjoint(words[belief.start : belief.end - 1]):
                yield belief
