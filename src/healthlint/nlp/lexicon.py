"""Every phrase of the vocabulary in one compiled index, found in one pass over the tokens.

Why not a ``PhraseMatcher``: it cannot be stored, and building one for 30,000 phrases took 1.1 s
at every start (spaCy 3.8), more than the whole budget of a check of one article. The index is a
trie over the same hashes of lower-cased tokens; it is read from the cache in some 20 ms and
matches at a quarter of the tokenizer's time. Hyphens between words count as spaces, and a word in
brackets is passed over. A "~" in a phrase stands for one to five words of the same clause ("throw
~ away").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from operator import itemgetter
from typing import Any, NamedTuple

import spacy
from spacy.attrs import LOWER
from spacy.strings import get_string_id
from spacy.tokens import Doc

from healthlint.cache import cached
from healthlint.nlp.cues import CueHit
from healthlint.vocabulary import Concept, Cue, Vocabulary
from healthlint.vocabulary.loading import spelling_file

PLAIN, EXACT, SHORT, TRAP, COMPOUND, NEARLY, GAPPED, TOLD = range(8)

# Kinds whose phrases end in a noun, so that a plural is worth adding.
_NOUNS = frozenset(
    {
        "condition",
        "symptom",
        "body-site",
        "treatment",
        "medicine",
        "test",
        "risk-factor",
        "population",
        "specialist",
        "property",
        "quality",
    }
)
_HYPHEN, _TILDE = get_string_id("-"), get_string_id("~")
_BRACKET, _BRACKET_END = get_string_id("("), get_string_id(")")
_QUOTES = frozenset(map(get_string_id, "\"\u201c\u201d\u2018\u2019'"))
_FIRST, _LAST = itemgetter(0), itemgetter(1)
_END = 0  # no token hashes to 0
_GAP = 1  # nor to 1: what stands for a few words ("throw ~ away")
_WIDEST = 5  # words a gap may stand for
_CLOSED = frozenset(map(get_string_id, ",.;:!?()\n"))  # what no gap reaches across
_FORMAT = 3  # of the compiled index


class Term(NamedTuple):
    """What a phrase stands for and how it is matched.

    ``surface`` is the exact form where case counts; for a cue, its family.
    """

    kind: str
    id: str
    mode: int
    surface: str


class ConceptHit(NamedTuple):
    """A concept found at tokens ``[start, end)``."""

    start: int
    end: int
    kind: str
    id: str
    mode: int


class Hits(NamedTuple):
    """All that one pass found, in order of place.

    Plain tuples of numbers and strings, so that a ``Doc`` that carries them can be serialised;
    ``cues`` holds ``(start, end, cue id)`` by family (:meth:`Lexicon.cue_hits` names them).
    """

    concepts: list[ConceptHit]
    cues: dict[str, list[tuple[int, int, str]]]


class Lexicon:
    """The compiled index. Immutable after construction; safe to share between documents."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._cues: dict[str, Cue] = {
            f"{cue.family}/{cue.id}": cue for cues in vocabulary.cues.values() for cue in cues
        }
        key = f"{vocabulary.digest}-{version('spacy')}-{_FORMAT}"
        self._terms: list[Term]
        self._trie: dict[int, Any]
        self._terms, self._trie = cached("lexicon", key, lambda: _compile(vocabulary))

    def find(self, doc: Doc) -> Hits:
        """Concepts and cues of the document. Linear in its length."""
        concepts: list[ConceptHit] = []
        traps: list[ConceptHit] = []
        cues: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        terms = self._terms
        for start, end, numbers in self._raw(doc):
            for number in numbers:
                kind, identity, mode, surface = terms[number]
                if kind == "cue":
                    kept = cues[surface]
                    # Nearly every cue stands clear of the one before it: no call for those.
                    if not kept or (start != kept[-1][0] and end > kept[-1][1]):
                        kept.append((start, end, identity))
                    else:
                        _keep_longest(kept, (start, end, identity))
                elif mode in (PLAIN, COMPOUND, GAPPED):
                    concepts.append(ConceptHit(start, end, kind, identity, mode))
                elif mode == TRAP:
                    traps.append(ConceptHit(start, end, kind, identity, mode))
                elif doc[start:end].text == surface:
                    concepts.append(ConceptHit(start, end, kind, identity, mode))
        return Hits(_outside(concepts, traps) if traps else concepts, dict(cues))

    def cue_hits(self, hits: Hits, *families: str) -> list[CueHit]:
        """The cues of those families, in order of place."""
        known = self._cues
        if len(families) == 1:
            rows = hits.cues.get(families[0], [])
        else:
            rows = [row for family in families for row in hits.cues.get(family, ())]
            # By start, then the longest first. Two stable sorts in C beat one with a key of ours.
            rows.sort(key=_LAST, reverse=True)
            rows.sort(key=_FIRST)
        return [CueHit(start, end, known[identity]) for start, end, identity in rows]

    def _raw(self, doc: Doc) -> list[tuple[int, int, tuple[int, ...]]]:
        tokens: list[int] = doc.to_array([LOWER]).ravel().tolist()
        count = len(tokens)
        root = self._trie.get
        found: list[tuple[int, int, tuple[int, ...]]] = []
        for start, token in enumerate(tokens):
            node = root(token)
            if node is None:
                continue
            end = start + 1
            first, gapped = len(found), False
            while True:
                numbers = node.get(_END)
                if numbers is not None:
                    found.append((start, end, numbers))
                if end >= count:
                    break
                if _GAP in node:
                    found.extend(_beyond_gap(node[_GAP], tokens, start, end))
                    gapped = True
                following = node.get(tokens[end])
                if following is None:
                    end = _past_aside(tokens, start, end)
                    if end >= count:
                        break
                    following = node.get(tokens[end])
                    if following is None:
                        break
                node = following
                end += 1
            if gapped:
                found[first:] = sorted(found[first:], key=_LAST)
        return found


def _past_aside(tokens: list[int], start: int, end: int) -> int:
    """Where a phrase may go on after what does not belong to it: a hyphen, a word in brackets
    ("angiotensin-converting enzyme (ACE) inhibitors"), the quote that closes one around its first
    words. The end of the text where there is nothing of the kind."""
    if tokens[end] == _HYPHEN:
        return end + 1
    if tokens[end] == _BRACKET and tokens[end + 2 : end + 3] == [_BRACKET_END]:
        return end + 3
    if tokens[end] in _QUOTES and start and tokens[start - 1] in _QUOTES:
        return end + 1
    return len(tokens)


def _beyond_gap(
    node: dict[int, Any], tokens: list[int], start: int, end: int
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Phrases that go on after some words: the nearest way each of them does."""
    seen: set[tuple[int, ...]] = set()
    for place in range(end + 1, min(end + 1 + _WIDEST, len(tokens))):
        if tokens[place - 1] in _CLOSED:
            return
        following, after = node.get(tokens[place]), place + 1
        while following is not None:
            numbers = following.get(_END)
            if numbers is not None and numbers not in seen:
                seen.add(numbers)
                yield start, after, numbers
            following = following.get(tokens[after]) if after < len(tokens) else None
            after += 1


def _outside(hits: list[ConceptHit], traps: list[ConceptHit]) -> list[ConceptHit]:
    by_concept: dict[str, list[ConceptHit]] = {}
    for trap in traps:
        by_concept.setdefault(trap.id, []).append(trap)
    return [
        hit
        for hit in hits
        if not any(
            trap.start <= hit.start and hit.end <= trap.end for trap in by_concept.get(hit.id, ())
        )
    ]


def _keep_longest(kept: list[tuple[int, int, str]], hit: tuple[int, int, str]) -> None:
    """Of one family: the longest at each place, none inside another. Hits come by start, then by
    length."""
    if kept:
        last = kept[-1]
        if hit[0] == last[0]:
            if hit[1] > last[1]:
                while kept and kept[-1][0] == hit[0]:
                    kept.pop()
                if kept and hit[1] <= kept[-1][1]:
                    return
        elif hit[1] <= last[1]:
            return
    kept.append(hit)


def _compile(vocabulary: Vocabulary) -> tuple[list[Term], dict[int, Any]]:
    tokenizer = spacy.blank("en").tokenizer
    terms: list[Term] = []
    trie: dict[int, Any] = {}

    special = set(getattr(tokenizer, "rules", None) or ())

    def tokens(variant: str) -> list[int]:
        plain = variant.lower().replace("-", " ").split()
        # Words of letters alone are single tokens, but for spaCy's own exceptions ("cannot").
        if all(word.isalpha() and word not in special for word in plain):
            return [get_string_id(word) for word in plain]
        words = [token.lower for token in tokenizer(variant) if token.text.strip()]
        return [word for word in words if word != _HYPHEN] or words

    def add(term: Term, variants: Iterable[str]) -> None:
        number = len(terms)
        terms.append(term)
        for variant in dict.fromkeys(variants):
            node = trie
            words = tokens(variant)
            for word in words:
                node = node.setdefault(_GAP if word == _TILDE else word, {})
            if words:
                node.setdefault(_END, set()).add(number)

    for concept in vocabulary.concepts.values():
        for term, variants in _concept_terms(concept):
            add(term, variants)
    for cues in vocabulary.cues.values():
        for cue in cues:
            if cue.settings.get("list"):  # plain word lists, read by their component as sets
                continue
            term = Term("cue", f"{cue.family}/{cue.id}", PLAIN, cue.family)
            add(term, (form for phrase in cue.phrases for form in _apostrophes(phrase)))
    _freeze(trie)
    return terms, trie


def _freeze(node: dict[int, Any]) -> None:
    for key, value in node.items():
        if key == _END:
            node[key] = tuple(sorted(value))
        else:
            _freeze(value)


def _concept_terms(concept: Concept) -> Iterator[tuple[Term, Iterable[str]]]:
    kind, identity = concept.kind.value, concept.id
    plain = [form for phrase in concept.phrases for form in phrase_variants(phrase, kind)]
    plain += [form for verb in concept.verbs for form in verb_variants(verb)]
    yield Term(kind, identity, PLAIN, ""), [form for form in plain if "~" not in form]
    gapped = [form for form in plain if "~" in form]
    if gapped:
        yield Term(kind, identity, GAPPED, ""), gapped
    for phrase in concept.exact:
        yield Term(kind, identity, EXACT, phrase), [phrase]
        if kind in _NOUNS and phrase.isupper():
            yield Term(kind, identity, EXACT, f"{phrase}s"), [f"{phrase}s"]
    for phrase in concept.short_forms:
        yield Term(kind, identity, SHORT, phrase), [phrase]
    traps = [form for phrase in concept.not_in for form in phrase_variants(phrase, "condition")]
    if traps:
        yield Term(kind, identity, TRAP, ""), traps
    if concept.compound:
        yield Term(kind, identity, COMPOUND, ""), concept.compound


def phrase_variants(phrase: str, kind: str) -> Iterator[str]:
    """The phrase with plurals (noun kinds), other spellings, and without its apostrophe."""
    for spelling in spellings(phrase.lower()):
        yield from _apostrophes(spelling)
        if kind in _NOUNS:
            head, _, last = spelling.rpartition(" ")
            for plural in _inflect(last, "NNS"):
                yield f"{head} {plural}" if head else plural


def verb_variants(phrase: str) -> Iterator[str]:
    """The verb phrase with its first word in every form."""
    first, _, rest = phrase.lower().partition(" ")
    for tag in ("VB", "VBZ", "VBD", "VBG", "VBN"):
        for form in _inflect(first, tag):
            yield from spellings(f"{form} {rest}" if rest else form)
    yield from spellings(phrase.lower())


def _apostrophes(phrase: str) -> Iterator[str]:
    yield phrase
    if "'s " in phrase or phrase.endswith("'s"):
        yield phrase.replace("'s", "s")
        yield phrase.replace("'s", "")
    elif "'" in phrase:
        yield phrase.replace("'", "")


@lru_cache(maxsize=50_000)
def _inflect(word: str, tag: str) -> tuple[str, ...]:
    from lemminflect import getInflection

    if not word.isalpha() or (tag == "NNS" and len(word) < 3):
        return ()
    # A plural of a plural is never written; verb forms are trusted.
    if tag == "NNS" and word.endswith(("s", "ing")) and word[-2:] not in ("is", "ss"):
        return ()
    forms: tuple[str, ...] = getInflection(word, tag, inflect_oov=False)
    if forms or tag != "NNS":
        return forms
    # Its model for unknown words takes 2 ms a word and mostly adds this:
    return (f"{word[:-1]}ies",) if word[-1] == "y" and word[-2] not in "aeiou" else (f"{word}s",)


@lru_cache(maxsize=1)
def _pairs() -> tuple[tuple[str, str], ...]:
    import yaml

    data = yaml.safe_load(spelling_file().read_text(encoding="utf-8"))
    return tuple((first, second) for first, second in data["pairs"])


def spellings(phrase: str) -> list[str]:
    """The phrase in British and in American spelling."""
    found = [phrase]
    for first, second in _pairs():
        for known in tuple(found):
            if first in known:
                found.append(known.replace(first, second))
            elif second in known:
                found.append(known.replace(second, first))
    return found[:16]
