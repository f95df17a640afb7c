"""What an article sets up to answer: sayings under a title that announces them, and headings.

"Nine things your uncle will tell you about heart attacks" lists what is said; what it says itself
is what stands beneath. A heading by itself ("Suck the venom out") may be a saying or an order: the
text beneath tells which.
"""

from __future__ import annotations

from collections.abc import Iterable

from healthlint.document.model import BlockKind
from healthlint.finding import Finding
from healthlint.rules.article import Article
from healthlint.rules.scope import is_of_kind

_OPENING, _CLOSING = frozenset("\"“‘'«"), frozenset("\"”’'»")
_LEAD = 4  # tokens before the quotation: "Claim 3:"
_TAIL = 2  # tokens from the end in which it closes


def is_saying(article: Article, number: int) -> bool:
    """Whether a sentence is one of the sayings that the title announces: a heading, or a sentence
    that is a quotation from end to end."""
    if not is_of_kind(article, "sayings"):
        return False
    return _is_heading(article, number) or _is_quotation(article, number)


def stands_alone(article: Article, finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether a finding is on a heading whose text has no finding like it, nor reads like one."""
    numbers = sentences_of(article, finding)
    if not numbers or not all(_is_heading(article, number) for number in numbers):
        return False
    beneath = {number for heading in numbers for number in _beneath(article, heading)}
    read = (*article.dangerous_passages, *article.false_passages)
    if any(passage.first in beneath for passage in read):
        return False
    return bool(beneath) and not any(
        other is not finding
        and other.rule[:2] in ("AD", "UC")
        and not beneath.isdisjoint(sentences_of(article, other))
        for other in others
    )


def sentences_of(article: Article, finding: Finding) -> set[int]:
    """The sentences in which a finding's words begin."""
    return {article.sentence_of(span) for span in finding.spans}


def _is_heading(article: Article, number: int) -> bool:
    block = article.document.blocks[article.sentences[number].block]
    return block.kind is BlockKind.HEADING


def _is_quotation(article: Article, number: int) -> bool:
    sentence = article.sentences[number]
    words = [
        token.text for token in article.doc[sentence.start : sentence.end] if token.text.strip()
    ]
    return not _OPENING.isdisjoint(words[: _LEAD + 1]) and not _CLOSING.isdisjoint(words[-_TAIL:])


def _beneath(article: Article, number: int) -> range:
    """The sentences from a heading to the next one."""
    following = number + 1
    while following < len(article.sentences) and not _is_heading(article, following):
        following += 1
    return range(number + 1, following)
