"""Whose illness it is: what is told of someone other than the reader, over a whole paragraph.

A person enters by relation ("my uncle's", "Aunt Peg"), as a case ("one patient told us"), by name
and age ("Kirsty Lomax, 38,") or in the first person of a quotation ("I threw my tablets away").
From there on the sentence tells of that person, and so does each later one of the paragraph that
says "she" or "his"; who was named by name and age is known again wherever the name stands. The
author's own past ("three years ago I was tired") runs on in the same way.

The words are the cues of the family ``other-person`` that have no ``direction``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.context_values import Context, Range
from healthlint.nlp.cues import CueHit

FAMILY = "other-person"
_MARKS = "clause-marks"
_NAME_LENGTH = 4
_OLDEST = 110
_BESIDE = 3  # words between "my" and the relative: "my dear old aunt"
_OWNED = 2  # words from "her" to the beginning of what she has
_TITLES = 2  # words before a name in which its title stands


class Told(NamedTuple):
    """Tokens ``[start, end)`` tell of someone else, or of the author's past; ``words`` say so."""

    start: int
    end: int
    value: Context
    words: Range


class People:
    """The people of one article, as its paragraphs are read in order."""

    def __init__(self, doc: Doc, entities: Iterable[int]) -> None:
        """``entities`` are the tokens at which the things begin that people may have."""
        self._doc = doc
        self._entities = frozenset(entities)
        self._general = False
        self._names: dict[str, Range] = {}
        self._person: Range | None = None
        self._past: Range | None = None
        self._expert = False

    def paragraph(self, hits: Iterable[CueHit]) -> None:
        """A new paragraph begins: nobody is "she" any more. ``hits`` are all of its cues."""
        self._person = self._past = None
        ids = {hit.cue.id for hit in hits if hit.cue.family == FAMILY}
        self._expert = "expert" in ids
        self._general = "generic" in ids

    def told(
        self, start: int, end: int, hits: Sequence[CueHit], quotes: Sequence[Range]
    ) -> list[Told]:
        """What the sentence ``[start, end)`` tells of someone else."""
        words = _by_id(hits)
        found = [*self._voices(start, end, words, quotes)]
        entered = self._entered(start, end, words)
        first = start
        if entered is None and self._person is not None and self._mentioned(words, quotes):
            entered = self._person
        elif entered is not None:
            first = entered[0]
            self._person = entered
        if entered is not None:
            until = self._until(first, end, words, quotes)
            for piece in _outside(first, until, quotes):
                found.append(Told(*piece, Context.OTHER_PERSON, entered))
        found.extend(self._own_past(start, end, words))
        return found

    def _entered(self, start: int, end: int, words: Mapping[str, list[Range]]) -> Range | None:
        """The first person whom the sentence brings in or names again."""
        found = [
            *self._relatives(start, words),
            *words.get("case", ()),
            *self._aged(start, end, words),
            *self._known(start, end),
            *self._possessed(start, words),
        ]
        return min(found, default=None)

    def _relatives(self, start: int, words: Mapping[str, list[Range]]) -> Iterable[Range]:
        owners = {place for place, _ in words.get("owner", ())}
        for first, last in words.get("relative-word", ()):
            beside = range(max(start, first - _BESIDE), first)
            named = last < len(self._doc) and self._doc[last].is_title and self._doc[first].is_title
            if named or any(place in owners for place in beside):
                yield first, last

    def _possessed(self, start: int, words: Mapping[str, list[Range]]) -> Iterable[Range]:
        """Whoever "her tumour" or "his doctors" are told of, unless it is anyone at all."""
        if self._general:
            return
        owned = [
            (first, last)
            for first, last in words.get("possessive", ())
            if any(place in self._entities for place in range(last, last + _OWNED))
        ]
        if owned or words.get("case-words"):
            yield start, start + 1  # the whole sentence is about them

    def _aged(self, start: int, end: int, words: Mapping[str, list[Range]]) -> Iterable[Range]:
        """People named with their age: "Stan Birkett, 71, felt"."""
        doc = self._doc
        for comma, after in words.get("comma", ()):
            if not (start < comma and after < end and _is_age(doc[after].text)):
                continue
            if after + 1 < end and doc[after + 1].text not in (",", ".", ")", "-", "\n"):
                continue
            first = comma
            while first > max(start, comma - _NAME_LENGTH) and _is_name(doc[first - 1].text):
                first -= 1
            if first == comma or self._has_title(start, first, words):
                continue
            for place in range(first, comma):
                self._names[doc[place].text] = (first, comma)
            yield first, comma

    def _has_title(self, start: int, first: int, words: Mapping[str, list[Range]]) -> bool:
        near = range(max(start, first - _TITLES), first + 1)
        return any(place in near for place, _ in words.get("expert", ()))

    def _known(self, start: int, end: int) -> Iterable[Range]:
        """People whose name and age the article gave before."""
        if self._names:
            for token in self._doc[start:end]:
                if token.text in self._names:
                    yield token.i, token.i + 1
                    return

    def _mentioned(self, words: Mapping[str, list[Range]], quotes: Sequence[Range]) -> bool:
        return any(not _inside(place, quotes) for place, _ in words.get("pronoun", ()))

    def _until(
        self, first: int, end: int, words: Mapping[str, list[Range]], quotes: Sequence[Range]
    ) -> int:
        """A sentence that turns to the reader or the author ("and I have") leaves the person."""
        for place, _ in sorted(words.get("turn", ())):
            if place > first and not _inside(place, quotes):
                return place
        return end

    def _voices(
        self, start: int, end: int, words: Mapping[str, list[Range]], quotes: Sequence[Range]
    ) -> Iterable[Told]:
        """Quoted people who speak of themselves; experts speak of others."""
        spoken = [*words.get("first-person", ())]
        if not spoken or not quotes or self._expert:
            return
        for first, last in quotes:
            inside = (max(first, start), min(last, end))
            for place, after in spoken:
                if inside[0] <= place < inside[1]:
                    yield Told(*inside, Context.OTHER_PERSON, (place, after))
                    break

    def _own_past(self, start: int, end: int, words: Mapping[str, list[Range]]) -> Iterable[Told]:
        said = words.get("own-past", ())
        if said:
            self._past = said[0]
        elif self._past is not None and words.get("present"):
            self._past = None
        if self._past is not None:
            yield Told(start, end, Context.HISTORICAL, self._past)


def _by_id(hits: Iterable[CueHit]) -> dict[str, list[Range]]:
    """The cues read here, by id: this family's without a direction, and commas."""
    found: dict[str, list[Range]] = {}
    for hit in hits:
        own = hit.cue.family == FAMILY and "direction" not in hit.cue.settings
        if own or (hit.cue.family == _MARKS and hit.cue.id == "comma"):
            found.setdefault(hit.cue.id, []).append((hit.start, hit.end))
    return found


def _inside(place: int, quotes: Sequence[Range]) -> bool:
    return any(first <= place < last for first, last in quotes)


def _outside(start: int, end: int, quotes: Sequence[Range]) -> Iterable[Range]:
    """The parts of ``[start, end)`` between quotations: what people say is not about them."""
    for first, last in quotes:
        if last <= start or first >= end:
            continue
        if start < first:
            yield start, first
        start = last
    if start < end:
        yield start, end


def _is_age(text: str) -> bool:
    return text.isdigit() and 0 < int(text) <= _OLDEST


def _is_name(text: str) -> bool:
    return text[0].isupper() and text[1:].islower()
