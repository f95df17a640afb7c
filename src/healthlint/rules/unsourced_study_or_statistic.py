"""Studies and percentages without a way to find them.

**What it finds.** "Studies show", "research proves", and percentages said of an effect, with no
link, citation, year, journal, person or organisation in the sentence or beside it. Where the
article names sources elsewhere, only claims of proof ("clinically proven", "a new study shows")
and repeated mentions are reported, and no percentages: a page that gives its sources at the top
or the foot need not repeat them. All of an article's are one finding.

**Why it matters.** A study that cannot be found cannot be judged (DISCERN 4, HONcode 4). 15 % of
real health-news texts have it.

**Example.** "Studies show that ginger cuts nausea by 40 %." Better: "In a 2018 trial in 120
people (link), ginger ..."

**Sources.** DISCERN handbook, question 4; HONcode principle 4.

**Limits.** Whether the source says what the article says is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthlint.document.model import BlockKind
from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.nlp.layout import PROSE
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.source import Span
from healthlint.vocabulary import Cue

_BEFORE = 4  # tokens before a mention that may take it back
_MANY = 3  # mentions that no source elsewhere on the page makes up for
_PERCENT = re.compile(r"\b\d{1,3}(?:\.\d+)? ?(?:%|per ?cent\b)", re.IGNORECASE)


def check(article: Article) -> Iterator[Finding]:
    studies = list(_studies(article))
    weight = sum(strength for _, strength in studies)
    if weight < (_MANY if article.attribution.names_any else 1):
        studies = []
    percentages = list(_percentages(article))
    if not studies and len(percentages) < 2:
        return
    found = dict.fromkeys((*(span for span, _ in studies), *percentages))
    spans = sorted(found, key=lambda span: span.start)
    several = len(spans) > 1
    yield RULE.finding(
        f"{'These studies or figures come' if several else 'This study or figure comes'} without "
        "a source: no link, name, journal or year beside it.",
        *spans,
        confidence=Confidence.HIGH if article.document.keeps_links else Confidence.MEDIUM,
        suggestion="Say which study, by whom and when, and link to it.",
    )


def _studies(article: Article) -> Iterator[tuple[Span, float]]:
    """Mentions without a source beside them, and how much each weighs."""
    if article.attribution.lists_references:
        return
    for hit in article.cues("study-mention"):
        number = article.sentence_at(hit.start)
        if article.block_of(hit.start).kind not in PROSE or article.is_question(number):
            continue
        if _is_supposed(article, hit.start, number):
            continue
        if not article.attribution.is_sourced(number):
            yield article.span(hit.start, hit.end), _strength(article, hit.cue)


def _is_supposed(article: Article, token: int, number: int) -> bool:
    """Whether it is denied or only thought of: "has never been clinically proven", "when clinical
    trials show"."""
    words = word_sets(article.vocabulary, "study-mention").get("not-claimed", frozenset())
    first = max(article.sentences[number].start, token - _BEFORE)
    return any(article.doc[place].lower_ in words for place in range(first, token))


def _strength(article: Article, cue: Cue) -> float:
    """Claims of proof or of news weigh alone, careful ones only together.

    News speaks of "a new study" before it names it.
    """
    if cue.settings.get("strong") and article.genre is not Genre.NEWS:
        return _MANY
    return 0.5 if cue.settings.get("hedged") else 1.0


def _percentages(article: Article) -> Iterator[Span]:
    if article.attribution.names_any:
        return
    effects = word_sets(article.vocabulary, "study-mention").get("percentage-claim", frozenset())
    for match in _PERCENT.finditer(article.document.text):
        token = article.token_at(match.start())
        number = article.sentence_at(token)
        kind = article.block_of(token).kind
        if kind not in PROSE or kind is BlockKind.TABLE_ROW:
            continue
        words = f" {article.text(article.sentence_span(number)).lower()} "
        if any(f" {effect} " in words for effect in effects):
            yield Span(*match.span())


RULE = Rule(
    code="AT002",
    name="unsourced-study-or-statistic",
    severity=Severity.MINOR,
    summary="Studies or percentages without a citation, link, name or year.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
