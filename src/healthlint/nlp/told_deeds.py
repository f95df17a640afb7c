"""Care told by what is done: "roll the person onto their side", "have the knee replaced".

The verb and the part stand apart, with all sorts of people between, so a deed is a word of one list
and then one of the next, with only small words between (``patterns/cues/deed-words.yaml``,
``told-deeds.yaml``). What stands within a deed is named all the same (the arms of "hold the arms
down").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from healthlint.nlp.danger import Spot, WordLists
from healthlint.nlp.lexicon import TOLD, ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.vocabulary import Vocabulary

_BETWEEN = 5  # tokens between a word of one list and that of the next

Spots = dict[int, list[tuple[str, int]]]  # first token -> list and end of each word there


class ToldDeeds:
    """Chains of lists, each a concept; immutable after construction."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = WordLists("deed-word", vocabulary)
        self._between = vocabulary.word_sets("composition").get("deed-between", frozenset())
        self._chains: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._kinds: dict[str, str] = {}
        for cue in vocabulary.cues.get("told-deed", ()):
            concept = str(cue.settings["concept"])
            if concept not in vocabulary.concepts:  # a vocabulary of a team's own
                continue
            self._kinds[concept] = vocabulary.concepts[concept].kind.value
            for chain in cue.phrases:
                first, *rest = chain.split()
                self._chains.setdefault(first, []).append((tuple(rest), concept))

    def find(self, doc: Doc) -> list[ConceptHit]:
        """The deeds, in order of place; of two that overlap the longer."""
        words = lowered(doc)
        at = self._words.starts(words)
        found: dict[Spot, str] = {}
        for start, named in at.items():
            for name, end in named:
                for rest, concept in self._chains.get(name, ()):
                    for last in self._ends(words, at, end, rest):
                        found[start, last] = concept
        kept: list[tuple[Spot, str]] = []
        for spot in sorted(found, key=lambda spot: (spot[0], -spot[1])):
            if not kept or spot[0] >= kept[-1][0][1]:
                kept.append((spot, found[spot]))
        return [
            ConceptHit(start, end, self._kinds[concept], concept, TOLD)
            for (start, end), concept in kept
        ]

    def _ends(
        self, words: Sequence[str], at: Spots, end: int, rest: tuple[str, ...]
    ) -> Iterator[int]:
        """Where the deed may end whose next words, after ``end``, are of these lists."""
        if not rest:
            yield end
            return
        for place in range(end, min(end + _BETWEEN + 1, len(words))):
            for name, after in at.get(place, ()):
                if name == rest[0]:
                    yield from self._ends(words, at, after, rest[1:])
            if words[place] not in self._between:
                return
