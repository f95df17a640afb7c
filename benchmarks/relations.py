"""Claims in whole articles that no rule was written on: how many are right, and how many found.

    python benchmarks/relations.py [--show RELATION|wrong|missed] [--most 40]

The articles are those of ``corpus/labelled`` whose claims are labelled in ``corpus/relations`` (a
line: article, its line's number, the words of the thing and which of them, the illness, the
relation, the polarity). Each claim counts once an article, as in ``healthlint score``; what the
article only reports counts for neither side. Printed by relation, and by what the claims read rest
on; ``--show`` prints the claims that are wrong or missed, with their sentences.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from labelled_articles import FILES, Labelled, articles_of, titled

from healthlint.check import Checker
from healthlint.nlp.claims import Claim
from healthlint.rules.article import Article
from healthlint.source import Source

TOLD = Path(__file__).resolve().parents[1] / "corpus" / "relations"

Key = tuple[str, str, str, str]  # subject, relation, object, polarity


class Label(NamedTuple):
    """A labelled claim: the line (from 1) and its words, which of them, and what is said."""

    line: int
    words: str
    nth: int
    subject: str
    relation: str
    polarity: str


class Read(NamedTuple):
    """An article with its labelled claims, and with those read, by what they say."""

    name: str
    gold: Mapping[Key, str]
    found: Mapping[Key, tuple[Claim, str]]


def labels() -> Mapping[str, Sequence[Label]]:
    """The labels of each article."""
    told: dict[str, list[Label]] = defaultdict(list)
    for path in sorted(TOLD.glob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            name, line, words, nth, subject, relation, polarity = row.split("\t")
            told[name].append(Label(int(line), words, int(nth), subject, relation, polarity))
    return told


def reads(checker: Checker) -> Iterator[Read]:
    """Every labelled article, read."""
    told = labels()
    for path in sorted(FILES.glob("*.tsv")):
        for number, labelled in enumerate(articles_of(path)):
            name = f"{path.stem}{number}"
            if name in told:
                whole = titled(labelled)
                article = checker.read(Source(f"{name}.md", whole.text, "markdown"))
                yield Read(name, _gold(article, whole, told[name]), _found(article))


def _gold(article: Article, labelled: Labelled, told: Sequence[Label]) -> dict[Key, str]:
    to_source = article.document.to_source
    entities = {to_source(article.span(e.start, e.end)).start: e for e in article.entities}
    found: dict[Key, str] = {}
    for label in told:
        line = labelled.lines[label.line - 1]
        place = -1
        for _ in range(label.nth):
            place = line.text.find(label.words, place + 1)
        entity = entities.get(line.span.start + place)
        thing = entity.id if entity is not None else f"({label.words})"
        found.setdefault((label.subject, label.relation, thing, label.polarity), line.text)
    return found


def _found(article: Article) -> dict[Key, tuple[Claim, str]]:
    found: dict[Key, tuple[Claim, str]] = {}
    for claim in article.claims:
        if claim.attribution is None:
            key = (claim.subject, claim.relation, claim.object, claim.polarity)
            sentence = article.sentences[claim.sentence]
            found.setdefault(key, (claim, article.doc[sentence.start : sentence.end].text))
    return found


def _row(name: str, right: int, found: int, gold: int | None) -> str:
    precision = f"P {right / found:.3f}" if found else "P   -  "
    if gold is None:
        return f"  {name:26}{precision}   right {right:4}  wrong {found - right:4}"
    recall = f"R {right / gold:.3f}" if gold else "R   -  "
    f1 = f"F1 {2 * right / (found + gold):.3f}" if found + gold else ""
    extra, missed = found - right, gold - right
    counts = f"right {right:4}  wrong {extra:4}  missed {missed:4}"
    return f"  {name:26}{precision}  {recall}  {f1}   {counts}"


def main() -> None:
    """Read the articles and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--show", default="")
    parser.add_argument("--most", type=int, default=40)
    arguments = parser.parse_args()
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    shown: list[tuple[str, str, str]] = []
    count = 0
    for read in reads(Checker()):
        count += 1
        for key in read.gold:
            gold.update((key[1], "all"))
            if key not in read.found:
                shown.append(("missed", key[1], f"{' '.join(key)}: {read.gold[key]}"))
        for key, (claim, words) in read.found.items():
            names = (key[1], "all", f"by {claim.origin}")
            found.update(names)
            if key in read.gold:
                right.update(names)
            else:
                rest = f"{claim.origin} {claim.cue}".strip()
                shown.append(("wrong", key[1], f"{' '.join(key)} [{rest}]: {words}"))
    print(f"{count} articles, {gold['all']} claims")
    for name in sorted(gold, key=lambda name: (name == "all", name)):
        print(_row(name, right[name], found[name], gold[name]))
    for name in sorted(n for n in found if n.startswith("by ")):
        print(_row(name, right[name], found[name], None))
    wanted = [(kind, text) for kind, relation, text in shown if arguments.show in (kind, relation)]
    for kind, text in wanted[:: max(1, len(wanted) // arguments.most)]:
        print(f"{kind}: {' '.join(text.split())}")


if __name__ == "__main__":
    main()
