"""The names by which a report speaks of concepts."""

from __future__ import annotations

from healthlint.nlp.entities import Entity
from healthlint.rules.article import Article


def name_of(article: Article, concept: str) -> str:
    """The name a report shows for a concept."""
    known = article.vocabulary.concepts.get(concept)
    return known.name if known is not None else concept.replace("-", " ")


def name_with_site(article: Article, entity: Entity) -> str:
    """A symptom in words, with its site: "chest pain", "cold (foot)"."""
    return placed_name(article, entity.id, entity.site)


def placed_name(article: Article, concept: str, site: str | None) -> str:
    """The name a report shows for a symptom at a site, which may hold the site already ("loss
    of bowel control")."""
    name = name_of(article, concept)
    if not site:
        return name
    known = article.vocabulary.concepts.get(site)
    words = (known.name, *known.phrases) if known is not None else ()
    told = any(word.lower() in name.lower() for word in words)
    return name if told else f"{name_of(article, site)} {name}"
