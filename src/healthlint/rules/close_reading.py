"""Whether a passage that reads dangerously or falsely is what the article itself says."""

from __future__ import annotations

from healthlint.nlp.passages import Passage
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_condemned_in, is_retracted

_WARNINGS = ("warning", "myth", "condemn", "no-evidence")


def told_words(article: Article, passage: Passage) -> list[str]:
    """The words that made the passage suspect, in order."""
    return list(dict.fromkeys(article.doc[token].text for token in passage.telling))


def is_meant(article: Article, passage: Passage) -> bool:
    """Whether the article itself says what the passage says, as its own advice or claim."""
    last = passage.last
    if asks(article, last) or is_retracted(article, last):
        return False
    near = (*range(passage.first, last + 1), last + 1)
    if any(is_condemned_in(article, n) for n in near if _is_beside(article, n, last)):
        return False
    return not _is_under_a_warning(article, passage)


def _is_beside(article: Article, number: int, other: int) -> bool:
    sentences = article.sentences
    return number < len(sentences) and sentences[number].block == sentences[other].block


def _is_under_a_warning(article: Article, passage: Passage) -> bool:
    """Whether the lead-in of a list item, or the heading above, warns of what follows."""
    block = article.document.blocks[article.sentences[passage.first].block]
    first = article.layout.first_sentence
    return any(
        article.cues_in(number, family)
        for owner in (block.lead_in, block.heading)
        if owner is not None
        for number in range(first[owner], first[owner + 1])
        for family in _WARNINGS
    )
