"""The two formats of ``healthlint extract``: a readable table and JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

import orjson
from rich.console import Console
from rich.table import Table

Extraction = Mapping[str, Any]
ExtractWriter = Callable[[Iterable[Extraction], TextIO, bool], None]


def write_jsonl(values: Iterable[Extraction], stream: TextIO, color: bool) -> None:
    """One JSON object a line, one line an article."""
    del color
    for value in values:
        stream.write(orjson.dumps(value).decode() + "\n")


def write_tables(values: Iterable[Extraction], stream: TextIO, color: bool) -> None:
    """Tables of entities, claims and advice for each article."""
    console = Console(
        file=stream,
        force_terminal=color,
        no_color=not color,
        width=None if color else 120,
        highlight=False,
        emoji=False,
        markup=False,
    )
    for value in values:
        if value["error"] is not None:
            continue
        console.print(f"{value['path']}: {value['title'] or 'no headline'}", style="bold")
        console.print(f"{value['genre']}, {value['words']} words\n")
        console.print(_entities(value))
        console.print(_claims(value))
        console.print(_advice(value))


def _entities(value: Extraction) -> Table:
    table = Table("words", "label", "concept", "site", "modifiers", "context", title="Entities")
    for row in value["entities"]:
        modifiers = ", ".join(f"{k}: {v}" for k, v in row["modifiers"].items())
        context = ", ".join(
            f"{name} ({cue})" for name, cue in zip(row["context"], row["cues"], strict=False)
        )
        concept = row["id"] if row["covered"] else f"{row['id']} (not covered by the reference)"
        if "confidence" in row:
            concept += f" (near name, {row['confidence']:g})"
        table.add_row(row["text"], row["label"], concept, row["site"] or "", modifiers, context)
    return table


def _claims(value: Extraction) -> Table:
    table = Table("subject", "relation", "object", "site", "how", "from", title="Claims")
    for row in value["claims"]:
        how = ", ".join(
            word
            for word in (
                row["polarity"] if row["polarity"] == "negated" else "",
                row["certainty"] if row["certainty"] == "hedged" else "",
                row["frequency"] or "",
                row["attribution"] or "",
            )
            if word
        )
        table.add_row(
            row["subject"], row["relation"], row["object"], row["site"] or "", how, row["from"]
        )
    return table


def _advice(value: Extraction) -> Table:
    table = Table("strength", "urgency", "words", title="Advice")
    for row in value["advice"]:
        table.add_row(row["strength"], row["urgency"] or "", " ".join(row["text"].split()))
    return table


EXTRACT_FORMATS: dict[str, ExtractWriter] = {"table": write_tables, "jsonl": write_jsonl}
