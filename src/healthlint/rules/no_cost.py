"""A story about a treatment or test does not say what it costs.

**What it finds.** News of a treatment or test that is said to do good, without a word on price or
coverage.

**Why it matters.** A benefit nobody can pay for is none; readers ask this first.

**Example.** "The new injection halved attacks." Better: add what a course costs and who pays for
it.

**Sources.** HealthNewsReview, criterion 1. **Limits.** In public systems, and in early research,
cost is often not known yet: a note only.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, is_judged
from healthlint.rules.news_signs import tells_cost


def check(article: Article) -> Iterator[Finding]:
    if is_judged(article) and not tells_cost(article):
        yield absent(
            RULE,
            article,
            "The story praises a treatment or test and never says what it costs or who pays.",
            "Say what it costs, or that the price is not known yet.",
        )


RULE = Rule(
    code="HN001",
    name="no-cost",
    severity=Severity.INFO,
    summary="No price or coverage of the treatment.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
