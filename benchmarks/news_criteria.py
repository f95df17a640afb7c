"""The ten news criteria against expert ratings: agreement and Cohen's kappa.

    python benchmarks/news_criteria.py ARTICLES.jsonl RATINGS.json [--errors 3]

ARTICLES: one story a line, ``id``, ``title``, ``text``. RATINGS: either the list that FakeHealth
publishes, ``[{"news_id": ..., "criteria": [{"question": ..., "answer": "Satisfactory"}]}]`` (``id``
will do, and ``news_id`` may be a path), or plainly ``{id: {criterion or rule: rating}}`` with a
criterion's number or a rule's code. A rating is Satisfactory, Not Satisfactory or Not Applicable;
case does not count. Every story is checked as news. First the criteria of the checklist, then
each of their rules by itself (its silence is "satisfactory"). ``kappa`` leaves out what either side
calls not applicable or cannot tell; ``with n/a`` keeps the expert's not-applicable as a third
answer. ``--errors N`` lists the stories that criterion N is wrong about.

``benchmarks/news_ratings.json`` holds ratings of 287 public stories, made on 2026-11-28 by eight
language-model readers who were told the criteria; they are no expert's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from healthlint.check import Checker
from healthlint.finding import Genre
from healthlint.rules import RULES
from healthlint.rules.criteria import CRITERIA, criteria_of
from healthlint.source import Source

ANSWERS = {"satisfactory": "yes", "not satisfactory": "no", "not applicable": "n/a"}
ASKED = frozenset(code for criterion in CRITERIA for code in criterion.rules)
SAID = {**ANSWERS, "cannot tell": "n/a"}
# A word that only this criterion's question has, in the wording for stories and for releases.
TELLING = {
    1: "cost",
    2: "benefit",
    3: "harm",
    4: "quality of the evidence",
    5: "mongering",
    6: "conflict",
    7: "alternative",
    8: "availab",
    9: "novel",
    10: "release",
}


class Ratings(NamedTuple):
    """Ratings by story, then by criterion number or rule code."""

    by_story: dict[str, dict[str, str]]
    mistakes: list[str]


def read_ratings(value: Any) -> Ratings:
    """Both forms of a ratings file, with every mistake in it."""
    mistakes: list[str] = []
    found: dict[str, dict[str, str]] = {}
    if isinstance(value, dict):
        for story, ratings in value.items():
            if not isinstance(ratings, dict):
                mistakes.append(f"{story}: not an object of ratings")
                continue
            found[story] = dict(_plain(story, ratings, mistakes))
    elif isinstance(value, list):
        for number, review in enumerate(value):
            _review(number, review, found, mistakes)
    else:
        mistakes.append("neither an object nor a list")
    return Ratings(found, mistakes)


def _plain(story: str, ratings: dict[str, Any], mistakes: list[str]) -> Iterator[tuple[str, str]]:
    known = {str(c.number) for c in CRITERIA} | {rule.code for rule in RULES}
    for key, rating in ratings.items():
        if key not in known:
            mistakes.append(f"{story}: {key!r} is neither a criterion (1-10) nor a rule")
        yield from _rated(f"{story}, {key}", key, rating, mistakes)


def _review(
    number: int, review: Any, found: dict[str, dict[str, str]], mistakes: list[str]
) -> None:
    if not isinstance(review, dict) or not (review.get("news_id") or review.get("id")):
        mistakes.append(f"review {number}: no news_id")
        return
    story = Path(str(review.get("news_id") or review["id"])).stem
    criteria = review.get("criteria")
    if not isinstance(criteria, list):
        mistakes.append(f"{story}: no list of criteria")
        return
    found[story] = {}
    for place, row in enumerate(criteria, start=1):
        if not isinstance(row, dict):
            mistakes.append(f"{story}, criterion {place}: not an object")
            continue
        key = _numbered(str(row.get("question", "")), place)
        found[story].update(_rated(f"{story}, criterion {key}", key, row.get("answer"), mistakes))


def _numbered(question: str, place: int) -> str:
    lowered = question.lower()
    asked = [number for number, word in TELLING.items() if word in lowered]
    return str(asked[0] if len(asked) == 1 else place)


def _rated(where: str, key: str, rating: Any, mistakes: list[str]) -> Iterator[tuple[str, str]]:
    answer = ANSWERS.get(str(rating).strip().lower().replace("_", " "))
    if answer is None:
        mistakes.append(f"{where}: {rating!r} is no rating ({', '.join(ANSWERS)})")
        return
    yield key, answer


def answers_of(checker: Checker, record: dict[str, Any]) -> dict[str, str]:
    """The checklist and its rules on one story, checked as news whatever it looks like."""
    text = f"# {record['title']}\n\n{record['text']}" if record.get("title") else record["text"]
    with checker.zone():
        article = checker.read(Source(str(record["id"]), text, "markdown"))
        article.reading.__dict__["genre"] = Genre.NEWS
        rules = [rule for rule in RULES if Genre.NEWS in rule.genres and rule.code in ASKED]
        findings = [finding for rule in rules for finding in rule.check(article)]
        listed = criteria_of(article, findings)
    said = {str(row["number"]): SAID[row["answer"]] for row in listed}
    raised = {finding.rule for finding in findings}
    return said | {rule.code: "no" if rule.code in raised else "yes" for rule in rules}


def kappa(pairs: Iterable[tuple[str, str]]) -> float:
    """Cohen's kappa; 0 where one side always says the same."""
    counted = Counter(pairs)
    total = counted.total()
    if not total:
        return float("nan")
    said, true = Counter[str](), Counter[str]()
    for (left, right), count in counted.items():
        said[left] += count
        true[right] += count
    agreed = sum(counted[answer, answer] for answer in true) / total
    chance = sum(said[answer] * true[answer] for answer in true) / total**2
    return 0.0 if chance == 1 else (agreed - chance) / (1 - chance)


def rows_of(
    ratings: dict[str, dict[str, str]], said: dict[str, dict[str, str]]
) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """(what is rated, what answers it, pairs of said and rated)."""
    for criterion in CRITERIA:
        number = str(criterion.number)
        for key in (number, *criterion.rules):
            pairs = [
                (said[story].get(key, "yes"), rated.get(number, rated.get(key, "")))
                for story, rated in ratings.items()
                if number in rated or key in rated
            ]
            yield number, "checklist" if key == number else key, pairs


def main() -> None:
    """Read both files, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("ratings", type=Path)
    parser.add_argument("--errors", default="", help="a criterion's number or a rule's code")
    options = parser.parse_args()
    lines = options.articles.read_text(encoding="utf-8").splitlines()
    records = {record["id"]: record for record in map(json.loads, filter(None, lines))}
    ratings, mistakes = read_ratings(json.loads(options.ratings.read_text(encoding="utf-8")))
    unknown = [story for story in ratings if story not in records]
    if mistakes:
        sys.exit("\n".join(f"{options.ratings}: {mistake}" for mistake in mistakes))
    rated = {story: rows for story, rows in ratings.items() if story in records}
    checker = Checker()
    said = {story: answers_of(checker, records[story]) for story in rated}
    print(f"{len(rated)} rated stories ({len(unknown)} ratings without a story)")
    print(f"{'':>2}  {'answered by':<12} {'n':>4} {'agree':>6} {'kappa':>6} {'with n/a':>9}")
    for number, key, pairs in rows_of(rated, said):
        both = [pair for pair in pairs if "n/a" not in pair]
        agree = sum(left == right for left, right in both) / max(1, len(both))
        print(
            f"{number:>2}  {key:<12} {len(both):>4} {agree:>6.2f} {kappa(both):>6.2f} "
            f"{kappa(pairs):>9.2f}"
        )
    for story, rows in rated.items() if options.errors else ():
        answer, truth = said[story].get(options.errors), rows.get(options.errors)
        if truth is not None and answer != truth:
            print(f"{story}: said {answer}, rated {truth}")


if __name__ == "__main__":
    main()
