"""Names of bodies ("American Heart Association"): what stands in one is no mention.

A run of capitalised words, with "of" or "and" between, that holds a word such as "institute" or
"journal". Where a whole sentence is capitalised, only what stands right beside such a word counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.tokens import Doc

from healthlint.nlp.lexicon import ConceptHit

_REACH, _NEAR = 9, 2
_MOSTLY = 0.85


class BodyNames:
    """Tells whether a mention is part of the name of a body; immutable after construction."""

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self._bodies = lists.get("bodies", frozenset())
        self._joins = lists.get("joins", frozenset())

    def hold(self, doc: Doc, hit: ConceptHit, first: int, last: int) -> bool:
        """Whether the hit stands in such a name, within the sentence ``[first, last)``."""
        if not doc[hit.start].text[:1].isupper() or not doc[hit.end - 1].text[:1].isupper():
            return False
        # Whether it is a heading takes the whole sentence: asked only where it may decide.
        if not self._beside(doc, hit, first, last, _REACH):
            return False
        return not self._is_heading(doc, first, last) or self._beside(doc, hit, first, last, _NEAR)

    def _beside(self, doc: Doc, hit: ConceptHit, first: int, last: int, reach: int) -> bool:
        after = range(hit.end, min(last, hit.end + reach))
        before = range(hit.start - 1, max(first - 1, hit.start - 1 - reach), -1)
        return self._meets(doc, after) or self._meets(doc, before)

    def _meets(self, doc: Doc, spots: range) -> bool:
        return any(word in self._bodies for word in self._run(doc, spots))

    def _run(self, doc: Doc, spots: range) -> Iterator[str]:
        for spot in spots:
            token = doc[spot]
            if token.is_space:
                return
            if token.text[:1].isupper() and token.lower_ not in self._joins:
                yield token.lower_
            elif token.text not in self._joins:
                return

    def _is_heading(self, doc: Doc, first: int, last: int) -> bool:
        words = [token.text for token in doc[first:last] if len(token.text) > 3]
        capital = sum(word[:1].isupper() for word in words)
        return capital > _MOSTLY * len(words)
