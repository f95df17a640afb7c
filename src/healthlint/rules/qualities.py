"""What an article says of how a symptom is: in its sentence, or in a list its sentence leads in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from healthlint.nlp.entities import Entity
from healthlint.nlp.lexicon import ConceptHit
from healthlint.rules.article import Article
from healthlint.rules.lead_ins import leads

Quality = tuple[str, str, int, int]  # symptom, quality, first token, end token


def qualities_of(article: Article) -> tuple[Quality, ...]:
    """Every quality said of a symptom, in order of place.

    A list item without a symptom of its own says it of its lead-in's ("This pain may:",
    "improve with rest").
    """
    signs, above = article.once(_signs), leads(article)
    found: list[Quality] = []
    for number, said in article.once(_values).items():
        own = signs.get(number, ())
        if not own and number in above:
            last = signs.get(above[number], ())[-1:]
            found += [(sign.id, hit.id, hit.start, hit.end) for sign in last for hit in said]
            continue
        for sign in own:
            values = {value for _dimension, value in sign.modifiers}
            found += [
                (sign.id, hit.id, min(sign.start, hit.start), max(sign.end, hit.end))
                for hit in said
                if hit.id in values
            ]
    return tuple(sorted(found, key=lambda row: row[2:]))


def led_values(article: Article, entity: Entity) -> frozenset[str]:
    """The qualities that the list items under its sentence say of a symptom ("This pain may:",
    "improve with rest")."""
    return article.once(_led_values).get(entity.start, frozenset())


def quality_places(article: Article, number: int, value: str) -> Iterator[ConceptHit]:
    """Where a sentence names a quality."""
    return (hit for hit in article.once(_values).get(number, ()) if hit.id == value)


def _led_values(article: Article) -> dict[int, frozenset[str]]:
    """A symptom's first token -> the qualities that the list under its sentence says of it."""
    signs, above = article.once(_signs), leads(article)
    found: dict[int, frozenset[str]] = {}
    for number, said in article.once(_values).items():
        if number not in above or signs.get(number):
            continue
        for sign in signs.get(above[number], ())[-1:]:
            values = frozenset(hit.id for hit in said)
            found[sign.start] = found.get(sign.start, frozenset()) | values
    return found


def _signs(article: Article) -> Mapping[int, list[Entity]]:
    """Sentence number -> symptoms that it asserts."""
    return {
        number: [e for e in entities if e.label == "SYMPTOM" and e.is_asserted()]
        for number, entities in article.entities_by_sentence.items()
    }


def _values(article: Article) -> Mapping[int, list[ConceptHit]]:
    """Sentence number -> the qualities that it names."""
    hits = article.concepts_by_sentence
    kept = {n: [h for h in found if h.kind == "quality"] for n, found in hits.items()}
    return {number: found for number, found in kept.items() if found}
