"""``healthlint reference ...``: look at, check and keep up the reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from healthlint.cli.options import ReferenceDirs, Today

if TYPE_CHECKING:
    from healthlint.source import Source

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


@app.command()
def coverage(
    corpus: Annotated[list[str], typer.Argument(help="Articles: files, folders, .jsonl.")],
    reference: ReferenceDirs = None,
) -> None:
    """Say which conditions articles are about, and which of them the reference has."""
    from healthlint.check import Checker
    from healthlint.cli.streams import output
    from healthlint.governance import coverage as covering

    found = covering(_sources(corpus), Checker(reference=reference or ()))
    stream = output()
    for condition, count, known in found.conditions:
        stream.write(f"{count:>6}  {'covered    ' if known else 'not covered'}  {condition}\n")
    share = found.covered / found.with_condition if found.with_condition else 0.0
    stream.write(
        f"{found.articles} articles, {found.with_condition} about a condition or symptom we know "
        f"of, {found.covered} of them covered ({share:.1%})\n"
    )


@app.command()
def ground(
    evidence: Annotated[Path, typer.Option("--evidence", help="A .jsonl of pages (id, qa).")],
    show: Annotated[str, typer.Option("--show", help="absent, contradicted or none.")] = "none",
    reference: ReferenceDirs = None,
) -> None:
    """Check each fact that cites an evidence page against that page's text."""
    from collections import Counter

    from healthlint.check import Checker
    from healthlint.cli.streams import output
    from healthlint.governance import ground as grounding

    pages = {str(row["id"]): _page(row) for row in _records(evidence)}
    counts: Counter[tuple[str, str]] = Counter()
    stream = output()
    for row in grounding(Checker(reference=reference or ()), pages):
        counts[row.group, row.verdict] += 1
        if row.verdict == show:
            stream.write(f"{row.verdict}: {row.fact} in {row.page} {row.note}\n")
    for group in sorted({group for group, _verdict in counts}):
        total = sum(n for (g, _v), n in counts.items() if g == group)
        borne = counts[group, "borne out"]
        against = counts[group, "contradicted"]
        stream.write(
            f"{group:<16} {borne:>4} of {total:<4} borne out ({borne / total:.1%}), "
            f"{against} contradicted\n"
        )
    total = sum(counts.values())
    borne = sum(n for (_g, verdict), n in counts.items() if verdict == "borne out")
    if total:
        stream.write(f"{'all':<16} {borne:>4} of {total:<4} borne out ({borne / total:.1%})\n")


@app.command()
def affected(
    corpus: Annotated[list[str], typer.Argument(help="Articles: files, folders, .jsonl.")],
    since: Annotated[Path, typer.Option("--since", help="The folder of the older reference.")],
    now: Annotated[
        Path | None, typer.Option("--now", help="The newer one (default: the packaged).")
    ] = None,
) -> None:
    """Say which articles become wrong or incomplete as the reference changed (exit code 1)."""
    from healthlint.check import Checker
    from healthlint.cli.streams import output
    from healthlint.data import data_dir
    from healthlint.governance import affected as touched

    old = Checker(reference=(since,), packaged=False)
    new = Checker(reference=(now or data_dir("reference"),), packaged=False)
    stream = output()
    articles: set[tuple[str, str | None]] = set()
    for row in touched(_sources(corpus), old, new):
        name = f"{row.path}#{row.id}" if row.id else row.path
        if not row.mended:
            articles.add((row.path, row.id))
        word = "no longer" if row.mended else "now"
        stream.write(f"{name}: {word}: {row.severity} {row.rule} {row.message}\n")
    stream.write(f"{len(articles)} articles become wrong or incomplete\n")
    raise typer.Exit(1 if articles else 0)


def _sources(paths: list[str]) -> Iterator[Source]:
    from healthlint.cli.checking import complain
    from healthlint.document.reading import InputProblem, read_sources

    for source in read_sources(paths):
        if isinstance(source, InputProblem):
            complain(source.message)
        else:
            yield source


def _records(path: Path) -> Iterator[dict[str, Any]]:
    import orjson

    from healthlint.errors import InputError

    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    yield orjson.loads(line)
                except orjson.JSONDecodeError as error:
                    raise InputError(f"{path}:{number}: not JSON: {error}") from None
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _page(row: dict[str, Any]) -> str:
    """An evidence record as Markdown: its topic, its questions as headings, its answers."""
    parts = [f"# {row.get('focus', '')}"]
    for pair in row.get("qa", ()):
        answer = "\n".join(line.strip() for line in pair["answer"].splitlines())
        parts.append(f"## {pair['question']}\n\n{answer}")
    return "\n\n".join(parts) if row.get("qa") else str(row.get("text", ""))
