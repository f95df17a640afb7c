"""How well dangerous advice is told from safe by its words, and the fit of the weights.

    python benchmarks/dangerous_advice.py trusted_pages.jsonl evidence.jsonl news_articles.jsonl

Sentences come from ``corpus/advice/*.tsv`` (label, sentence; one writer a file) and the attack sets
that were read (``corpus/attacks``; the unseen ones are left out); natural text, taken as safe, from
the pages given. Printed: for each file the share of its dangerous sentences that a model finds
which was fitted on the other files and half of the pages, at the threshold that flags ``--rate``
passages in ten thousand words of the other half; with ``--write`` a fit on everything is written
to ``patterns/weights/dangerous-advice.tsv``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from false_alarms import rendered
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from healthlint.check import Checker
from healthlint.nlp.advice_passages import advice_classes, passage_words
from healthlint.nlp.dangerous_advice import BIAS, CODES, features
from healthlint.nlp.layout import PROSE
from healthlint.source import Source

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "patterns" / "weights" / "dangerous-advice.tsv"
SAFE = "OK"
PAIRS = 5  # of every so many neighbouring sentences of the pages two are read together
KEPT = 24_000  # features
HEADER = """\
# How dangerously a passage advises: weights of its stems, pairs of stems, pieces of words (%) and
# kinds of thing (#), in hundredths of log-odds: danger, then for each of AD001-AD004. Fitted by
# benchmarks/dangerous_advice.py; refit rather than change a number. See nlp/dangerous_advice.py.
"""


class Row(NamedTuple):
    """A passage: its source, its label and the numbers of its features."""

    source: str
    label: str
    features: Any


class Names:
    """The numbers that features go by."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def numbers(self, found: Iterable[str]) -> Any:
        """The numbers of those features, in ascending order."""
        known = self._numbers
        return np.unique([known.setdefault(name, len(known)) for name in found]).astype(np.int32)

    def names(self) -> list[str]:
        """All features, by number."""
        return list(self._numbers)


def labelled(path: Path) -> Iterator[tuple[str, str]]:
    """The labels and sentences of a file, or of a set of attacks."""
    if path.is_dir():
        for file in sorted((path / "plants").glob("*.yaml")):
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            codes = data["rules"]
            label = SAFE if "look-alikes" in data["family"] else codes[0]
            if label == SAFE or (len(codes) == 1 and label in CODES):
                yield from ((label, case["text"]) for case in data["cases"] if "text" in case)
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        label, sentence = line.split("\t")
        yield label, sentence


def passages(checker: Checker, text: str) -> Iterator[list[tuple[list[str], set[str]]]]:
    """The sentences of each block of a page: their words and kinds of thing."""
    article = checker.read(Source("page", text, "markdown"))
    layout = article.layout
    for number, block in enumerate(article.document.blocks):
        if block.kind in PROSE:
            first, after = layout.first_sentence[number], layout.first_sentence[number + 1]
            yield [
                (passage_words(article.reading, n, n)[0], advice_classes(article.reading, n))
                for n in range(first, after)
            ]


def joined(names: Names, sentences: Sequence[tuple[list[str], set[str]]]) -> Any:
    """The features of sentences read together."""
    words = [word for own, _kinds in sentences for word in own]
    kinds = {kind for _own, found in sentences for kind in found}
    return names.numbers(features(words, kinds))


def written(checker: Checker, names: Names, paths: Iterable[Path]) -> Iterator[Row]:
    """The sentences written for the project."""
    for path in paths:
        for label, sentence in labelled(path):
            blocks = list(
                passages(checker, f"# Health\n\nThis page is about health.\n\n{sentence}")
            )
            yield Row(path.stem, label, joined(names, [s for block in blocks[2:] for s in block]))


def natural(
    checker: Checker, names: Names, paths: Iterable[Path]
) -> tuple[list[Row], dict[str, int]]:
    """The sentences of the pages, and two together, as safe; and the words of each half."""
    rows: list[Row] = []
    words = dict.fromkeys(("page 0", "page 1"), 0)
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record: dict[str, Any] = json.loads(line)
            half = f"page {hashlib.sha256(str(record['id']).encode()).digest()[0] % 2}"
            for block in passages(checker, rendered(record)):
                words[half] += sum(word[0].isalnum() for own, _kinds in block for word in own)
                rows += [Row(half, SAFE, joined(names, [one])) for one in block]
                for number, both in enumerate(pairwise(block)):
                    if number % PAIRS < 2:
                        rows.append(Row(half, SAFE, joined(names, both)))
    return rows, words


class Fit(NamedTuple):
    """A fitted model: numbers of its features, weights of danger and of the codes, and how many
    features there are in all."""

    features: Any
    danger: Any
    danger_bias: float
    codes: Any
    codes_bias: Any
    width: int

    def scores(self, rows: Sequence[Row]) -> Any:
        """The log-odds of danger of each row."""
        return matrix(rows, self.width)[:, self.features] @ self.danger + self.danger_bias

    def said(self, rows: Sequence[Row]) -> list[str]:
        """The most likely code of each row."""
        columns = matrix(rows, self.width)[:, self.features] @ self.codes.T + self.codes_bias
        return [CODES[number] for number in np.argmax(columns, axis=1)]


def matrix(rows: Sequence[Row], width: int) -> Any:
    """Rows by features (``width`` of them in all), zeros and ones."""
    places = np.concatenate([row.features for row in rows])
    ends = np.cumsum([0, *(len(row.features) for row in rows)])
    return csr_matrix((np.ones(len(places), np.float32), places, ends), (len(rows), width))


def fitted(rows: Sequence[Row], width: int) -> Fit:
    """Fit on rows: once to choose the features, once more on those."""
    seen = matrix(rows, width)
    often = np.flatnonzero(np.asarray(seen.sum(axis=0)).ravel() >= 2)
    danger = np.array([row.label != SAFE for row in rows])
    options = {"C": 1.0, "max_iter": 400, "solver": "liblinear", "random_state": 0}
    first = LogisticRegression(**options).fit(seen[:, often], danger)
    kept = often[np.sort(np.argsort(-abs(first.coef_[0]), kind="stable")[:KEPT])]
    second = LogisticRegression(**options).fit(seen[:, kept], danger)
    own = np.flatnonzero(danger)
    labels = [rows[number].label for number in own]
    codes = LogisticRegression(C=1.0, max_iter=1000).fit(seen[own][:, kept], labels)
    return Fit(kept, second.coef_[0], second.intercept_[0], codes.coef_, codes.intercept_, width)


def threshold(fit: Fit, rows: Sequence[Row], words: int, rate: float) -> float:
    """The score that ``rate`` passages in ten thousand words of safe pages reach."""
    allowed = max(1, round(rate * words / 10_000))
    return float(np.sort(fit.scores(rows))[-allowed - 1])


def tell(name: str, fit: Fit, rows: Sequence[Row], least: float) -> None:
    """Print how much of a file is found, and how much of it under the right code."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row, score, said in zip(rows, fit.scores(rows), fit.said(rows), strict=True):
        found[row.label].update(
            {
                "all": 1,
                "found": int(score > least),
                "right": int(score > least and said == row.label),
            }
        )
    parts = [
        f"{label} {n['found'] / n['all']:.2f}"
        + ("" if label == SAFE else f" ({n['right'] / n['all']:.2f})")
        for label, n in sorted(found.items())
    ]
    print(f"{name:10}{len(rows):6}  " + "  ".join(parts), flush=True)


def write(fit: Fit, names: Sequence[str], least: float) -> None:
    """Write the weights in hundredths; a feature whose numbers are all 0 is left out."""
    lines = [f"<threshold>\t{round(least * 100)}"]
    known = [names[number] for number in fit.features]
    rows = zip([BIAS, *known], [fit.danger_bias, *fit.danger], strict=True)
    columns = np.vstack([fit.codes_bias, fit.codes.T])
    for (name, danger), codes in zip(rows, columns, strict=True):
        numbers = [round(float(number) * 100) for number in (danger, *codes)]
        if name == BIAS or any(numbers):
            lines.append("\t".join([name, *map(str, numbers)]))
    OUT.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--rate", type=float, default=0.3, help="passages flagged in 10,000 words")
    parser.add_argument("--only", default="", help="files to leave out in turn (comma-separated)")
    parser.add_argument("--write", action="store_true", help="fit on everything and write")
    options = parser.parse_args()
    checker = Checker()
    files = sorted((ROOT / "corpus" / "advice").glob("*.tsv"))
    attacks = sorted((ROOT / "corpus" / "attacks").iterdir())
    sets = [path for path in attacks if not path.name.startswith("unseen")]
    names = Names()
    rows = list(written(checker, names, [*files, *sets]))
    pages, words = natural(checker, names, options.pages)
    width = len(names.names())
    limits = []
    for path in [*files, *sets]:
        if options.only and path.stem not in options.only.split(","):
            continue
        others = [row for row in rows if row.source != path.stem]
        fit = fitted([*others, *(row for row in pages if row.source == "page 0")], width)
        held = [row for row in pages if row.source == "page 1"]
        least = threshold(fit, held, words["page 1"], options.rate)
        limits.append(least)
        tell(path.stem, fit, [row for row in rows if row.source == path.stem], least)
    if options.write:
        least = float(np.mean(limits))
        print(f"threshold {least:.2f}, the mean of those above")
        write(fitted([*rows, *pages], width), names.names(), least)


if __name__ == "__main__":
    main()
