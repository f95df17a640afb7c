"""A risk compared, and no size given.

**What it finds.** "30 % lower risk", "twice as likely", "doubles the risk" without an absolute
figure (3 in 100, per 1,000, percentage points, "from 2 % to 1 %", 57 cases) in the same part of the
text; for what headline and first paragraph compare, in the whole text.

**Why it matters.** Readers, and doctors, think an effect larger when only the relative figure is
given (Akl and others, Cochrane 2011; the IPDAS standard for decision aids asks for both).

**Example.** "The pill cuts the risk of stroke by half." Better: "Of 1,000 people, 2 instead of 4
had a stroke within a year."

**Limits.** A table may hold the absolute figure; a percentage of people ("30 % of patients") is
no comparison. What people are more likely to do or to be given is no risk, and a change over the
years no effect. How men compare with women owes no size.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article
from healthlint.rules.risk_sizes import is_year, parts_of, sizes, small_words
from healthlint.rules.wording import READ, asserted

_REACH = 9  # tokens between "risk" and its number
_BESIDE = 4  # tokens between "doubles" and "risk"
_BEFORE = 8  # "the risk of a fatal heart attack fell by half"
_OBJECT = 5  # tokens from "reduction" to the illness: "reduction in acute respiratory illness"
_DIRECT = 3  # "double the incidence"; "a double amputee after complications" is further off
_CLAUSE = 16  # tokens from "likely to" to what is suffered
_THAN = 10  # tokens of "than those admitted during the week to"
_NEAR = 3  # blocks in which an absolute figure answers a relative one
_LEAD = 2  # blocks that a size anywhere in the text answers: headline, standfirst, first paragraph


def check(article: Article) -> Iterator[Finding]:
    compared = list(_comparisons(article))
    said = {(hit.start, hit.end) for hit in asserted(article, "relative-risk")}
    groups = set(_no_effects(article))
    hits = [
        hit
        for hit in compared
        if (hit.start, hit.end) in said and article.sentence_at(hit.start) not in groups
    ]
    if not hits:
        return
    open_hits = _unanswered(article, hits, {article.sentence_at(hit.start) for hit in compared})
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


def _comparisons(article: Article) -> Iterator[CueHit]:
    """What compares risks to health, whoever says it."""
    nouns = [hit.start for hit in article.cues("risk-noun")]
    parts = parts_of(article)
    illnesses = [hit.start for hit in parts["illness"]]
    suffered = [hit.start for hit in parts["outcome"]]
    outcomes = sorted(suffered + [hit.start for hit in article.concept_hits])
    conduct = set(_conduct(article, parts["conduct"], set(suffered)))
    for hit in article.cues("relative-risk"):
        if _compares(article, hit, nouns, illnesses) and _is_of_health(
            article, hit, outcomes, conduct
        ):
            yield hit


def _compares(article: Article, hit: CueHit, nouns: list[int], illnesses: list[int]) -> bool:
    needs = hit.cue.settings["needs"]
    if needs == "groups" or _is_threshold(article, hit):
        return False
    if needs in ("noun", "both") and not _near(article, hit, nouns):
        first = bisect_left(illnesses, hit.end)
        reach = _OBJECT if needs == "both" else _DIRECT
        if first == len(illnesses) or not _follows(article, hit, illnesses[first], reach):
            return False
    return needs in ("nothing", "noun") or _has_number(article, hit)


def _is_threshold(article: Article, hit: CueHit) -> bool:
    """ "A 10 percent or greater risk" is a size."""
    return hit.start > 0 and article.doc[hit.start - 1].lower_ == "or"


def _follows(article: Article, hit: CueHit, place: int, most: int) -> bool:
    end = article.sentences[article.sentence_at(hit.start)].end
    return hit.end <= place < min(end, hit.end + most)


def _is_of_health(article: Article, hit: CueHit, outcomes: list[int], conduct: set[int]) -> bool:
    """Whether what is more likely befalls somebody: "more likely to eat fish" is no risk."""
    doc = article.doc
    if doc[hit.end - 1].lower_ not in small_words(article)["likely"]:
        return True
    deed = _deed(article, hit)
    if deed is None:
        return True
    if not conduct.isdisjoint((deed, deed + 1)):
        return False
    first = bisect_left(outcomes, hit.end)
    return first < len(outcomes) and _follows(article, hit, outcomes[first], _CLAUSE)


def _conduct(article: Article, hits: list[CueHit], suffered: set[int]) -> Iterator[int]:
    """Where conduct begins: "get a jab" and "get the clot-busting drug", not "get a clot"."""
    for hit in hits:
        ends = article.doc[hit.end + 1 : hit.end + 2].text != "-"
        if not (hit.end in suffered and ends):
            yield hit.start


def _deed(article: Article, hit: CueHit) -> int | None:
    """What is more likely to be done: after "to", or after "than those admitted later to"."""
    doc = article.doc
    end = min(article.sentences[article.sentence_at(hit.start)].end, hit.end + _THAN)
    if hit.end >= end:
        return None
    last = end if doc[hit.end].lower_ in ("than", ",") else hit.end + 1
    return next((n + 1 for n in range(hit.end, last) if doc[n].lower_ == "to"), None)


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
    doc, units = article.doc, small_words(article)["comparing-units"]
    return any(
        doc[i].like_num and i + 1 < last and doc[i + 1].lower_ in units for i in range(first, last)
    )


def _no_effects(article: Article) -> Iterator[int]:
    """Sentences that compare kinds of people or times: there no baseline is owed."""
    doc, goes_on = article.doc, small_words(article)["group-goes-on"]
    for hit in article.cues("relative-risk"):
        after = doc[hit.end : hit.end + 1].text.lower()
        if hit.cue.settings["needs"] == "groups" and after not in goes_on:
            yield article.sentence_at(hit.start)
    yield from (article.sentence_at(hit.start) for hit in parts_of(article)["trend"])
    for place in range(1, len(doc)):
        if is_year(doc, place) and doc[place - 1].lower_ == "since":
            yield article.sentence_at(place)


def _unanswered(article: Article, hits: list[CueHit], compared: set[int]) -> list[CueHit]:
    """The comparisons without a size near, or anywhere for those of the lead."""
    found = list(sizes(article, compared))
    answered = {_block(article, size.start) for size in found}
    anywhere = any(size.plain for size in found)
    kept = []
    for hit in hits:
        block = _block(article, hit.start)
        if anywhere and block <= _LEAD:
            continue
        if answered.isdisjoint(range(block - _NEAR, block + _NEAR + 1)):
            kept.append(hit)
    return kept


def _block(article: Article, place: int) -> int:
    return article.document.block_index_at(article.doc[place].idx)


RULE = Rule(
    code="LG005",
    name="relative-risk-only",
    severity=Severity.MAJOR,
    summary="A relative risk without the absolute one.",
    check=check,
    genres=READ,
    page=__doc__,
)
