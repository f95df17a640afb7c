"""The same line or paragraph twice.

**What it finds.** Headlines, headings, paragraphs and captions of five words or more, and long
list items, that stand in the article more than once, word for word. One finding for each text,
with all its places.

**Why it matters.** A sign of careless copying; readers think they lost their place.

**Example.** The headline pasted a second time above the first paragraph. Better: once.

**Sources.** Editorial practice.

**Limits.** Quotations set apart (pull quotes), table rows and short list items, which different
sections may rightly share, are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthlint.document.model import Block, BlockKind
from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES

_WORD = re.compile(r"\w+")
# How many words make a repeat a mistake, by kind of block.
_FEWEST = {
    BlockKind.TITLE: 5,
    BlockKind.HEADING: 5,
    BlockKind.PARAGRAPH: 5,
    BlockKind.CAPTION: 5,
    BlockKind.LIST_ITEM: 12,
}


def check(article: Article) -> Iterator[Finding]:
    document = article.document
    places: dict[str, list[Block]] = {}
    for block in document.blocks:
        fewest = _FEWEST.get(block.kind)
        if fewest is None:
            continue
        text = document.block_text(block)
        if text.endswith(":"):  # a lead-in may introduce more than one list
            continue
        words = _WORD.findall(text.lower())
        if len(words) >= fewest:
            places.setdefault(" ".join(words), []).append(block)
    for blocks in places.values():
        if len(blocks) > 1:
            yield RULE.finding(
                f"The same text stands here {_times(len(blocks))}.",
                *(block.span for block in blocks),
                suggestion="Keep it once.",
            )


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


RULE = Rule(
    code="HY003",
    name="duplicate-text",
    severity=Severity.MINOR,
    summary="The same line or paragraph more than once.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
