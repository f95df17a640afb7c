"""Counts and Markdown that several formats share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from healthlint.finding import ArticleReport, Finding, Severity

_MARKDOWN = re.compile(r"([\\`*_\[\]#|<>~@&$]|^[-+=](?=\s|=|-)|(?<=^\d)[.)])")


def counted(findings: Iterable[Finding]) -> str:
    """ "2 critical, 1 minor"; "nothing" where there is none."""
    counts = Counter(finding.severity for finding in findings)
    said = [f"{counts[s]} {s.label}" for s in sorted(Severity, reverse=True) if counts[s]]
    return ", ".join(said) or "nothing"


def worst_first(report: ArticleReport) -> list[Finding]:
    """The findings, the most severe first, else in the order of the text."""
    return sorted(report.findings, key=lambda finding: -finding.severity)


def markdown_text(text: str) -> str:
    """Words that Markdown shows as they are, on one line: no link, mention, tag or table in it."""
    escaped = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    # Mentions and issue numbers are found after Markdown is read: an empty comment parts them.
    return escaped.replace("\\@", "@<!-- -->").replace("\\#", "#<!-- -->")
