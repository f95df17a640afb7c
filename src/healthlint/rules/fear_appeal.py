"""An article that frightens and gives no figure.

**What it finds.** More than one fear word in a hundred (dangerous, deadly, threat, never ignore)
over the whole article, or a run of them close together, while nothing says how likely the feared
thing is. A closing order ("don't wait") makes it count sooner.

**Why it matters.** Fear without a figure or a way to act leads to avoidance as often as to care;
disease-mongering is criterion 5 of HealthNewsReview. Measured: a content-farm article 3.4 fear
words in a hundred; health news, 99th percentile, 0.86; NIH pages, 99th percentile, 0.67.

**Example.** "This deadly danger lurks in your calf." Better: "About 1 in 1,000 adults a year has
a clot in a deep vein; most are treated with tablets. Call 999 if you become breathless."

**Limits.** Fear words alone do not show intent; pages about real emergencies come close to the
threshold, and a risk figure or two in the text lifts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import PROSE
from healthlint.rules.article import Article
from healthlint.rules.figures import risk_figures
from healthlint.rules.wording import READ, asserted, weight_of
from healthlint.source import Span

_DENSE = 1.0  # fear words in a hundred
_DENSE_WITH_CLOSING = 0.8
_DIFFERENT = 4  # one word repeated is a topic, not a tone
_RUN_TOKENS = 60
_RUN_DIFFERENT = 3
_RUN_WEIGHT = 2.4
_RUN_SHRILL = 0.8  # the weight of a word no sober text needs
_CLOSING_SHARE = 0.8
_MIN_WORDS = 80


def check(article: Article) -> Iterator[Finding]:
    hits = [hit for hit in asserted(article, "fear", distance=False) if weight_of(hit) > 0]
    if len(hits) < _RUN_DIFFERENT:
        return
    figures = [article.sentence_at(hit.start) for hit in risk_figures(article)]
    if _is_dense(article, hits) and not figures:
        density = 100 * len(hits) / article.words
        closing = _closing(article)
        end = " and ends with an order to act" if closing else ""
        yield RULE.finding(
            f"The article frightens ({density:.1f} fear words in a hundred){end}, but never says "
            "how likely the danger is.",
            *_spans(article, (*hits, *closing)),
            suggestion="Say how often it happens, and to whom, and drop words that only alarm.",
        )
        return
    run = _run(article, hits, set(figures))
    if run:
        yield RULE.finding(
            "Fear words crowd together here, and no figure says how likely the danger is.",
            *(article.span(hit.start, hit.end) for hit in run),
            confidence=Confidence.MEDIUM,
            suggestion="Say how often it happens, and to whom, and drop words that only alarm.",
        )


def _spans(article: Article, hits: Sequence[CueHit]) -> list[Span]:
    """Their places in order, those inside others left out."""
    kept: list[Span] = []
    for span in sorted(
        (article.span(hit.start, hit.end) for hit in hits), key=lambda s: (s.start, -s.end)
    ):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _is_dense(article: Article, hits: Sequence[CueHit]) -> bool:
    if article.words < _MIN_WORDS:
        return False
    words = {article.doc[hit.start : hit.end].text.lower() for hit in hits}
    needed = _DENSE_WITH_CLOSING if _closing(article) else _DENSE
    return len(words) >= _DIFFERENT and 100 * len(hits) / article.words > needed


def _closing(article: Article) -> list[CueHit]:
    """Orders to act in the last fifth of the article's own words."""
    prose = [n for n in article.prose if article.document.blocks[n].kind in PROSE]
    if not prose:
        return []
    first, last = article.layout.blocks[prose[0]][0], article.layout.blocks[prose[-1]][1]
    late = first + _CLOSING_SHARE * (last - first)
    return [hit for hit in article.cues("closing-fear") if late <= hit.start < last]


def _run(article: Article, hits: Sequence[CueHit], figures: set[int]) -> list[CueHit]:
    """The heaviest stretch of fear words, at least one of them shrill, without a figure near."""
    best: list[CueHit] = []
    best_weight = 0.0
    first = 0
    weight = 0.0
    for number, hit in enumerate(hits):
        weight += weight_of(hit)
        while hit.end - hits[first].start > _RUN_TOKENS:
            weight -= weight_of(hits[first])
            first += 1
        if weight > best_weight:
            best, best_weight = list(hits[first : number + 1]), weight
    different = {article.doc[hit.start : hit.end].text.lower() for hit in best}
    if best_weight < _RUN_WEIGHT or len(different) < _RUN_DIFFERENT:
        return []
    if max(map(weight_of, best)) < _RUN_SHRILL:
        return []
    near = range(article.sentence_at(best[0].start) - 1, article.sentence_at(best[-1].end) + 2)
    return [] if figures.intersection(near) else best


RULE = Rule(
    code="LG001",
    name="fear-appeal",
    severity=Severity.MAJOR,
    summary="Many fear words and no figure of risk.",
    check=check,
    genres=READ,
    page=__doc__,
)
