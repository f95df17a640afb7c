"""A risk compared, and no size given.

**What it finds.** "30 % lower risk", "twice as likely", "doubles the risk" without an absolute
figure (3 in 100, per 1,000, percentage points, "from 2 % to 1 %") in the same part of the text.

**Why it matters.** Readers, and doctors, think an effect larger when only the relative figure is
given (Akl and others, Cochrane 2011; the IPDAS standard for decision aids asks for both).

**Example.** "The pill cuts the risk of stroke by half." Better: "Of 1,000 people, 2 instead of 4
had a stroke within a year."

**Limits.** A table may hold the absolute figure; a percentage of people ("30 % of patients") is
no comparison.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article
from healthlint.rules.figures import risk_figures
from healthlint.rules.wording import READ, asserted

_REACH = 9  # tokens between "risk" and its number
_BESIDE = 4  # tokens between "doubles" and "risk"
_BEFORE = 8  # "the risk of a fatal heart attack fell by half"
_NEAR = 2  # blocks in which an absolute figure answers a relative one
_UNITS = frozenset({"%", "percent", "per", "pct", "times", "fold"})


def check(article: Article) -> Iterator[Finding]:
    groups = {
        article.sentence_at(hit.start)
        for hit in article.cues("relative-risk")
        if hit.cue.settings["needs"] == "groups"
    }
    nouns = [hit.start for hit in article.cues("risk-noun")]
    hits = [
        hit
        for hit in asserted(article, "relative-risk")
        if article.sentence_at(hit.start) not in groups and _compares(article, hit, nouns)
    ]
    if not hits:
        return
    answered = set(_absolute_blocks(article, hits))
    open_hits = []
    for hit in hits:
        block = _block(article, hit)
        if answered.isdisjoint(range(block - _NEAR, block + _NEAR + 1)):
            open_hits.append(hit)
    if not open_hits:
        return
    news = article.genre in (Genre.NEWS, Genre.ADVERTISEMENT)
    yield RULE.finding(
        "This says how risks compare but not how large they are.",
        *(article.span(hit.start, hit.end) for hit in open_hits),
        severity=Severity.MAJOR if news else Severity.MINOR,
        suggestion="Add how many in 100 or 1,000 people have it with and without.",
        confidence=Confidence.MEDIUM,
    )


def _block(article: Article, hit: CueHit) -> int:
    return article.document.block_index_at(article.doc[hit.start].idx)


def _compares(article: Article, hit: CueHit, nouns: list[int]) -> bool:
    needs = hit.cue.settings["needs"]
    if needs in ("noun", "both") and not _near(article, hit, nouns):
        return False
    return needs in ("nothing", "noun") or _has_number(article, hit)


def _near(article: Article, hit: CueHit, places: list[int]) -> bool:
    """Whether one of the places is close by in the hit's sentence."""
    sentence = article.sentences[article.sentence_at(hit.start)]
    first = max(sentence.start, hit.start - _BEFORE)
    at = bisect_left(places, first)
    return at < len(places) and places[at] < min(sentence.end, hit.end + _BESIDE)


def _has_number(article: Article, hit: CueHit) -> bool:
    sentence = article.sentences[article.sentence_at(hit.start)]
    first = max(sentence.start, hit.start - _REACH)
    last = min(sentence.end, hit.end + _REACH)
    doc = article.doc
    return any(
        doc[i].like_num and i + 1 < last and doc[i + 1].lower_ in _UNITS for i in range(first, last)
    )


def _absolute_blocks(article: Article, hits: list[CueHit]) -> Iterator[int]:
    """Blocks with a figure that says how large a risk is."""
    compared = {article.sentence_at(hit.start) for hit in hits}
    paired = {article.sentence_at(hit.start) for hit in article.cues("figure-pair")}
    shares: dict[int, int] = {}
    for figure in risk_figures(article):
        number = article.sentence_at(figure.start)
        if figure.cue.settings["kind"] != "share" or number not in compared:
            yield _block(article, figure)
            continue
        shares[number] = shares.get(number, 0) + 1
        if shares[number] >= 2 and number in paired:  # "from 4 % to 2 %"
            yield _block(article, figure)


RULE = Rule(
    code="LG005",
    name="relative-risk-only",
    severity=Severity.MAJOR,
    summary="A relative risk without the absolute one.",
    check=check,
    genres=READ,
    page=__doc__,
)
