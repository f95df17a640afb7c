"""A treatment is praised and its harms are not mentioned.

**What it finds.** News that says a treatment or test does good, without a word on side effects,
risks or safety.

**Why it matters.** Every treatment that works can harm; a choice needs both (DISCERN item 11).

**Example.** "The implant restored hearing." Better: add how often the operation went wrong, and
how.

**Sources.** HealthNewsReview, criterion 3. **Limits.** Harmless things (reading, walking) are not
treatments the rule should judge; where it does, suppress it.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, is_judged
from healthlint.rules.news_signs import explains_harm


def check(article: Article) -> Iterator[Finding]:
    if is_judged(article) and not explains_harm(article):
        yield absent(
            RULE,
            article,
            "The story praises a treatment or test and never mentions harms or side effects.",
            "Say which harms were seen, how often, or that the study was too small to tell.",
        )


RULE = Rule(
    code="HN003",
    name="harms-missing",
    severity=Severity.MAJOR,
    summary="Harms are never mentioned.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
