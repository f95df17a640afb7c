"""The sentences that the encoder and the suspicion are fitted on: label and text.

``corpus/advice``, ``corpus/claims`` and ``corpus/labelled`` (one writer a file), the attack sets
that were read, what the reference itself says, and natural text, taken as safe and true, from
public pages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from false_alarms import rendered
from labelled_articles import CODES, FILES, HYPE, SAFE, articles_of

from healthlint.check import Checker
from healthlint.nlp.layout import PROSE
from healthlint.source import Source

ROOT = Path(__file__).resolve().parents[1]
PAIRS = 4  # of so many pairs of neighbouring sentences of the pages one is read as a pair


class Row(NamedTuple):
    """A passage: its source (a file, ``reference``, or ``page 0`` or ``page 1`` for the half of the
    pages that it is from), its label (``OK``, a rule's code, or several joined by ``+``) and its
    text; ``whole`` where it was read for every code, so that dangerous advice is known to claim
    nothing false and a false claim to advise nothing dangerous."""

    source: str
    label: str
    text: str
    whole: bool = False

    def codes(self) -> frozenset[str]:
        """The rules whose matter it is."""
        return frozenset(self.label.split("+")) - {SAFE}


def own_rows(checker: Checker) -> list[Row]:
    """The sentences written for the project, and what its reference says is true and false."""
    corpus = ROOT / "corpus"
    files = [*sorted((corpus / "advice").glob("*.tsv")), *sorted((corpus / "claims").glob("*.tsv"))]
    sets = [p for p in sorted((corpus / "attacks").iterdir()) if not p.name.startswith("unseen")]
    rows = [Row(path.stem, *pair) for path in (*files, *sets) for pair in _labelled(path)]
    rows += [row for path in sorted(FILES.glob("*.tsv")) for row in whole_rows(path)]
    for entry in checker.knowledge.reference.entries.values():
        rows += [Row("reference", SAFE, said.says) for said in (*entry.facts, *entry.causes)]
        for statement in entry.statements:
            rows.append(Row("reference", SAFE, statement.correction))
            if "/false-claims/" in statement.key:
                rows.append(Row("reference", "UC002", statement.claim))
    return rows


def whole_rows(path: Path) -> Iterator[Row]:
    """The lines of whole articles (``corpus/labelled``), and each together with the one before;
    without those of mere hype."""
    for article in articles_of(path):
        for line in article.lines:
            if HYPE not in line.labels:
                yield _row(path, line.labels, line.text)
        for before, line in pairwise(article.lines):
            if HYPE not in (labels := before.labels | line.labels):
                yield _row(path, labels, f"{before.text} {line.text}")


def _row(path: Path, labels: frozenset[str], text: str) -> Row:
    return Row(path.stem, "+".join(sorted(labels - {SAFE})) or SAFE, text, whole=True)


def _labelled(path: Path) -> Iterator[tuple[str, str]]:
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


def page_rows(checker: Checker, paths: Iterable[Path]) -> tuple[list[Row], dict[str, int]]:
    """Sentences of the pages and some pairs of them, as safe; and the words of each half."""
    rows: list[Row] = []
    words = dict.fromkeys(("page 0", "page 1"), 0)
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record: dict[str, Any] = json.loads(line)
            half = half_of(record)
            for said in sentences_of(checker, rendered(record)):
                words[half] += sum(len(text.split()) for text in said)
                rows += [Row(half, SAFE, text) for text in said]
                rows += [Row(half, SAFE, " ".join(two)) for two in list(pairwise(said))[::PAIRS]]
    return rows, words


def half_of(record: dict[str, Any]) -> str:
    """Which half of the pages a record is in: ``page 0`` is fitted on, ``page 1`` only read."""
    return f"page {hashlib.sha256(str(record['id']).encode()).digest()[0] % 2}"


def sentences_of(checker: Checker, text: str) -> Iterator[list[str]]:
    """The sentences of each block of prose."""
    article = checker.read(Source("page", text, "markdown"))
    for number, block in enumerate(article.document.blocks):
        if block.kind in PROSE:
            first, after = article.layout.first_sentence[number : number + 2]
            yield [article.doc[s.start : s.end].text for s in article.sentences[first:after]]
