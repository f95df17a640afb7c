"""Answers on paper: a table for people, CSV and JSON lines for machines."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TextIO

import orjson

from healthlint.audit.questions import Answer


def write_table(answer: Answer, stream: TextIO) -> None:
    """Columns side by side."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    names, rows = answer
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(names):
        number = bool(rows) and isinstance(rows[0][place], (int, float))
        table.add_column(name, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(_shown, row))
    # Folded to fit a terminal; in a file or a pipe a row is a line.
    width = None if stream.isatty() else 100_000
    Console(file=stream, width=width, markup=False, emoji=False, highlight=False).print(table)
    if not rows:
        print("(no rows)", file=stream)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    return f"{value:,}" if isinstance(value, int) and value > 9999 else str(value)


def write_csv(answer: Answer, stream: TextIO) -> None:
    """Comma-separated values with a line of names."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer[0])
    writer.writerows([harmless(value) for value in row] for row in answer[1])


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: article texts come from anywhere."""
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def write_jsonl(answer: Answer, stream: TextIO) -> None:
    """One object a row."""
    names, rows = answer
    for row in rows:
        value = dict(zip(names, row, strict=True))
        stream.write(orjson.dumps(value, default=str).decode() + "\n")


PRINTERS: Mapping[str, Callable[[Answer, TextIO], None]] = MappingProxyType(
    {"table": write_table, "csv": write_csv, "jsonl": write_jsonl}
)
