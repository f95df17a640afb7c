"""What the news rules share: which stories they judge, and what those stories speak of."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Genre, Rule
from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article

NEWS = frozenset({Genre.NEWS})
_INTERVENTIONS = frozenset({"MEDICINE", "TREATMENT", "TEST"})
_MENTIONS = 3


def is_judged(article: Article) -> bool:
    """Whether the story is about a treatment or test and says that it does good."""
    block = article.headline_block
    head = article.layout.blocks[block] if block is not None else (0, 0)
    mentions = [e for e in article.entities if e.label in _INTERVENTIONS]
    named = any(head[0] <= e.start < head[1] for e in mentions)
    counts: dict[str, int] = {}
    for entity in mentions:
        counts[entity.id] = counts.get(entity.id, 0) + 1
    told = named or max(counts.values(), default=0) >= _MENTIONS
    return told and bool(hits_of(article, "benefit"))


def hits_of(article: Article, criterion: str) -> list[CueHit]:
    """The cues of a criterion (``patterns/cues/news-criteria.yaml``)."""
    return [
        hit
        for hit in article.cues("news-criteria")
        if hit.cue.settings["criterion"] == criterion and not article.is_boilerplate(hit.start)
    ]


def quantities(article: Article) -> int:
    """Sentences that put a number beside a benefit."""
    return sum(_has_number(article, number) for number in set(_benefits(article)))


def _benefits(article: Article) -> Iterator[int]:
    for hit in hits_of(article, "benefit"):
        number = article.sentence_at(hit.start)
        yield from (n for n in (number, number + 1) if n < len(article.sentences))


def _has_number(article: Article, number: int) -> bool:
    sentence = article.sentences[number]
    words = article.doc[sentence.start : sentence.end]
    return any(token.like_num or token.text == "%" for token in words)


def absent(rule: Rule, article: Article, message: str, suggestion: str) -> Finding:
    """Something a news story should say and does not."""
    return rule.finding(message, anchor=article.title_span, suggestion=suggestion)
