"""Nothing in the article says where it has its facts from.

**What it finds.** An article without a link, a reference list, a citation, and without one named
expert, body or journal in its text. A patient or a neighbour is none; a surgery, unit or school
that hands the page out is one, since a reader can ask it.

**Why it matters.** A reader, and an editor, cannot check anything (JAMA benchmarks: attribution;
DISCERN 4).

**Example.** Better: close with "Sources", and name for each section the guideline or page it
rests on, with its date.

**Sources.** Silberg et al., JAMA 1997; DISCERN handbook, questions 4 and 5.

**Limits.** Plain text may have lost its links; the finding then says so and is less confident.
Whether the sources bear the claims out is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.issuers import names_issuer
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES


def check(article: Article) -> Iterator[Finding]:
    if article.attribution.names_any or names_issuer(article.document, article.vocabulary):
        return
    keeps = article.document.keeps_links
    lost = "" if keeps else " (plain text may have lost its links)"
    yield RULE.finding(
        f"The article names no source: no link, reference, expert or organisation{lost}.",
        confidence=Confidence.HIGH if keeps else Confidence.LOW,
        suggestion="Name the guideline, study or organisation each part rests on, with a link "
        "and a date.",
        anchor=article.title_span,
    )


RULE = Rule(
    code="AT003",
    name="no-sources",
    severity=Severity.MAJOR,
    summary="The whole text has no link, reference, named expert or organisation.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
