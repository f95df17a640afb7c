"""A headline that baits instead of informing.

**What it finds.** In the headline, and in headings that stand in for one: threats without their
object ("could be a warning sign"), orders to be afraid ("don't ignore"), withheld answers ("the
one thing", "what happened next"), doctors who hate or hide something.

**Why it matters.** Such headlines make people who are well worry and people who are ill read on
for the answer. Rating guidelines for search (E-E-A-T) count exaggerated or shocking titles as a
mark of low quality.

**Example.** "Don't ignore it: this ache could be a warning sign." Better: "Calf pain: how to tell
a cramp from a clot".

**Limits.** Campaign headlines that tell what to look for ("Know the signs of stroke") are not
bait and are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.headline import read_title
from healthlint.nlp.lexicon import Hits
from healthlint.rules.article import Article
from healthlint.rules.wording import READ, weight_of
from healthlint.source import Span

_ENOUGH = 1.0
_BETTER = "Say what the article is about and for whom, without threat or riddle."


def check(article: Article) -> Iterator[Finding]:
    spans = list(_bait_in_text(article))
    words = article.text(spans[0]) if spans else None
    if not spans and article.headline_block is None:
        words = _bait_in_record(article)
    if words:
        yield RULE.finding(
            f'The headline baits ("{words}") instead of saying what the reader will learn.',
            *spans,
            suggestion=_BETTER,
        )


def _bait_in_text(article: Article) -> Iterator[Span]:
    """Bait in the headline and in headings before the first paragraph, each wording once."""
    heads = set(_heads(article))
    by_block: dict[int, list[tuple[Span, float]]] = {}
    for hit in article.cues("clickbait"):
        if hit.start >= _end_of_heads(article, heads):
            break
        block = article.document.block_index_at(article.doc[hit.start].idx)
        if block in heads:
            place = (article.span(hit.start, hit.end), weight_of(hit))
            by_block.setdefault(block, []).append(place)
    seen: set[str] = set()
    for hits in by_block.values():
        if sum(weight for _, weight in hits) < _ENOUGH:
            continue
        for span, weight in hits:
            words = article.text(span).lower()
            if weight > 0 and words not in seen:
                seen.add(words)
                yield span


def _heads(article: Article) -> Iterator[int]:
    for number, block in enumerate(article.document.blocks):
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            yield number
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            return


def _end_of_heads(article: Article, heads: set[int]) -> int:
    return max((article.layout.blocks[number][1] for number in heads), default=0)


def _bait_in_record(article: Article) -> str | None:
    """Bait in a title that is no part of the text."""
    title = read_title(article.reading)
    if title is None:
        return None
    hits = article.reading.knowledge.lexicon.cue_hits(Hits([], title.hits.cues), "clickbait")
    if sum(weight_of(hit) for hit in hits) < _ENOUGH:
        return None
    first = max(hits, key=weight_of)
    return title.doc[first.start : first.end].text


RULE = Rule(
    code="HL003",
    name="clickbait-headline",
    severity=Severity.MINOR,
    summary="The headline withholds, threatens or baits.",
    check=check,
    genres=READ,
    page=__doc__,
)
