"""A story about a treatment or test does not say what it costs.

**What it finds.** News of a treatment or test that is said to do good, without a price or a word on
who pays. "Affordable" is no price: then it says that the figure lacks.

**Why it matters.** A benefit nobody can pay for is none; readers ask this first.

**Example.** "The new injection halved attacks." Better: add what a course costs and who pays for
it.

**Sources.** HealthNewsReview, criterion 1. **Limits.** In public systems, and in early research,
cost is often not known yet: a note only, and none where the thing is a prototype, in its first
trial on people or not made yet. Foods and habits (fish, saunas, sleep) are not asked for a price,
nor are medicines that everyone knows to be cheap (aspirin), nor stories that find no good in what
they tell of.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, is_cheap, is_judged, is_lukewarm, is_of_a_product
from healthlint.rules.news_signs import is_early, names_payer, speaks_of_price, tells_cost


def check(article: Article) -> Iterator[Finding]:
    if not is_judged(article) or not is_of_a_product(article) or tells_cost(article):
        return
    if not any(settles(article) for settles in (names_payer, is_early, is_cheap, is_lukewarm)):
        yield absent(
            RULE,
            article,
            _VAGUE if speaks_of_price(article) else _UNSAID,
            "Say what it costs, or that the price is not known yet.",
        )


_UNSAID = "The story praises a treatment or test and never says what it costs or who pays."
_VAGUE = (
    "The story speaks of cost, but gives no price of what it praises and does not say who pays."
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
