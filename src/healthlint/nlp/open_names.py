"""Names that no list holds, told by how they are made.

New and rare names of diseases, medicines, tests and operations are built from known pieces. One
word with a telling ending is a name ("fascioliasis", "briakinumab"); a noun such as "syndrome",
"drugs" or "surgery" takes the words before it ("Alagille syndrome", "weight-loss drugs"); and
"trouble" takes what is troubled ("trouble recognizing"). The pieces, and what each head takes,
are in ``patterns/cues/open-names.yaml``; the id of such a mention is its own words
("alagille-syndrome"), which no entry of the reference covers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.nlp.stems import stem_of
from healthlint.vocabulary import Cue, Vocabulary

_KINDS = ("condition", "medicine", "test", "treatment")
_NAMED = frozenset({"condition", "symptom", "medicine", "treatment", "test"})
_SHORTEST = 7  # letters of a word told by its ending
_SHORTEST_ADJECTIVE = 5
_JOINS = frozenset({"-", "/", "'s", "s'"})
_CODE_LETTERS, _CODE_DIGITS = range(2, 5), range(3, 7)


class _Head(NamedTuple):
    """A noun that ends a name: the kind of the name, what it takes, how many of them."""

    kind: str
    parts: frozenset[str]
    most: int


class _Ground(NamedTuple):
    """What the lexicon found: tokens of named things, of body sites, and the ends of long names."""

    taken: frozenset[int]
    sites: Mapping[int, int]  # last token -> first token
    ills: Mapping[int, int]
    ends: frozenset[int]


class OpenNames:
    """Finds such names; immutable after construction."""

    def __init__(self, cues: Sequence[Cue], common: frozenset[str] = frozenset()) -> None:
        """``common`` are the stems of everyday words."""
        lists = {cue.id: frozenset(cue.phrases) for cue in cues}
        nothing: frozenset[str] = frozenset()
        self._kind_of = _ByEnding(
            {kind: tuple(sorted(lists.get(f"{kind}-endings", ()))) for kind in _KINDS},
            lists.get("not-names", nothing),
        ).kind
        self._heads = {
            word: _Head(
                cue.settings["kind"], frozenset(cue.settings["parts"]), cue.settings["most"]
            )
            for cue in cues
            if "parts" in cue.settings
            for word in cue.phrases
        }
        self._body_adjectives = lists.get("body-adjectives", nothing)
        self._adjectives = tuple(sorted(lists.get("adjective-endings", ())))
        self._refused = lists.get("no-name-parts", nothing)
        self._no_compounds = lists.get("no-compounds", nothing)
        self._trouble = lists.get("trouble-words", nothing)
        self._no_trouble = lists.get("no-trouble", nothing)
        self._common = common

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> OpenNames:
        """With the pieces of a vocabulary."""
        bands = vocabulary.word_sets("common-words").values()
        return cls(vocabulary.cues.get("open-names", ()), frozenset().union(*bands))

    def find(self, doc: Doc, hits: Sequence[ConceptHit]) -> list[ConceptHit]:
        """Names among the tokens that no hit names already."""
        ground = _ground(hits)
        found: list[ConceptHit] = []
        for place, lower in enumerate(lowered(doc)):
            head = self._heads.get(lower)
            known = lower in self._trouble
            troubled = list(self._troubled(doc, doc[place], ground)) if known else []
            if troubled:
                found.extend(troubled)
            elif head is not None:
                if place not in ground.ends:
                    found.extend(self._headed(doc, doc[place], head, ground))
            elif place not in ground.taken and len(lower) >= _SHORTEST - 1:
                kind = self._kind_of(lower)
                if kind is None and "-" in lower and _is_code(doc[place].text):
                    kind = "medicine"
                if kind is not None:
                    found.append(_hit(doc, place, place + 1, kind))
        return found

    def _headed(self, doc: Doc, token: Token, head: _Head, ground: _Ground) -> Iterator[ConceptHit]:
        start, left = token.i, head.most
        while start > 0 and left:
            step = self._part(doc, start - 1, token, head, ground)
            if step is None:
                break
            start, left = step, left - 1
        if start < token.i:
            yield _hit(doc, start, token.i + 1, head.kind)

    def _part(self, doc: Doc, last: int, noun: Token, head: _Head, ground: _Ground) -> int | None:
        """Where the name part that ends at token ``last`` begins; none if it is no part."""
        while last > 0 and doc[last].lower_ in _JOINS and not doc[last - 1].whitespace_:
            last -= 1
        token = doc[last]
        lower = token.lower_
        if lower in self._refused or not token.is_alpha:
            return None
        start = _compound_start(doc, last)
        if "named" in head.parts and last in ground.ills:
            return ground.ills[last]
        if "body" in head.parts and last in ground.sites:
            return min(start, ground.sites[last])
        fits = (
            ("body" in head.parts and lower in self._body_adjectives)
            or ("adjective" in head.parts and self._is_adjective(lower))
            or ("name" in head.parts and self._is_name(token, noun))
            or ("compound" in head.parts and start < last and self._is_compound(doc, start))
        )
        return start if fits else None

    def _is_compound(self, doc: Doc, start: int) -> bool:
        return doc[start].lower_ not in self._no_compounds

    def _is_adjective(self, word: str) -> bool:
        return len(word) >= _SHORTEST_ADJECTIVE and word.endswith(self._adjectives)

    def _is_name(self, token: Token, noun: Token) -> bool:
        """A capital tells a name, but in a heading where every word has one."""
        if not token.text[:1].isupper() or token.is_sent_start:
            return False
        return noun.text.islower() or stem_of(token.lower_) not in self._common

    def _troubled(self, doc: Doc, token: Token, ground: _Ground) -> Iterator[ConceptHit]:
        last = token.i + 1
        if last >= len(doc) or last in ground.taken or token.i in ground.taken:
            return
        doing = doc[last].lower_
        if doing.endswith("ing") and len(doing) >= _SHORTEST - 1 and doing not in self._no_trouble:
            yield _hit(doc, token.i, last + 1, "symptom")


def _ground(hits: Sequence[ConceptHit]) -> _Ground:
    named = [hit for hit in hits if hit.kind in _NAMED]
    longest: dict[int, int] = {}
    for hit in named:
        if hit.kind in ("condition", "symptom"):
            longest[hit.end - 1] = min(hit.start, longest.get(hit.end - 1, hit.start))
    sites: dict[int, int] = {}
    for hit in hits:
        if hit.kind == "body-site":
            sites[hit.end - 1] = min(hit.start, sites.get(hit.end - 1, hit.start))
    return _Ground(
        taken=frozenset(n for hit in named for n in range(hit.start, hit.end)),
        sites=sites,
        ills=longest,
        # A head that a longer hit ends with has its name ("kidney disease").
        ends=frozenset(hit.end - 1 for hit in named if hit.end - hit.start > 1),
    )


class _ByEnding:
    """The kind of a word, told by its ending; kept by word."""

    def __init__(self, endings: Mapping[str, tuple[str, ...]], exceptions: frozenset[str]) -> None:
        self._endings = endings
        self._exceptions = exceptions
        self.kind = lru_cache(maxsize=50_000)(self._kind)

    def _kind(self, word: str) -> str | None:
        singular = word[:-1] if word.endswith("s") and not word.endswith("is") else word
        if len(word) < _SHORTEST or not word.isalpha() or singular in self._exceptions:
            return None
        if word in self._exceptions:
            return None
        return next((kind for kind in _KINDS if singular.endswith(self._endings[kind])), None)


def _compound_start(doc: Doc, last: int) -> int:
    start = last
    while start > 1 and doc[start - 1].text == "-" and doc[start - 2].is_alpha:
        if doc[start - 1].whitespace_ or doc[start - 2].whitespace_:
            break
        start -= 2
    return start


def _hit(doc: Doc, start: int, end: int, kind: str) -> ConceptHit:
    words = [token.lower_ for token in doc[start:end] if token.text.strip("-/")]
    if len(words) > 1 and words[-1].endswith("s") and not words[-1].endswith(("is", "us", "ss")):
        words[-1] = f"{words[-1][:-3]}y" if words[-1].endswith("ies") else words[-1][:-1]
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
