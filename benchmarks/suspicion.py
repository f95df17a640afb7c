"""How many dangerous and false sentences the words alone make suspect, and the fit of the weights.

    python benchmarks/suspicion.py PAGES... [--only w7,c1] [--share 0.1] [--write]

Printed: for each file of labelled sentences the share found suspect by a model that was fitted on
the other files and half of the pages, at the threshold that ``--share`` of the sentences of the
other half pass; with ``--write`` a fit on everything goes to ``patterns/weights/suspicion.tsv``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from sentences_told import ROOT, SAFE, own_rows, page_rows
from sklearn.linear_model import LogisticRegression
from spacy.tokenizer import Tokenizer

from healthlint.check import Checker
from healthlint.nlp.pipeline import build_nlp
from healthlint.nlp.suspicion import BIAS, THRESHOLD, features

OUT = ROOT / "patterns" / "weights" / "suspicion.tsv"
KEPT = 24_000  # features
HEADER = """\
# Which sentences are read closely: weights of stems, pairs of stems and pieces of words (%), in
# hundredths of log-odds. Fitted by benchmarks/suspicion.py; refit rather than change a number.
# See nlp/suspicion.py.
"""


class Known(NamedTuple):
    """A passage: its source, whether it is safe and true, and the numbers of its features."""

    source: str
    label: str
    features: Any


class Names:
    """The numbers that features go by."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._numbers: dict[str, int] = {}

    def numbers(self, text: str) -> Any:
        """The numbers of a text's features, in ascending order."""
        words = [token.lower_ for token in self._tokenizer(text) if not token.is_space]
        known = self._numbers
        found = [known.setdefault(name, len(known)) for name in features(words)]
        return np.unique(found).astype(np.int32)

    def names(self) -> list[str]:
        """All features, by number."""
        return list(self._numbers)


class Fit(NamedTuple):
    """A fitted model: numbers of its features, their weights, and how many features there are."""

    features: Any
    weights: Any
    bias: float
    width: int

    def scores(self, rows: Sequence[Known]) -> Any:
        """The log-odds of each row."""
        return matrix(rows, self.width)[:, self.features] @ self.weights + self.bias


def matrix(rows: Sequence[Known], width: int) -> Any:
    """Rows by features (``width`` of them in all), zeros and ones."""
    places = np.concatenate([row.features for row in rows])
    ends = np.cumsum([0, *(len(row.features) for row in rows)])
    return csr_matrix((np.ones(len(places), np.float32), places, ends), (len(rows), width))


def fitted(rows: Sequence[Known], width: int) -> Fit:
    """Fit on rows: once to choose the features, once more on those."""
    seen = matrix(rows, width)
    often = np.flatnonzero(np.asarray(seen.sum(axis=0)).ravel() >= 2)
    bad = np.array([row.label != SAFE for row in rows])
    options = {"C": 1.0, "max_iter": 400, "solver": "liblinear", "random_state": 0}
    first = LogisticRegression(**options).fit(seen[:, often], bad)
    kept = often[np.sort(np.argsort(-abs(first.coef_[0]), kind="stable")[:KEPT])]
    second = LogisticRegression(**options).fit(seen[:, kept], bad)
    return Fit(kept, second.coef_[0], second.intercept_[0], width)


def threshold(fit: Fit, rows: Sequence[Known], share: float) -> float:
    """The score that this share of the rows pass."""
    return float(np.quantile(fit.scores(rows), 1 - share))


def tell(name: str, fit: Fit, rows: Sequence[Known], least: float) -> None:
    """Print what share of a file is suspect, by label."""
    counts, found = Counter(row.label for row in rows), Counter[str]()
    for row, score in zip(rows, fit.scores(rows), strict=True):
        found[row.label] += int(score > least)
    parts = [f"{label} {found[label] / n:.3f}" for label, n in sorted(counts.items())]
    print(f"{name:10}{len(rows):6}  " + "  ".join(parts), flush=True)


def write(fit: Fit, names: Sequence[str], least: float) -> None:
    """Write the weights in hundredths; those that are 0 are left out."""
    lines = [f"{THRESHOLD}\t{round(least * 100)}", f"{BIAS}\t{round(float(fit.bias) * 100)}"]
    known = [names[number] for number in fit.features]
    for name, weight in zip(known, fit.weights, strict=True):
        if number := round(float(weight) * 100):
            lines.append(f"{name}\t{number}")
    OUT.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--share", type=float, default=0.1, help="of the sentences of the pages")
    parser.add_argument("--only", default="", help="files to leave out in turn (comma-separated)")
    parser.add_argument("--write", action="store_true", help="fit on everything and write")
    options = parser.parse_args()
    checker = Checker()
    names = Names(build_nlp()[0].tokenizer)

    def known(rows: Iterable[Any]) -> list[Known]:
        return [Known(row.source, row.label, names.numbers(row.text)) for row in rows]

    rows = known(own_rows(checker))
    pages = known(page_rows(checker, options.pages)[0])
    width = len(names.names())
    sources = list(dict.fromkeys(row.source for row in rows))
    only = options.only.split(",") if options.only else sources
    half = [row for row in pages if row.source == "page 0"]
    held = [row for row in pages if row.source == "page 1"]
    limits = []
    for left in only:
        fit = fitted([*(row for row in rows if row.source != left), *half], width)
        limits.append(threshold(fit, held, options.share))
        tell(left, fit, [row for row in rows if row.source == left], limits[-1])
    if options.write:
        least = float(np.mean(limits))
        print(f"threshold {least:.2f}, the mean of those above")
        write(fitted([*rows, *pages], width), names.names(), least)


if __name__ == "__main__":
    main()
