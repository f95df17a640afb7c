"""``healthlint audit``: an archive audited, asked, compared, sampled and shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from healthlint.cli.options import (
    ConfigFile,
    FilesFrom,
    Isolated,
    Jobs,
    PatternDirs,
    ReferenceDirs,
    Today,
)

if TYPE_CHECKING:
    from healthlint.audit.questions import Answer
    from healthlint.audit.store import Store


class _RunByDefault(TyperGroup):
    """``audit INPUT...`` is ``audit run INPUT...``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the command put in where none is named."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_RunByDefault,
    help="Audit an archive of any size: healthlint audit INPUT... --out DIR, then ask it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The audit's folder.")]
Table = Annotated[str, typer.Option("--format", "-f", help="table, csv or jsonl.")]
_COLUMN = "The column that holds the {} (repeat for alternatives)."


def _column(name: str) -> Any:
    return typer.Option(f"--{name}-column", help=_COLUMN.format(name))


@app.command()
def run(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT...",
            help="Folders, articles, .jsonl .csv (.gz .zst), .parquet, .warc(.gz); "
            "- reads a list of them from standard input.",
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", "-o", help="The audit's folder.")] = Path("audit"),
    jobs: Jobs = "1",
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="An existing Dask cluster: tcp://HOST:PORT."),
    ] = None,
    slice_size: Annotated[
        int, typer.Option("--slice", min=1, help="Articles a part; what a crash costs at most.")
    ] = 100,
    text_column: Annotated[list[str] | None, _column("text")] = None,
    id_column: Annotated[list[str] | None, _column("id")] = None,
    title_column: Annotated[list[str] | None, _column("title")] = None,
    author_column: Annotated[list[str] | None, _column("author")] = None,
    date_column: Annotated[list[str] | None, _column("date")] = None,
    url_column: Annotated[list[str] | None, _column("url")] = None,
    section_column: Annotated[list[str] | None, _column("section")] = None,
    source_column: Annotated[list[str] | None, _column("source")] = None,
    text_format: Annotated[
        str | None, typer.Option("--text-format", help="text, markdown or html.")
    ] = None,
    render: Annotated[
        str | None, typer.Option("--render", help="qa: make the text of focus and qa.")
    ] = None,
    files_from: FilesFrom = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    today: Today = None,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
) -> None:
    """Audit inputs into a folder. Killed, the same command goes on where it was."""
    from healthlint.audit import require

    require()
    from healthlint.audit.inputs import names_of
    from healthlint.audit.progress import shown
    from healthlint.audit.records import Columns
    from healthlint.audit.running import Request
    from healthlint.audit.running import run as run_audit
    from healthlint.audit.store import Store
    from healthlint.cli.settings import settings_of
    from healthlint.cli.streams import inputs as listed
    from healthlint.errors import SettingsError
    from healthlint.workers import Recipe

    names = names_of(inputs or (), listed(None, files_from) if files_from else ())
    if not names:
        raise SettingsError("no input: name folders, files, or - for a list on standard input")
    given = {
        "text": text_column, "id": id_column, "title": title_column, "author": author_column,
        "date": date_column, "url": url_column, "section": section_column,
        "outlet": source_column,
    }  # fmt: skip
    columns = Columns(
        format=text_format,  # type: ignore[arg-type]
        render=render,
        **{name: tuple(value) for name, value in given.items() if value},
    )
    recipe = Recipe(
        settings_of(config=config, isolated=isolated, today=today),
        tuple(reference or ()),
        tuple(patterns or ()),
    )
    request = Request(
        tuple(names), recipe, columns, slice_size, _jobs(jobs), scheduler, today is not None
    )
    with shown(sys.stderr) as watch:
        count = run_audit(request, Store(out), watch)
    again = f" ({count.resumed:,} done before)" if count.resumed else ""
    _say(
        f"{out}: {count.articles:,} articles{again}, {count.words:,} words, "
        f"{count.findings:,} findings, {count.errors:,} errors"
    )


def _jobs(text: str) -> int:
    import os

    from healthlint.cli.running import jobs_of

    return jobs_of(text) or os.cpu_count() or 1


@app.command()
def query(
    folder: Folder,
    sql: Annotated[str, typer.Argument(metavar="SQL")],
    format: Table = "table",
) -> None:
    """Ask in SQL. Tables: articles, findings, claims, entities, errors, duplicates; view: found."""
    from healthlint.audit.questions import ask as put
    from healthlint.audit.questions import connect

    with connect(_store(folder)) as connection:
        _print(put(connection, sql), format)


@app.command()
def ask(
    folder: Folder,
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="Without it: the list of questions.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="faults: section, author, year, source, genre.")
    ] = None,
    claim: Annotated[
        str | None, typer.Option("--claim", help="repeats: the fact, or words of the claim.")
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-n", min=1, help="Rows at most (20); with --by, of each group (5)."
        ),
    ] = None,
    groups: Annotated[
        int, typer.Option("--groups", min=1, help="faults --by: the largest groups shown.")
    ] = 20,
    format: Table = "table",
) -> None:
    """Ask a ready question: worst, faults, coverage, false-claims, repeats, copies, errors."""
    store = _store(folder)
    from healthlint.audit.asking import QUESTIONS, answer
    from healthlint.audit.questions import connect

    if question is None:
        for name, entry in QUESTIONS.items():
            print(f"{name:<14} {entry.help}")
        return
    with connect(store) as connection:
        _print(answer(connection, question, limit=limit, by=by, claim=claim, groups=groups), format)


@app.command()
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD")],
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    details: Annotated[
        bool, typer.Option("--details", help="Every finding that came or went.")
    ] = False,
    format: Table = "table",
) -> None:
    """What changed between two audits: articles, and findings that came or went, by rule."""
    first, second = _store(old), _store(new)
    from healthlint.audit.comparing import changes, details_of

    _print(details_of(first, second) if details else changes(first, second), format)


@app.command()
def sample(
    folder: Folder,
    number: Annotated[int, typer.Option("-n", "--number", min=1, help="Findings to review.")] = 50,
    seed: Annotated[int, typer.Option("--seed", help="The same seed, the same sample.")] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The CSV file (default: standard output).")
    ] = None,
) -> None:
    """Draw findings for review, from every rule and severity, as CSV with a verdict column."""
    store = _store(folder)
    from healthlint.audit.reviewing import draw, write_sample
    from healthlint.cli.streams import output
    from healthlint.errors import InputError

    rows = draw(store, number, seed)
    if out is None:
        write_sample(rows, output())
        return
    try:
        # With the mark by which spreadsheets know UTF-8.
        with open(out, "w", encoding="utf-8-sig", newline="") as file:
            write_sample(rows, file)
    except OSError as error:
        raise InputError(f"--out: {out}: {error.strerror or error}") from None
    _say(f"{out}: {len(rows)} findings; fill in verdict with right or wrong")


@app.command()
def agree(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Reviewed samples, one a reviewer (CSV)."),
    ],
    format: Table = "table",
) -> None:
    """Take reviewers' verdicts back: precision by rule, with 95 % Wilson intervals.

    A sample is drawn evenly from rules and severities: "all reviewed" is of it, not of the archive.
    """
    from healthlint.audit.reviewing import precision

    _print(precision(*files), format)


@app.command()
def report(
    folder: Folder,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The page (default: DIR/report.html).")
    ] = None,
) -> None:
    """Write the audit as one page of HTML that needs no network."""
    store = _store(folder)
    from healthlint.audit.dashboard import write_page

    place = out or folder / "report.html"
    write_page(store, place)
    _say(f"{place}: {place.stat().st_size / 1000:,.0f} kB")


def _store(folder: Path) -> Store:
    from healthlint.audit import require

    require()
    from healthlint.audit.store import Store

    return Store(folder)


def _say(message: str) -> None:
    print(f"healthlint: {message}", file=sys.stderr)


def _print(answer: Answer, format: str) -> None:
    from healthlint.audit.printing import PRINTERS
    from healthlint.cli.checking import one_of
    from healthlint.cli.streams import output

    stream = output()
    one_of("--format", format, PRINTERS)(answer, stream)
    stream.flush()
