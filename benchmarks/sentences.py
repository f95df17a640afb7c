"""How well advice and causal language are told apart, and at what cost.

    python benchmarks/sentences.py --advice advice_sentences.jsonl --causal causal_sentences.jsonl

Each line of a file is a JSON object with ``id``, ``text`` and ``label``. Printed: macro-F1 and
per-class precision, recall and F1, for the whole file and for each part of a split that depends
on nothing but the record (SHA-256 of id and text, modulo 4): ``tune`` (0, 1), ``check`` (2) and
``final`` (3). Weights were fitted on tune and check; final was never read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy

from healthlint.nlp.advice import Advice, AdviceClassifier
from healthlint.nlp.causal import Causal, CausalClassifier
from healthlint.nlp.lexicon import Lexicon
from healthlint.vocabulary import Vocabulary, load_vocabulary

PARTS = ("tune", "tune", "check", "final")

Row = tuple[str, str, str]  # part, what is true, what was said


def part_of(record: dict[str, Any]) -> str:
    """The part of the split that a record belongs to."""
    digest = hashlib.sha256((record["id"] + record["text"]).encode()).digest()
    return PARTS[digest[0] % 4]


def scores(rows: Sequence[Row], labels: Sequence[str]) -> tuple[float, list[str]]:
    """Macro-F1 and one printable line a class."""
    lines: list[str] = []
    total = 0.0
    for label in labels:
        right = sum(truth == said == label for _, truth, said in rows)
        said_so = sum(said == label for _, _, said in rows)
        is_so = sum(truth == label for _, truth, _ in rows)
        precision = right / said_so if said_so else 0.0
        recall = right / is_so if is_so else 0.0
        f1 = 2 * precision * recall / (precision + recall) if right else 0.0
        total += f1
        lines.append(f"    {label:14}{precision:8.3f}{recall:8.3f}{f1:8.3f}{is_so:8}")
    return total / len(labels), lines


def report(rows: Sequence[Row], labels: Sequence[str], seconds: dict[str, float]) -> None:
    """Print the figures of one file."""
    for part in ("all", "tune", "check", "final"):
        chosen = [row for row in rows if part in ("all", row[0])]
        macro, lines = scores(chosen, labels)
        print(f"  {part:6} {len(chosen):6} sentences   macro-F1 {macro:.3f}")
        print("    label         precision  recall      f1  count")
        print("\n".join(lines))
    confusion = Counter((truth, said) for _, truth, said in rows if truth != said)
    print("  confused:", ", ".join(f"{t} as {s} {n}" for (t, s), n in confusion.most_common(6)))
    tokenizer = seconds["tokenizer"] or 1.0
    for step, spent in seconds.items():
        print(f"  {step:11}{spent:7.3f} s {spent / tokenizer:6.2f} x tokenizer")


def measure(
    path: Path, family: str, classify: Callable[..., Any], vocabulary: Vocabulary
) -> tuple[list[Row], dict[str, float]]:
    """Classify every sentence of a file, as one document each."""
    nlp = spacy.blank("en")
    lexicon = Lexicon(vocabulary)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    seconds: dict[str, float] = {}
    began = time.perf_counter()
    docs = [nlp.tokenizer(record["text"]) for record in records]
    seconds["tokenizer"] = time.perf_counter() - began
    began = time.perf_counter()
    hits = [lexicon.cue_hits(lexicon.find(doc), family) for doc in docs]
    seconds["phrase pass"] = time.perf_counter() - began
    began = time.perf_counter()
    said = [
        classify(doc, 0, len(doc), found).label.value for doc, found in zip(docs, hits, strict=True)
    ]
    seconds["classifier"] = time.perf_counter() - began
    rows = [(part_of(r), r["label"], s) for r, s in zip(records, said, strict=True)]
    return rows, seconds


def main() -> None:
    """Read the options and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--advice", type=Path, help="sentences labelled none, weak, strong")
    parser.add_argument("--causal", type=Path, help="sentences labelled with causal language")
    options = parser.parse_args()
    if options.advice is None and options.causal is None:
        parser.error("give --advice FILE, --causal FILE or both")
    vocabulary = load_vocabulary()
    if options.advice is not None:
        print("advice")
        advice = AdviceClassifier(vocabulary.cues["advice"])
        found = measure(options.advice, "advice", advice, vocabulary)
        report(found[0], [label.value for label in Advice], found[1])
    if options.causal is not None:
        print("causal language")
        causal = CausalClassifier(vocabulary.cues["causal"])
        found = measure(options.causal, "causal", causal, vocabulary)
        report(found[0], [label.value for label in Causal], found[1])


if __name__ == "__main__":
    main()
