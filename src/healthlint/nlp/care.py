"""Advice to seek care: which signs it names, and how urgent it says they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from healthlint.document.model import BlockKind, Document
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import Layout
from healthlint.nlp.lexicon import ConceptHit
from healthlint.reference.model import Urgency

# Levels by concept id (patterns/concepts/urgency); children are found through their parents.
LEVELS = {
    "emergency": Urgency.EMERGENCY,
    "immediately": Urgency.EMERGENCY,
    "urgent": Urgency.URGENT,
    "promptly": Urgency.URGENT,
    "soon": Urgency.SOON,
    "routine": Urgency.ROUTINE,
    "next-visit": Urgency.ROUTINE,
    "self-care-level": Urgency.SELF_CARE,
}
_ACTIONS = frozenset(
    {
        "call-emergency",
        "call-urgent-line",
        "see-doctor",
        "turn-to-someone",
        "ask-pharmacist",
        "immediate-attention",
        "prompt-attention",
    }
)
# Adverbs that speak of care only beside an action ("immediately after surgery").
_NEEDS_ACTION = frozenset({"immediately", "promptly", "soon", "urgent", "routine"})


class CareAdvice(NamedTuple):
    """One piece of advice to seek care (or to do without it).

    ``sentence`` numbers the sentence that gives it; ``signs`` are the signs it is given for, in
    that sentence and in the list it introduces; ``urgency`` is ``None`` where it states none
    ("see a doctor if"). ``actionable`` says that it names a number to call or a place to go.
    ``start`` and ``end`` are the tokens of the words that give it.
    """

    sentence: int
    urgency: Urgency | None
    actionable: bool
    signs: tuple[Entity, ...]
    start: int
    end: int


def care_advice(
    document: Document,
    layout: Layout,
    hits_by_sentence: dict[int, list[ConceptHit]],
    entities_by_sentence: dict[int, list[Entity]],
    refused: frozenset[tuple[int, int]],
) -> tuple[CareAdvice, ...]:
    """All advice to seek care, in order. ``refused`` are hits that are negated ("no need to see
    a doctor"): they give no such advice."""
    items = _items_by_lead_in(document)
    found = []
    for number, hits in hits_by_sentence.items():
        active = [h for h in hits if (h.start, h.end) not in refused]
        advice = _read(active)
        if advice is None:
            continue
        urgency, actionable, start, end = advice
        sentence = layout.sentences[number]
        signs = list(_signs(entities_by_sentence.get(number, ())))
        is_last = number + 1 >= len(layout.sentences) or (
            layout.sentences[number + 1].block != sentence.block
        )
        if is_last:
            for block in items.get(sentence.block, ()):
                first, last = layout.first_sentence[block], layout.first_sentence[block + 1]
                for other in range(first, last):
                    signs.extend(_signs(entities_by_sentence.get(other, ())))
        found.append(CareAdvice(number, urgency, actionable, tuple(signs), start, end))
    return tuple(sorted(found, key=lambda advice: advice.start))


def _items_by_lead_in(document: Document) -> dict[int, list[int]]:
    """List items by the block that introduces them: their lead-in, else their heading."""
    found: dict[int, list[int]] = {}
    for number, block in enumerate(document.blocks):
        if block.kind is not BlockKind.LIST_ITEM:
            continue
        owner = block.lead_in if block.lead_in is not None else block.heading
        if owner is not None:
            found.setdefault(owner, []).append(number)
    return found


def _signs(entities: Iterable[Entity]) -> Iterable[Entity]:
    return (e for e in entities if e.label in ("SYMPTOM", "CONDITION"))


def _read(hits: Sequence[ConceptHit]) -> tuple[Urgency | None, bool, int, int] | None:
    actions = [h for h in hits if h.id in _ACTIONS]
    levels = [h for h in hits if h.kind == "urgency"]
    if not actions:
        levels = [h for h in levels if h.id not in _NEEDS_ACTION and h.id != "emergency"]
        if not levels:
            return None
    found = [_level(h.id) for h in (*actions, *levels)]
    stated = [level for level in found if level is not None]
    spots = [*actions, *levels]
    start, end = min(h.start for h in spots), max(h.end for h in spots)
    actionable = any(h.id == "call-emergency" for h in actions)
    return (max(stated) if stated else None), actionable, start, end


def _level(concept: str) -> Urgency | None:
    if concept in ("call-emergency", "immediate-attention"):
        return Urgency.EMERGENCY
    if concept in ("call-urgent-line", "prompt-attention"):
        return Urgency.URGENT
    if concept == "ask-pharmacist":
        return Urgency.ROUTINE
    return LEVELS.get(concept)
