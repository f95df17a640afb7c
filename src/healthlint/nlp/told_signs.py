"""Signs told by what has become of a part or function of the body.

"His hearing is still a bit dull", "sleep goes to pieces", "broken nights": no list of phrases holds
them all, so a sign is a word of one list beside a word of another
(``patterns/cues/told-words.yaml``, ``told-signs.yaml``) with only small words between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from healthlint.nlp.danger import Spot, WordLists
from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.vocabulary import Vocabulary

# Kinds of concepts that name a thing.
_NAMED = frozenset({"condition", "symptom", "risk-factor", "treatment", "medicine", "test"})
_BETWEEN = 4  # tokens between the thing and what became of it
_WHOSE = 3  # the same where the change is named first ("a loss of her hearing")


class ToldSigns:
    """The choices of two lists, by the first of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = WordLists("told-word", vocabulary)
        small = vocabulary.word_sets("composition")
        self._between = small.get("told-between", frozenset())
        self._whose = small.get("told-whose", frozenset())
        self._things: set[str] = set()
        self._concepts: dict[str, dict[str, str]] = {}
        for cue in vocabulary.cues.get("told-sign", ()):
            self._things.add(cue.phrases[0].split()[0])
            for choice in cue.phrases:
                first, second = choice.split()
                self._concepts.setdefault(first, {})[second] = str(cue.settings["concept"])

    def find(self, doc: Doc, hits: Sequence[ConceptHit]) -> list[ConceptHit]:
        """The signs that no phrase of the vocabulary gives, in order of place."""
        signs = {(start, end): concept for start, end, concept in self._told(lowered(doc))}
        if not signs:
            return []
        # What the vocabulary names in full, or the change alone, to which composition gives a site
        # ("slurred", "swells"): by token, how far the longest name that holds it goes.
        ends: dict[int, int] = {}
        changed: set[int] = set()
        for hit in hits:
            if hit.kind in _NAMED:
                for token in range(hit.start, hit.end):
                    ends[token] = max(ends.get(token, 0), hit.end)
            if hit.kind == "symptom":
                changed.update(range(hit.start, hit.end))
        return [
            ConceptHit(start, end, "symptom", signs[start, end], PLAIN)
            for start, end in sorted(signs)
            if ends.get(start, 0) < end and changed.isdisjoint(range(start, end))
        ]

    def _told(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        at = self._words.starts(words)
        for start, named in at.items():
            for first, end in named:
                if first in self._concepts:
                    yield from self._beside(words, at, (start, end), first)

    def _beside(
        self,
        words: Sequence[str],
        at: Mapping[int, Sequence[tuple[str, int]]],
        spot: Spot,
        first: str,
    ) -> Iterator[tuple[int, int, str]]:
        """The nearest word of a list that goes with the first, beyond small words only."""
        seconds = self._concepts[first]
        thing = first in self._things
        reach, allowed = (_BETWEEN, self._between) if thing else (_WHOSE, self._whose)
        for place in range(spot[1], min(spot[1] + reach + 1, len(words))):
            told = [(end, seconds[name]) for name, end in at.get(place, ()) if name in seconds]
            if told:
                end, concept = max(told)
                yield spot[0], end, concept
                return
            if words[place] not in allowed:
                return
