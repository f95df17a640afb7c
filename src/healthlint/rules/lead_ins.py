"""What leads a sentence in: the words above a list, or the short question that it answers."""

from __future__ import annotations

from collections.abc import Mapping

from healthlint.document.model import BlockKind
from healthlint.nlp.lowered import lowered
from healthlint.rules.article import Article

_SHORT_QUESTION = 26  # tokens


def leads(article: Article) -> Mapping[int, int]:
    """A list item's sentences -> the last sentence of its lead-in (or heading)."""
    return article.once(_leads)


def _leads(article: Article) -> dict[int, int]:
    found: dict[int, int] = {}
    first = article.layout.first_sentence
    for number, block in enumerate(article.document.blocks):
        if block.kind is not BlockKind.LIST_ITEM:
            continue
        owner = block.lead_in if block.lead_in is not None else block.heading
        if owner is None or first[owner] == first[owner + 1]:
            continue
        for sentence in range(first[number], first[number + 1]):
            found[sentence] = first[owner + 1] - 1
    return found


def introduced(article: Article) -> dict[int, int]:
    """A sentence -> the one it completes: its lead-in, or the short question that it answers
    ("Scalded? Smear butter on.")."""
    found = dict(leads(article))
    for number in range(1, len(article.sentences)):
        if number not in found and is_answer(article, number):
            found[number] = number - 1
    return found


def is_under_a_condition(article: Article, number: int) -> bool:
    """Whether a list item says in which case ("You are more at risk if you: - take the pill",
    "Call 999 if: - ...")."""
    number_of_lead = leads(article).get(number)
    if number_of_lead is None:
        return False
    lead = article.sentences[number_of_lead]
    opening = article.reading.knowledge.derived.stances.opening
    return not opening.isdisjoint(lowered(article.doc)[lead.start : lead.end])


def is_answer(article: Article, number: int) -> bool:
    """Whether a sentence follows a short question in its own passage."""
    before, sentence = article.sentences[number - 1], article.sentences[number]
    return (
        before.block == sentence.block
        and before.end - before.start <= _SHORT_QUESTION
        and article.is_question(number - 1)
        and not article.is_question(number)
    )
