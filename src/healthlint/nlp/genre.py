"""What kind of page this is: the best control of false alarms, so decided before any rule.

Cues of ``patterns/cues/genre.yaml`` vote with their weights: a wording counts once, running words
("said", "you") for every use up to three; in the headline they count double. Structure votes too:
sections on symptoms and treatment and headings that ask speak for an explainer, a dateline for
news. How much of the text is about health is
measured by its entities.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from healthlint.document.model import BlockKind
from healthlint.finding import Genre

if TYPE_CHECKING:
    from healthlint.nlp.reading import ArticleReading

_SHORT = 200  # characters: less than that is no article
_BLOCKED_UNDER = 2_000  # a page that says "enable cookies" and much more did load
_USES = 3
_HEADLINE = 2.0
_ADVERTISEMENT = 3.0
_NEWS = 2.0
_MARGIN = 1.2  # by how much news must outweigh: features and letters to readers say "you" as well
_SECTION = 1.2
_QUESTION, _QUESTIONS = 0.8, 4.0  # a heading that asks, and the most that they weigh
_DATELINE = 1.5
# "Sept. 28, 2010 -- A study", within the opening of a paragraph.
_DATED = re.compile(r"\A[^\n]{0,60}\d{1,2}, (?:19|20)\d\d,? (?:[(/][^)/\n]{2,30}[)/] )?-{1,2} ")

_TELLING = frozenset({"CONDITION", "SYMPTOM", "MEDICINE", "TREATMENT", "TEST"})
_NO_FIGURE = frozenset({"CONDITION", "TEST"})
# Shares of tokens that begin a mention. Measured: NIH pages, 2nd percentile, 0.019; health news
# 0.007; general news, 75th percentile, 0.007, 90th 0.017.
_SURE, _LIKELY, _POSSIBLE = 0.018, 0.01, 0.006
_VARIETY = 4
# Different things that a page names, and words of health, that make it one on health. Of 350 pages
# on health in corpus/ and the news, none had less of all this.
_MANY, _TELLING_WORDS = 6, 2
_CAUSES = 2  # illnesses a symptom guide goes through, at the least
_HEALTH_WORDS = 0.008  # of tokens


def genre_of(reading: ArticleReading) -> Genre:
    """The genre of an article."""
    if _is_blocked(reading):
        return Genre.BLOCKED_PAGE
    votes = _votes(reading)
    selling = votes[Genre.ADVERTISEMENT]
    if selling >= _ADVERTISEMENT and selling > votes[Genre.NEWS]:
        return Genre.ADVERTISEMENT
    if not _is_health(reading):
        return Genre.NOT_HEALTH
    if votes[Genre.NEWS] >= max(_NEWS, votes[Genre.EXPLAINER] + _MARGIN):
        return Genre.NEWS
    return Genre.SYMPTOM_GUIDE if _presents_symptom(reading) else Genre.EXPLAINER


def _is_blocked(reading: ArticleReading) -> bool:
    text = reading.document.text.strip()
    if len(text) < _SHORT:
        return True
    return len(text) < _BLOCKED_UNDER and bool(reading.cue_hits("blocked-page"))


def _is_health(reading: ArticleReading) -> bool:
    """Whether the text is about health, or only mentions it."""
    mentions = [e for e in reading.entities if e.label in _TELLING]
    share = len(mentions) / max(1, len(reading.doc))
    if len(mentions) < 3 or share < _POSSIBLE:
        return False
    different = len({e.id for e in mentions})
    if share >= _SURE:
        # An illness or a test is no figure of speech, as a sign may be.
        return any(e.label in _NO_FIGURE for e in mentions) or _is_more_than_a_turn_of_phrase(
            reading, different
        )
    if share >= _LIKELY and _headline_names_health(reading):
        return True
    if different < _VARIETY:
        return False
    words = len(reading.cue_hits("health-word")) / len(reading.doc)
    return words >= _HEALTH_WORDS or _headline_is_health(reading)


def _is_more_than_a_turn_of_phrase(reading: ArticleReading, different: int) -> bool:
    """Whether mentions so dense are the subject: three in a short page on walks or engines ("if it
    chokes") are not, unless the headline, the other words or where it sends the reader say so."""
    words = len(reading.cue_hits("health-word")) + len(reading.cue_hits("health-talk"))
    if different >= _MANY or words >= _TELLING_WORDS:
        return True
    if reading.advice and different >= _VARIETY:
        return True
    if _returns_to_headline(reading):
        return True
    said = bool(words or reading.advice) or reading.document.headline is None
    return said and _headline_is_health(reading)


def _returns_to_headline(reading: ArticleReading) -> bool:
    """Whether the text names again what the headline does, more than a sign ("bleeding")."""
    number = reading.document.headline
    if number is None:
        return False
    start, end = reading.layout.blocks[number]
    things = [e for e in reading.entities if e.label in _TELLING and e.label != "SYMPTOM"]
    above = {e.id for e in things if start <= e.start < end}
    return any(e.id in above and not start <= e.start < end for e in things)


def _headline_names_health(reading: ArticleReading) -> bool:
    """Whether there is a headline and it names an illness, a sign, a treatment or a test."""
    from healthlint.nlp.headline import read_title

    return read_title(reading) is not None and _headline_is_health(reading)


def _headline_is_health(reading: ArticleReading) -> bool:
    from healthlint.nlp.headline import read_title

    title = read_title(reading)
    kinds = {label.lower() for label in _TELLING}
    return title is None or any(hit.kind in kinds for hit in title.hits.concepts)


def _presents_symptom(reading: ArticleReading) -> bool:
    """A presenting symptom is the main topic, and no condition is in the headline."""
    if _headline_asks(reading):
        return True
    if not any(t.kind == "symptom" and t.role == "main" for t in reading.topics):
        return False
    number = reading.document.headline
    if number is None:
        return True
    start, end = reading.layout.blocks[number]
    return not any(e.label == "CONDITION" and start <= e.start < end for e in reading.entities)


def _headline_asks(reading: ArticleReading) -> bool:
    """The headline names a complaint ("A red, hot leg") and no illness, and the text several that
    it may be."""
    from healthlint.nlp.headline import read_title

    title = read_title(reading)
    if title is None:
        return False
    kinds = {hit.kind for hit in title.hits.concepts}
    complains = "symptom" in kinds or {"body-site", "quality"} <= kinds
    causes = [t for t in reading.topics if t.kind == "condition" and t.role != "mentioned"]
    return complains and "condition" not in kinds and len(causes) >= _CAUSES


def _votes(reading: ArticleReading) -> dict[Genre, float]:
    votes = dict.fromkeys(Genre, 0.0)
    number = reading.document.headline
    headline = range(*reading.layout.blocks[number]) if number is not None else range(0)
    uses: Counter[str] = Counter()
    for hit in reading.cue_hits("genre"):
        settings = hit.cue.settings
        each = "each" in settings
        # A wording repeated is not more evidence; a running word is, up to a point.
        key = hit.cue.id if each else reading.doc[hit.start : hit.end].text.lower()
        uses[key] += 1
        if uses[key] > (_USES if each else 1):
            continue
        weight = float(settings["each" if each else "weight"])
        votes[Genre(settings["genre"])] += weight * (_HEADLINE if hit.start in headline else 1)
    relations = {s.relation for s in reading.sections if s.relation is not None}
    votes[Genre.EXPLAINER] += _SECTION * len(relations)
    document = reading.document
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    votes[Genre.EXPLAINER] += min(2.0, len(headings) / 3)
    asking = sum(document.block_text(block).rstrip().endswith("?") for block in headings)
    votes[Genre.EXPLAINER] += min(_QUESTIONS, _QUESTION * asking)
    if any(
        block.kind is BlockKind.PARAGRAPH and _DATED.match(document.block_text(block))
        for block in document.blocks
    ):
        votes[Genre.NEWS] += _DATELINE
    items = sum(1 for b in document.blocks if b.kind is BlockKind.LIST_ITEM)
    votes[Genre.EXPLAINER] += min(2.0, items / 6)
    return votes
