"""How well "negated" is told on clinical sentences: precision, recall and F1.

    python benchmarks/negation.py negation_sentences.jsonl [--errors]

One JSON object a line: ``text`` with the term in capitals, ``term``, ``label`` Affirmed or
Negated. The file is split in two by a hash of the sentence; ``--errors`` prints the mistakes of
the first half only, so that the second stays unread.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from healthlint.data import data_dir
from healthlint.errors import DataError
from healthlint.nlp.context import FAMILIES, Context, contexts
from healthlint.nlp.lexicon import Lexicon
from healthlint.vocabulary import Cue, Vocabulary
from healthlint.vocabulary.loading import parse_pattern_file


def lexicon() -> Lexicon:
    """The cues of context alone, so that nothing else can change the figures."""
    cues: dict[str, list[Cue]] = {}
    digest = hashlib.sha256()
    for path in sorted((data_dir("patterns") / "cues").glob("context-*.yaml")):
        content = path.read_bytes()
        digest.update(content)
        _, found, problems = parse_pattern_file(path, content)
        if problems:
            raise DataError(problems)
        for cue in found:
            cues.setdefault(cue.family, []).append(cue)
    return Lexicon(Vocabulary({}, {k: tuple(v) for k, v in cues.items()}, digest.hexdigest()))


def located(record: dict[str, Any]) -> tuple[str, int, int]:
    """The sentence with single spaces, and where its term stands."""
    text = " ".join(record["text"].split())
    term = " ".join(record["term"].strip('"').split())
    at = text.find(term.upper())
    if at < 0:
        at = max(0, text.lower().find(term.lower()))
    return text, at, at + len(term)


def negated(record: dict[str, Any], nlp: Language, known: Lexicon) -> bool:
    """What healthlint says of the term."""
    text, first, last = located(record)
    doc = nlp(text)
    span = doc.char_span(first, last, alignment_mode="expand")
    if span is None:
        return False
    starts = [
        token.i + 1
        for token in doc[:-1]
        if token.text in (".", "?", "!") or (token.text[-1] == "." and doc[token.i + 1].is_title)
    ]
    bounds = [0, *(place for place in starts if not span.start < place < span.end), len(doc)]
    start = max(place for place in bounds if place <= span.start)
    end = min(place for place in bounds if place >= span.end)
    hits = known.cue_hits(known.find(doc), *FAMILIES)
    inside = [hit for hit in hits if start <= hit.start and hit.end <= end]
    (found,) = contexts(doc, start, end, [(span.start, span.end)], inside)
    return Context.NEGATED in found


def scores(pairs: Iterable[tuple[bool, bool]]) -> str:
    """Precision, recall and F1 of (said, true) pairs as one line."""
    listed = list(pairs)
    hit = sum(said and true for said, true in listed)
    said = sum(said for said, _ in listed)
    true = sum(true for _, true in listed)
    precision, recall = hit / max(said, 1), hit / max(true, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"n {len(listed):5}  negated {true:4}  P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}"


def main() -> None:
    """Read the file, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    nlp = spacy.blank("en")
    known = lexicon()
    halves: tuple[list[tuple[bool, bool]], list[tuple[bool, bool]]] = ([], [])
    began = time.perf_counter()
    for line in options.path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        said, true = negated(record, nlp, known), record["label"] == "Negated"
        half = hashlib.sha256(record["text"].lower().encode()).digest()[0] % 2
        halves[half].append((said, true))
        if options.errors and half == 0 and said != true:
            text, first, last = located(record)
            print("false" if said else "missed", text[max(0, first - 120) : last + 80])
    print("all        ", scores([*halves[0], *halves[1]]))
    print("first half ", scores(halves[0]))
    print("second half", scores(halves[1]))
    print(f"{time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
