"""A stratified sample for reviewers, and their verdicts as precision by rule."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from healthlint.audit.printing import harmless
from healthlint.audit.questions import Answer, ask, connect
from healthlint.audit.store import Store
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


def precision(path: Path) -> Answer:
    """Precision by rule from a reviewed sample. Raises ``InputError`` with all that is wrong."""
    counts: dict[str, Counter[str]] = {}
    problems: list[str] = []
    open_rows = 0
    for line, row in _reviewed(path):
        verdict = (row.get("verdict") or "").strip().lower()
        if not verdict:
            open_rows += 1
        elif verdict not in (RIGHT, WRONG):
            problems.append(f"{path}:{line}: verdict {verdict!r} is not {RIGHT} or {WRONG}")
        else:
            counts.setdefault(row["rule"], Counter())[verdict] += 1
    if problems:
        raise InputError("\n".join(problems))
    if not counts:
        raise InputError(f"{path}: holds no verdicts; write {RIGHT} or {WRONG} in that column")
    rows = [_row(rule, counts[rule]) for rule in sorted(counts)]
    rows.append(_row("all", sum(counts.values(), Counter())))
    if open_rows:
        rows.append((f"({open_rows} not reviewed)", None, None, None, None, None))
    return ["rule", "reviewed", "right", "precision", "low", "high"], rows


def _row(rule: str, verdicts: Counter[str]) -> tuple[Any, ...]:
    right, total = verdicts[RIGHT], sum(verdicts.values())
    # Imported here: scipy takes a while, and only this needs it.
    from scipy.stats import binomtest

    interval = binomtest(right, total).proportion_ci(confidence_level=0.95, method="wilson")
    return rule, total, right, right / total, float(interval.low), float(interval.high)


def _reviewed(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            missing = {"rule", "verdict"} - set(table.fieldnames or ())
            if missing:
                raise InputError(f"{path}: has no column {', '.join(sorted(missing))}")
            return [(table.line_num, row) for row in table]
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path}: {reason}") from None
