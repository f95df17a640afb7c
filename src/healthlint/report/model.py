"""What a format is given to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from healthlint.finding import ArticleReport, Rule, Severity


@dataclass(frozen=True)
class Run:
    """One run of ``check``: what was checked with, and what the user wants shown.

    ``rules`` are those in force; ``min_severity`` is the least severe finding to show; ``today``
    the ISO day staleness was judged by; ``color`` whether the stream takes colours.
    """

    tool_version: str
    reference_version: str
    reference_entries: int
    reference_digest: str
    today: str
    rules: Sequence[Rule] = ()
    min_severity: Severity = Severity.INFO
    color: bool = False
    quiet: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    root: str = "."


# A format reads reports as they come and writes to a stream; text ones write article by article.
Writer = Callable[[Run, Iterable[ArticleReport], TextIO], None]


@dataclass(frozen=True)
class Format:
    """A name users type, what it is for in a line, and its writer."""

    name: str
    summary: str
    write: Writer


def shown(report: ArticleReport, run: Run) -> ArticleReport:
    """The report with only the findings severe enough to show."""
    from dataclasses import replace

    kept = tuple(f for f in report.findings if f.severity >= run.min_severity)
    return report if len(kept) == len(report.findings) else replace(report, findings=kept)
