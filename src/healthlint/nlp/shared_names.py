"""Names that share a word: "breast and bowel cancer", "cancer of the bowel and breast",
"hepatitis B and C".

The vocabulary names each in full; where two are named together the word they share is written
once, and the other was lost, or was taken for a part of the body. The shared words are in
``patterns/cues/shared-names.yaml``; what each names is read from the phrases of the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.vocabulary import Vocabulary

_MOST = 5  # names that share one word


class _Named(NamedTuple):
    kind: str
    id: str


class SharedNames:
    """Finds the names without their shared word; immutable after construction."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        lists = vocabulary.word_sets("shared-name")
        nothing: frozenset[str] = frozenset()
        self._last = lists.get("last", nothing)
        self._first = lists.get("first", nothing)
        self._lettered = lists.get("lettered", nothing)
        self._joins = lists.get("joins", nothing)
        self._owners = lists.get("owners", nothing)
        self._named = self._names(vocabulary)

    def _names(self, vocabulary: Vocabulary) -> Mapping[tuple[str, str], _Named]:
        """What the shared word and the other name: the phrases of two words, and "cancer of the
        bowel"."""
        named: dict[tuple[str, str], _Named] = {}
        for concept in vocabulary.concepts.values():
            if concept.kind.value not in ("condition", "medicine"):
                continue
            for phrase in concept.phrases:
                words = phrase.lower().split()
                if len(words) == 2 and words[1] in self._last:
                    key = words[1], words[0]
                elif len(words) == 2 and words[0] in self._lettered:
                    key = words[0], words[1]
                elif len(words) in (3, 4) and words[0] in self._first and words[1] == "of":
                    key = words[0], words[-1]
                else:
                    continue
                named.setdefault(key, _Named(concept.kind.value, concept.id))
        return named

    def find(self, doc: Doc, hits: Sequence[ConceptHit]) -> list[ConceptHit]:
        """The names no hit gives, in no order."""
        words = lowered(doc)
        known = {(hit.start, hit.end, hit.id) for hit in hits}
        found: list[ConceptHit] = []
        for place, word in enumerate(words):
            for single in {word, word.removesuffix("s")}:
                if single in self._last:
                    found.extend(self._before(words, place, single))
                if single in self._first:
                    found.extend(self._behind(words, place, single))
                if single in self._lettered:
                    found.extend(self._letters(doc, words, place, single))
        return [hit for hit in found if (hit.start, hit.end, hit.id) not in known]

    def _before(self, words: Sequence[str], place: int, head: str) -> Iterator[ConceptHit]:
        """ "Breast, lung and bowel cancer": the last has its head beside it."""
        if place < 1 or (head, words[place - 1]) not in self._named:
            return
        found: list[ConceptHit] = []
        spot = place - 1
        while len(found) < _MOST:
            step = self._joined_before(words, spot)
            named = self._named.get((head, words[step])) if step is not None else None
            if step is None or named is None:
                break
            found.append(ConceptHit(step, step + 1, named.kind, named.id, PLAIN))
            spot = step
        # "Pain in the breast and bowel cancer" speaks of a breast.
        if found and not (found[-1].start and words[found[-1].start - 1] in self._owners):
            yield from found

    def _joined_before(self, words: Sequence[str], spot: int) -> int | None:
        step = spot - 1
        while step >= 0 and words[step] in self._joins and spot - step < 3:
            step -= 1
        return step if 0 <= step < spot - 1 else None

    def _behind(self, words: Sequence[str], place: int, head: str) -> list[ConceptHit]:
        """ "Cancers of the bowel and the breast"."""
        found: list[ConceptHit] = []
        spot = place + 2 if words[place + 1 : place + 2] == ["of"] else 0
        while spot and len(found) < _MOST:
            while spot < len(words) and words[spot] in self._owners:
                spot += 1
            named = self._named.get((head, words[spot])) if spot < len(words) else None
            if named is None:
                break
            start = spot if found else place
            found.append(ConceptHit(start, spot + 1, named.kind, named.id, PLAIN))
            spot = self._past_joins(words, spot + 1)
        return found if len(found) > 1 else []

    def _letters(self, doc: Doc, words: Sequence[str], place: int, head: str) -> list[ConceptHit]:
        """ "Hepatitis B and C", "vitamins A, C, D"."""
        found: list[ConceptHit] = []
        spot = place + 1
        while spot and len(found) < _MOST:
            letter = doc[spot].text.removesuffix(".") if spot < len(words) else ""
            named = self._named.get((head, letter.lower()))
            if named is None or len(letter) != 1 or not letter.isupper():
                break
            start = spot if found else place
            found.append(ConceptHit(start, spot + 1, named.kind, named.id, PLAIN))
            spot = self._past_joins(words, spot + 1)
        return found if len(found) > 1 else []

    def _past_joins(self, words: Sequence[str], spot: int) -> int:
        """Where the next name begins, 0 if none is joined."""
        after = spot
        while after < len(words) and words[after] in self._joins and after - spot < 2:
            after += 1
        return after if after > spot else 0
