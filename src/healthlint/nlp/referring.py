"""Which entities of an article are its own mentions, and what a pointing word stands for.

A list of sources names titles, not what the article says; "disease" alone names a class; "the
vaccine" in an article about one vaccine means that one. The lists are data
(``patterns/cues/composition.yaml``).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from healthlint.document.model import Document
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import Layout
from healthlint.vocabulary import Vocabulary

_HEADINGS = frozenset({"title", "heading"})
_OPENING = 60  # characters in which "Sources:" may stand


def mentioned(
    document: Document,
    doc: Doc,
    layout: Layout,
    entities: Sequence[Entity],
    vocabulary: Vocabulary,
) -> tuple[Entity, ...]:
    """The entities in the article's own words, pointing ones resolved."""
    lists = {cue.id: frozenset(cue.phrases) for cue in vocabulary.cues.get("composition", ())}
    nothing: frozenset[str] = frozenset()
    classes = lists.get("class-words", nothing)
    things = lists.get("class-things", nothing)
    foreign = _source_ranges(document, layout, lists.get("source-headings", nothing))
    kept = []
    number = 0
    for entity in entities:
        while number < len(foreign) and foreign[number][1] <= entity.start:
            number += 1
        inside = number < len(foreign) and foreign[number][0] <= entity.start
        named = entity.id not in classes or doc[entity.end - 1].lower_ in things
        if not inside and named:
            kept.append(entity)
    return _resolved(kept, lists.get("pointing-concepts", nothing), vocabulary)


def _source_ranges(
    document: Document, layout: Layout, headings: frozenset[str]
) -> list[tuple[int, int]]:
    """Tokens of the blocks below a heading "Sources", and of lines that begin with it."""
    listed = {
        number
        for number, block in enumerate(document.blocks)
        if block.kind.value in _HEADINGS
        and _words(document.text[block.span.start : block.span.end]) in headings
    }
    ranges = []
    for number, block in enumerate(document.blocks):
        if number in listed:
            continue
        text = document.text[block.span.start : block.span.end]
        opening, colon, _ = text[:_OPENING].partition(":")
        if (block.heading is not None and block.heading in listed) or (
            colon and _words(opening) in headings
        ):
            ranges.append(layout.blocks[number])
    return ranges


def _words(text: str) -> str:
    return text.strip(" \n*_#.:").lower()


def _resolved(
    entities: Sequence[Entity], pointing: frozenset[str], vocabulary: Vocabulary
) -> tuple[Entity, ...]:
    present = {entity.id for entity in entities}
    meant: dict[str, str] = {}
    for concept in pointing & present:
        kinds = {other for other in present if concept in vocabulary.ancestors(other)} - {concept}
        if len(kinds) == 1:
            meant[concept] = kinds.pop()
    if not meant:
        return tuple(entities)
    return tuple(entity._replace(id=meant.get(entity.id, entity.id)) for entity in entities)
