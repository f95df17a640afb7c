"""``healthlint baseline write | update | prune | show``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from healthlint.cli.options import (
    CacheFolder,
    ConfigFile,
    Isolated,
    Jobs,
    NoCache,
    Paths,
    PatternDirs,
    ReferenceDirs,
    Today,
)

if TYPE_CHECKING:
    from healthlint.baseline import Baseline
    from healthlint.finding import ArticleReport

app = typer.Typer(
    help="Findings to live with for now, so that only new ones fail.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_DEFAULT = ".healthlint-baseline.json"
File = Annotated[Path, typer.Option("--baseline", help="The baseline's file.")]


@app.command()
def write(
    paths: Paths = None,
    baseline: File = Path(_DEFAULT),
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    config: ConfigFile = None,
    isolated: Isolated = False,
    jobs: Jobs = "auto",
    no_cache: NoCache = False,
    cache_folder: CacheFolder = None,
    today: Today = None,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
) -> None:
    """Write every finding of the articles to a new baseline."""
    from healthlint.baseline import Baseline, entries_of, save
    from healthlint.cli.checking import complain
    from healthlint.cli.streams import day
    from healthlint.errors import SettingsError

    if baseline.exists() and not force:
        raise SettingsError(f"{baseline}: is there already; use baseline update, or --force")
    empty = Baseline((), baseline.resolve().parent, day(today))
    reports = _reports(
        empty, paths, config, isolated, jobs, no_cache, cache_folder, today, reference, patterns
    )
    entries = list(entries_of(empty, reports))
    save(baseline, entries)
    complain(f"{baseline}: {len(entries)} findings of {len(reports)} articles")
    _stop(reports)


@app.command()
def update(
    paths: Paths = None,
    baseline: File = Path(_DEFAULT),
    config: ConfigFile = None,
    isolated: Isolated = False,
    jobs: Jobs = "auto",
    no_cache: NoCache = False,
    cache_folder: CacheFolder = None,
    today: Today = None,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
) -> None:
    """Take in the articles' new findings and drop fixed ones; reasons and owners stay."""
    from healthlint.baseline import entries_of, load, save
    from healthlint.cli.checking import complain
    from healthlint.cli.streams import day

    held = load(baseline, day(today))
    reports = _reports(
        held, paths, config, isolated, jobs, no_cache, cache_folder, today, reference, patterns
    )
    fresh = set(entries_of(held, reports))
    # Entries of articles that were not looked at stay as they are.
    kept = {e for e in held.entries if e.path not in held.checked and e not in held.stale()}
    save(baseline, fresh | kept)
    before, after = set(held.entries), fresh | kept
    complain(f"{baseline}: {len(after - before)} added, {len(before - after)} removed")
    _stop(reports)


@app.command()
def prune(
    paths: Paths = None,
    baseline: File = Path(_DEFAULT),
    config: ConfigFile = None,
    isolated: Isolated = False,
    jobs: Jobs = "auto",
    no_cache: NoCache = False,
    cache_folder: CacheFolder = None,
    today: Today = None,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
) -> None:
    """Drop entries that are fixed or whose article is gone; take in nothing new.

    Without paths, the articles the baseline names are checked.
    """
    from healthlint.baseline import load, save
    from healthlint.cli.checking import complain
    from healthlint.cli.streams import day

    held = load(baseline, day(today))
    named = list(paths) if paths else _named(held)
    reports = _reports(
        held, named, config, isolated, jobs, no_cache, cache_folder, today, reference, patterns
    )
    stale = set(held.stale())
    save(baseline, set(held.entries) - stale)
    complain(f"{baseline}: {len(stale)} removed, {len(held.entries) - len(stale)} left")
    _stop(reports)


@app.command()
def show(baseline: File = Path(_DEFAULT), today: Today = None) -> None:
    """List the baseline's entries, and how many each rule has."""
    from healthlint.baseline import by_rule, load
    from healthlint.cli.streams import day, output

    held = load(baseline, day(today))
    stream = output()
    for entry in held.entries:
        notes = [
            entry.reason,
            f"owner: {entry.owner}" if entry.owner else "",
            f"{'expires' if entry.in_force(held.today) else 'EXPIRED'}: {entry.expires}"
            if entry.expires
            else "",
        ]
        said = "; ".join(note for note in notes if note)
        stream.write(f"{entry.path}: {entry.rule} {entry.message}{f' ({said})' if said else ''}\n")
    for code, number in by_rule(held.entries):
        stream.write(f"{code}  {number}\n")
    stream.write(f"{len(held.entries)} entries\n")


def _named(held: Baseline) -> list[str]:
    """The articles the baseline names that are still there, as paths from here."""
    import os

    files = sorted({entry.path.partition("#")[0] for entry in held.entries})
    there = [held.folder / name for name in files if (held.folder / name).exists()]
    return [os.path.relpath(path) for path in there]


def _reports(
    held: Baseline,
    paths: Sequence[str] | None,
    config: Path | None,
    isolated: bool,
    jobs: str,
    no_cache: bool,
    cache_folder: Path | None,
    today: str | None,
    reference: Sequence[Path] | None,
    patterns: Sequence[Path] | None,
) -> list[ArticleReport]:
    """The articles' reports, sorted out by the baseline."""
    from healthlint.cli.checking import bench_of, complain
    from healthlint.cli.running import Stages, items_of
    from healthlint.cli.settings import settings_of

    settings = settings_of(config=config, isolated=isolated, today=today)
    bench = bench_of(settings, reference, patterns, True, no_cache, cache_folder, jobs)
    held.codes = frozenset(rule.code for rule in bench.rules)
    names = ["."] if paths is None else list(paths)
    items = items_of(names, settings, None, None, complain)
    return list(Stages(bench, held).reports(items, complain))


def _stop(reports: Sequence[ArticleReport]) -> None:
    raise typer.Exit(2 if any(report.error is not None for report in reports) else 0)
