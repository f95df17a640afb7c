"""Fingerprints that outlive moved and reflowed lines.

``sha256("v1" | rule | topic or fact | folded match | five words left | five words right)``, the
first 16 hex digits, then ``:n`` for the n-th equal one. An omission has no match: rule, condition
and missing fact. The path stands beside a fingerprint, never inside it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from healthlint.finding import Finding

_WORD = re.compile(r"\w+")
_REACH = 120  # characters looked at on either side for the five words
_WORDS = 5


def fingerprinted(findings: Iterable[Finding], text: str) -> tuple[Finding, ...]:
    """The findings (in coordinates of ``text``, the source) with fingerprints, in the same order."""
    seen: Counter[str] = Counter()
    marked = []
    for finding in findings:
        digest = _digest(finding, text)
        seen[digest] += 1
        marked.append(replace(finding, fingerprint=f"{digest}:{seen[digest]}"))
    return tuple(marked)


def _digest(finding: Finding, text: str) -> str:
    about = "|".join(finding.facts) or finding.topic or ""
    parts = ["v1", finding.rule, finding.topic or "", about]
    if finding.spans:
        span = finding.spans[0]
        before = text[max(0, span.start - _REACH) : span.start]
        after = text[span.end : span.end + _REACH]
        parts.append(" ".join(_folded(text[span.start : span.end])))
        parts.append(" ".join(_folded(before)[-_WORDS:]))
        parts.append(" ".join(_folded(after)[:_WORDS]))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _folded(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
