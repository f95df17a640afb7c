"""How large a story says that the good is: nothing, a size, or a size set beside another.

A size is a percentage or a part ("half", "21 of 27", "both patients"), or a number of points, days
or pounds gained. How many the study took in, how many have the illness and what it cost are none.
Words: ``patterns/cues/news-signs.yaml``.
"""

from __future__ import annotations

from bisect import bisect_left
from math import inf

from healthlint.rules.article import Article
from healthlint.rules.news import hits_of
from healthlint.rules.news_signs import end_of_story, numbers_of, signs

_ENOUGH = 1.0
_WEAK = 0.5
_PAIR = 2
_REACH = 1  # tokens between a gain and its number
_UNIT = 3  # tokens between a number and its unit
_BEHIND = 5  # tokens from "instead of" to its number
_NEXT = 1  # tokens between a unit and its gain
# Figures of money and of who pays are no benefit.
_OTHER_FIGURES = frozenset({"finance", "money", "coverage"})
_SHARE = frozenset({"%", "percent", "per", "pct"})
_TOLD = frozenset({"relative", "outcome", "gain"})
_OF = frozenset({"of", "out"})


def quantifies_benefit(article: Article) -> bool:
    """Figures that say how many were helped or by how much, not only how risks compare."""
    score = 0.0
    found = signs(article)
    for number in range(end_of_story(article)):
        row = found.get(number, {})
        told = "finding" in row or "finding" in found.get(number - 1, {})
        if told and _OTHER_FIGURES.isdisjoint(row):
            score += _weight(article, number, row)
        if score >= _ENOUGH:
            return True
    return False


def _weight(article: Article, number: int, row: dict[str, int]) -> float:
    """A pair of figures is enough, a single one half of it, a relative one nothing."""
    shares = _shares(article, number)
    parts = _parts(article, number)
    if max(shares, parts) >= _PAIR and ("comparison" in row or "relative" not in row):
        return _ENOUGH
    if "comparison" in row and shares and len(numbers_of(article, number)) > shares + 1:
        return _ENOUGH if "relative" not in row else 0.0
    single = "relative" not in row and "finding" in row and (shares or parts)
    return _WEAK if single else 0.0


def sizes_benefit(article: Article) -> bool:
    """Any size at all of what the thing did, though it be relative or of one group."""
    good = {article.sentence_at(hit.start) for hit in hits_of(article, "benefit")}
    found = signs(article)
    for number in range(end_of_story(article)):
        row = found.get(number, {})
        told = number in good or not _TOLD.isdisjoint(row)
        if told and _is_sized(article, number, row):
            return True
    return False


def sets_sizes_out(article: Article) -> bool:
    """Whether a size is given that can be read without another: "16 of the 19", "four days instead
    of seven", "from 278 to 191", or a share beside what became of the rest in words."""
    good = {article.sentence_at(hit.start) for hit in hits_of(article, "benefit")}
    found = signs(article)
    rows = ((number, found.get(number, {})) for number in range(end_of_story(article)))
    return any(
        _stands_alone(article, number, row, found)
        for number, row in rows
        if number in good or not _TOLD.isdisjoint(row) or "finding" in row
    )


def _stands_alone(
    article: Article, number: int, row: dict[str, int], found: dict[int, dict[str, int]]
) -> bool:
    if not _OTHER_FIGURES.isdisjoint(row):
        return False
    if _parts(article, number):
        return True
    if "unit" in row and _is_set_beside(article, number) and not _shares(article, number):
        return True
    near = (found.get(place, {}) for place in (number - 1, number, number + 1))
    return _shares(article, number) > 0 and any("as-before" in other for other in near)


def _is_set_beside(article: Article, number: int) -> bool:
    """Whether one number is set beside another: "four days instead of seven"."""
    numbers = [token.i for token in numbers_of(article, number)]
    ends = [
        hit.end
        for hit in article.cues_in(number, "news-sign")
        if hit.cue.settings.get("sign") == "set-beside"
    ]
    return len(numbers) >= _PAIR and any(_first(numbers, end) < end + _BEHIND for end in ends)


def _is_sized(article: Article, number: int, row: dict[str, int]) -> bool:
    if _gains(article, number):
        return True
    if not _OTHER_FIGURES.isdisjoint(row):
        return False
    if "everyone" in row or _parts(article, number) or _changes(article, number):
        return True
    if "taken-in" in row:
        return False
    compared = "comparison" in row and len(numbers_of(article, number)) >= _PAIR
    return compared or "fraction" in row or _shares(article, number) > 0


def _changes(article: Article, number: int) -> bool:
    """Whether a sentence says "30 percent lower" or "a 12 percent improvement"."""
    outcomes = [
        hit.start
        for hit in article.cues_in(number, "news-sign")
        if hit.cue.settings.get("sign") == "outcome"
    ]
    doc = article.doc
    return any(
        _first(outcomes, token.i + 2) <= token.i + _UNIT
        for token in numbers_of(article, number)
        if token.i + 1 < len(doc) and doc[token.i + 1].lower_ in _SHARE
    )


def _gains(article: Article, number: int) -> bool:
    """Whether a sentence says by how many points, days or pounds something changed: "shaving about
    three points", "16 days longer"."""
    hits = article.cues_in(number, "news-sign")
    places = [(hit.start, hit.end) for hit in hits if hit.cue.settings.get("sign") == "gain"]
    units = [hit.start for hit in hits if hit.cue.settings.get("sign") == "unit"]
    starts = [start for start, _ in places]
    ends = sorted(end for _, end in places)
    for token in numbers_of(article, number):
        unit = _first(units, token.i + 1)
        if unit > token.i + _UNIT:
            continue
        if _first(ends, token.i - _REACH) <= token.i or _first(starts, token.i + 1) <= unit + _NEXT:
            return True
    return False


def _first(places: list[int], least: int) -> float:
    """The first of the sorted places that is not below ``least``."""
    at = bisect_left(places, least)
    return places[at] if at < len(places) else inf


def _parts(article: Article, number: int) -> int:
    """How many times a sentence says "21 of the 27"."""
    doc, end = article.doc, article.sentences[number].end
    count = 0
    for token in numbers_of(article, number):
        near = doc[token.i + 1 : min(end, token.i + 5)]
        if len(near) and near[0].lower_ in _OF and any(other.like_num for other in near):
            count += 1
    return count


def _shares(article: Article, number: int) -> int:
    """How many percentages a sentence gives."""
    doc = article.doc
    return sum(
        1
        for token in numbers_of(article, number)
        if token.i + 1 < len(doc) and doc[token.i + 1].lower_ in _SHARE
    )
