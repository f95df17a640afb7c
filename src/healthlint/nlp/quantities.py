"""Quantities that a sentence names: "two minutes", "38 mmol/mol", "170/100".

The words of numbers and units are data (``patterns/cues/measures.yaml``). The reference bounds a
quantity by a slot such as ``<20-minutes``: it is met by a sentence all of whose times are shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.cues import CueHit
from healthlint.nlp.lowered import lowered
from healthlint.vocabulary import Vocabulary

BOUND = re.compile(r"([<>])(\d+(?:\.\d+)?)-([a-z]+(?:-[a-z]+)*)")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)*)(?:\s*[-–]\s*(\d+(?:[.,]\d+)*))?([a-z%]*)", re.IGNORECASE)
_PRESSURE = re.compile(r"(\d{2,3})/(\d{2,3})")
_BACK = 5  # tokens from a unit back to its number: "half an hour", "twenty to thirty minutes"

# What a bound's unit is called in the reference -> dimension and scale.
_UNITS: dict[str, tuple[str, float]] = {
    "minutes": ("time", 1),
    "hours": ("time", 60),
    "days": ("time", 1440),
    "weeks": ("time", 10080),
    "months": ("time", 43800),
    "years": ("time", 525600),
    "percent": ("share", 1),
    "mmol-mol": ("mmol-mol", 1),
    "mmol-l": ("mmol-l", 1),
    "mg-dl": ("mg-dl", 1),
    "celsius": ("celsius", 1),
    "fahrenheit": ("fahrenheit", 1),
    "systolic": ("systolic", 1),
    "diastolic": ("diastolic", 1),
    "milligrams": ("mass", 1),
    "grams": ("mass", 1000),
    "tablets": ("tablets", 1),
    "puffs": ("puffs", 1),
    "per-minute": ("rate", 1),
    "portions": ("portions", 1),
    "alcohol-units": ("alcohol-units", 1),
    "centimetres": ("length", 1),
    "litres": ("volume", 1),
    "times": ("times", 1),
}


class Quantity(NamedTuple):
    """From ``low`` to ``high`` of a dimension's first unit, at tokens ``[start, end)``."""

    start: int
    end: int
    dimension: str
    low: float
    high: float


class Bound(NamedTuple):
    """What a slot asks of a quantity: all of it below (or above) ``value``."""

    dimension: str
    below: bool
    value: float

    def holds(self, quantity: Quantity) -> bool:
        """Whether the whole quantity lies on that side."""
        if quantity.dimension != self.dimension:
            return False
        return quantity.high < self.value if self.below else quantity.low > self.value


@lru_cache(maxsize=1024)
def parse_bound(slot: str) -> Bound | None:
    """The bound that a slot's id writes, ``None`` for anything else."""
    found = BOUND.fullmatch(slot)
    if found is None or found[3] not in _UNITS:
        return None
    dimension, scale = _UNITS[found[3]]
    return Bound(dimension, found[1] == "<", float(found[2]) * scale)


class Numbers:
    """The words of numbers and units, read from the vocabulary once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        lists = {cue.id: cue.phrases for cue in vocabulary.cues.get("measure", ())}
        pairs = (phrase.split(":") for phrase in lists.get("number-words", ()))
        self.values = {word: float(value) for word, value in pairs}
        self.fillers = frozenset(lists.get("number-fillers", ()))
        self._joined = {
            phrase: (str(dimension), float(scale))
            for cue in vocabulary.cues.get("measure", ())
            if cue.id == "joined-units"
            for phrase, dimension, scale in zip(
                cue.phrases, cue.settings["dimensions"], cue.settings["scales"], strict=True
            )
        }

    def quantities(
        self, doc: Doc, start: int, end: int, units: Sequence[CueHit]
    ) -> Iterator[Quantity]:
        """Every quantity between two tokens; ``units`` are the unit cues there."""
        for unit in units:
            dimension, scale = _dimension(unit)
            first, numbers = self._before(doc, start, unit.start)
            if numbers:
                values = [number * scale for number in numbers]
                yield Quantity(first, unit.end, dimension, min(values), max(values))
        for index, word in enumerate(lowered(doc)[start:end], start):
            if word[:1].isdigit():
                yield from self._alone(doc, index, end)

    def _before(self, doc: Doc, start: int, unit: int) -> tuple[int, list[float]]:
        numbers: list[float] = []
        first = unit
        for index in range(unit - 1, max(start, unit - _BACK) - 1, -1):
            word = doc[index].lower_
            read = self._read(word)
            if read:
                # "A couple of weeks": the article before a number is none.
                if not (numbers and word in self.fillers):
                    numbers += read
                first = index
            elif word not in self.fillers and word not in _JOINING:
                break
        return first, numbers

    def _read(self, word: str) -> list[float]:
        if word in self.values:
            return [self.values[word]]
        found = _NUMBER.fullmatch(word)
        if found is None or found[3]:
            return []
        return [_value(text) for text in found.groups()[:2] if text]

    def _alone(self, doc: Doc, index: int, end: int) -> Iterator[Quantity]:
        """A blood pressure, or a number written together with its unit ("120mmHg")."""
        word = doc[index].text
        found = _PRESSURE.fullmatch(word)
        if found is not None:
            yield from _pressures(index, index + 1, found[1], found[2])
        elif word.isdigit() and index + 2 < end and doc[index + 1].lower_ == "over":
            lower = doc[index + 2].text
            if lower.isdigit() and 40 <= int(lower) < int(word):
                yield from _pressures(index, index + 3, word, lower)
        elif word[:1].isdigit() and word[-1].isalpha():
            joined = _NUMBER.fullmatch(word)
            dimension, scale = self._joined.get(joined[3].lower(), ("", 1)) if joined else ("", 1)
            if joined and dimension:
                value = _value(joined[1]) * scale
                high = _value(joined[2]) * scale if joined[2] else value
                yield Quantity(index, index + 1, dimension, value, high)


_JOINING = frozenset({"-", "–", "to", "and", "a"})


def _dimension(unit: CueHit) -> tuple[str, float]:
    settings = unit.cue.settings
    return str(settings["dimension"]), float(settings["scale"])


def _value(text: str) -> float:
    # A comma before three digits groups thousands; a point is decimal.
    return float(re.sub(r",(?=\d{3})", "", text).replace(",", "."))


def _pressures(start: int, end: int, upper: str, lower: str) -> Iterator[Quantity]:
    yield Quantity(start, end, "systolic", float(upper), float(upper))
    yield Quantity(start, end, "diastolic", float(lower), float(lower))


def met(bounds: Iterable[str], quantities: Sequence[Quantity]) -> Iterator[tuple[str, Quantity]]:
    """The bounds that all of the sentence's quantities of their dimension meet, with the first."""
    for slot in bounds:
        bound = parse_bound(slot)
        if bound is None:
            continue
        own = [q for q in quantities if q.dimension == bound.dimension]
        if own and all(bound.holds(quantity) for quantity in own):
            yield slot, own[0]
