"""Harmful deeds put together from everyday words, where a sentence recommends them.

AD001 knows the reference's harmful advice as concepts; this view reads what that misses ("a
teaspoon of honey on the dummy helps a four-month-old settle"). It is strict about what takes a
deed back: any word of warning, denial, history or research in the sentence silences it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from healthlint.nlp.danger import Places, Sign, stands_free
from healthlint.nlp.layout import PROSE
from healthlint.nlp.lowered import lowered
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Statement
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_advice, is_retracted
from healthlint.rules.lead_ins import is_answer
from healthlint.rules.orders import has_order

_COMMENDING = ("praise", "testimony", "rhetorical", "permission")
_REFUSING = ("warning", "myth", "quoted", "no-evidence")
_SHORT = 26  # tokens of a sentence that the next one goes on from


class WordedHarm(NamedTuple):
    """A harmful deed that a sentence recommends: its tokens, and what the reference says."""

    sentence: int
    start: int
    end: int
    statement: Statement


def worded_harm(article: Article) -> Iterator[WordedHarm]:
    """Every deed recommended, in order of place; one a sentence."""
    statements = article.reference.statements
    for number in range(len(article.sentences)):
        for start in _starts(article, number):
            said, places = _deed(article, number, start)
            if said is not None and _is_recommended(article, number, places):
                yield WordedHarm(number, said.start, said.end, statements[said.fact])
                break


def _starts(article: Article, number: int) -> Iterator[int]:
    """Where to read from: the sentence, then the short one before it that it goes on from ("Got a
    boil? Squeeze it")."""
    sentence = article.sentences[number]
    yield sentence.start
    if number == 0:
        return
    before = article.sentences[number - 1]
    near = before.block == sentence.block and before.end - before.start <= _SHORT
    if near and _goes_on(article, number):
        yield before.start


def _deed(article: Article, number: int, start: int) -> tuple[Sign | None, Places]:
    """The first deed from ``start`` on that ends in the sentence, and where its words stand."""
    sentence = article.sentences[number]
    words = lowered(article.doc)[start : sentence.end]
    said, places = article.reading.knowledge.deeds.find(words, start)
    known = article.reference.statements
    return next((d for d in said if d.end > sentence.start and d.fact in known), None), places


def _goes_on(article: Article, number: int) -> bool:
    """Whether a sentence answers the one before it, goes on from it or orders something."""
    sentence = article.sentences[number]
    own = lowered(article.doc)[sentence.start : sentence.end]
    back = word_sets(article.vocabulary, "composition")["going-on"]
    return is_answer(article, number) or not back.isdisjoint(own) or has_order(article, number)


def _is_recommended(article: Article, number: int, places: Places) -> bool:
    block = article.document.blocks[article.sentences[number].block]
    if (
        block.kind not in PROSE
        or asks(article, number)
        or stands_free(places, "warns", "waved-away")
    ):
        return False
    if is_retracted(article, number) or article.cues_in(number, "condemn"):
        return False
    if article.cues_in(number, "handed-on"):
        return False
    if any(
        value in _REFUSING
        for entity in article.entities_by_sentence.get(number, ())
        for value in entity.context
    ):
        return False
    return (
        "benefit" in places
        or has_order(article, number)
        or is_advice(article, number)
        or any(article.cues_in(number, family) for family in _COMMENDING)
    )
