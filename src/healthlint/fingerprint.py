"""Fingerprints that outlive moved and reflowed lines, and edits elsewhere.

``sha256("v1" | rule | topic or fact | folded match | five words left | five words right)``, the
first 16 hex digits, then ``:n`` for the n-th equal one. The five words never leave the block the
match stands in, so that a paragraph put before it changes nothing. An omission has no match:
rule, condition and missing fact. The path stands beside a fingerprint, never inside it.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from healthlint.finding import Finding
from healthlint.source import Span

_WORD = re.compile(r"\w+")
_REACH = 120  # characters looked at on either side for the five words
_WORDS = 5


def fingerprinted(
    findings: Iterable[Finding], text: str, blocks: Sequence[Span] = ()
) -> tuple[Finding, ...]:
    """The findings with fingerprints, in the same order.

    ``text`` is what their spans count in; ``blocks`` are its blocks in order (none: one block).
    The document's folded text gives an article the same fingerprints in every format.
    """
    starts = [block.start for block in blocks]
    seen: Counter[str] = Counter()
    marked = []
    for finding in findings:
        block = Span(0, len(text))
        if finding.spans and blocks:
            block = blocks[max(0, bisect_right(starts, finding.spans[0].start) - 1)]
        digest = _digest(finding, text, block)
        seen[digest] += 1
        marked.append(replace(finding, fingerprint=f"{digest}:{seen[digest]}"))
    return tuple(marked)


def _digest(finding: Finding, text: str, block: Span) -> str:
    about = "|".join(finding.facts) or finding.topic or ""
    parts = ["v1", finding.rule, finding.topic or "", about]
    if finding.spans:
        span = finding.spans[0]
        before = text[max(block.start, span.start - _REACH) : span.start]
        after = text[span.end : max(span.end, min(block.end, span.end + _REACH))]
        parts.append(" ".join(_folded(text[span.start : span.end])))
        parts.append(" ".join(_folded(before)[-_WORDS:]))
        parts.append(" ".join(_folded(after)[:_WORDS]))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def _folded(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]
