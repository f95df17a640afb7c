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
NAMED = frozenset({"condition", "symptom", "risk-factor", "treatment", "medicine", "test"})
_BETWEEN = 4  # tokens between the thing and what became of it
_WHOSE = 3  # the same where the change is named first ("a loss of her hearing")


class ToldSigns:
    """The choices of two lists, by the first of them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = WordLists("told-word", vocabulary)
        sets = vocabulary.word_sets("told-word")
        self._between = sets.get("between", frozenset())
        self._whose = sets.get("whose", frozenset())
        self._changes = frozenset(
            choice.split()[1]
            for cue in vocabulary.cues.get("told-sign", ())
            for choice in cue.phrases[:1]
        )
        self._concepts: dict[str, dict[str, str]] = {}
        for cue in vocabulary.cues.get("told-sign", ()):
            for choice in cue.phrases:
                first, second = choice.split()
                self._concepts.setdefault(first, {})[second] = str(cue.settings["concept"])

    def find(self, doc: Doc, hits: Sequence[ConceptHit]) -> list[ConceptHit]:
        """The signs that no phrase of the vocabulary gives, in order of place."""
        signs = {(start, end): concept for start, end, concept in self._told(lowered(doc))}
        named = [hit for hit in hits if hit.kind in NAMED] if signs else []
        return [
            ConceptHit(*place, "symptom", signs[place], PLAIN)
            for place in sorted(signs)
            if not any(_is_known(hit, place) for hit in named)
        ]

    def _told(self, words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        places = self._words.places(words)
        others = places.pop("other-sense", [])
        at: dict[int, list[tuple[str, int]]] = {}
        for name, spots in places.items():
            if name in ("between", "whose"):
                continue
            for start, end in spots:
                if not any(_covers(other, (start, end)) for other in others):
                    at.setdefault(start, []).append((name, end))
        for start, named in at.items():
            for first, end in named:
                seconds = self._concepts.get(first)
                if seconds:
                    yield from self._beside(words, at, (start, end), first, seconds)

    def _beside(
        self,
        words: Sequence[str],
        at: Mapping[int, Sequence[tuple[str, int]]],
        spot: Spot,
        first: str,
        seconds: Mapping[str, str],
    ) -> Iterator[tuple[int, int, str]]:
        """The nearest word of a list that goes with the first, beyond small words only."""
        turned = first in self._changes
        reach, allowed = (_WHOSE, self._whose) if turned else (_BETWEEN, self._between)
        for place in range(spot[1], min(spot[1] + reach + 1, len(words))):
            told = [(end, seconds[name]) for name, end in at.get(place, ()) if name in seconds]
            if told:
                end, concept = max(told)
                yield spot[0], end, concept
                return
            if words[place] not in allowed:
                return


def _is_known(hit: ConceptHit, sign: Spot) -> bool:
    """Whether the vocabulary names all of it, or the change alone, which composition gives a site
    ("slurred", "swells")."""
    spot = hit.start, hit.end
    overlaps = spot[0] < sign[1] and sign[0] < spot[1]
    return _covers(spot, sign) or (overlaps and hit.kind == "symptom")


def _covers(one: Spot, other: Spot) -> bool:
    return one[0] <= other[0] and other[1] <= one[1]
