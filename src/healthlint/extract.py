"""Everything read from an article, as the plain values of ``healthlint extract``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from healthlint.check import headline_of
from healthlint.document.reading import InputProblem
from healthlint.nlp.care import CareAdvice
from healthlint.nlp.claims import Claim
from healthlint.nlp.entities import Entity
from healthlint.nlp.headline import matches_body
from healthlint.nlp.layout import HEADINGS
from healthlint.reference.model import Urgency
from healthlint.rules.article import Article
from healthlint.source import Span

Value = dict[str, Any]


def extraction_of(article: Article) -> Value:
    """One line of ``extract --format jsonl``; positions are in the file as it is on disk."""
    document = article.document
    source = document.source
    return {
        "path": source.path,
        "id": source.id,
        "title": headline_of(document),
        "genre": article.genre.value,
        "words": article.words,
        "blocks": [
            {"kind": block.kind.value, "level": block.level, **_place(article, block.span)}
            for block in document.blocks
        ],
        "entities": [_entity(article, entity) for entity in article.entities],
        "claims": [_claim(article, claim) for claim in article.claims],
        "advice": list(_advice(article)),
        "sentences": [
            {
                **_place(article, article.sentence_span(number)),
                "advice": article.labels[number].advice,
                "causal": article.labels[number].causal,
            }
            for number in range(len(article.sentences))
        ],
        "headline": {"text": headline_of(document), "matches_body": matches_body(article.reading)},
        "error": None,
    }


def claims_and_entities(article: Article) -> tuple[list[Value], list[Value]]:
    """The claims and entities of :func:`extraction_of`, without the rest."""
    claims = [_claim(article, claim) for claim in article.claims]
    return claims, [_entity(article, entity) for entity in article.entities]


def failed_extraction(problem: InputProblem) -> Value:
    """The line of an article that could not be read."""
    return {"path": problem.path, "id": problem.id, "error": problem.message}


def _place(article: Article, span: Span) -> Value:
    there = article.document.to_source(span)
    return {"start": there.start, "end": there.end}


def _words(article: Article, span: Span) -> Value:
    there = article.document.to_source(span)
    text = article.document.source.text[there.start : there.end]
    return {"start": there.start, "end": there.end, "text": text}


def _entity(article: Article, entity: Entity) -> Value:
    return {
        "label": entity.label,
        "id": entity.id,
        **_words(article, article.span(entity.start, entity.end)),
        "site": entity.site,
        "modifiers": _modifiers(entity.modifiers),
        "context": list(entity.context),
        "cues": list(entity.cues),
        "covered": entity.label != "CONDITION" or entity.id in article.reference.entries,
        **({"confidence": entity.confidence} if entity.confidence < 1 else {}),
    }


def _claim(article: Article, claim: Claim) -> Value:
    return {
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "site": claim.site,
        "modifiers": _modifiers(claim.modifiers),
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "frequency": claim.frequency,
        "attribution": claim.attribution,
        **_place(article, article.span(claim.start, claim.end)),
        "from": "section" if claim.origin == "topic" else claim.origin,
    }


def _advice(article: Article) -> Iterator[Value]:
    care = {advice.sentence: advice for advice in article.advice}
    for number, label in enumerate(article.labels):
        block = article.document.blocks[article.sentences[number].block]
        told = care.get(number)
        # A heading is no advice, unless it is the order that its list completes ("Call 999 if").
        announces = block.kind in HEADINGS and not (told is not None and told.signs)
        if label.advice != "none" and not announces:
            yield {
                "strength": label.advice,
                "urgency": _urgency(article, number, told),
                **_words(article, article.sentence_span(number)),
            }


def _urgency(article: Article, number: int, care: CareAdvice | None) -> str | None:
    """How soon the advice asks for care: "see a doctor if" soon, "ask your doctor about" at the
    next visit; what sends nobody to care is done at home, and a prohibition has no urgency."""
    if care is not None:
        if care.urgency is not None:
            return care.urgency.label
        return (Urgency.SOON if care.signs else Urgency.ROUTINE).label
    return None if article.cues_in(number, "warning") else Urgency.SELF_CARE.label


def _modifiers(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """One value a dimension: the first in the article's order."""
    found: dict[str, str] = {}
    for dimension, value in pairs:
        found.setdefault(dimension, value)
    return found
