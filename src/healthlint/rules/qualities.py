"""What an article says of how a symptom is: in its sentence, or in a list its sentence leads in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from healthlint.nlp.entities import Entity
from healthlint.nlp.lexicon import ConceptHit

Quality = tuple[str, str, int, int]  # symptom, quality, first token, end token
Signs = Mapping[int, Sequence[Entity]]  # sentence number -> symptoms that it asserts
Hits = Mapping[int, Sequence[ConceptHit]]
Leads = Mapping[int, int]  # a list item's sentences -> the last sentence of its lead-in


def qualities_of(signs: Signs, hits: Hits, leads: Leads) -> tuple[Quality, ...]:
    """Every quality said of a symptom, in order of place.

    A list item without a symptom of its own says it of its lead-in's ("This pain may:",
    "improve with rest").
    """
    found: list[Quality] = []
    for number, said in _values(hits).items():
        own = signs.get(number, ())
        if not own and number in leads:
            last = signs.get(leads[number], ())[-1:]
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


def led_values(signs: Signs, hits: Hits, leads: Leads) -> dict[int, frozenset[str]]:
    """A symptom's first token -> the qualities that the list under its sentence says of it."""
    found: dict[int, frozenset[str]] = {}
    for number, said in _values(hits).items():
        if number not in leads or signs.get(number):
            continue
        for sign in signs.get(leads[number], ())[-1:]:
            values = frozenset(hit.id for hit in said)
            found[sign.start] = found.get(sign.start, frozenset()) | values
    return found


def _values(hits: Hits) -> dict[int, list[ConceptHit]]:
    kept = {n: [h for h in found if h.kind == "quality"] for n, found in hits.items()}
    return {number: found for number, found in kept.items() if found}
