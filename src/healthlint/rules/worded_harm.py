"""Harmful deeds put together from everyday words, where a sentence recommends them.

AD001 knows the reference's harmful advice as concepts; this view reads what that misses ("a
teaspoon of honey on the dummy helps a four-month-old settle"). It is strict about what takes a
deed back: any word of warning, denial, history or research in the sentence silences it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from healthlint.nlp.danger import Places
from healthlint.nlp.layout import PROSE
from healthlint.nlp.lowered import lowered
from healthlint.reference.model import Statement
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_advice, is_retracted
from healthlint.rules.orders import has_order

_COMMENDING = ("praise", "testimony", "rhetorical", "permission")
_REFUSING = ("warning", "myth", "quoted", "no-evidence")
_SHORT = 26  # tokens of a sentence that the next one goes on from
_GOES_ON = frozenset({"it", "this", "that", "they", "them", "these"})


class WordedHarm(NamedTuple):
    """A harmful deed that a sentence recommends: its tokens, and what the reference says."""

    sentence: int
    start: int
    end: int
    statement: Statement


def worded_harm(article: Article) -> Iterator[WordedHarm]:
    """Every deed recommended, in order of place; one a sentence."""
    statements = {
        statement.key: statement
        for entry in article.reference.entries.values()
        for statement in entry.statements
    }
    deeds = article.reading.knowledge.deeds
    words = lowered(article.doc)
    for number, sentence in enumerate(article.sentences):
        for start in sorted({sentence.start, _from(article, number, words)}, reverse=True):
            said, places = deeds.find(words[start : sentence.end], start)
            here = [deed for deed in said if deed.end > sentence.start and deed.fact in statements]
            if here and _is_recommended(article, number, places):
                yield WordedHarm(number, here[0].start, here[0].end, statements[here[0].fact])
                break


def _from(article: Article, number: int, words: Sequence[str]) -> int:
    """Where to read from: the sentence, or the short one before that it answers or goes on from
    ("Got a boil? Squeeze it hard")."""
    sentence = article.sentences[number]
    before = article.sentences[number - 1] if number else sentence
    if before.block != sentence.block or before.end - before.start > _SHORT:
        return sentence.start
    own = words[sentence.start : sentence.end]
    goes_on = not _GOES_ON.isdisjoint(own) or has_order(article, number)
    answers = number > 0 and article.is_answer(number)
    return before.start if number and (answers or goes_on) else sentence.start


def _is_recommended(article: Article, number: int, places: Places) -> bool:
    block = article.document.blocks[article.sentences[number].block]
    if block.kind not in PROSE or asks(article, number) or _is_taken_back(places):
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


def _is_taken_back(places: Places) -> bool:
    """Whether a word of warning stands there that no idiom explains ("does no harm")."""
    idioms = places.get("waved-away", ())
    return any(
        not any(idiom[0] <= warning[0] < idiom[1] for idiom in idioms)
        for warning in places.get("warns", ())
    )
