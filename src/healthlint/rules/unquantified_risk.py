"""Often, frequently, many: and no number anywhere.

**What it finds.** An article that says three times and more that something serious happens
"often", "frequently" or to "many people", and gives not one rate.

**Why it matters.** Readers take "often" to mean anything from 5 to 80 in a hundred (IPDAS asks
for numbers; CDC Clear Communication Index, items 15 to 20).

**Example.** "Many people die of it." Better: "About 2 in 100 people who have it die of it."

**Limits.** Plain-language pages leave numbers out on purpose: so this is a note.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article
from healthlint.rules.figures import risk_figures
from healthlint.rules.wording import READ, asserted

_ENOUGH = 3
_REACH = 8  # tokens between "often" and the danger
_DENSE = 0.4  # such statements in a hundred words: the argument, not a detail


def check(article: Article) -> Iterator[Finding]:
    hits = list(_vague(article))
    if len(hits) < _ENOUGH or 100 * len(hits) / max(1, article.words) < _DENSE:
        return
    if any(True for _ in risk_figures(article)):
        return
    yield RULE.finding(
        "The danger is said to be frequent, but no number anywhere says how frequent.",
        *(article.span(hit.start, hit.end) for hit in hits),
        suggestion="Give a rate: how many people in 100 or 1,000.",
        confidence=Confidence.LOW,
    )


def _vague(article: Article) -> Iterator[CueHit]:
    dangers = [hit.start for hit in article.cues("danger-outcome")]
    at = 0
    for hit in asserted(article, "frequency-word"):
        sentence = article.sentences[article.sentence_at(hit.start)]
        while at < len(dangers) and dangers[at] < max(sentence.start, hit.start - _REACH):
            at += 1
        if at < len(dangers) and dangers[at] < min(sentence.end, hit.end + _REACH):
            yield hit


RULE = Rule(
    code="LG007",
    name="unquantified-risk",
    severity=Severity.INFO,
    summary="Frequency words carry the argument, and no rate is given.",
    check=check,
    genres=READ,
    page=__doc__,
)
