"""Where a finding is shown, and how addresses and words are written for machines."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.report.model import Run
from healthlint.source import Place

STDIN = "stdin"
# XML 1.0 and terminals refuse control characters; a report is no place for them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def place_of(report: ArticleReport, finding: Finding) -> Place | None:
    """The first words, else where a reader would look; ``None`` in a record of a ``.jsonl``, whose
    lines are not the file's."""
    if report.id is not None:
        return None
    return finding.places[0] if finding.places else finding.anchor_place


def address(run: Run, path: str) -> str:
    """A path relative to the repository, with forward slashes."""
    if path == "-":
        return STDIN
    absolute = os.path.abspath(path)
    relative = os.path.relpath(absolute, os.path.abspath(run.root))
    if relative.startswith(".."):
        return PurePosixPath(Path(path).as_posix()).as_posix()
    return Path(relative).as_posix()


def rule_url(run: Run, code: str) -> str | None:
    """The address of a rule's page, where pages are published."""
    return f"{run.docs_url.rstrip('/')}/rules/{code}.md" if run.docs_url else None


def clean(text: str) -> str:
    """The text without characters that machine formats refuse."""
    return _CONTROL.sub("\ufffd", text)


def one_line(text: str, limit: int | None = None) -> str:
    """The words on one line, cut at ``limit`` characters."""
    line = " ".join(clean(text).split())
    return line if limit is None or len(line) <= limit else f"{line[: limit - 1]}…"


def sentence(finding: Finding) -> str:
    """The message, and what to do about it."""
    if not finding.suggestion:
        return one_line(finding.message)
    lead = "Better" if finding.places else "Add"
    return f"{one_line(finding.message)} {lead}: {one_line(finding.suggestion)}"


def level(severity: Severity) -> str:
    """SARIF's and GitHub's three levels: ``error``, ``warning``, ``note``."""
    if severity >= Severity.MAJOR:
        return "error"
    return "warning" if severity is Severity.MINOR else "note"
