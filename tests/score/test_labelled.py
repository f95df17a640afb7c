"""The whole articles of which every line has a label (``corpus/labelled``)."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from healthlint.nlp.claim import OBJECT_LABELS
from healthlint.nlp.encoder import ADVICE_CODES, CLAIM_CODES

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "labelled"
FILES = sorted(FOLDER.glob("*.tsv"))
ALONE = {"OK", "HY", "#"}
LABELS = {*ALONE, *ADVICE_CODES, *CLAIM_CODES}


def test_there_are_files() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_has_labels_that_the_weights_know(path: Path) -> None:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row for row in rows if len(row) != 2 or not row[1].strip()] == []
    labels = [row[0].split("+") for row in rows]
    assert [parts for parts in labels if not LABELS.issuperset(parts)] == []
    assert [parts for parts in labels if len(parts) > 1 and not ALONE.isdisjoint(parts)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_article_begins_with_its_title(path: Path) -> None:
    labels = [line.split("\t")[0] for line in path.read_text(encoding="utf-8").splitlines()]
    assert labels[0] == "#"
    assert ("#", "#") not in pairwise(labels)


FRAMES = sorted((FOLDER.parent / "frames").glob("*.tsv"))


@pytest.mark.parametrize("path", FRAMES, ids=lambda path: path.stem)
def test_a_frame_has_a_kind_and_shows_a_sentence_once(path: Path) -> None:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row for row in rows if len(row) != 5 or not all(part.strip() for part in row)] == []
    assert {kind for kind, *_rest in rows} == {"refuted", "told"}
    assert [row for row in rows if [part.count("{}") for part in row] != [0, 0, 0, 1, 0]] == []


RELATIONS = sorted((FOLDER.parent / "relations").glob("*.tsv"))


@pytest.mark.parametrize("path", RELATIONS, ids=lambda path: path.stem)
def test_a_labelled_claim_points_at_words_of_its_line(path: Path) -> None:
    wrong = []
    for row in path.read_text(encoding="utf-8").splitlines():
        name, line, words, nth, subject, relation, polarity = row.split("\t")
        stem = name.rstrip("0123456789")
        text = _articles(stem)[int(name.removeprefix(stem))][int(line) - 1]
        known = relation in OBJECT_LABELS and polarity in ("affirmed", "negated") and subject
        if not known or text.count(words) < int(nth):
            wrong.append(row)
    assert wrong == []


@cache
def _articles(stem: str) -> list[list[str]]:
    """The lines of each article of a file."""
    found: list[list[str]] = []
    for row in (FOLDER / f"{stem}.tsv").read_text(encoding="utf-8").splitlines():
        label, text = row.split("\t")
        if label == "#":
            found.append([])
        else:
            found[-1].append(text)
    return found
