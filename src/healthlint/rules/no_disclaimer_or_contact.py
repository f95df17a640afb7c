"""Nothing says that the page does not replace care, and nobody can be written to.

**What it finds.** An explainer with neither a disclaimer ("for information only", "not a
substitute for medical advice") nor a way to reach those who made it.

**Why it matters.** HONcode principles 2 (complementarity) and 6 (contact).

**Example.** Better: "This page is general information and does not replace advice from someone
who knows your health. Found a mistake? Write to the editors."

**Sources.** HONcode principles.

**Limits.** Many sites say it once in their footer, which a text may have lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING
from healthlint.rules.provenance import states

_ADDRESS = re.compile(r"[\w+-]@[\w-]+\.\w{2,}")


def check(article: Article) -> Iterator[Finding]:
    if states(article, "disclaimer") or states(article, "contact"):
        return
    if _ADDRESS.search(article.document.text) or _mailed(article):
        return
    yield RULE.finding(
        "Nothing says that this does not replace medical care, and there is no contact.",
        confidence=Confidence.MEDIUM if article.document.keeps_links else Confidence.LOW,
        suggestion="This article is general information and does not replace advice from a "
        "health professional who knows you.",
        anchor=article.title_span,
    )


def _mailed(article: Article) -> bool:
    return any(
        link.target.startswith("mailto:") or "contact" in link.target.lower()
        for link in article.document.links
    )


RULE = Rule(
    code="PV004",
    name="no-disclaimer-or-contact",
    severity=Severity.MINOR,
    summary="Neither a disclaimer nor a way to reach the publisher.",
    check=check,
    genres=EXPLAINING | {Genre.ADVERTISEMENT},
    page=__doc__,
)
