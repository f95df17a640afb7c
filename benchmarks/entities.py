"""Entities found in sentences drawn from text nobody here wrote, against labels made by hand.

    python benchmarks/entities.py draw news.jsonl:200 pages.jsonl:100 --part 0/2 > sentences.jsonl
    python benchmarks/entities.py compare sentences.jsonl labels.jsonl [--errors]

``draw`` cuts articles into sentences with the tool's own splitter and draws the stated number
from each file; articles are dealt into parts by digest, so that samples of two parts share none.
Blocked pages are left out. Whoever labels reads those sentences, not the tool's output, and writes
a line for each: ``{"n": 12, "entities": [{"text": "knee pain", "label": "SYMPTOM", "n": 1}]}``;
``n`` tells repeats apart, in order of place; a label may be a choice, ``CONDITION|SYMPTOM``; what
has ``"optional": true`` counts neither where it is found nor where it is not. ``compare`` reads
the whole articles anew and prints precision, recall and F1 by label, lenient (same label,
overlapping words) and exact.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from false_alarms import rendered

from healthlint.check import Checker
from healthlint.finding import Genre
from healthlint.rules.article import Article
from healthlint.source import Source

FEWEST_WORDS = 4


class Mention(NamedTuple):
    """A labelled stretch of a sentence; positions are within its text."""

    start: int
    end: int
    label: str
    text: str
    others: tuple[str, ...] = ()  # labels that would be as right
    optional: bool = False

    def touches(self, other: Mention) -> bool:
        """Whether they overlap and the other's label will do."""
        fits = other.label == self.label or other.label in self.others
        return fits and self.start < other.end and other.start < self.end

    def same_words(self, other: Mention) -> bool:
        """Whether they are the same stretch."""
        return (self.start, self.end) == (other.start, other.end)


def markdown(record: dict[str, Any]) -> str:
    """The article as it is checked: pages of questions, or a story under its title."""
    return rendered(record) if "qa" in record else f"# {record['title']}\n\n{record['text']}"


def in_part(identity: str, part: str) -> bool:
    """Whether an article belongs to part ``k/n`` of a file."""
    number, parts = map(int, part.split("/"))
    return hashlib.sha256(identity.encode()).digest()[0] % parts == number


def articles(checker: Checker, path: Path, wanted: Iterable[str] | str) -> Iterator[Article]:
    """The articles of a part (a string) or with those identities."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        identity = str(record["id"])
        if in_part(identity, wanted) if isinstance(wanted, str) else identity in wanted:
            yield checker.read(Source(identity, markdown(record), "markdown"))


def draw(options: argparse.Namespace) -> None:
    """Print the drawn sentences."""
    checker, number = Checker(), 0
    for given in options.files:
        name, _, count = given.rpartition(":")
        rows = []
        for article in articles(checker, Path(name), options.part):
            if article.genre is Genre.BLOCKED_PAGE:
                continue
            for sentence in range(len(article.sentences)):
                span = article.sentence_span(sentence)
                text = article.document.text[span.start : span.end]
                if len(text.split()) >= FEWEST_WORDS:
                    rows.append((article.document.source.path, span.start, span.end, text))
        for path, start, end, text in random.Random(options.seed).sample(rows, int(count)):
            row = {"n": number, "file": name, "article": path, "start": start, "end": end}
            print(json.dumps({**row, "text": text}, ensure_ascii=False))
            number += 1


def labelled(row: dict[str, Any], labels: dict[str, Any]) -> list[Mention]:
    """The hand-made labels of one sentence. Raises ``ValueError`` for words it does not hold."""
    found = []
    for entity in labels["entities"]:
        start = -1
        for _ in range(entity.get("n", 1)):
            start = row["text"].find(entity["text"], start + 1)
            if start < 0:
                raise ValueError(f"sentence {row['n']}: no {entity['text']!r}")
        end = start + len(entity["text"])
        label, *others = entity["label"].split("|")
        optional = entity.get("optional", False)
        found.append(Mention(start, end, label, entity["text"], tuple(others), optional))
    return found


def read_mentions(checker: Checker, rows: list[dict[str, Any]]) -> dict[int, list[Mention]]:
    """What the tool finds in each sentence, reading its article whole."""
    by_file: defaultdict[str, defaultdict[str, list[dict[str, Any]]]]
    by_file = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_file[row["file"]][row["article"]].append(row)
    found: dict[int, list[Mention]] = {}
    for name, wanted in by_file.items():
        for article in articles(checker, Path(name), set(wanted)):
            for row in wanted[article.document.source.path]:
                found[row["n"]] = list(_within(article, row))
    return found


def _within(article: Article, row: dict[str, Any]) -> Iterator[Mention]:
    for entity in article.entities:
        span = article.span(entity.start, entity.end)
        if row["start"] <= span.start and span.end <= row["end"]:
            start, end = span.start - row["start"], span.end - row["start"]
            yield Mention(start, end, entity.label, row["text"][start:end])


def paired(gold: list[Mention], found: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Pairs of a fitting label that overlap, each mention in one pair; the same words first."""
    pairs: list[tuple[Mention, Mention]] = []
    for same in (True, False):
        for g in sorted(gold, key=lambda mention: mention.optional):
            if any(g is known for known, _ in pairs):
                continue
            free = [f for f in found if g.touches(f) and not any(f is p[1] for p in pairs)]
            free = [f for f in free if g.same_words(f)] if same else free
            if free:
                pairs.append((g, free[0]))
    return pairs


def counted(
    counts: dict[str, Counter[Any]], gold: list[Mention], found: list[Mention]
) -> Iterator[str]:
    """Count one sentence; gives its errors, to be printed."""
    pairs = paired(gold, found)
    for g in gold:
        match = next((f for known, f in pairs if known is g), None)
        if g.optional:
            continue
        counts["lenient"]["there", g.label] += 1
        counts["lenient"]["right", g.label] += match is not None
        exact = match is not None and g.same_words(match)
        counts["exact"]["right", g.label] += exact
        if match is None:
            yield f"missed {g.label} {g.text!r}"
        elif not exact:
            yield f"words  {g.label} {g.text!r}, found {match.text!r}"
    for f in found:
        g = next((known for known, match in pairs if match is f), None)
        if g is None:
            beside = any(o.optional and o.touches(f) for o in gold)
            if not beside:
                counts["lenient"]["found", f.label] += 1
                yield f"extra  {f.label} {f.text!r}"
        elif not g.optional:
            counts["lenient"]["found", g.label] += 1


def compare(options: argparse.Namespace) -> None:
    """Print the figures, and the errors on request."""
    lines = options.sentences.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    lines = options.labels.read_text(encoding="utf-8").splitlines()
    labels = {row["n"]: row for row in map(json.loads, lines)}
    counts: dict[str, Counter[Any]] = {"lenient": Counter(), "exact": Counter()}
    read = read_mentions(Checker(), rows)
    for row in rows:
        gold = labelled(row, labels[row["n"]])
        errors = list(counted(counts, gold, read[row["n"]]))
        if options.errors and errors:
            print(f"{row['n']}: {' '.join(row['text'].split())}")
            print("".join(f"      {line}\n" for line in errors), end="")
    print_table(counts)


def print_table(counts: dict[str, Counter[Any]]) -> None:
    """Precision, recall and F1 by label."""
    there = counts["lenient"]
    names = sorted({label for _, label in there})
    for kind in ("lenient", "exact"):
        print(f"{kind:<14}{'P':>8}{'R':>8}{'F1':>8}{'right':>8}{'found':>8}{'there':>8}")
        for name in [*names, "all"]:
            chosen = names if name == "all" else [name]
            right = sum(counts[kind]["right", label] for label in chosen)
            found = sum(there["found", label] for label in chosen)
            gold = sum(there["there", label] for label in chosen)
            precision, recall = right / max(found, 1), right / max(gold, 1)
            f1 = 2 * precision * recall / (precision + recall) if right else 0.0
            figures = f"{precision:8.3f}{recall:8.3f}{f1:8.3f}{right:8}{found:8}{gold:8}"
            print(f"  {name:<12}{figures}")


def main() -> None:
    """Read the options; draw or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    drawing = commands.add_parser("draw")
    drawing.add_argument("files", nargs="+", help="FILE:COUNT")
    drawing.add_argument("--part", default="0/1", help="k/n: the k-th of n parts of each file")
    drawing.add_argument("--seed", type=int, default=7)
    drawing.set_defaults(run=draw)
    comparing = commands.add_parser("compare")
    comparing.add_argument("sentences", type=Path)
    comparing.add_argument("labels", type=Path)
    comparing.add_argument("--errors", action="store_true")
    comparing.set_defaults(run=compare)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    sys.exit(main())
