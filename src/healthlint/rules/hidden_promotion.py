"""Selling in what looks like an article.

**What it finds.** Words that sell ("order now", "use code") or links that pay their owner inside
the article's own text, and brand names set in capitals after a caption, with nothing that says
the page is paid for. All of an article's are one finding.

**Why it matters.** Readers must be able to tell advice from advertising (HONcode 8).

**Example.** "Order our knee gel today." Better: drop it, or mark the page as advertising.

**Sources.** HONcode principle 8.

**Limits.** Praise without a price, a link or a brand in capitals is not seen. Drug brand names
in brackets are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.layout import PROSE
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.source import Span

# "... in summer - SOMEBRAND CITY": one to four words in capitals that close a caption.
_BRAND = re.compile(r"[ ]-[ ]+((?:[A-Z][A-Z0-9&'.]{2,}[ ]*){1,4})$")
_SHORTEST = 4


def check(article: Article) -> Iterator[Finding]:
    if is_disclosed(article):
        return
    found = dict.fromkeys((*_selling(article), *_paying_links(article), *_brands(article)))
    spans = sorted(found, key=lambda span: span.start)
    if not spans:
        return
    yield RULE.finding(
        "Brand or sales text stands in the article, and nothing says that it is advertising.",
        *spans,
        suggestion="Remove it, or mark the page clearly as advertising.",
    )


def is_disclosed(article: Article) -> bool:
    """Whether the page says that it is paid for."""
    return any(hit.cue.settings["role"] == "disclosed" for hit in article.cues("promotion"))


def sells(article: Article) -> bool:
    """Whether the article's own text sells."""
    return any(True for _ in _selling(article)) or any(True for _ in _paying_links(article))


def _selling(article: Article) -> Iterator[Span]:
    for hit in article.cues("promotion"):
        if hit.cue.settings["role"] not in ("sell", "affiliate"):
            continue
        number = article.sentence_at(hit.start)
        if article.block_of(hit.start).kind in PROSE and not article.is_question(number):
            yield article.span(hit.start, hit.end)


def _paying_links(article: Article) -> Iterator[Span]:
    parts = word_sets(article.vocabulary, "promotion").get("affiliate-target", frozenset())
    for link in article.document.links:
        target = link.target.lower()
        if len(link.span) and any(part in target for part in parts):
            yield link.span


def _brands(article: Article) -> Iterator[Span]:
    agencies = word_sets(article.vocabulary, "promotion").get("caption-agency", frozenset())
    document = article.document
    for block in document.blocks:
        if block.kind not in (BlockKind.CAPTION, BlockKind.PARAGRAPH):
            continue
        text = document.block_text(block)
        match = _BRAND.search(text[-80:]) if text[-1:].isupper() else None
        if match is None:
            continue
        words = match[1].split()
        if any(word.strip(".") in agencies for word in words):
            continue
        if any(len(word) >= _SHORTEST for word in words):
            start = block.span.end - len(text[-80:]) + match.start(1)
            yield Span(start, start + len(match[1].rstrip()))


RULE = Rule(
    code="PV006",
    name="hidden-promotion",
    severity=Severity.MAJOR,
    summary="Brand, shop or affiliate text in the article, not marked as advertising.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
