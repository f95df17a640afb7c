"""What the news rules share: which stories they judge, and what those stories speak of."""

from __future__ import annotations

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
    told = named or sum(counts.values()) >= _MENTIONS or _is_study(article)
    return told and bool(hits_of(article, "benefit"))


def _is_study(article: Article) -> bool:
    """Whether the story tells of a study: what it tried need not be one of our treatments."""
    return len(article.cues("study-design")) >= _MENTIONS


def hits_of(article: Article, criterion: str) -> list[CueHit]:
    """The cues of a criterion (``patterns/cues/news-criteria.yaml``)."""
    return [
        hit
        for hit in article.cues("news-criteria")
        if hit.cue.settings["criterion"] == criterion and not article.is_boilerplate(hit.start)
    ]


def absent(rule: Rule, article: Article, message: str, suggestion: str) -> Finding:
    """Something a news story should say and does not."""
    return rule.finding(message, anchor=article.title_span, suggestion=suggestion)
