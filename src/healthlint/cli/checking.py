"""``healthlint check`` and ``healthlint extract``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from healthlint.cli.options import (
    Color,
    ConfigFile,
    FilesFrom,
    Isolated,
    Paths,
    PatternDirs,
    ReferenceDirs,
    StdinFilename,
    Today,
)

if TYPE_CHECKING:
    from healthlint.check import Checker
    from healthlint.finding import ArticleReport, Severity
    from healthlint.report import Run


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(check)
    app.command()(extract)


def check(
    paths: Paths = None,
    format: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
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
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 even with findings.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="One line a finding, nothing else.")
    ] = False,
    color: Color = "auto",
    today: Today = None,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
    files_from: FilesFrom = None,
    stdin_filename: StdinFilename = None,
) -> None:
    """Check articles. Positions are lines and columns from 1; columns count Unicode code points.

    Exit code 0: nothing at or above --fail-on. 1: findings. 2: the run itself failed.
    """
    from healthlint.cli.settings import settings_of
    from healthlint.cli.streams import inputs, output, wants_color
    from healthlint.report import FORMATS

    writer = one_of("--format", format, FORMATS)
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
    )
    threshold = severity("--fail-on", settings.fail_on)
    least = severity("--min-severity", settings.min_severity)
    from healthlint.check import Checker

    checker = Checker(
        reference=reference or (),
        patterns=patterns or (),
        settings=settings,
        suppress=not no_suppress,
    )
    stream = output()
    run = replace(
        run_of(checker), color=wants_color(color, stream), min_severity=least, quiet=quiet
    )
    tally = Tally(threshold)
    reports = tally.watch(reports_of(checker, names, stdin_filename))
    writer.write(run, (shown(report, least) for report in reports), stream)
    stream.flush()
    raise typer.Exit(tally.exit_code(exit_zero))


def extract(
    paths: Paths = None,
    format: Annotated[str, typer.Option("--format", "-f", help="table or jsonl.")] = "table",
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
    files_from: FilesFrom = None,
    stdin_filename: StdinFilename = None,
    color: Color = "auto",
) -> None:
    """Print what is read from articles: entities, claims, advice, sentences."""
    from healthlint.cli.streams import inputs, output, wants_color
    from healthlint.report.extraction import EXTRACT_FORMATS

    writer = one_of("--format", format, EXTRACT_FORMATS)
    names = inputs(paths, files_from)
    from healthlint.check import Checker
    from healthlint.document.reading import InputProblem, read_sources
    from healthlint.extract import extraction_of, failed_extraction

    checker = Checker(reference=reference or (), patterns=patterns or ())
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


def reports_of(
    checker: Checker, names: Sequence[str], stdin_filename: str | None
) -> Iterator[ArticleReport]:
    """A report for every article; what cannot be read is said on standard error too."""
    from healthlint.document.reading import InputProblem, read_sources
    from healthlint.finding import ArticleReport

    exclude = checker.settings.exclude
    for source in read_sources(names, stdin_filename=stdin_filename, exclude=exclude):
        if isinstance(source, InputProblem):
            complain(source.message)
            if source.fatal:
                yield ArticleReport(path=source.path, id=source.id, error=source.message)
            continue
        report = checker.check_source(source)
        if report.error is not None:
            complain(f"{source.path}: {report.error}")
        yield report


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"healthlint: {message}", file=sys.stderr)


def shown(report: ArticleReport, least: Severity) -> ArticleReport:
    """The report without findings below a severity."""
    kept = tuple(f for f in report.findings if f.severity >= least)
    return report if len(kept) == len(report.findings) else replace(report, findings=kept)


def run_of(checker: Checker) -> Run:
    """What the formats print of the run."""
    from healthlint import __version__
    from healthlint.report import Run

    reference = checker.knowledge.reference
    return Run(
        tool_version=__version__,
        reference_version=reference.version,
        reference_entries=len(reference.entries),
        reference_digest=reference.digest,
        today=checker.settings.today.isoformat(),
        rules=checker.rules,
        names={c.id: c.name for c in checker.knowledge.vocabulary.concepts.values()},
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
