"""Groups of people told by age: "people over 55", "women older than 50", "aged 65 and over".

The words are in ``patterns/cues/age-groups.yaml``. A group that names people keeps what they are
("women over 50" are women); one that does not is told by the age itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.vocabulary import Vocabulary

_OLDEST = 110
_RANGE = frozenset({"to", "and", "-", "–", "through"})
_EITHER = frozenset({"and", "or"})
_SMALL = 13  # number words below this count other things too ("over five")


class _Age(NamedTuple):
    """Tokens of an age said, and the age."""

    start: int
    end: int
    years: int
    downward: bool
    needs_people: bool


class AgeGroups:
    """Finds such groups; immutable after construction."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        lists = vocabulary.word_sets("age-phrases")
        nothing: frozenset[str] = frozenset()
        self._people = lists.get("people", nothing)
        self._bare = lists.get("before-bare", nothing)
        self._upward = lists.get("upward", nothing)
        self._downward = lists.get("downward", nothing)
        self._ages = lists.get("ages", nothing)
        self._units = lists.get("units", nothing)
        self._beyond = lists.get("beyond", nothing)
        self._young = lists.get("young", nothing)
        pairs = (phrase.split(":") for phrase in lists.get("age-words", ()))
        self._numbers = {word: int(years) for word, years in pairs}
        cues = vocabulary.cues.get("age-phrases", ())
        steps = [(int(c.settings["from"]), c.id) for c in cues if "from" in c.settings]
        self._groups = sorted(steps, reverse=True)

    def find(self, doc: Doc, first: int, last: int, hits: Sequence[ConceptHit]) -> list[ConceptHit]:
        """The groups of the sentence ``[first, last)``; ``hits`` are its concepts."""
        words = lowered(doc)[first:last]
        spots = [n for n, w in enumerate(words) if w[:1].isdigit() or w in self._numbers]
        if not spots:
            return []
        people = {hit.end - first: hit for hit in hits if hit.kind == "population"}
        found: list[ConceptHit] = []
        for spot in spots:
            if found and spot + first < found[-1].end:
                continue
            age = self._age(words, spot)
            if age is not None:
                found.extend(self._group(words, age, people, first))
        return found

    def _age(self, words: list[str], spot: int) -> _Age | None:
        years = self._years(words[spot])
        end = self._end(words, spot)
        if years is None or (end < len(words) and words[end] in self._units):
            return None
        if words[spot - 1 : spot] == ["age"] and words[spot - 2 : spot - 1] == ["than"]:
            words, spot = [*words[: spot - 1], *words[spot:]], spot - 1
            shorter = self._age(words, spot)
            return shorter and shorter._replace(end=shorter.end + 1)
        before = [words[n] if n >= 0 else "" for n in (spot - 1, spot - 2, spot - 3, spot - 4)]
        both = self._upward | self._downward
        if before[0] == "than" and before[1] in both:
            return _Age(spot - 2, end, years, before[1] in self._downward, needs_people=False)
        if before[:2] == ["of", "age"] and before[3] in both:
            return _Age(spot - 4, end, years, before[3] in self._downward, needs_people=False)
        if before[0] == "of" and words[spot] in self._numbers and before[1] in self._people:
            return _Age(spot - 1, end, years, downward=False, needs_people=True)
        if before[0] in self._beyond and before[1] in self._people:
            return _Age(spot - 1, end, years, downward=False, needs_people=True)
        if before[0] in both:
            start = spot - 2 if before[1] in self._ages else spot - 1
            return _Age(start, end, years, before[0] in self._downward, needs_people=True)
        if before[0] in self._ages:
            return _Age(spot - 1, end, years, downward=False, needs_people=before[0] == "age")
        if words[spot].endswith("s") and before[0] == "their":
            start = spot - 2 if before[1] == "in" else spot - 1
            return _Age(start, end, years, downward=False, needs_people=True)
        if end > spot + 1 and words[end - 1] in both:
            return _Age(spot, end, years, words[end - 1] in self._downward, needs_people=False)
        return None

    def _end(self, words: list[str], spot: int) -> int:
        """Past "65", "18 to 65", "65 years", "65 and older"."""
        end = spot + 1
        following = [*words[end : end + 4], "", "", "", ""]
        if following[0] in _RANGE and self._years(following[1]) is not None:
            end += 2
            following = [*words[end : end + 4], "", "", "", ""]
        if following[0] in ("years", "year"):
            end += 3 if following[1:3] == ["of", "age"] else 1
            following = [*words[end : end + 4], "", "", "", ""]
        if following[0] in _EITHER and following[1] in self._upward | self._downward:
            end += 2
        return end

    def _group(
        self, words: list[str], age: _Age, people: dict[int, ConceptHit], first: int
    ) -> list[ConceptHit]:
        before = words[age.start - 1] if age.start > 0 else ""
        start, group = age.start, self._by_age(age)
        known = people.get(age.start)
        if before not in self._young and self._is_small(words[age.start : age.end]):
            return []
        if known is not None:
            start = known.start - first
            group = known.id
        elif before in self._people:
            start -= 1
        elif before == "," and age.start > 1 and words[age.start - 2] in self._people:
            start -= 2
        elif age.needs_people and before not in self._bare:
            return []
        return [ConceptHit(first + start, first + age.end, "population", group, PLAIN)]

    def _years(self, word: str) -> int | None:
        digits = word.removesuffix("s")
        if digits.isdecimal():
            return int(digits) if 0 < int(digits) <= _OLDEST else None
        return self._numbers.get(word)

    def _is_small(self, told: list[str]) -> bool:
        """Whether a small number is told in words."""
        return any(self._numbers.get(word, _SMALL) < _SMALL for word in told)

    def _by_age(self, age: _Age) -> str:
        years = age.years - 1 if age.downward else age.years
        return next((group for least, group in self._groups if years >= least), "adults")
