"""One run of ``check``: from options to reports, through the cache, the baseline and the diff."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from healthlint.errors import InputError, SettingsError

if TYPE_CHECKING:
    from healthlint.baseline import Baseline
    from healthlint.changed_lines import Changes
    from healthlint.config import Settings
    from healthlint.finding import ArticleReport
    from healthlint.report import Format, Run
    from healthlint.results import ResultCache
    from healthlint.source import Source
    from healthlint.workers import Bench, Item

_PATIENCE = 2.0  # seconds before a progress bar shows
AUTO_JOBS = "auto"


def cache_of(settings: Settings, folders: Iterable[Path], folder: Path | None) -> ResultCache:
    """The reports kept between runs, in the folder given or beside the compiled data."""
    from healthlint.cache import cache_dir
    from healthlint.results import ResultCache, state_of

    return ResultCache(folder or cache_dir() / "results", state_of(folders))


def jobs_of(text: str) -> int:
    """The number of processes. Raises ``SettingsError``."""
    if text == AUTO_JOBS:
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"--jobs: {text!r} is not accepted; use a number from 1, or auto")
    return int(text)


def changes_of(diff: str | None) -> Changes | None:
    """The changed lines of ``--diff``: since a revision, or of a diff on standard input."""
    if diff is None:
        return None
    from healthlint.changed_lines import of_diff, of_revision, repository_root

    if diff == "-":
        stdin = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
        return of_diff(stdin, repository_root(Path.cwd()))
    return of_revision(diff, Path.cwd())


def changed_articles(changes: Changes) -> list[str]:
    """The changed files that are articles, as paths from here, sorted."""
    from healthlint.document.reading import FORMATS, RECORDS

    suffixes = (*FORMATS, *RECORDS)
    here = os.path.realpath(os.getcwd())
    paths = (os.path.relpath(path, here) for path in changes.files)
    return sorted(
        path
        for path in paths
        if path.lower().endswith(suffixes) and os.path.exists(path) and not path.startswith("..")
    )


def items_of(
    names: Sequence[str],
    settings: Settings,
    stdin_filename: str | None,
    changes: Changes | None,
    complain: Callable[[str], None],
    force_exclude: bool = False,
) -> Iterator[Item]:
    """What is to be checked; what cannot be read is said on standard error too."""
    from healthlint.document.reading import InputProblem, read_sources
    from healthlint.finding import ArticleReport

    if force_exclude:
        names = _not_excluded(names, settings)
    for source in read_sources(names, stdin_filename=stdin_filename, exclude=settings.exclude):
        if isinstance(source, InputProblem):
            complain(source.message)
            if source.fatal:
                yield ArticleReport(path=source.path, id=source.id, error=source.message)
        elif changes is None or changes.of(source.path) is not None:
            yield source


def _not_excluded(names: Sequence[str], settings: Settings) -> list[str]:
    """The named files that the settings do not exclude: a hook names every changed file."""
    from pathspec import GitIgnoreSpec

    from healthlint.workers import relative

    spec = GitIgnoreSpec.from_lines(settings.exclude)
    return [name for name in names if not spec.match_file(relative(name, settings.root))]


@dataclass
class Stages:
    """What happens to a report between the rules and the formats."""

    bench: Bench
    baseline: Baseline | None = None
    changes: Changes | None = None
    shows_page: bool = False

    def reports(
        self, items: Iterable[Item], complain: Callable[[str], None]
    ) -> Iterator[ArticleReport]:
        """Every article's report, ready for the formats."""
        for source, report in self.bench.reports(items):
            if source is not None and report.error is not None:
                complain(f"{report.path}: {report.error}")
            yield self._ready(source, report)

    def _ready(self, source: Source | None, report: ArticleReport) -> ArticleReport:
        if self.baseline is not None:
            report = self.baseline.sort_out(report)
        if source is None or report.error is not None:
            return report
        change = self.changes.of(source.path) if self.changes is not None else None
        if change is None and not self.shows_page:
            return report
        from healthlint.changed_lines import answerable
        from healthlint.document import parse_document
        from healthlint.document.page import page_of

        document = parse_document(source)
        if change is not None and self.changes is not None:
            before = self.changes.former(source)
            former = self.bench.report(before) if before is not None else None
            report = answerable(report, document, change, former)
        return replace(report, page=page_of(document)) if self.shows_page else report


def targets_of(format: str, outputs: Sequence[str]) -> list[tuple[Format, str | None]]:
    """The formats to write and their files (``None``: standard output).

    Raises ``SettingsError``.
    """
    from healthlint.cli.checking import one_of
    from healthlint.report import FORMATS

    targets: list[tuple[Format, str | None]] = [(one_of("--format", format, FORMATS), None)]
    for value in outputs:
        name, separator, path = value.partition("=")
        if not separator or not path:
            raise SettingsError(f"--output: {value!r} is not FORMAT=FILE, as in sarif=report.sarif")
        targets.append((one_of("--output", name, FORMATS), path))
    files = [path for _, path in targets if path is not None]
    for path in files:
        if files.count(path) > 1:
            raise SettingsError(f"--output: {path} is named twice")
    return targets


def write_all(
    targets: Sequence[tuple[Format, str | None]],
    run: Run,
    reports: Iterable[ArticleReport],
    stream: TextIO,
) -> None:
    """Write every format; with several, the reports are read once and kept."""
    if len(targets) > 1:
        reports = list(reports)
    with ExitStack() as files:
        for format, path in targets:
            if path is None:
                format.write(run, reports, stream)
                continue
            try:
                opened = files.enter_context(
                    open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n")
                )
            except OSError as error:
                raise InputError(f"--output: {path}: {error.strerror or error}") from None
            format.write(replace(run, color=False), reports, opened)


def close_baseline(baseline: Baseline, path: Path, say: Callable[[str], None]) -> None:
    """Say on standard error what a run found of the baseline; it is never rewritten here."""
    fixed, stale, expired = baseline.fixed(), baseline.stale(), baseline.expired()
    if fixed:
        say(f"{path}: {_entries(fixed)} fixed")
    if expired:
        say(f"{path}: {_entries(expired)} expired and reported again")
    if stale:
        say(f"{path}: {_entries(stale)} stale; remove with: healthlint baseline prune")


def _entries(found: Sequence[object]) -> str:
    return f"{len(found)} {'entry' if len(found) == 1 else 'entries'}"


def with_progress(
    reports: Iterable[ArticleReport], screen: TextIO, output: TextIO
) -> Iterator[ArticleReport]:
    """The same reports; on a terminal, after a while, a bar that counts them.

    Not where the reports themselves go to the terminal: they are the progress.
    """
    if not screen.isatty() or output.isatty():
        yield from reports
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(file=screen), transient=True)
    task = bar.add_task("checking", total=None)
    began, shown = time.monotonic(), False
    try:
        for report in reports:
            bar.advance(task)
            if not shown and time.monotonic() - began > _PATIENCE:
                bar.start()
                shown = True
            yield report
    finally:
        if shown:
            bar.stop()
