"""All who speak in a news story belong to one organisation.

**What it finds.** News in which people are quoted and every organisation named is the same one.

**Why it matters.** Those who made a finding or a product are not the ones to judge it
(HealthNewsReview, criterion 6: independent sources).

**Example.** Better: add a sentence from someone who had no part in the study.

**Sources.** HealthNewsReview.org, review criteria.

**Limits.** Affiliations are read from names only; a note, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.rules.article import Article

_QUOTED = 2


def check(article: Article) -> Iterator[Finding]:
    people = [source for source in article.attribution.named if source.kind == "person"]
    if len(people) < _QUOTED:
        return
    bodies = [source for source in article.attribution.named if source.kind == "organisation"]
    shortest = min((body.name for body in bodies), key=len, default="")
    if not bodies or any(shortest not in body.name for body in bodies):
        return
    yield RULE.finding(
        f"Everyone named here seems to belong to {shortest}; no independent voice is heard.",
        *(person.span for person in people),
        confidence=Confidence.LOW,
        suggestion="Quote someone who had no part in the work.",
    )


RULE = Rule(
    code="AT004",
    name="no-independent-voice",
    severity=Severity.INFO,
    summary="In news, every named source belongs to one organisation.",
    check=check,
    genres=frozenset({Genre.NEWS}),
    page=__doc__,
)
