"""Nobody is said to have written it.

**What it finds.** No byline, no author in the mark-up, and no organisation that signs the page at
its top or foot.

**Why it matters.** Authorship is the first of the JAMA benchmarks and of QUEST: a reader cannot
weigh advice from no one.

**Example.** Better: "By Rosa Lindqvist, registered nurse" under the headline.

**Sources.** Silberg et al., JAMA 1997; Robillard et al., QUEST, 2018.

**Limits.** A byline can be lost when a page is saved as text; the finding then says so and is
less confident.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.provenance import signed_by


def check(article: Article) -> Iterator[Finding]:
    if signed_by(article) is not None:
        return
    keeps = article.document.keeps_links
    lost = "" if keeps else " (plain text may have lost the byline)"
    yield RULE.finding(
        f"No author or responsible organisation is named{lost}.",
        confidence=Confidence.HIGH if keeps else Confidence.LOW,
        suggestion="Add a byline with the author's name and qualification.",
        anchor=article.title_span,
    )


RULE = Rule(
    code="PV001",
    name="no-author",
    severity=Severity.MAJOR,
    summary="No byline and no organisation that signs the page.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
