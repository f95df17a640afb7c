"""How good the evidence is goes unsaid.

**What it finds.** News of a treatment or test that names neither the kind of study nor any of its
limits.

**Why it matters.** A trial of ten thousand and a pilot of ten make the same headline.

**Example.** "Scientists found that it works." Better: "In a randomised trial of 320 people;
larger trials are needed."

**Sources.** HealthNewsReview, criterion 4. **Limits.** Limits can be worded in many ways; one
sign of either is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, is_judged
from healthlint.rules.news_signs import weighs_evidence


def check(article: Article) -> Iterator[Finding]:
    if is_judged(article) and not weighs_evidence(article):
        yield absent(
            RULE,
            article,
            "The story does not say how good the evidence is: the kind and size of "
            "study, and its limits.",
            "Name the kind of study, how many took part, and what it cannot show.",
        )


RULE = Rule(
    code="HN004",
    name="evidence-quality-missing",
    severity=Severity.MINOR,
    summary="No study design or limits.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
