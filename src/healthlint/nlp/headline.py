"""Whether a headline and the body under it are about the same thing.

Each telling word of the headline is looked for in the body by its stem, in any form ("stole" for
"steals") and by what is written for it ("three" for 3, "Swiss" for Switzerland:
``patterns/cues/same-words.yaml``); common words tell little (``common-words.yaml``), and the words
of a bait phrase ("don't ignore", "could be a warning sign") tell nothing. Health concepts count by
meaning: "heart attack" is found in a body that says "myocardial infarction", "knee" in one that
says "back of the knee". What stands early in the body weighs more, and in a long body a chance find
weighs less.

Cost: one look-up for each different word of the body, and one for each concept.
"""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from operator import eq
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from spacy.attrs import LOWER
from spacy.tokens import Doc, Span

from healthlint.cache import cached
from healthlint.document.model import BlockKind
from healthlint.nlp.components import Knowledge, hits_of
from healthlint.nlp.lexicon import SHORT, ConceptHit, Hits
from healthlint.nlp.stems import stem_of, stems_of

if TYPE_CHECKING:
    from healthlint.nlp.reading import ArticleReading

# Fitted on half of the headlines of the Fake News Challenge (benchmarks/headlines.py).
_SHARE, _EARLY, _RAREST, _LENGTH, _BIAS = 10.3, 10.0, 5.4, -1.64, 1.14
_NAMED = 2.5  # a condition or medicine of the headline that the body speaks of, or does not
_CAPITAL = 1.25  # a capital often marks a name, and names tell most
_EARLY_TOKENS = 115
_LONGEST = math.log(3_000)  # beyond this, more words are no more chance finds

_FAMILY = "common-words"
_SAME = "same-words"
_BAIT = "clickbait"
# What a concept of the headline weighs beside a rare word (1).
_TELLING = {
    "condition": 1.5,
    "medicine": 1.5,
    "symptom": 1.0,
    "treatment": 1.0,
    "test": 1.0,
    "body-site": 0.7,
}
_FAMILY_NAME = 0.5
_SCATTERED = 0.7
_HALF = 0.5
_SPEAKS = 1.0
_MANY = 4  # kinds of it in the vocabulary
_NAMES = frozenset({"condition", "medicine"})
_INFLECTED = frozenset({"verb", "noun"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


class HeadlineMatch(NamedTuple):
    """How far a body is about what its headline says.

    ``score`` is above 0 where they match; ``weight`` says how much the headline tells at all;
    ``missing`` are its telling words, as written, that the body never uses.
    """

    score: float
    weight: float
    missing: tuple[str, ...]
    unnamed: bool = False  # it names an illness, sign or treatment, and the body none of them

    @property
    def matches(self) -> bool:
        """Whether headline and body belong together."""
        return self.score > 0


class Title(NamedTuple):
    """The headline as a ``Doc`` of its own, with what was found in it.

    ``start`` is its first token in the article; ``None`` where the headline is not part of the
    text (a record's title).
    """

    doc: Doc
    hits: Hits
    start: int | None


class _Term(NamedTuple):
    words: str
    weight: float
    found: float
    early: float
    name: bool = False
    concept: bool = False


class _Body(NamedTuple):
    first: dict[str, int]  # stem -> place of its first use
    concepts: dict[str, list[int]]
    words: int


def matches_body(reading: ArticleReading) -> bool:
    """Whether the headline and the body are about the same thing; true where there is none."""
    found = headline_match(reading)
    return found is None or found.matches


def headline_match(reading: ArticleReading) -> HeadlineMatch | None:
    """How far headline and body match; ``None`` without a headline or without a body."""
    title = read_title(reading)
    if title is None:
        return None
    body = _body(reading)
    if not body.first:
        return None
    terms = list(_terms(reading, title, body))
    weight = sum(term.weight for term in terms)
    if weight == 0:
        return None
    share = sum(term.weight * term.found for term in terms) / weight
    early = sum(term.weight * term.early for term in terms) / weight
    length = min(math.log(body.words + 5), _LONGEST)
    rarest = max((term.weight for term in terms if term.found), default=0.0)
    score = _SHARE * share + _EARLY * early + _RAREST * rarest + _LENGTH * length + _BIAS
    names = [term for term in terms if term.name]
    if names:
        named = max(term.found for term in names)
        score += _NAMED * (2 * named - 1)
    missing = tuple(dict.fromkeys(t.words for t in terms if t.found == 0 and t.weight >= 0.5))
    concepts = [term for term in terms if term.concept]
    telling = any(term.weight >= _SPEAKS for term in concepts)
    unnamed = telling and not any(term.found for term in concepts)
    return HeadlineMatch(score, weight, missing, unnamed)


def read_title(reading: ArticleReading) -> Title | None:
    """The headline by itself; ``None`` where there is none."""
    number = reading.document.headline
    lexicon = reading.knowledge.lexicon
    if number is not None:
        start, end = reading.layout.blocks[number]
        if end <= start:
            return None
        tokens = reading.doc[start:end]
        # Not ``as_doc()``: it copies every attribute, and only the words are read.
        doc = Doc(
            reading.doc.vocab,
            words=[token.text for token in tokens],
            spaces=[bool(token.whitespace_) for token in tokens],
        )
        return Title(doc, lexicon.find(doc), start)
    words = _WORD.findall(reading.document.title or "")
    if not words:
        return None
    doc = Doc(reading.doc.vocab, words=words)
    return Title(doc, lexicon.find(doc), None)


def _outermost(hits: Iterable[ConceptHit]) -> list[ConceptHit]:
    """Telling concepts, the longest where they overlap."""
    kept: list[ConceptHit] = []
    telling = [h for h in hits if h.kind in _TELLING and h.mode != SHORT]
    for hit in sorted(telling, key=lambda h: (h.start - h.end, h.start, -_TELLING[h.kind])):
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return kept


def _body(reading: ArticleReading) -> _Body:
    """Stems and concepts of everything but titles and the site's furniture."""
    doc = reading.doc
    inside = np.zeros(len(doc), dtype=bool)
    for block, (start, end) in zip(reading.document.blocks, reading.layout.blocks, strict=True):
        if block.kind not in (BlockKind.TITLE, BlockKind.BOILERPLATE, BlockKind.BYLINE):
            inside[start:end] = True
    places = np.flatnonzero(inside)
    if not len(places):
        return _Body({}, {}, 0)
    hashes, firsts = np.unique(doc.to_array([LOWER]).ravel()[places], return_index=True)
    strings = doc.vocab.strings
    words = [strings[key] for key in hashes.tolist()]
    first: dict[str, int] = {}
    for stem, place in zip(_stems(reading.knowledge, words), firsts.tolist(), strict=True):
        if place < first.get(stem, len(doc)):
            first[stem] = place
    # Places count from the body's beginning, for words and concepts alike.
    rank = np.cumsum(inside) - 1
    concepts: dict[str, list[int]] = {}
    for hit in hits_of(doc).concepts:
        if inside[hit.start]:
            concepts.setdefault(hit.id, []).append(int(rank[hit.start]))
    return _Body(first, concepts, len(places))


def _terms(reading: ArticleReading, title: Title, body: _Body) -> Iterator[_Term]:
    """What the headline tells, each with whether the body has it."""
    doc = title.doc
    bait = reading.knowledge.lexicon.cue_hits(title.hits, _BAIT)
    covered = {token for hit in bait for token in range(hit.start, hit.end)}
    for concept in _outermost(title.hits.concepts):
        inside = range(concept.start, concept.end)
        if not covered.issuperset(inside):
            covered.update(inside)
            yield _concept_term(reading, doc, concept, body)
    words = [
        (token.lower_, token.text)
        for token in doc
        if token.i not in covered and token.text[0].isalnum()
    ]
    stems = dict(
        zip(
            _stems(reading.knowledge, [word for word, _ in words]),
            (text for _, text in words),
            strict=True,
        )
    )
    weights = _weights(reading.knowledge)
    for stem, text in stems.items():
        weight = weights.get(stem, 1.0) * (_CAPITAL if text[0].isupper() else 1.0)
        place = body.first.get(stem)
        early = place is not None and place < _EARLY_TOKENS
        yield _Term(text, weight, float(place is not None), float(early))


def _concept_term(reading: ArticleReading, doc: Doc, hit: ConceptHit, body: _Body) -> _Term:
    """A concept of the headline: found where the body names it or a kind or part of it."""
    is_a = reading.knowledge.vocabulary.is_a
    places = [
        place for known, uses in body.concepts.items() if is_a(known, hit.id) for place in uses
    ]
    enough = max(1.0, body.words / 400)  # one passing mention in a long body is chance
    found = min(1.0, len(places) / enough)
    early = float(any(place < _EARLY_TOKENS for place in places))
    text = doc[hit.start : hit.end].text
    if hit.id in _families(reading.knowledge):
        return _Term(text, _FAMILY_NAME, found, early, concept=True)
    if hit.kind not in _NAMES and not found:  # its words may be there in another order
        found = _SCATTERED * _scattered(reading, doc[hit.start : hit.end], body)
    return _Term(text, _TELLING[hit.kind], found, early, hit.kind in _NAMES, concept=True)


def _scattered(reading: ArticleReading, words: Span, body: _Body) -> float:
    """How much of a concept's own words the body has. Common words ("test" of "eye test") tell
    little, and the lesser part of the words is another thing."""
    weights = _weights(reading.knowledge)
    told = {
        stem: weights.get(stem, 1.0)
        for stem in _stems(reading.knowledge, [token.lower_ for token in words])
    }
    share = sum(told[stem] for stem in told if stem in body.first) / (sum(told.values()) or 1.0)
    return share if share > _HALF else 0.0


@lru_cache(maxsize=4)
def _families(knowledge: Knowledge) -> frozenset[str]:
    """Conditions and medicines that are whole families ("infection", "cancer"): any body may hold
    one of them."""
    concepts = knowledge.vocabulary.concepts.values()
    counts = Counter(parent for concept in concepts for parent in concept.parents)
    return frozenset(
        concept.id
        for concept in concepts
        if concept.kind.value in _NAMES and counts[concept.id] >= _MANY
    )


@lru_cache(maxsize=4)
def _weights(knowledge: Knowledge) -> dict[str, float]:
    lists = knowledge.vocabulary.cues.get(_FAMILY, ())
    weights = {stem: float(cue.settings["weight"]) for cue in lists for stem in cue.phrases}
    # A word that stands for several tells as little as the commonest of them ("2" for "two").
    for word, first in _same(knowledge).items():
        stem = stem_of(first)
        weights[stem] = min(weights.get(stem, 1.0), weights.get(stem_of(word), 1.0))
    return weights


def _stems(knowledge: Knowledge, words: Sequence[str]) -> list[str]:
    """Their stems: what is said in another form ("stole", "men") or another word comes to one."""
    same, irregular = _same(knowledge), irregular_forms()
    plain = [word.removesuffix("'s").replace("'", "") for word in words]
    plain = [same.get(word, word) for word in plain]
    return [stem_of(irregular.get(word, word)) for word in plain]


@lru_cache(maxsize=4)
def _same(knowledge: Knowledge) -> dict[str, str]:
    """A word -> the one that stands for it and its like."""
    lists = knowledge.vocabulary.cues.get(_SAME, ())
    groups = (phrase.split() for cue in lists for phrase in cue.phrases)
    return {word: first for first, *others in groups for word in others}


@lru_cache(maxsize=1)
def irregular_forms() -> dict[str, str]:
    """Forms that no stemmer brings to their word ("stole", "men"), from lemminflect's table."""
    return cached("irregular-forms", version("lemminflect"), _irregular)


def _irregular() -> dict[str, str]:
    from lemminflect import config

    found: dict[str, str] = {}
    with gzip.open(config.lemma_lu_fn, "rt", encoding="utf-8") as lines:
        for line in lines:
            form, kind, lemma = line.rstrip("\n").split(",")[:3]
            # A word of two meanings ("left", "saw") is brought to neither.
            if kind in _INFLECTED and "/" not in lemma and lemma != form and form.isalpha():
                found[form] = "" if found.get(form, lemma) != lemma else lemma
    forms = {form: lemma for form, lemma in found.items() if lemma}
    same = map(eq, stems_of(forms), stems_of(forms.values()))
    return {form: forms[form] for form, is_same in zip(forms, same, strict=False) if not is_same}
