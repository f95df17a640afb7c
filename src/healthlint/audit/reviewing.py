"""A stratified sample for reviewers, and their verdicts as precision by rule."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from healthlint.audit.printing import harmless
from healthlint.audit.questions import Answer, ask, connect
from healthlint.audit.store import Store
from healthlint.document.reading import decode
from healthlint.errors import InputError

COLUMNS = (
    "article", "finding", "rule", "severity", "path", "id", "title", "line", "message", "words",
    "heading", "context", "verdict", "note",
)  # fmt: skip
RIGHT, WRONG = "right", "wrong"
# Every stratum gives its first before any gives its second: rare rules are seen too. The order
# within one is that of a digest with the seed in it, the same on every machine.
_DRAW = """
with shuffled as (
    select *, md5($2::varchar || ':' || article || ':' || finding) as lot from found
    where duplicate_of is null),
ranked as (
    select *, row_number() over (partition by rule, severity order by lot) as turn from shuffled)
select article, finding, rule, severity, path, id, title, line, message, words, heading, context
from ranked order by turn, lot limit $1
"""


def draw(store: Store, number: int, seed: int) -> list[tuple[Any, ...]]:
    """Findings for review, sorted by rule."""
    with connect(store) as connection:
        rows = ask(connection, _DRAW, [number, seed])[1]
    return sorted(rows, key=lambda row: (row[2], row[3], row[0], row[1]))


def write_sample(rows: Iterable[Sequence[Any]], stream: TextIO) -> None:
    """The sample as CSV, with empty columns for the verdict and a note."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([*("" if v is None else harmless(v) for v in row), "", ""])


def precision(*paths: Path) -> Answer:
    """Precision by rule from reviewed samples. Raises ``InputError`` with all that is wrong.

    A finding that several reviewers judged counts once, as most of them say; where they are even
    it is disputed and left out.
    """
    votes: dict[tuple[str, ...], Counter[str]] = {}
    problems: list[str] = []
    for path in paths:
        for line, row in _reviewed(path):
            verdict = (row.get("verdict") or "").strip().lower()
            # Without the columns that name a finding, every row is one.
            named = row.get("article"), row.get("finding")
            place = named if all(named) else (str(path), str(line))
            votes.setdefault((row["rule"], *map(str, place)), Counter())[verdict] += bool(verdict)
            if verdict not in ("", RIGHT, WRONG):
                problems.append(f"{path}:{line}: verdict {verdict!r} is not {RIGHT} or {WRONG}")
    if problems:
        raise InputError("\n".join(problems))
    counts, apart = _counted(votes)
    if not any(each.total() for each in votes.values()):
        names = ", ".join(map(str, paths))
        raise InputError(f"{names}: holds no verdicts; write {RIGHT} or {WRONG} in that column")
    rows = [_row(rule, counts[rule]) for rule in sorted(counts)]
    if counts:
        rows.append(_row("all reviewed", sum(counts.values(), Counter())))
    rows += [(f"({n} {said})", None, None, None, None, None) for said, n in apart.items() if n]
    return ["rule", "reviewed", "right", "precision", "low", "high"], rows


def _counted(
    votes: Mapping[tuple[str, ...], Counter[str]],
) -> tuple[dict[str, Counter[str]], dict[str, int]]:
    """The verdicts by rule, and what stands apart from them."""
    counts: dict[str, Counter[str]] = {}
    apart = {"not reviewed": 0, "disputed, left out": 0}
    for (rule, *_), given in votes.items():
        right, wrong = given[RIGHT], given[WRONG]
        if right == wrong:
            apart["disputed, left out" if right else "not reviewed"] += 1
        else:
            counts.setdefault(rule, Counter())[RIGHT if right > wrong else WRONG] += 1
    return counts, apart


def _row(rule: str, verdicts: Counter[str]) -> tuple[Any, ...]:
    right, total = verdicts[RIGHT], sum(verdicts.values())
    # Imported here: scipy takes a while, and only this needs it.
    from scipy.stats import binomtest

    interval = binomtest(right, total).proportion_ci(confidence_level=0.95, method="wilson")
    return rule, total, right, right / total, float(interval.low), float(interval.high)


def _reviewed(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """The rows of a file that a spreadsheet may have written in its own way."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    text = decode(data, str(path)).removeprefix("\ufeff")
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    missing = {"rule", "verdict"} - set(table.fieldnames or ())
    if missing:
        raise InputError(f"{path}: has no column {', '.join(sorted(missing))}")
    return [(table.line_num, row) for row in table]
