"""How well "the headline belongs to this body" is told: Cohen's kappa, by split.

    python benchmarks/headlines.py headline_body.jsonl [--errors]

One JSON object a line: ``headline``, ``text``, ``label`` related or unrelated. The records are
split by a hash of the body (a body comes with several headlines): tune (0, 1), check (2), final
(3). ``--errors`` prints the mistakes of tune and check only, so that the last stays unread.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from healthlint.check import Checker
from healthlint.nlp.headline import headline_match
from healthlint.source import Source

PARTS = ("tune", "tune", "check", "final")


def kappa(pairs: list[tuple[bool, bool]]) -> float:
    """Cohen's kappa of (said, true) pairs."""
    count = len(pairs)
    agreed = sum(said == true for said, true in pairs) / count
    said, true = (sum(values) / count for values in zip(*pairs, strict=True))
    chance = said * true + (1 - said) * (1 - true)
    return (agreed - chance) / (1 - chance)


def main() -> None:
    """Read the file, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    checker = Checker()
    splits: dict[str, list[tuple[bool, bool]]] = {name: [] for name in (*PARTS, "all")}
    for line in options.path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        source = Source(
            str(options.path), record["text"], "text", metadata={"title": record["headline"]}
        )
        found = headline_match(checker.read(source).reading)
        pair = (found is None or found.matches, record["label"] == "related")
        part = PARTS[hashlib.sha256(record["text"].encode()).digest()[0] % 4]
        splits[part].append(pair)
        splits["all"].append(pair)
        if options.errors and part != "final" and pair[0] != pair[1]:
            print(part, record["label"], found, record["headline"][:120])
    for name, pairs in splits.items():
        right = sum(said == true for said, true in pairs)
        print(f"{name:6} n {len(pairs):4}  right {right:4}  kappa {kappa(pairs):.4f}")


if __name__ == "__main__":
    main()
