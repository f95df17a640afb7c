"""No one with a medical qualification is said to have written or checked it.

**What it finds.** No reviewer in byline or mark-up, no "medically reviewed by", and no
qualification beside the author's name.

**Why it matters.** Google's quality guidelines (E-E-A-T), PIF TICK and QUEST all ask who vouches
for medical content.

**Example.** Better: "Medically reviewed by Dr Ines Duarte, 4 May 2026".

**Sources.** Robillard et al., QUEST, 2018.

**Limits.** Some publishers review everything and say so elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.provenance import is_credentialed, states


def check(article: Article) -> Iterator[Finding]:
    metadata = article.document.metadata
    if metadata.reviewer or metadata.reviewed or is_credentialed(article, metadata.author):
        return
    if states(article, "review"):
        return
    keeps = article.document.keeps_links
    yield RULE.finding(
        "No medical reviewer or qualified author is named.",
        confidence=Confidence.MEDIUM if keeps else Confidence.LOW,
        suggestion="Add who checked it medically, their qualification and the day.",
        anchor=article.title_span,
    )


RULE = Rule(
    code="PV002",
    name="no-reviewer",
    severity=Severity.MINOR,
    summary="No medical reviewer and no qualified author.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
