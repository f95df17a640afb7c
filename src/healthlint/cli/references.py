"""``healthlint reference ...``: look at, check and keep up the reference."""

from __future__ import annotations

from dataclasses import astuple, fields
from pathlib import Path
from typing import Annotated

import typer

from healthlint.cli.options import ReferenceDirs, Today

app = typer.Typer(
    help="Look at, check and keep up the reference.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_entries(reference: ReferenceDirs = None) -> None:
    """List the entries: id, kind, name, facts, review."""
    from healthlint.cli.streams import output
    from healthlint.reference.display import listing
    from healthlint.reference.loading import load_reference

    stream = output()
    found = listing(load_reference(*reference or ()))
    rows = [tuple(f.name for f in fields(found[0]))]
    rows += [tuple(str(cell) for cell in astuple(row)) for row in found]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        stream.write("  ".join(cells).rstrip() + "\n")


@app.command()
def show(
    entry: Annotated[str, typer.Argument(help="An entry's id.")], reference: ReferenceDirs = None
) -> None:
    """Show an entry with its facts and sources."""
    import difflib

    from healthlint.cli.streams import output
    from healthlint.errors import SettingsError
    from healthlint.reference.display import show as shown
    from healthlint.reference.loading import load_reference

    known = load_reference(*reference or ())
    found = known.get(entry)
    if found is None:
        near = difflib.get_close_matches(entry, known.entries, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise SettingsError(f"no entry {entry!r}{hint}; `healthlint reference list` names them")
    output().write(shown(found) + "\n")


@app.command()
def validate(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Entry files or folders (default: the packaged).")
    ] = None,
) -> None:
    """Check entries against the schema and, for the whole reference, against each other."""
    from healthlint.cli.checking import complain
    from healthlint.cli.streams import output
    from healthlint.data import data_dir
    from healthlint.reference.consistency import inconsistencies
    from healthlint.reference.loading import load_reference
    from healthlint.reference.validation import validate_paths
    from healthlint.vocabulary import load_vocabulary

    problems = [str(problem) for problem in validate_paths(paths or [data_dir("reference")])]
    warnings: list[str] = []
    if not problems:
        loaded = load_reference(*paths or ())
        for found in inconsistencies(loaded, load_vocabulary()):
            (problems if found.level == "error" else warnings).append(str(found))
    for line in problems:
        complain(line)
    stream = output()
    for line in warnings:
        stream.write(f"warning: {line}\n")
    if problems:
        raise typer.Exit(2)
    stream.write(f"valid, {len(warnings)} warnings\n")


@app.command()
def stale(today: Today = None, reference: ReferenceDirs = None) -> None:
    """List entries past their review date. Exits with 1 if there are any."""
    from healthlint.cli.streams import day, output
    from healthlint.reference.loading import load_reference
    from healthlint.reference.staleness import stale as stale_entries

    found = stale_entries(load_reference(*reference or ()), day(today))
    for entry in found:
        output().write(f"{entry}\n")
    raise typer.Exit(1 if found else 0)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A reference folder.")],
    new: Annotated[Path, typer.Argument(help="Another, newer one.")],
) -> None:
    """Say in plain words what changed between two reference folders."""
    from healthlint.cli.streams import output
    from healthlint.reference.changes import diff as changes
    from healthlint.reference.loading import load_folders

    for change in changes(load_folders([old]), load_folders([new])):
        output().write(f"{change}\n")


@app.command()
def new(
    entry: Annotated[str, typer.Argument(help="The new entry's id, in kebab-case.")],
    symptom: Annotated[bool, typer.Option("--symptom", help="A presenting symptom.")] = False,
    today: Today = None,
) -> None:
    """Print the scaffold of a new entry, with comments."""
    from healthlint.cli.streams import day, output
    from healthlint.reference.scaffold import scaffold

    output().write(scaffold(entry, "symptom" if symptom else "condition", day(today)))


@app.command()
def export(
    entries: Annotated[list[str] | None, typer.Argument(help="Entry ids (default: all).")] = None,
    reference: ReferenceDirs = None,
) -> None:
    """Write schema.org MedicalCondition JSON-LD."""
    import orjson

    from healthlint.cli.streams import output
    from healthlint.errors import SettingsError
    from healthlint.reference.jsonld import export_jsonld
    from healthlint.reference.loading import load_reference
    from healthlint.vocabulary import load_vocabulary

    known = load_reference(*reference or ())
    unknown = [name for name in entries or () if name not in known.entries]
    if unknown:
        raise SettingsError("\n".join(f"no entry {name!r}" for name in unknown))
    vocabulary = load_vocabulary()
    chosen = entries or list(known.entries)
    graph = [export_jsonld(known.entries[name], vocabulary) for name in chosen]
    value = {"@context": "https://schema.org", "@graph": graph}
    output().write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
