"""Which sentences deserve a close reading: a weighted sum over their words.

Most sentences of a health article are neither advice nor a doubtful claim, and a look at the words
shows it. Each stem, pair of neighbouring stems and piece of a word adds its whole-number weight;
what passes the threshold (some ten sentences in a hundred) is read by :mod:`.encoder`. The
weights (``patterns/weights/suspicion.tsv``) are fitted by ``benchmarks/suspicion.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS

from healthlint.data import data_dir
from healthlint.errors import DataError
from healthlint.nlp.stems import stem_of

_PIECES = (4, 5)  # characters of a piece of a word, its ends marked
_LONGEST = 24  # characters of a word that is cut into pieces
_MARKS = frozenset("?!,;:")
_NAMED = 4  # words
_STEP, _STEPS = 5, 8  # words: lengths are told apart in steps of five, up to forty
BIAS, THRESHOLD = "<bias>", "<threshold>"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The fitted weights, and the sum from which a sentence is suspect."""

    weights: Mapping[str, int]
    threshold: int

    def score(self, words: Sequence[str]) -> int:
        """How suspect a passage is by its lower-cased words: hundredths of log-odds over the
        threshold."""
        weigh = self.weights.get
        return weigh(BIAS, 0) + sum(weigh(name, 0) for name in features(words)) - self.threshold

    def telling(self, words: Sequence[str]) -> tuple[int, ...]:
        """The places of the words that weighed most, without those that say nothing alone."""
        weigh = self.weights.get
        known = [(place, stem) for place, stem in _stems(words) if stem not in _MARKS]
        loud = [0] * len(words)
        for place, stem in known:
            loud[place] += weigh(stem, 0)
        for (place, stem), (following, other) in pairwise(known):
            both = weigh(f"{stem} {other}", 0)
            loud[place] += both
            loud[following] += both
        spoke = [n for n, word in enumerate(words) if loud[n] > 0 and word not in STOP_WORDS]
        spoke.sort(key=lambda place: -loud[place])
        return tuple(sorted(spoke[:_NAMED]))


def features(words: Sequence[str]) -> set[str]:
    """Everything about a passage that may weigh; spaces between tokens are left out."""
    stems = [stem for _place, stem in _stems(words)]
    found = set(stems)
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
    return "<n>" if any(letter.isdigit() for letter in word) else stem_of(word)


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> frozenset[str]:
    marked = f"_{word[:_LONGEST]}_"
    return frozenset(
        f"%{marked[start : start + size]}"
        for size in _PIECES
        for start in range(len(marked) - size + 1)
    )


@lru_cache(maxsize=1)
def load_suspicion() -> Suspicion:
    """The packaged weights. Raises :class:`DataError` with every line that is not one."""
    return read_suspicion(data_dir("patterns") / "weights" / "suspicion.tsv")


def read_suspicion(path: Path) -> Suspicion:
    """The weights of a file: ``#`` comments, and ``feature<TAB>whole number``, two of them named
    ``<bias>`` and ``<threshold>``. Raises :class:`DataError` with every line that is not one."""
    weights: dict[str, int] = {}
    problems: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# ") or not line:
            continue
        name, _tab, weight = line.partition("\t")
        try:
            weights[name] = int(weight)
        except ValueError:
            problems.append(f"{path}:{number}: {line!r}; a feature and a whole number are wanted")
    threshold = weights.pop(THRESHOLD, None)
    if threshold is None or BIAS not in weights:
        problems.append(f"{path}: the rows {THRESHOLD} and {BIAS} are wanted")
    if problems:
        raise DataError(problems)
    return Suspicion(weights, threshold or 0)
