"""Falsehoods put together from everyday words, where the article itself asserts them.

UC002 and UC001 know false claims and facts as concepts; this view reads what those miss.
It is strict about what takes a claim back: any word of denial, doubt or report in the sentence that
is no part of the falsehood itself silences it, and so does a correction in the next sentence.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from healthlint.nlp.beliefs import Belief
from healthlint.nlp.danger import Places
from healthlint.nlp.layout import PROSE
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_condemned_in, is_retracted
from healthlint.rules.reporting import is_of_a_dish
from healthlint.rules.stated import said_by_sentence

_REFUSING = frozenset({"warning", "myth", "quoted", "no-evidence"})


class WordedFalsehood(NamedTuple):
    """A falsehood that a sentence asserts: its tokens, and the key of what the reference says."""

    sentence: int
    start: int
    end: int
    key: str


def worded_falsehoods(article: Article, keys: Container[str]) -> Iterator[WordedFalsehood]:
    """Every falsehood asserted whose key is one of those, in order of place; one a sentence."""
    for number, sentence in enumerate(article.sentences):
        said, places = article.reading.beliefs(number)
        for belief in said:
            if belief.statement not in keys or _is_taken_back(places, belief):
                continue
            if _is_told(article, number):
                start, end = sentence.start + belief.start, sentence.start + belief.end
                yield WordedFalsehood(number, start, end, belief.statement)
                break


def _is_told(article: Article, number: int) -> bool:
    """In the article's own prose, neither asked nor condemned there or in the next sentence."""
    block = article.document.blocks[article.sentences[number].block]
    if block.kind not in PROSE or asks(article, number):
        return False
    if is_retracted(article, number) or is_of_a_dish(article, number):
        return False
    near = [n for n in (number, number + 1) if n < len(article.sentences)]
    if any(is_condemned_in(article, n) for n in near):
        return False
    return not any(
        value in _REFUSING
        for hit in said_by_sentence(article).get(number, ())
        for value in article.contexts.get((hit.start, hit.end), ((), ()))[0]
    )


def _is_taken_back(places: Places, belief: Belief) -> bool:
    """Whether a word of denial or report stands there that is not one of its own ("you can't get
    pregnant while breastfeeding")."""
    idioms = (*belief.own, *places.get("waved-away", ()))
    return any(
        not any(idiom[0] <= word[0] and word[1] <= idiom[1] for idiom in idioms)
        for word in places.get("takes-back", ())
    )
