"""Mentions in whole articles that no rule was written on: how many are found, and how many right.

    python benchmarks/mentions.py corpus/mentions/m3.tsv corpus/mentions/m4.tsv [--show LABEL]

The articles are those of ``corpus/labelled`` whose mentions are labelled in ``corpus/mentions`` (a
line: article, its line's number, the words, which of their occurrences there, the label; a label
may be a choice, ``MEDICINE|TREATMENT``, and ``?`` marks what counts neither way). A mention is
found where one of the same label overlaps it; titles are not labelled. ``--show`` prints what is
missed and what is too much.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from labelled_articles import FILES, Labelled, articles_of, titled

from healthlint.check import Checker
from healthlint.source import Source


class Mention(NamedTuple):
    """A stretch of the article's text (code points) with the labels that are right for it."""

    start: int
    end: int
    labels: frozenset[str]
    words: str
    line: str
    optional: bool = False

    def touches(self, other: Mention) -> bool:
        """Whether they overlap."""
        return self.start < other.end and other.start < self.end

    def is_same(self, other: Mention) -> bool:
        """Whether they overlap under a common label."""
        return self.touches(other) and not self.labels.isdisjoint(other.labels)


class Compared(NamedTuple):
    """The mentions of an article that are found, missed and too much."""

    found: Sequence[Mention]
    missed: Sequence[Mention]
    extra: Sequence[Mention]


def labels(paths: Iterable[Path]) -> Mapping[str, Sequence[Sequence[str]]]:
    """The rows of each article."""
    told: dict[str, list[Sequence[str]]] = defaultdict(list)
    for path in paths:
        for row in path.read_text(encoding="utf-8").splitlines():
            name, *rest = row.split("\t")
            told[name].append(rest)
    return told


def compared(checker: Checker, told: Mapping[str, Sequence[Sequence[str]]]) -> Iterator[Compared]:
    """Every labelled article, read and compared."""
    for path in sorted(FILES.glob("*.tsv")):
        for number, labelled in enumerate(articles_of(path)):
            name = f"{path.stem}{number}"
            if name in told:
                whole = titled(labelled)
                gold = [_gold(whole, row) for row in told[name]]
                yield _compare(gold, list(_read(checker, name, whole)))


def _gold(whole: Labelled, row: Sequence[str]) -> Mention:
    number, words, nth, label = row
    line = whole.lines[int(number) - 1]
    place = -1
    for _ in range(int(nth)):
        # Some readers counted whole words only: the last there is stands for one beyond.
        following = line.text.find(words, place + 1)
        place = following if following >= 0 else place
    start = line.span.start + place
    names = frozenset(label.rstrip("?").split("|"))
    return Mention(start, start + len(words), names, words, line.text, label.endswith("?"))


def _read(checker: Checker, name: str, whole: Labelled) -> Iterator[Mention]:
    article = checker.read(Source(f"{name}.md", whole.text, "markdown"))
    for entity in article.entities:
        span = article.document.to_source(article.span(entity.start, entity.end))
        line = next((x for x in whole.lines if x.span.start <= span.start < x.span.end), None)
        if line is not None:
            words = whole.text[span.start : span.end]
            yield Mention(span.start, span.end, frozenset({entity.label}), words, line.text)


def _compare(gold: Sequence[Mention], read: Sequence[Mention]) -> Compared:
    sure = [mention for mention in gold if not mention.optional]
    found = [m for m in sure if any(m.is_same(other) for other in read)]
    missed = [m for m in sure if m not in found]
    extra = [
        m for m in read if not any(m.touches(o) and (o.optional or m.is_same(o)) for o in gold)
    ]
    return Compared(found, missed, extra)


def _row(name: str, found: int, extra: int, missed: int) -> str:
    precision, recall = found / max(1, found + extra), found / max(1, found + missed)
    f1 = 2 * found / max(1, 2 * found + extra + missed)
    counts = f"found {found:4}  extra {extra:4}  missed {missed:4}"
    return f"  {name:12} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   {counts}"


def main() -> None:
    """Read the articles and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--show", default="")
    arguments = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    shown: list[str] = []
    for one in compared(Checker(), labels(arguments.files)):
        for kind, mentions in one._asdict().items():
            for mention in mentions:
                label = min(mention.labels)
                counts[label][kind] += 1
                counts["all"][kind] += 1
                if kind != "found" and arguments.show in mention.labels:
                    shown.append(f"{kind}: {mention.words} | {mention.line}")
    for name in sorted(counts, key=lambda name: (name == "all", name)):
        count = counts[name]
        print(_row(name, count["found"], count["extra"], count["missed"]))
    print("\n".join(sorted(shown)))


if __name__ == "__main__":
    main()
