"""Nothing is said of the alternatives.

**What it finds.** News of a treatment or test that sets nothing else beside it: no other treatment
or test by name, no usual care, no group that went without.

**Why it matters.** Better than what? Readers have other choices, and doing nothing is one.

**Example.** "The pump controls sugar." Better: "... compared with injections, which most people
use now."

**Sources.** HealthNewsReview, criterion 7. **Limits.** Experts judge this with knowledge the text
does not hold: a note only.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, is_judged, is_of_a_product
from healthlint.rules.news_signs import names_alternative


def check(article: Article) -> Iterator[Finding]:
    if is_judged(article) and is_of_a_product(article) and not names_alternative(article):
        yield absent(
            RULE,
            article,
            "The story never compares the treatment or test with what people use now.",
            "Say what else there is, and how the new one compares with it.",
        )


RULE = Rule(
    code="HN005",
    name="no-alternatives",
    severity=Severity.INFO,
    summary="No comparison with alternatives.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
