"""The component that reads the context of every concept, over sentences, lists and headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from spacy.attrs import IDX, IS_SPACE, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from healthlint.nlp.components import Knowledge, hits_of, load_knowledge, store_entities
from healthlint.nlp.context import (
    FAMILIES,
    NOTHING,
    PLAIN,
    Carried,
    Contexts,
    carried,
    contexts,
    disputed,
    disputes,
    ends_carrying,
    merge,
    purpose_of,
    quotations,
    with_carried,
    without,
)
from healthlint.nlp.context_values import MARKS, Context
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import BLOCKS, CONTEXTS, Entity, entities_of
from healthlint.nlp.given_topics import GivenTopics
from healthlint.nlp.other_people import People, Told

_HEADINGS = frozenset({"title", "heading"})
_ITEM = "list-item"
_PLACE = "BODY_SITE"  # a part of the body is neither denied nor in doubt; what it does is
_OPEN = frozenset({"hedged", "hypothetical"})
# Families of cues whose own words may be denied, quoted or called a myth.
_READ_ALONE = ("relation", "fear", "absolute", "hype", "relative-risk")


class BlockRow(NamedTuple):
    """A block as the pipeline is told of it: characters, and whom it inherits from."""

    kind: str
    start: int
    end: int
    heading: int | None
    lead_in: int | None


class _Sentence(NamedTuple):
    start: int
    end: int
    block: int
    mentions: tuple[tuple[int, int], ...]
    hits: tuple[CueHit, ...]


class ContextComponent:
    """Sets the context of every concept; see :mod:`healthlint.nlp.context` for the rules."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._lexicon = knowledge.lexicon
        self._ancestors = knowledge.vocabulary.ancestors

    def __call__(self, doc: Doc) -> Doc:
        """``doc.user_data[CONTEXTS]`` gets rows of start, end, values, cues, denied; entities get
        theirs."""
        found = self._read(doc)
        rows = [
            (start, end, tuple(str(v) for v in c.values), c.cues, c.denied_relation is not None)
            for (start, end), c in found.items()
            if c != PLAIN
        ]
        doc.user_data[CONTEXTS] = rows
        table = {(start, end): (values, cues, denied) for start, end, values, cues, denied in rows}
        marks = self._lexicon.cue_hits(hits_of(doc), MARKS)
        patients = {hit.start for hit in marks if hit.cue.id == "patients"}
        entities = []
        for entity in entities_of(doc):
            row = table.get((entity.start, entity.end))
            if row is not None and entity.label != _PLACE:
                entity = _with_context(entity, *row, entity.end in patients)
            entities.append(entity)
        store_entities(doc, entities)
        return doc

    def _read(self, doc: Doc) -> dict[tuple[int, int], Contexts]:
        hits = hits_of(doc)
        cues = self._lexicon.cue_hits(hits, *FAMILIES)
        spots = sorted(
            {(hit.start, hit.end) for hit in hits.concepts}
            # A mention may be shorter than the phrase it was found by.
            | {(entity.start, entity.end) for entity in entities_of(doc)}
            # A relation is denied at its own words: "does not treat"; so is hype: "no miracle".
            | {
                (start, end)
                for family in _READ_ALONE
                for start, end, _cue in hits.cues.get(family, ())
            }
        )
        blocks: Sequence[BlockRow] = [BlockRow(*row) for row in doc.user_data.get(BLOCKS, ())]
        found: dict[tuple[int, int], Contexts] = {}
        handed: dict[int, Carried] = {}
        topics = GivenTopics(doc, blocks, entities_of(doc), self._ancestors)
        people = People(doc, (e.start for e in entities_of(doc) if e.label != "POPULATION"))
        own = frozenset((entity.start, entity.end) for entity in entities_of(doc))
        for block, sentences in _by_block(doc, blocks, spots, cues):
            row = blocks[block] if blocks else None
            inherited = _inherited(row, handed)
            quotes = _quotes(doc, sentences)
            people.paragraph(hit for sentence in sentences for hit in sentence.hits)
            last: list[tuple[int, int]] = []
            for place, sentence in enumerate(sentences):
                if place and row is not None and row.kind == _ITEM:
                    # "It may lead to: gout. A joint swells." leaves only the gout open.
                    inherited = Carried(
                        without(inherited.contexts, Context.HEDGED), inherited.to_text
                    )
                things = topics.things(sentence.start, sentence.end, block)
                values = contexts(
                    doc,
                    sentence.start,
                    sentence.end,
                    sentence.mentions,
                    sentence.hits,
                    quotes,
                    things,
                )
                if inherited:
                    until = ends_carrying(doc, sentence.start, sentence.end, sentence.hits)
                    purpose = purpose_of(sentence.hits)
                    handing = _without_conditions(inherited, sentence)
                    values = with_carried(values, sentence.mentions, handing, until, purpose)
                    if until is not None:
                        inherited = NOTHING
                told = people.told(sentence.start, sentence.end, sentence.hits, quotes)
                values = _told_of(doc, values, sentence.mentions, told, own)
                dispute = disputes(doc, sentence.start, sentence.end, sentence.hits)
                if dispute is not None and last:
                    before = [found[spot] for spot in last]
                    found.update(zip(last, disputed(before, dispute), strict=True))
                found.update(zip(sentence.mentions, values, strict=True))
                last = list(sentence.mentions)
            if sentences:
                final = sentences[-1]
                heading = row is not None and row.kind in _HEADINGS
                gives = carried(
                    doc,
                    final.start,
                    final.end,
                    final.hits,
                    heading=heading,
                    things=topics.things(final.start, final.end, block),
                )
                if not gives and heading:
                    gives = inherited
                if gives:
                    handed[block] = gives
        return found


def _without_conditions(inherited: Carried, sentence: _Sentence) -> Carried:
    """An item that is an order ("Avoid ...") is no condition of its lead-in."""
    orders = any(
        hit.start == sentence.start and (hit.cue.family == "warning" or hit.cue.id == "command")
        for hit in sentence.hits
    )
    if not orders:
        return inherited
    return Carried(without(inherited.contexts, Context.HYPOTHETICAL), inherited.to_text)


def _told_of(
    doc: Doc,
    values: list[Contexts],
    mentions: Sequence[tuple[int, int]],
    told: Sequence[Told],
    entities: frozenset[tuple[int, int]],
) -> list[Contexts]:
    """The contexts with what is told of someone else added to the entities it is told of: what
    a customer says they did may still be meant as advice."""
    if not told:
        return values
    found = []
    for own, (first, last) in zip(values, mentions, strict=True):
        for tale in told:
            if tale.start <= first < tale.end and (first, last) in entities:
                words = doc[tale.words[0] : tale.words[1]].text
                own = merge(own, Contexts((Context(tale.value),), (words,)))
        found.append(own)
    return found


def _with_context(
    entity: Entity,
    values: tuple[str, ...],
    cues: tuple[str, ...],
    denied: bool,
    described: bool,
) -> Entity:
    """A group of people, or what they have ("cancer patients"), is never itself in doubt: what is
    said of them is."""
    if entity.label == "POPULATION" or described:
        kept = [n for n, value in enumerate(values) if value not in _OPEN]
        values, cues = tuple(values[n] for n in kept), tuple(cues[n] for n in kept)
    return entity._replace(context=values, cues=cues, denied=denied)


def _inherited(row: BlockRow | None, handed: dict[int, Carried]) -> Carried:
    """What a block's lead-in or heading hands on to it."""
    if row is None:
        return NOTHING
    if row.lead_in is not None and row.lead_in in handed:
        return handed[row.lead_in]
    above = handed.get(row.heading, NOTHING) if row.heading is not None else NOTHING
    if above and (above.to_text or row.kind == "list-item" or row.kind in _HEADINGS):
        return above
    return NOTHING


def _quotes(doc: Doc, sentences: Sequence[_Sentence]) -> list[tuple[int, int]]:
    if not sentences:
        return []
    hits = [hit for sentence in sentences for hit in sentence.hits]
    return quotations(doc, sentences[0].start, sentences[-1].end, hits)


def _by_block(
    doc: Doc,
    blocks: Sequence[BlockRow],
    spots: Sequence[tuple[int, int]],
    cues: Sequence[CueHit],
) -> Iterator[tuple[int, list[_Sentence]]]:
    """The sentences of each block with their mentions and cues; one pass over all of them."""
    table = doc.to_array([SENT_START, IDX, IS_SPACE])
    starts = np.flatnonzero(table[:, 0] == 1).tolist() or ([0] if len(doc) else [])
    offsets = table[:, 1].astype(np.int64)
    firsts = np.searchsorted(offsets, [b.start for b in blocks]).tolist() if blocks else []
    spaces = set(np.flatnonzero(table[:, 2]).tolist()) if not blocks else set()
    # Where each sentence's share of the mentions and of the cues ends: both come in order.
    bounds = [*starts[1:], len(doc)]
    spots_until = np.searchsorted([first for first, _ in spots], bounds).tolist()
    cues_until = np.searchsorted([hit.start for hit in cues], bounds).tolist()
    spot = cue = block = 0
    current: list[_Sentence] = []
    for number, start in enumerate(starts):
        end = bounds[number]
        here = block
        if blocks:
            while here + 1 < len(firsts) and firsts[here + 1] <= start:
                here += 1
        elif start - 1 in spaces and "\n" in doc[start - 1].text:
            here += 1
        if here != block:
            yield block, current
            block, current = here, []
        mine = tuple(spots[spot : spots_until[number]])
        said = tuple(cues[cue : cues_until[number]])
        spot, cue = spots_until[number], cues_until[number]
        current.append(_Sentence(start, end, block, mine, said))
    if current:
        yield block, current


@Language.factory(
    "healthlint_context",
    default_config={"reference": [], "patterns": [], "packaged": True},
    requires=["doc.spans", "token.is_sent_start"],
    assigns=["doc.spans"],
)
def create_context(
    nlp: Language, name: str, reference: list[str], patterns: list[str], packaged: bool
) -> ContextComponent:
    """Context of concepts: negated, hedged, rare, quoted, myth and so on."""
    from pathlib import Path

    del nlp, name
    return ContextComponent(
        load_knowledge(tuple(map(Path, reference)), tuple(map(Path, patterns)), packaged)
    )
