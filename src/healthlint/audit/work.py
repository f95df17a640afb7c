"""What a worker does: a slice of items in, tables out. The pipeline is built once a process.

A ``Doc`` never leaves the process. An article that fails is a row of ``errors``.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from healthlint.audit.items import Item, Slice
from healthlint.audit.rows import Rows, add_rows, error_row, no_rows
from healthlint.audit.tables import TABLES
from healthlint.check import Checker
from healthlint.errors import StoreError
from healthlint.results import state_of
from healthlint.workers import Recipe

Tables = dict[str, pa.Table]


@dataclass(frozen=True)
class Done:
    """A slice's tables and what was counted on the way."""

    number: int
    digest: str
    tables: Tables
    words: int


# One pipeline a process: spaCy is not shared between threads, so the lock is held while it works.
_lock = threading.Lock()
_checkers: dict[tuple[str, str], Checker] = {}


def do_slice(recipe: Recipe, state: str, piece: Slice) -> Done:
    """Check every item of a slice.

    Raises ``StoreError`` where this process has other code or another reference than the run.
    """
    with _lock:
        checker = _checker(recipe, state)
        rows = no_rows()
        with checker.zone():
            for place, item in enumerate(piece.items):
                _do_item(checker, rows, piece.first + place, item)
    return Done(
        piece.number, piece.digest, tables_of(rows), sum(r["words"] for r in rows["articles"])
    )


def _do_item(checker: Checker, rows: Rows, number: int, item: Item) -> None:
    if item.source is None:
        rows["errors"].append(error_row(number, item, item.problem or "cannot be read"))
        return
    report, article = checker.examine(item.source)
    if article is None:
        rows["errors"].append(error_row(number, item, report.error or "cannot be checked"))
        return
    try:
        found = no_rows()
        add_rows(found, number, item, report, article)
    except Exception as error:  # one bad article must not stop the others
        reason = f"internal error: {type(error).__name__}: {error}"
        rows["errors"].append(error_row(number, item, reason))
        return
    for name, values in found.items():
        rows[name].extend(values)


def failed_slice(piece: Slice, reason: str) -> Done:
    """A slice none of whose articles could be checked, for a reason outside them."""
    rows = no_rows()
    for place, item in enumerate(piece.items):
        rows["errors"].append(error_row(piece.first + place, item, item.problem or reason))
    return Done(piece.number, piece.digest, tables_of(rows), 0)


def joined(piece: Slice, parts: list[Done]) -> Done:
    """The slice of articles that were done one by one."""
    tables = {name: pa.concat_tables(part.tables[name] for part in parts) for name in TABLES}
    return Done(piece.number, piece.digest, tables, sum(part.words for part in parts))


def tables_of(rows: Rows) -> Tables:
    """Arrow tables of rows; characters that no UTF-8 file can hold are replaced."""
    tables = {}
    for name, schema in TABLES.items():
        try:
            tables[name] = pa.Table.from_pylist(rows[name], schema=schema)
        except UnicodeEncodeError:
            mended: list[dict[str, Any]] = [_mended(row) for row in rows[name]]
            tables[name] = pa.Table.from_pylist(mended, schema=schema)
    return tables


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {key: _mended(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(map(_mended, value))
    return value


def _checker(recipe: Recipe, state: str) -> Checker:
    key = state, repr(recipe)
    if key not in _checkers:
        own = state_of(recipe.folders())
        if own != state:
            raise StoreError(
                "a worker has another healthlint, reference or patterns than this machine: "
                "install the same version on every node"
            )
        _checkers.clear()
        _checkers[key] = recipe.build()
    return _checkers[key]
