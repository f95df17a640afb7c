"""``healthlint check`` and ``healthlint extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from healthlint.cli.options import (
    BaselineFile,
    CacheFolder,
    Color,
    ConfigFile,
    Diff,
    FilesFrom,
    ForceExclude,
    Format,
    Fuzzy,
    Isolated,
    Jobs,
    NoCache,
    Outputs,
    Paths,
    PatternDirs,
    ReferenceDirs,
    StdinFilename,
    Today,
    Watch,
)

if TYPE_CHECKING:
    from healthlint.baseline import Baseline
    from healthlint.config import Settings
    from healthlint.finding import ArticleReport, Severity
    from healthlint.report import Run
    from healthlint.workers import Bench


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(check)
    app.command()(extract)


def check(
    paths: Paths = None,
    format: Format = "text",
    outputs: Outputs = None,
    fail_on: Annotated[
        str | None,
        typer.Option("--fail-on", help="Exit with 1 from this severity on (default: major)."),
    ] = None,
    min_severity: Annotated[
        str | None,
        typer.Option("--min-severity", help="Show findings from this severity on (default: info)."),
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option("--select", help="Codes, names or families to run.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option("--ignore", help="Codes, names or families to leave out.")
    ] = None,
    extend_select: Annotated[
        list[str] | None, typer.Option("--extend-select", help="Rules to run besides.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option("--profile", help="explainer, news, strict or your own.")
    ] = None,
    config: ConfigFile = None,
    isolated: Isolated = False,
    no_suppress: Annotated[
        bool, typer.Option("--no-suppress", help="Report what inline comments suppress, too.")
    ] = False,
    require_reason: Annotated[
        bool, typer.Option("--require-reason", help="A suppression must give its reason.")
    ] = False,
    fuzzy: Fuzzy = False,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 even with findings.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="One line a finding, nothing else.")
    ] = False,
    color: Color = "auto",
    baseline: BaselineFile = None,
    diff: Diff = None,
    jobs: Jobs = "auto",
    no_cache: NoCache = False,
    cache_folder: CacheFolder = None,
    force_exclude: ForceExclude = False,
    watch: Watch = False,
    today: Today = None,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
    files_from: FilesFrom = None,
    stdin_filename: StdinFilename = None,
) -> None:
    """Check articles. Positions are lines and columns from 1; columns count Unicode code points.

    Exit code 0: nothing at or above --fail-on. 1: findings. 2: the run itself failed.
    """
    from healthlint.cli.running import (
        Stages,
        changed_articles,
        changes_of,
        close_baseline,
        items_of,
        targets_of,
        with_progress,
        write_all,
    )
    from healthlint.cli.settings import settings_of
    from healthlint.cli.streams import inputs, output, wants_color

    targets = targets_of(format, outputs or ())
    changes = changes_of(diff)
    if changes is not None and not paths and files_from is None:
        names = changed_articles(changes)
    else:
        names = inputs(paths, files_from)
    settings = settings_of(
        config=config,
        isolated=isolated,
        profile=profile,
        today=today,
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        fail_on=fail_on,
        min_severity=min_severity,
        require_reason=require_reason,
        fuzzy=fuzzy,
    )
    threshold = severity("--fail-on", settings.fail_on)
    least = severity("--min-severity", settings.min_severity)
    bench = bench_of(settings, reference, patterns, not no_suppress, no_cache, cache_folder, jobs)
    stream = output()

    def once(names: Sequence[str]) -> Tally:
        held = baseline_of(baseline, settings, bench)
        run = replace(
            run_of(bench),
            color=wants_color(color, stream),
            min_severity=least,
            quiet=quiet,
            fail_on=threshold,
            has_baseline=held is not None,
        )
        stages = Stages(bench, held, changes, any(format.shows_page for format, _ in targets))
        tally = Tally(threshold)
        items = items_of(names, settings, stdin_filename, changes, complain, force_exclude)
        reports = with_progress(tally.watch(stages.reports(items, complain)), sys.stderr, stream)
        write_all(targets, run, (shown(report, least) for report in reports), stream)
        stream.flush()
        if held is not None and baseline is not None:
            close_baseline(held, baseline, complain)
        return tally

    if watch:
        from healthlint.cli.watching import refuse, saved_articles

        refuse(output=outputs, diff=diff)
        saved = saved_articles(names, settings.exclude)
        once(names)
        complain("watching; Ctrl-C ends it")
        for articles in saved:
            once(articles)
    tally = once(names)
    raise typer.Exit(tally.exit_code(exit_zero))


def extract(
    paths: Paths = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table or jsonl.")] = "table",
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
    files_from: FilesFrom = None,
    stdin_filename: StdinFilename = None,
    color: Color = "auto",
    fuzzy: Fuzzy = False,
) -> None:
    """Print what is read from articles: entities, claims, advice, sentences."""
    from healthlint.cli.streams import inputs, output, wants_color
    from healthlint.report.extraction import EXTRACT_FORMATS

    writer = one_of("--format", format, EXTRACT_FORMATS)
    names = inputs(paths, files_from)
    from healthlint.check import Checker
    from healthlint.config import Settings
    from healthlint.document.reading import InputProblem, read_sources
    from healthlint.extract import extraction_of, failed_extraction

    own, wording = folders("--reference", reference), folders("--patterns", patterns)
    checker = Checker(reference=own, patterns=wording, settings=Settings(fuzzy=fuzzy))
    stream = output()
    failed = False

    def values() -> Iterator[dict[str, object]]:
        nonlocal failed
        for source in read_sources(names, stdin_filename=stdin_filename):
            if isinstance(source, InputProblem):
                complain(source.message)
                failed = failed or source.fatal
                if source.fatal:
                    yield failed_extraction(source)
                continue
            yield extraction_of(checker.read(source))

    writer(values(), stream, wants_color(color, stream))
    stream.flush()
    raise typer.Exit(2 if failed else 0)


class Tally:
    """Counts what decides the exit code while reports pass through to their format."""

    def __init__(self, threshold: Severity) -> None:
        self._threshold = threshold
        self.found = False
        self.failed = False

    def watch(self, reports: Iterable[ArticleReport]) -> Iterator[ArticleReport]:
        """The same reports."""
        for report in reports:
            self.failed = self.failed or report.error is not None
            self.found = self.found or any(
                finding.severity >= self._threshold for finding in report.findings
            )
            yield report

    def exit_code(self, exit_zero: bool) -> int:
        """2 when an input or the run failed, 1 with findings, else 0."""
        if self.failed:
            return 2
        return 1 if self.found and not exit_zero else 0


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"healthlint: {message}", file=sys.stderr)


def shown(report: ArticleReport, least: Severity) -> ArticleReport:
    """The report without findings below a severity."""
    kept = tuple(f for f in report.findings if f.severity >= least)
    return report if len(kept) == len(report.findings) else replace(report, findings=kept)


def bench_of(
    settings: Settings,
    reference: Sequence[Path] | None,
    patterns: Sequence[Path] | None,
    suppress: bool,
    no_cache: bool,
    cache_folder: Path | None,
    jobs: str,
) -> Bench:
    """What checks the articles. Raises ``SettingsError`` where a rule is unknown."""
    from healthlint.cli.running import cache_of, jobs_of
    from healthlint.workers import Bench, Recipe

    own, wording = folders("--reference", reference), folders("--patterns", patterns)
    recipe = Recipe(settings, own, wording, suppress)
    number = jobs_of(jobs)
    cache = None if no_cache else cache_of(settings, recipe.folders(), cache_folder)
    return Bench(recipe, cache, number)


def folders(option: str, paths: Sequence[Path] | None) -> tuple[Path, ...]:
    """The folders of an option. Raises ``SettingsError`` where one is none."""
    from healthlint.errors import SettingsError

    wrong = [path for path in paths or () if not path.is_dir()]
    if wrong:
        raise SettingsError("\n".join(f"{option}: {path}: no such folder" for path in wrong))
    return tuple(paths or ())


def baseline_of(path: Path | None, settings: Settings, bench: Bench) -> Baseline | None:
    """The baseline of a file, if one is asked for."""
    if path is None:
        return None
    from healthlint.baseline import load

    found = load(path, settings.today)
    found.codes = frozenset(rule.code for rule in bench.rules)
    return found


def run_of(bench: Bench) -> Run:
    """What the formats print of the run."""
    import os

    from healthlint import __version__
    from healthlint.changed_lines import repository_root
    from healthlint.report import Run

    facts = bench.facts
    return Run(
        tool_version=__version__,
        reference_version=facts["version"],
        reference_entries=facts["entries"],
        reference_digest=facts["digest"],
        today=bench.recipe.settings.today.isoformat(),
        rules=bench.rules,
        names=facts["names"],
        root=str(repository_root(Path.cwd())),
        docs_url=os.environ.get("HEALTHLINT_DOCS_URL") or None,
        summary_file=os.environ.get("GITHUB_STEP_SUMMARY") or None,
    )


def severity(option: str, label: str) -> Severity:
    """The severity of an option. Raises ``SettingsError``."""
    from healthlint.errors import SettingsError
    from healthlint.finding import Severity

    try:
        return Severity.parse(label)
    except KeyError:
        accepted = ", ".join(s.label for s in sorted(Severity, reverse=True))
        raise SettingsError(f"{option}: {label!r} is not accepted; use {accepted}") from None


Value = TypeVar("Value")


def one_of(option: str, name: str, table: Mapping[str, Value]) -> Value:
    """The value of that name. Raises ``SettingsError`` naming the accepted ones."""
    from healthlint.errors import SettingsError

    if name not in table:
        raise SettingsError(f"{option}: {name!r} is not accepted; use {', '.join(table)}")
    return table[name]
