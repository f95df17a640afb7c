"""How dangerously a passage advises: a weighted sum over its words and over what they are.

The rules on advice know harms, delays and doses by lists; what nobody listed they miss. Here a
passage is weighed as a whole: each stem, pair of neighbouring stems and piece of a word, and each
kind of thing the lists and the vocabulary see in it, adds its whole-number weight. The weights
(``patterns/weights/dangerous-advice.tsv``) are fitted by ``benchmarks/dangerous_advice.py`` on
sentences written for this project (``corpus/advice``) against public pages. What spoke loudest
can be named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import Stemmer

from healthlint.data import data_dir
from healthlint.errors import DataError

CODES = ("AD001", "AD002", "AD003", "AD004")
_PIECES = (4, 5)  # characters of a piece of a word, its ends marked
_LONGEST = 24  # characters of a word that is cut into pieces
_MARKS = frozenset("?!,;:")
_NAMED = 4  # words
_STEP, _STEPS = 5, 8  # words: lengths are told apart in steps of five, up to forty

_stem = Stemmer.Stemmer("english").stemWord


class Judgement(NamedTuple):
    """How dangerous, in hundredths of log-odds above the threshold; which rule's matter it is
    most likely; the words that weighed most, as places in the words given."""

    score: int
    code: str
    telling: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weights: of danger, and of each of ``CODES``; the first is the bias's row."""

    danger: Mapping[str, int]
    codes: Mapping[str, tuple[int, ...]]
    threshold: int

    def judge(self, words: Sequence[str], classes: Collection[str]) -> Judgement:
        """Weigh a passage: its lower-cased words, and the names of what was seen in it."""
        found = [*features(words, classes), BIAS]
        score = self._sum(found)
        rows = [self.codes[name] for name in found if name in self.codes]
        sums = [sum(column) for column in zip(*rows, strict=True)]
        best = max(range(len(CODES)), key=lambda number: (sums[number], -number))
        return Judgement(score, CODES[best], self._telling(words))

    def score(self, words: Sequence[str], classes: Collection[str]) -> int:
        """The score of :meth:`judge` alone, in half the time: what every sentence is asked for."""
        return self._sum([*features(words, classes), BIAS])

    def _sum(self, found: Sequence[str]) -> int:
        weigh = self.danger.get
        return sum(weigh(name, 0) for name in found) - self.threshold

    def _telling(self, words: Sequence[str]) -> tuple[int, ...]:
        weigh = self.danger.get
        known = [(place, stem) for place, stem in _stems(words) if stem not in _MARKS]
        loud = [0] * len(words)
        for place, stem in known:
            loud[place] += weigh(stem, 0)
        for (place, stem), (following, other) in pairwise(known):
            both = weigh(f"{stem} {other}", 0)
            loud[place] += both
            loud[following] += both
        spoke = [place for place in range(len(words)) if loud[place] > 0]
        spoke.sort(key=lambda place: -loud[place])
        return tuple(sorted(spoke[:_NAMED]))


BIAS = "<bias>"


def features(words: Sequence[str], classes: Collection[str]) -> set[str]:
    """Everything about a passage that may weigh; spaces between tokens are left out."""
    stems = [stem for _place, stem in _stems(words)]
    found = {f"#{name}" for name in classes}
    found.update(stems)
    found.update(f"{first} {second}" for first, second in pairwise(["<s>", *stems]))
    found.update(f"{first} * {third}" for first, third in zip(stems, stems[2:], strict=False))
    found.add(f"<len {min(_STEPS, len(stems) // _STEP)}>")
    for word in {word for word in words if word[0].isalnum()}:
        found.update(_pieces(word))
    return found


def _stems(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    for place, word in enumerate(words):
        if word[0].isalnum() or word in _MARKS or "'" in word:
            yield place, _stem_of(word)


@lru_cache(maxsize=20_000)
def _stem_of(word: str) -> str:
    return "<n>" if any(letter.isdigit() for letter in word) else _stem(word)


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> frozenset[str]:
    marked = f"_{word[:_LONGEST]}_"
    return frozenset(
        f"%{marked[start : start + size]}"
        for size in _PIECES
        for start in range(len(marked) - size + 1)
    )


@lru_cache(maxsize=1)
def load_weights() -> Weights:
    """The packaged weights. Raises :class:`DataError` with every line that is not one."""
    return read_weights(data_dir("patterns") / "weights" / "dangerous-advice.tsv")


def read_weights(path: Path) -> Weights:
    """The weights of a file: ``#`` comments, ``feature<TAB>danger<TAB>one number a code``, and
    ``<threshold>``. Raises :class:`DataError` with every line that is not one."""
    danger: dict[str, int] = {}
    codes: dict[str, tuple[int, ...]] = {}
    problems: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# ") or not line:
            continue
        name, *numbers = line.split("\t")
        try:
            first, *others = map(int, numbers)
        except ValueError:
            problems.append(f"{path}:{number}: {line!r}; a feature and whole numbers are wanted")
            continue
        danger[name] = first
        if len(others) == len(CODES):
            codes[name] = tuple(others)
    threshold = danger.pop("<threshold>", None)
    if threshold is None or BIAS not in codes:
        problems.append(f"{path}: the rows <threshold> and {BIAS} are wanted")
    if problems:
        raise DataError(problems)
    return Weights(danger, codes, threshold or 0)
