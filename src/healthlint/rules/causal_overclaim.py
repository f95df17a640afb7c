"""Cause claimed where only a link was seen.

**What it finds.** A headline, a first sentence or a claim of proof that says one thing causes,
prevents or reduces another, in a text whose study only observed people (a cohort, a survey,
"linked to") and did not assign a treatment.

**Why it matters.** Observed links are often due to something else, and headlines turn a third of
them into causes (Haber and others 2018; Yu and others 2020).

**Example.** "Coffee prevents dementia" over a cohort study. Better: "Coffee drinkers had less
dementia; the study cannot say why".

**Limits.** A trial that is not called one is taken for an observation only if the text speaks of
a survey, a cohort or a link, and not only of earlier studies; a text that names a trial is left
alone, and so is a claim with a hedge or a link in it ("may be associated with").
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.certainty import designs_of, is_outright
from healthlint.rules.opening import opening_sentences
from healthlint.rules.wording import asserted
from healthlint.source import Span

_ENOUGH = 2  # mentions of an observational design


def check(article: Article) -> Iterator[Finding]:
    designs = designs_of(article)
    observed = designs.get("observational", [])
    if len(observed) < _ENOUGH or designs.get("experimental"):
        return
    spans = list(_overclaims(article))
    if not spans:
        return
    first = observed[0]
    yield RULE.finding(
        "This says that one thing causes another, but the study described only saw a link.",
        *spans,
        evidence=(article.span(first.start, first.end),),
        suggestion='Write "was linked to" and say what else could explain it.',
        confidence=Confidence.MEDIUM,
    )


def _overclaims(article: Article) -> Iterator[Span]:
    told: set[int] = set()
    for number in opening_sentences(article, 1):
        if is_outright(article, number):
            told.add(number)
    told.update(
        article.sentence_at(hit.start)
        for hit in asserted(article, "study-design")
        if hit.cue.settings["design"] == "proof"
    )
    yield from (article.sentence_span(number) for number in sorted(told))


RULE = Rule(
    code="LG004",
    name="causal-overclaim",
    severity=Severity.MAJOR,
    summary="Cause and effect claimed from a study that only observed.",
    check=check,
    genres=frozenset({Genre.NEWS, Genre.ADVERTISEMENT}),
    page=__doc__,
)
