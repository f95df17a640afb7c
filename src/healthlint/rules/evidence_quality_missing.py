"""How good the evidence is goes unsaid.

**What it finds.** News of a study of a treatment or test that does not say what the study cannot
show, or neither its kind nor its size. The message says which of the two lacks.

**Why it matters.** A trial of ten thousand and a pilot of ten make the same headline.

**Example.** "Scientists found that it works." Better: "In a randomised trial of 320 people;
larger trials are needed."

**Sources.** HealthNewsReview, criterion 4. **Limits.** Limits can be worded in many ways; one
is enough where the study is described. Conflicting results, figures
that were not published and "no studies" are limits too. Approvals and launches without a study
are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, is_judged
from healthlint.rules.news_signs import (
    caveats_of,
    describes_study,
    holds_back,
    is_untried,
    weighs_evidence,
)


def check(article: Article) -> Iterator[Finding]:
    if not is_judged(article) or weighs_evidence(article):
        return
    limited = caveats_of(article) > 0 or holds_back(article)
    described = describes_study(article) or is_untried(article)  # "no studies" says it all
    if not described or not limited:
        yield absent(
            RULE,
            article,
            _MESSAGES[described, limited],
            "Name the kind of study, how many took part, and what it cannot show.",
        )


_MESSAGES = {
    (False, False): "The story does not say how good the evidence is: the kind and size of "
    "study, and its limits.",
    (False, True): "The story does not say what kind of study it rests on, or how large it was.",
    (True, False): "The story tells of the study, but not of its limits: what it cannot show.",
}


RULE = Rule(
    code="HN004",
    name="evidence-quality-missing",
    severity=Severity.MINOR,
    summary="No study design or limits.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
