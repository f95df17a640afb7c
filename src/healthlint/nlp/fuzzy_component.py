"""The component behind ``--fuzzy``: concepts whose names are misspelt or turned round.

It comes after the exact phrases and proposes only words that none of them covers: windows of up
to five words with a word no dictionary knows ("diabetis"), with one word that spoils a name of
ours ("bakers cist"), or with a preposition inside a name that has none ("thrombosis of the deep
veins"). What it finds joins the concepts, less sure than what is written as it should be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from spacy.attrs import LOWER, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from healthlint.nlp.components import Knowledge, folders, load_knowledge
from healthlint.nlp.entities import HITS, NEAR, OPEN
from healthlint.nlp.lexicon import NEARLY, ConceptHit
from healthlint.nlp.near_names import Generator, Match, Name, Names, lists_of, names_of
from healthlint.nlp.stems import stems_of

_LONGEST = 5  # tokens of a window
_FUNCTION, _NAMED, _ENGLISH, _UNKNOWN, _CAPITAL, _OTHER = range(6)
# Kinds that a window may hold as part of a longer name; any other concept is left as it is.
_PARTS = frozenset({"body-site", "quality", "property", "population", "action", "urgency"})
_ILLNESS = frozenset({"condition", "symptom"})
_TELLS = 0.5  # weight, in the common-words list, from which a word tells something


_Wanted = Callable[[Sequence[int], Name], bool]


class _Window(NamedTuple):
    start: int
    end: int
    name: Name


class _Words(NamedTuple):
    """The document's tokens as windows are made of them."""

    texts: list[str]
    classes: list[int]
    breaks: list[bool]  # sentence starts: no window reaches over one
    taken: list[bool]  # an exact phrase is here


class FuzzyComponent:
    """Adds the concepts of near names to what the phrases found."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._vocabulary = knowledge.vocabulary
        self._lists = lists_of(knowledge.vocabulary)
        self._names: Names = names_of(knowledge.vocabulary)
        self.generator = Generator(self._names, self._lists)
        weights = knowledge.vocabulary.cues.get("common-words", ())
        self._common = frozenset(
            stem for cue in weights for stem in cue.phrases if cue.settings["weight"] < _TELLS
        )
        self._classes: dict[str, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """``doc.user_data[HITS]`` gains hits, ``doc.user_data[NEAR]`` how sure each is."""
        concepts, cues = doc.user_data[HITS]
        windows = list(self._windows(doc, concepts))
        matches = self.generator.matches([window.name for window in windows])
        added = self._chosen(windows, matches, concepts)
        if added:
            doc.user_data[NEAR] = {(hit.start, hit.end, hit.id): sure for hit, sure in added}
            merged = sorted([*concepts, *(hit for hit, _ in added)], key=_place)
            doc.user_data[HITS] = (merged, cues)
            # A name told only by how it is made ("artheritis") gives way to the one it is near to.
            near = {token for hit, _ in added for token in range(hit.start, hit.end)}
            doc.user_data[OPEN] = [
                hit
                for hit in doc.user_data.get(OPEN, ())
                if near.isdisjoint(range(hit.start, hit.end))
            ]
        return doc

    def _windows(self, doc: Doc, concepts: Sequence[ConceptHit]) -> Iterator[_Window]:
        words = self._read(doc, concepts)
        for place, kind in enumerate(words.classes):
            if kind in (_UNKNOWN, _CAPITAL):
                yield from self._around(words, place, self._unknown)
            elif kind == _ENGLISH and not words.taken[place]:
                yield from self._around(words, place, self._one_wrong)
            elif kind == _FUNCTION and words.texts[place] in self._lists.prepositions:
                yield from self._around(words, place, self._turned)

    def _read(self, doc: Doc, concepts: Sequence[ConceptHit]) -> _Words:
        table = doc.to_array([LOWER, SENT_START])
        strings = doc.vocab.strings
        lowers = table[:, 0]
        different = {key: strings[key] for key in np.unique(lowers).tolist()}
        texts = [different[key] for key in lowers.tolist()]
        classes = [self._class(text) for text in texts]
        taken = [False] * len(texts)
        for hit in concepts:
            if hit.kind not in _PARTS:
                taken[hit.start : hit.end] = [True] * (hit.end - hit.start)
        breaks: list[bool] = (table[:, 1] == 1).tolist()
        for place, kind in enumerate(classes):
            if kind == _UNKNOWN:
                classes[place] = (
                    _OTHER if taken[place] else _written(doc[place].text, breaks[place])
                )
        return _Words(texts, classes, breaks, taken)

    def _class(self, text: str) -> int:
        known = self._classes.get(text)
        if known is None:
            known = self._classes[text] = self._class_anew(text)
        return known

    def _class_anew(self, text: str) -> int:
        if text in self._lists.prepositions or text in self._lists.fillers or text == "'s":
            return _FUNCTION
        if not (text.isascii() and text.isalpha()) or len(text) < 3:
            return _OTHER
        if text in self._names.words:
            return _NAMED
        if text in self._names.english or stems_of((text,))[0] in self._common:
            return _ENGLISH
        return _UNKNOWN if len(text) > 3 else _OTHER

    def _around(self, words: _Words, place: int, wanted: _Wanted) -> Iterator[_Window]:
        """The windows around a token, of name words with at most function words between."""
        for start in range(place, max(-1, place - _LONGEST), -1):
            if words.classes[start] == _OTHER:
                break
            for end in range(place + 1, min(len(words.texts), start + _LONGEST) + 1):
                if (end > place + 1 and words.breaks[end - 1]) or words.classes[end - 1] == _OTHER:
                    break
                if _FUNCTION in (words.classes[start], words.classes[end - 1]):
                    continue
                name = self._name(words, start, end)
                if wanted(words.classes[start:end], name):
                    yield _Window(start, end, name)
            if words.breaks[start]:
                break

    def _name(self, words: _Words, start: int, end: int) -> Name:
        inside = range(start, end)
        telling = tuple(words.texts[n] for n in inside if words.classes[n] != _FUNCTION)
        joined = any(words.texts[n] in self._lists.prepositions for n in inside)
        return Name(telling, joined, joined and self._turns(words, start, end))

    def _turns(self, words: _Words, start: int, end: int) -> bool:
        """Whether the one run of function words inside is such as turns a name round."""
        between = [n for n in range(start, end) if words.classes[n] == _FUNCTION]
        run = between[-1] - between[0] == len(between) - 1
        return run and " ".join(words.texts[n] for n in between) in self._lists.turning

    def _unknown(self, classes: Sequence[int], name: Name) -> bool:
        # A capital marks a name of a person or a place, unless the other words are a name of ours.
        return _ENGLISH not in classes and (len(name.words) > 1 or _CAPITAL not in classes)

    def _one_wrong(self, classes: Sequence[int], name: Name) -> bool:
        """One word that is in no name, the others exactly a name's, and not only common ones."""
        if classes.count(_ENGLISH) != 1 or _UNKNOWN in classes or len(name.words) < 2:
            return False
        own = stems_of(name.words)
        wrong = next(n for n, word in enumerate(name.words) if word not in self._names.words)
        if len(name.words[wrong]) < 4 or own[wrong] in self._common:
            return False
        others = {*own[:wrong], *own[wrong + 1 :]}
        if others <= self._common:
            return False
        return (*own[:wrong], "", *own[wrong + 1 :]) in self._names.gapped

    def _turned(self, classes: Sequence[int], name: Name) -> bool:
        if _ENGLISH in classes or _UNKNOWN in classes or len(name.words) < 2:
            return False
        own = stems_of(name.words)
        return tuple(sorted(own)) in self._names.turned and not self._common.issuperset(own)

    def _chosen(
        self,
        windows: Sequence[_Window],
        matches: Sequence[Match | None],
        concepts: Sequence[ConceptHit],
    ) -> list[tuple[ConceptHit, float]]:
        """The longest matches that do not overlap; of equally long ones the surest."""
        found = [
            (ConceptHit(w.start, w.end, m.kind, m.id, NEARLY), m.confidence)
            for w, m in zip(windows, matches, strict=True)
            if m is not None
        ]
        found.sort(key=lambda item: (item[0].start - item[0].end, -item[1], item[0]))
        exact: dict[int, list[ConceptHit]] = {}
        for hit in concepts if found else ():
            if hit.kind not in _PARTS:
                for token in range(hit.start, hit.end):
                    exact.setdefault(token, []).append(hit)
        kept: dict[int, tuple[ConceptHit, float]] = {}
        for near, sure in found:
            inside = range(near.start, near.end)
            known = {hit for token in inside for hit in exact.get(token, ())}
            if kept.keys().isdisjoint(inside) and all(self._refines(near, hit) for hit in known):
                kept.update(dict.fromkeys(inside, (near, sure)))
        return list(dict.fromkeys(kept.values()))

    def _refines(self, near: ConceptHit, exact: ConceptHit) -> bool:
        """Whether the near name only says more exactly what a word in it says ("brest cancer"), as
        a longer phrase would."""
        if not (near.start <= exact.start and exact.end <= near.end) or near.id == exact.id:
            return False
        alike = {near.kind, exact.kind} <= _ILLNESS or near.kind == exact.kind
        return alike or self._vocabulary.is_a(near.id, exact.id)


def _written(text: str, first: bool) -> int:
    if text.islower() or (first and text.istitle()):
        return _UNKNOWN
    return _CAPITAL if text.istitle() else _OTHER


def _place(hit: ConceptHit) -> tuple[int, int]:
    return hit.start, -hit.end


@Language.factory(
    "healthlint_fuzzy",
    default_config={"reference": [], "patterns": [], "packaged": True},
    assigns=["doc.spans"],
)
def create_fuzzy(
    nlp: Language, name: str, reference: list[str], patterns: list[str], packaged: bool
) -> FuzzyComponent:
    """Concepts by misspelt or reordered names; comes after ``healthlint_concepts``."""
    del nlp, name
    return FuzzyComponent(load_knowledge(folders(reference), folders(patterns), packaged))
