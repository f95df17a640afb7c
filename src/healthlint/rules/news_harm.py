"""What a story says of the harm of what it praises: named, in passing, denied or nothing.

A harm is named where it has a size or a kind; a bare "safe" is none, and harms of another treatment
are not the story's own. Words: ``patterns/cues/news-signs.yaml``.
"""

from __future__ import annotations

from enum import Enum

from healthlint.rules.article import Article
from healthlint.rules.news import INTERVENTIONS
from healthlint.rules.news_signs import numbers_of, signs

_NAMED = 2
_LEAD = 2  # sentences: the headline and the first
_EFFECTS = frozenset({"SYMPTOM", "CONDITION"})
_HARM = frozenset({"harm", "danger", "more"})
_EASED = frozenset({"relative", "no-harm"})
_SEVERAL = 3  # complaints


class Harm(Enum):
    """How far the harms are told."""

    NAMED = "named"
    IN_PASSING = "in passing"
    DENIED = "denied"
    UNSAID = "unsaid"


def _is_met_with(article: Article, number: int, row: dict[str, int]) -> bool:
    """Whether those who took part are said to have had several complaints: "patients experienced
    nausea, a rash and fatigue"; not that they had fewer of them."""
    if not {"met-with", "people"} <= row.keys() or not _EASED.isdisjoint(row):
        return False
    entities = article.entities_by_sentence.get(number, ())
    return len({e.id for e in entities if e.label == "SYMPTOM"}) >= _SEVERAL


def _is_told_plainly(article: Article) -> bool:
    """Whether harms are told without a word for harm: as complaints, or as what got worse. An
    editor has no more to ask; a reviewer wants more (``explains_harm``)."""
    return any(
        _is_met_with(article, number, row) or ("worse" in row and _is_own(article, number, row))
        for number, row in signs(article).items()
    )


def harm_told(article: Article) -> Harm:
    """How far a story tells the harms of what it praises."""
    score = _score(article)
    if score >= _NAMED or _is_told_plainly(article):
        return Harm.NAMED
    rows = signs(article).values()
    if score or any("harm" in row and "no-harm" not in row for row in rows):
        return Harm.IN_PASSING
    denied = any({"safe", "no-harm"} & row.keys() for row in rows)
    return Harm.DENIED if denied else Harm.UNSAID


def explains_harm(article: Article) -> bool:
    """A harm named, with a number or with what it is; a bare "safe" is none."""
    return _score(article) >= _NAMED


def _score(article: Article) -> int:
    score = 0
    found = signs(article)
    eased = any({"harm", "no-harm"} & found.get(n, {}).keys() for n in range(_LEAD))
    for number, row in found.items():
        if not _is_harm(article, number, row) or (eased and not _is_own(article, number, row)):
            continue
        score += 1 + _has_kind_or_size(article, number)
        if score >= _NAMED:
            break
    return score


def _is_harm(article: Article, number: int, row: dict[str, int]) -> bool:
    """Whether a sentence tells of a harm; a raised risk has to be the treatment's own."""
    if "no-harm" in row or _HARM.isdisjoint(row):
        return False
    return "harm" in row or _is_own(article, number, row)


def _is_own(article: Article, number: int, row: dict[str, int]) -> bool:
    """Whose harm it is: a story about easing side effects speaks of other treatments' harms
    throughout, and one about an illness of what the illness brings."""
    return "own" in row or _names_headline(article, number)


def _has_kind_or_size(article: Article, number: int) -> bool:
    effects = any(
        entity.label in _EFFECTS
        for place in (number, number + 1)
        for entity in article.entities_by_sentence.get(place, ())
    )
    return effects or bool(numbers_of(article, number))


def _names_headline(article: Article, number: int) -> bool:
    """Whether a sentence of the body names the headline's treatment, medicine or test."""
    block = article.headline_block
    if block is None or article.sentences[number].block == block:
        return False
    start, end = article.layout.blocks[block]
    tried = {e.id for e in article.entities if e.label in INTERVENTIONS and start <= e.start < end}
    entities = article.entities_by_sentence.get(number, ())
    return any(entity.id in tried for entity in entities)
