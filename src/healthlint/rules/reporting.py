"""What an article reports, and does not itself claim.

A story of a study says what its authors found, tested or hope; much of that is new and so at odds
with a reference, and none of it is the paper's own advice. Reports of research, of what
somebody said and of what may be are told by their words (``patterns/cues/reporting.yaml``); so
is a headline, which stands for the story. A bare statement in a story counts as anywhere, and so
does a sentence that reads dangerously or falsely as a whole: advice is not undone by "patients" or
"may". What became of cells in a laboratory is a report in any article.
"""

from __future__ import annotations

from healthlint.finding import Genre
from healthlint.nlp.layout import HEADINGS
from healthlint.nlp.lowered import lowered
from healthlint.nlp.passages import reads
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.orders import has_order

_IN_A_DISH = "cells"  # a cue of preclinical.yaml


def is_reported(article: Article, number: int, output: str) -> bool:
    """Whether a sentence of a news story only reports; ``output`` is what the encoder asks of it:
    danger of advice, falsehood of a claim."""
    if article.genre is not Genre.NEWS:
        return False
    sentence = article.sentences[number]
    if article.document.blocks[sentence.block].kind in HEADINGS:
        return True
    words = word_sets(article.vocabulary, "reporting")["words"]
    if words.isdisjoint(lowered(article.doc)[sentence.start : sentence.end]):
        return False
    return reads(article.reading, number, output) <= 0


def is_of_a_dish(article: Article, number: int) -> bool:
    """Whether a sentence tells what became of cells in a laboratory, and neither it nor the next
    orders anything: true there ("garlic extract kills cancer cells in a dish"), but not where it
    serves advice ("take it instead of chemotherapy")."""
    if all(cue.cue.id != _IN_A_DISH for cue in article.cues_in(number, "preclinical")):
        return False
    block = article.sentences[number].block
    near = article.sentences[number : number + 2]
    return not any(
        has_order(article, n) for n, other in enumerate(near, number) if other.block == block
    )
