"""Names that no list holds, told by how they are made.

New and rare names of diseases, medicines, tests and operations are built from known pieces:
"fascioliasis", "briakinumab", "thoracoscopy", "Alagille syndrome", "eye problems". One word with
such an ending is a name of that kind; a noun such as "syndrome" takes the names and adjectives
before it. The pieces are in ``patterns/cues/open-names.yaml``; the id of such a mention is its
own words ("alagille-syndrome"), which no entry of the reference covers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import Stemmer
from spacy.tokens import Doc, Token

from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.vocabulary import Vocabulary

_KINDS = ("condition", "medicine", "test", "treatment")
_NAMED = frozenset({"condition", "symptom", "medicine", "treatment", "test"})
_SHORTEST = 7  # letters of a word told by its ending
_SHORTEST_ADJECTIVE = 4
_PARTS = 4  # name parts before a head
_JOINS = frozenset({"-", "/", "'s", "s'"})
_CODE_LETTERS, _CODE_DIGITS = range(2, 5), range(3, 7)


class OpenNames:
    """Finds such names; immutable after construction."""

    def __init__(
        self, lists: Mapping[str, frozenset[str]], common: frozenset[str] = frozenset()
    ) -> None:
        """``common`` are the stems of everyday words."""
        endings = {kind: tuple(sorted(lists.get(f"{kind}-endings", ()))) for kind in _KINDS}
        exceptions = lists.get("not-names", frozenset())

        @lru_cache(maxsize=50_000)
        def kind_of(word: str) -> str | None:
            stem = word[:-1] if word.endswith("s") and word[:-1] in exceptions else word
            if len(word) < _SHORTEST or not word.isalpha() or stem in exceptions:
                return None
            singular = word[:-1] if word.endswith("s") and not word.endswith("is") else word
            return next((kind for kind in _KINDS if singular.endswith(endings[kind])), None)

        self._kind_of = kind_of
        self._heads = lists.get("name-heads", frozenset())
        self._body_heads = lists.get("body-heads", frozenset())
        self._body_adjectives = lists.get("body-adjectives", frozenset())
        self._adjectives = tuple(sorted(lists.get("adjective-endings", ())))
        self._refused = lists.get("no-name-parts", frozenset())
        self._common = common
        self._stem = Stemmer.Stemmer("english").stemWord

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> OpenNames:
        """With the pieces of a vocabulary."""
        bands = vocabulary.word_sets("common-words").values()
        return cls(vocabulary.word_sets("open-names"), frozenset().union(*bands))

    def find(self, doc: Doc, hits: Sequence[ConceptHit]) -> list[ConceptHit]:
        """Names among the tokens that no hit names already."""
        named = [hit for hit in hits if hit.kind in _NAMED]
        taken = {n for hit in named for n in range(hit.start, hit.end)}
        # A head that a longer hit ends with has its name ("kidney disease").
        ends = {hit.end - 1 for hit in named if hit.end - hit.start > 1}
        sites = {n for hit in hits if hit.kind == "body-site" for n in range(hit.start, hit.end)}
        found: list[ConceptHit] = []
        for token in doc:
            lower = token.lower_
            if lower in self._heads or lower in self._body_heads:
                if token.i not in ends:
                    found.extend(self._headed(doc, token, sites))
            elif token.i not in taken and len(lower) >= _SHORTEST - 1:
                kind = self._kind_of(lower) or ("medicine" if _is_code(token.text) else None)
                if kind is not None:
                    found.append(_hit(doc, token.i, token.i + 1, kind))
        return found

    def _headed(self, doc: Doc, head: Token, sites: set[int]) -> Iterator[ConceptHit]:
        start = head.i
        weak = head.lower_ not in self._heads
        limit = 1 if weak else _PARTS
        while start > 0 and limit:
            step = self._part(doc, start - 1, head, sites)
            if step is None:
                break
            start, limit = step, limit - 1
        if start < head.i:
            yield _hit(doc, start, head.i + 1, "condition")

    def _part(self, doc: Doc, last: int, head: Token, sites: set[int]) -> int | None:
        """Where the name part that ends at token ``last`` begins; none if it is no part."""
        while last > 0 and doc[last].lower_ in _JOINS:
            last -= 1
        token = doc[last]
        lower = token.lower_
        if lower in self._refused or not token.is_alpha:
            return None
        if not (last in sites or lower in self._body_adjectives):
            adjective = len(lower) > _SHORTEST_ADJECTIVE and lower.endswith(self._adjectives)
            if head.lower_ not in self._heads or not (adjective or self._is_name(token, head)):
                return None
        start = last
        while start > 1 and doc[start - 1].text == "-" and doc[start - 2].is_alpha:
            start -= 2
        return start

    def _is_name(self, token: Token, head: Token) -> bool:
        """A capital tells a name, but in a heading where every word has one."""
        if not token.text[:1].isupper() or token.is_sent_start:
            return False
        return head.text.islower() or self._stem(token.lower_) not in self._common


def _hit(doc: Doc, start: int, end: int, kind: str) -> ConceptHit:
    words = [token.lower_ for token in doc[start:end] if token.text.strip("-/")]
    if len(words) > 1 and words[-1].endswith("s") and not words[-1].endswith(("is", "us", "ss")):
        words[-1] = words[-1][:-1]
    return ConceptHit(start, end, kind, "-".join(words).replace("-'s", "s"), PLAIN)


def _is_code(text: str) -> bool:
    """A compound known by its number ("ALZ-801")."""
    letters, dash, digits = text.partition("-")
    return (
        bool(dash)
        and letters.isupper()
        and letters.isalpha()
        and digits.isdigit()
        and len(letters) in _CODE_LETTERS
        and len(digits) in _CODE_DIGITS
    )
