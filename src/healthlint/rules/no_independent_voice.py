"""All who speak in a news story belong to one organisation.

**What it finds.** News that names people or bodies, of which none is said to stand outside the
work, and whose speakers do not belong to different bodies. Press releases are left alone: they
owe a word on funding (PV005).

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
from healthlint.rules.news_signs import has_independent_voice, is_release


def check(article: Article) -> Iterator[Finding]:
    if is_release(article) or has_independent_voice(article):
        return
    people = [source for source in article.attribution.named if source.kind == "person"]
    bodies = {source.name for source in article.attribution.named if source.kind != "person"}
    if not people and not bodies:  # AT003 speaks of that
        return
    shortest = min(bodies, key=lambda name: (len(name), name), default="")
    whose = (
        f" seems to belong to {shortest}" if len(bodies) == 1 else " seems to have had a part in it"
    )
    yield RULE.finding(
        f"Everyone named here{whose}; no independent voice is heard.",
        *(person.span for person in people),
        anchor=article.title_span,
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
