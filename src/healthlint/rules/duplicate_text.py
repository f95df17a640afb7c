"""The same line or paragraph twice.

**What it finds.** Headlines, paragraphs and captions of five words or more, and long list items,
that stand in the article more than once, word for word; a heading only where nothing stands
between the two. All of an article's are one finding.

**Why it matters.** A sign of careless copying; readers think they lost their place.

**Example.** The headline pasted a second time above the first paragraph. Better: once.

**Sources.** Editorial practice.

**Limits.** Sections under different headings may share a short fact: there a paragraph counts from
25 words on, and not at all where the headings are questions, each answered for itself. Quotations
set apart (pull quotes), table rows, lead-ins to a list and short list items, which different
sections may rightly share, are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.layout import HEADINGS
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES

_WORD = re.compile(r"\w+")
_SHARED = 25  # words of a paragraph that two sections do not share by right
# How many words make a repeat a mistake, by kind of block.
_FEWEST = {
    BlockKind.TITLE: 5,
    BlockKind.HEADING: 5,
    BlockKind.PARAGRAPH: 5,
    BlockKind.CAPTION: 5,
    BlockKind.LIST_ITEM: 12,
}


def check(article: Article) -> Iterator[Finding]:
    places: dict[str, list[int]] = {}
    for number, text in _texts(article):
        places.setdefault(text, []).append(number)
    headings = list(article.headings())
    wrong = [
        found for numbers in places.values() if (found := _repeats(article, numbers, headings))
    ]
    if not wrong:
        return
    repeated = sorted(number for numbers in wrong for number in numbers)
    what = "The same text stands" if len(wrong) == 1 else f"{len(wrong)} texts stand"
    yield RULE.finding(
        f"{what} in the article more than once.",
        *(article.document.blocks[number].span for number in repeated),
        suggestion="Keep it once.",
    )


def _texts(article: Article) -> Iterator[tuple[int, str]]:
    """Blocks long enough to be a mistake when repeated, and their words."""
    document = article.document
    introducing = {block.lead_in for block in document.blocks}
    for number, block in enumerate(document.blocks):
        fewest = _FEWEST.get(block.kind)
        text = document.block_text(block)
        if fewest is None or number in introducing or text.endswith(":"):
            continue
        words = _WORD.findall(text.lower())
        if len(words) >= fewest:
            yield number, " ".join(words)


def _repeats(article: Article, numbers: list[int], headings: list[int]) -> list[int]:
    """The blocks of one text that repeat each other wrongly.

    Sections may share a heading ("How is it treated?"); a headline or heading repeated at once
    is a mistake.
    """
    if len(numbers) < 2:
        return []
    blocks = article.document.blocks
    if blocks[numbers[0]].kind not in HEADINGS:
        over = [bisect_right(headings, number) for number in numbers]
        if len(set(over)) < len(over):  # two stand under one heading
            return numbers
        return (
            numbers if _is_long(article, numbers) and not _answer(article, headings, over) else []
        )
    beside = {n for n in numbers if n + 1 in numbers or n - 1 in numbers}
    return sorted(beside)


def _is_long(article: Article, numbers: list[int]) -> bool:
    text = article.document.block_text(article.document.blocks[numbers[0]])
    return len(_WORD.findall(text)) >= _SHARED


def _answer(article: Article, headings: list[int], over: list[int]) -> bool:
    """Whether the blocks answer different questions: a reader looks up one of them. ``over`` are
    the numbers of headings above each block."""
    document = article.document
    return all(
        above and document.block_text(document.blocks[headings[above - 1]]).endswith("?")
        for above in over
    )


RULE = Rule(
    code="HY003",
    name="duplicate-text",
    severity=Severity.MINOR,
    summary="The same line or paragraph more than once.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
