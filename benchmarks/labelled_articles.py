"""Findings on advice and claims in whole articles of which every sentence has a label.

    python benchmarks/labelled_articles.py [FILES...] [--show RULE|wrong|missed]

The articles (``corpus/labelled``, one writer a file) are put together again as text and checked. A
finding is right where one of the lines it stands in has its rule; it is another's where a line of
them has another rule of advice or claims, and wrong where none has any. Lines of mere hype (``HY``)
are counted for neither side. Printed for each rule: its findings, by what they are and how grave,
and the share of the labelled lines that it found, that any rule of its letters found, and that any
rule at all did.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from healthlint.check import Checker
from healthlint.finding import Finding, Severity
from healthlint.nlp.encoder import ADVICE_CODES, CLAIM_CODES
from healthlint.source import Span

FILES = Path(__file__).resolve().parents[1] / "corpus" / "labelled"
SAFE, HYPE = "OK", "HY"
CODES = (*ADVICE_CODES, *CLAIM_CODES)
_MARK = "# "
_WORDS = 80  # of a paragraph put together of lines
_SHARES = ("found", "letters", "any")
_HEAD = (
    "rule   right other wrong hype | major or worse: right other wrong | lines found letters any"
)


class Line(NamedTuple):
    """A sentence: its labels, its text and where it stands in the article."""

    labels: frozenset[str]
    text: str
    span: Span


class Labelled(NamedTuple):
    """An article put together: its name, its text and its lines."""

    name: str
    text: str
    lines: tuple[Line, ...]


def articles_of(path: Path) -> Iterator[Labelled]:
    """The articles of a file: each begins with a line ``#``, its first sentence is its title."""
    parts: list[list[tuple[str, str]]] = []
    names: list[str] = []
    for row in path.read_text(encoding="utf-8").splitlines():
        label, text = row.split("\t")
        if label == "#":
            names.append(text)
            parts.append([])
        else:
            parts[-1].append((label, text))
    for number, (name, rows) in enumerate(zip(names, parts, strict=True), 1):
        yield _together(f"{path.stem} {number}, {name}", rows)


def _together(name: str, rows: Sequence[tuple[str, str]]) -> Labelled:
    text, lines, words, ended = "", [], 0, False
    for number, (label, said) in enumerate(rows):
        # What ends like a sentence goes on in its paragraph; a heading or an item stands alone.
        whole = said.rstrip("*_").endswith((".", "!", "?", "”", '"', ":"))
        if text:
            together = number > 1 and ended and whole and words < _WORDS
            text += " " if together else "\n\n"
            words = words if together else 0
        ended, words = whole, words + len(said.split())
        labels = frozenset(label.split("+"))
        lines.append(Line(labels, said, Span(len(text), len(text) + len(said))))
        text += said
    return Labelled(name, text + "\n", tuple(lines))


def titled(article: Labelled) -> Labelled:
    """The article in Markdown, its first line marked as the title."""
    lines = (
        line._replace(span=Span(line.span.start + len(_MARK), line.span.end + len(_MARK)))
        for line in article.lines
    )
    return article._replace(text=_MARK + article.text, lines=tuple(lines))


def lines_of(article: Labelled, finding: Finding) -> list[Line]:
    """The lines in which a finding stands."""
    return [
        line for line in article.lines if any(line.span.touches(span) for span in finding.spans)
    ]


class Tally:
    """What became of the findings and of the lines."""

    def __init__(self) -> None:
        self.found: Counter[tuple[str, str, bool]] = Counter()
        self.lines: Counter[tuple[str, str]] = Counter()
        self.words = 0
        self.shown: list[tuple[str, str]] = []

    def add(self, article: Labelled, findings: Sequence[Finding]) -> None:
        self.words += len(article.text.split())
        by_line: dict[Line, set[str]] = {line: set() for line in article.lines}
        for finding in findings:
            if finding.rule not in CODES:
                continue
            lines = lines_of(article, finding)
            for line in lines:
                by_line[line].add(finding.rule)
            kind = _kind(finding.rule, lines)
            self.found[finding.rule, kind, finding.severity >= Severity.MAJOR] += 1
            said = " / ".join(line.text for line in lines)
            grave = f"{finding.severity.name.lower()} {finding.basis.name.lower()}"
            labels = "+".join(sorted({label for line in lines for label in line.labels}))
            self.shown.append(
                (f"{kind} {finding.rule}", f"{grave}: {labels}: {said} [{finding.message}]")
            )
        for line, codes in by_line.items():
            for code in line.labels & set(CODES):
                self.lines[code, "all"] += 1
                self.lines[code, "found"] += code in codes
                self.lines[code, "letters"] += any(c[:2] == code[:2] for c in codes)
                self.lines[code, "any"] += bool(codes)
                if not codes:
                    self.shown.append((f"missed {code}", f"{article.name}: {line.text}"))

    def table(self) -> Iterator[str]:
        yield _HEAD
        for code in CODES:
            counts = [self._sum(code, kind) for kind in ("right", "other", "wrong", "hype")]
            grave = [self.found[code, kind, True] for kind in ("right", "other", "wrong")]
            total = self.lines[code, "all"]
            shares = [self.lines[code, name] / max(1, total) for name in _SHARES]
            columns = (
                f"{code} " + " ".join(f"{n:5}" for n in counts),
                " " + " ".join(f"{n:5}" for n in grave),
                f"{total:4} " + " ".join(f"{share:.2f}" for share in shares),
            )
            yield "  | ".join(columns)
        wrong = sum(self._sum(code, "wrong") for code in CODES)
        grave_wrong = sum(self.found[code, "wrong", True] for code in CODES)
        every = self.found.total() - sum(self._sum(code, "hype") for code in CODES)
        yield (
            f"{self.words} words; {every} findings, {wrong} wrong ({wrong / max(1, every):.1%}), "
            f"{wrong * 2000 / self.words:.2f} in 2,000 words; major or worse {grave_wrong}, "
            f"{grave_wrong * 10000 / self.words:.2f} in 10,000"
        )

    def _sum(self, code: str, kind: str) -> int:
        return self.found[code, kind, True] + self.found[code, kind, False]


def _kind(rule: str, lines: Sequence[Line]) -> str:
    labels = {label for line in lines for label in line.labels}
    if rule in labels:
        return "right"
    if labels & set(CODES):
        return "other"
    return "hype" if HYPE in labels else "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", default="", help="a rule, right, other, wrong, hype or missed")
    given = parser.parse_args()
    checker = Checker()
    clean, bad = Tally(), Tally()
    for path in given.files or sorted(FILES.glob("*.tsv")):
        for article in map(titled, articles_of(path)):
            report = checker.check_text(article.text, "markdown")
            good = all(line.labels == {SAFE} for line in article.lines)
            (clean if good else bad).add(article, report.findings)
    for name, tally in (("articles without a bad line", clean), ("the others", bad)):
        print(name)
        print(*tally.table(), sep="\n")
        if given.show:
            print(*(f"  {k}: {t}" for k, t in tally.shown if given.show in k), sep="\n")


if __name__ == "__main__":
    main()
