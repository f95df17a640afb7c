"""A product or a study is praised and nobody says who paid.

**What it finds.** News of a study or a product, or a page that sells, without a word on funding,
sponsors or interests.

**Why it matters.** Who paid changes how a claim should be read (JAMA benchmarks: disclosure;
HONcode 7; HealthNewsReview 6). A missing funding line agrees with experts' ratings at kappa 0.41.

**Example.** Better: "The trial was paid for by the maker; two of its authors are its employees."

**Sources.** Silberg et al., JAMA 1997; HONcode principle 7.

**Limits.** General explainers are left alone unless they sell something.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.hidden_promotion import is_disclosed, sells
from healthlint.rules.provenance import states
from healthlint.rules.voices import reports_work


def check(article: Article) -> Iterator[Finding]:
    if states(article, "disclosure") or is_disclosed(article):
        return
    about_study = article.genre is Genre.NEWS and (reports_work(article) or _offers(article))
    if not about_study and not sells(article):
        return
    what = "study or product" if about_study else "product"
    yield RULE.finding(
        f"A {what} is presented without saying who paid for it or who has an interest.",
        confidence=Confidence.MEDIUM,
        suggestion="Say who funded it, and what ties its authors have.",
        anchor=article.title_span,
    )


def _offers(article: Article) -> bool:
    """Whether what reads like news speaks as a shop does ("our customers")."""
    return any(
        hit.cue.settings["genre"] == Genre.ADVERTISEMENT.value
        and not article.is_boilerplate(hit.start)
        for hit in article.cues("genre")
    )


RULE = Rule(
    code="PV005",
    name="no-disclosure",
    severity=Severity.MINOR,
    summary="A study or product is praised without a word on funding or interests.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
