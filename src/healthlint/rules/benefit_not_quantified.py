"""A benefit is claimed, but not how large it is.

**What it finds.** News that says a treatment or test does good, with no size of any benefit: no
percentage or part of those treated ("half", "both patients", "21 of 27"), no points, days or pounds
gained, no comparison in numbers. Where the only size is a share or a relative figure, and it is not
said how it would have gone without, it is a note.

**Why it matters.** "Works" can mean one in two or one in a thousand.

**Example.** "The tablets eased pain." Better: "Pain eased in 40 of 100 people on the tablets and
in 30 of 100 on placebo."

**Sources.** HealthNewsReview, criterion 2. **Limits.** Qualitative studies have no such figure.
Relative figures alone are LG005. What was tried on nobody has no benefit to count.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news import NEWS, absent, is_judged
from healthlint.rules.news_benefit import quantifies_benefit, sets_sizes_out, sizes_benefit
from healthlint.rules.news_signs import is_untried


def check(article: Article) -> Iterator[Finding]:
    if not is_judged(article) or quantifies_benefit(article):
        return
    if is_untried(article) or sets_sizes_out(article):
        return
    sized = sizes_benefit(article)
    yield absent(
        RULE,
        article,
        "The story gives a size of the benefit, but not what it would be without the treatment."
        if sized
        else "The story says that it helps, but not how many people it helps, or by how much.",
        "Give the figures in absolute terms: how many in a hundred with it, and how many without.",
        severity=Severity.INFO if sized else RULE.severity,
    )


RULE = Rule(
    code="HN002",
    name="benefit-not-quantified",
    severity=Severity.MINOR,
    summary="A benefit without numbers.",
    check=check,
    genres=NEWS,
    page=__doc__,
)
