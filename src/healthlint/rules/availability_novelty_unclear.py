"""Whether it can be had, and what is new about it, goes unsaid.

**What it finds.** News of a treatment or test that is new, without a word on approval, trials or
where it is offered.

**Why it matters.** Readers ask their doctor for it tomorrow.

**Example.** "A pill against hearing loss." Better: "... which is in a first trial and not on
sale."

**Sources.** HealthNewsReview, criterion 8 and 9. **Limits.** Experts judge this with outside
knowledge: a note only.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, hits_of, is_judged, is_of_a_product
from healthlint.rules.news_signs import is_new


def check(article: Article) -> Iterator[Finding]:
    asked = is_judged(article) and is_of_a_product(article) and is_new(article)
    if asked and not hits_of(article, "availability"):
        yield absent(
            RULE,
            article,
            "The story does not say whether the treatment or test is approved or can be had.",
            "Say whether it is on the market, approved, or still in trials.",
        )


RULE = Rule(
    code="HN006",
    name="availability-novelty-unclear",
    severity=Severity.INFO,
    summary="Approval or availability is not given.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
