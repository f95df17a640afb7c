"""A treatment is praised and its harms are not mentioned.

**What it finds.** News that says a treatment or test does good, and names no harm of it: with its
kind ("a rash", "more falls") or how often. It tells three cases apart: no word on harm, safety
said and no harm named, harm spoken of and neither kind nor number given (a lesser finding). It is
lesser too where the thing is a touch, a sound or an app, and neither swallowed nor cut.

**Why it matters.** Every treatment that works can harm; a choice needs both (DISCERN item 11).

**Example.** "The implant restored hearing." Better: add how often the operation went wrong, and
how.

**Sources.** HealthNewsReview, criterion 3. **Limits.** Foods and habits (walking, tea, sleep) are
left alone; so are stories that find no good in what they tell of. Harms of another treatment do not
count.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, goes_into_the_body, is_judged, is_of_a_product
from healthlint.rules.news_harm import Harm, harm_told
from healthlint.rules.news_signs import is_untried


def check(article: Article) -> Iterator[Finding]:
    if not is_judged(article) or not is_of_a_product(article):
        return
    told = harm_told(article)
    # A test that is only hoped for, and an app that nobody tried, have no harms to tell.
    if told is not Harm.NAMED and not is_untried(article):
        yield absent(
            RULE,
            article,
            _MESSAGES[told],
            "Say which harms were seen, how often, or that the study was too small to tell.",
            severity=_severity(article, told),
        )


def _severity(article: Article, told: Harm) -> Severity:
    """A word on harm, or a thing that only touches or is heard, makes it the lesser fault."""
    if told is Harm.IN_PASSING or not goes_into_the_body(article):
        return Severity.MINOR
    return Severity.MAJOR


_MESSAGES = {
    Harm.UNSAID: "The story praises a treatment or test and never mentions harms or side effects.",
    Harm.DENIED: "The story speaks of safety, but names no harm or side effect of what it praises.",
    Harm.IN_PASSING: "The story speaks of harm, but does not say which harm or how often.",
}


RULE = Rule(
    code="HN003",
    name="harms-missing",
    severity=Severity.MAJOR,
    summary="Harms are never mentioned.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
