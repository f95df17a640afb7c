"""Orders: clauses that begin with a verb in its base form, as one speaks to a reader.

The advice component was made for careful prose and weighs whole sentences; here it is only asked
whether anything in the sentence is said as an order ("Smear butter on", "..., then pop the
blisters"). The verbs and what may stand around them are data (``patterns/cues/orders.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article


def has_order(article: Article, number: int) -> bool:
    """Whether any clause of a sentence orders something."""
    return next(orders(article, number), None) is not None


def orders(article: Article, number: int) -> Iterator[int]:
    """The tokens of the verbs that order, in order of place."""
    words = word_sets(article.vocabulary, "orders")
    sentence = article.sentences[number]
    fronted = article.doc[sentence.start].lower_ in words["fronting"]
    opening = True
    for place in range(sentence.start, sentence.end):
        token = article.doc[place]
        if not token.is_alpha:
            continue
        word = token.lower_
        if word in words["verbs"]:
            following = article.doc[place + 1].lower_ if place + 1 < sentence.end else ""
            if opening:
                orders_it = following not in words["not-before"]
            else:
                orders_it = _after_opener(article, sentence.start, place, words["openers"]) and (
                    following in words["objects"]
                    or following.isdigit()
                    # "To ease the pain, combine diclofenac with ...": what comes after what for.
                    or (
                        fronted
                        and article.doc[place - 1].text == ","
                        and following not in words["denials"] | words["not-before"]
                    )
                )
            if orders_it:
                yield place
        # "Please put", "Then just put": words that an order may begin with.
        opening = opening and word in words["lead-ins"]


def begins_clause(article: Article, number: int, start: int) -> bool:
    """Whether a token begins its sentence, or stands after a word or mark that opens a clause."""
    return (
        start <= article.sentences[number].start
        or article.doc[start - 1].lower_
        in article.vocabulary.word_sets("composition")["clause-openers"]
    )


def _after_opener(article: Article, start: int, place: int, openers: frozenset[str]) -> bool:
    return place > start and article.doc[place - 1].lower_ in openers


def base_verbs(article: Article, concept: str) -> frozenset[str]:
    """The first words of an action's verb phrases, in base form."""
    known = article.vocabulary.concepts[concept]
    return frozenset(verb.split()[0].lower() for verb in (*known.verbs, *known.phrases))
