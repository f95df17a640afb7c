"""What readers see first: the headline and the first sentences."""

from __future__ import annotations

from healthlint.nlp.layout import HEADINGS, PROSE
from healthlint.rules.article import Article


def opening_sentences(article: Article, count: int) -> list[int]:
    """Numbers of the headline's sentences and of the first ``count`` of running text."""
    found: list[int] = []
    left = count
    for number, sentence in enumerate(article.sentences):
        if sentence.block == article.headline_block:
            found.append(number)
            continue
        kind = article.document.blocks[sentence.block].kind
        if kind in PROSE and kind not in HEADINGS:
            found.append(number)
            left -= 1
            if left <= 0:
                break
    return found
