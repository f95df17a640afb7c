"""Where the document's blocks lie in the ``Doc``, and the sections they form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.tokens import Doc

from healthlint.document.model import BlockKind, Document
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity
from healthlint.nlp.lowered import lowered

# What a reader takes as the article's own words.
PROSE = frozenset(
    {
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.QUOTE,
        BlockKind.TABLE_ROW,
    }
)
HEADINGS = frozenset({BlockKind.TITLE, BlockKind.HEADING})


class Sentence(NamedTuple):
    """Tokens ``[start, end)`` and the number of the block they stand in."""

    start: int
    end: int
    block: int


class Layout(NamedTuple):
    """Token ranges of the blocks, all sentences, and the sentences of each block."""

    blocks: tuple[tuple[int, int], ...]
    sentences: tuple[Sentence, ...]
    first_sentence: tuple[int, ...]

    def sentences_of(self, block: int) -> tuple[Sentence, ...]:
        """The sentences of one block."""
        return self.sentences[self.first_sentence[block] : self.first_sentence[block + 1]]

    def last_sentence(self, block: int | None) -> int | None:
        """The number of a block's last sentence; ``None`` if it has none."""
        if block is None or self.first_sentence[block] == self.first_sentence[block + 1]:
            return None
        return self.first_sentence[block + 1] - 1


class Section(NamedTuple):
    """A heading (or none) with the blocks that stand under it.

    ``subjects`` are the conditions its heading names, or those of the heading it stands under;
    ``relation`` is what the heading announces ("Symptoms": sign-or-symptom), ``own`` whether the
    heading itself names the subjects.
    """

    heading: int | None
    blocks: tuple[int, ...]
    subjects: tuple[str, ...]
    relation: str | None
    own: bool


def is_question(doc: Doc, sentence: Sentence) -> bool:
    """Whether a sentence asks."""
    last = lowered(doc)[max(sentence.start, sentence.end - 3) : sentence.end]
    return any("?" in word for word in last)


def lay_out(document: Document, doc: Doc) -> Layout:
    """Blocks and sentences in tokens. Linear; one search a block."""
    table = doc.to_array([IDX, SENT_START])
    offsets = table[:, 0].astype(np.int64)
    starts = [block.span.start for block in document.blocks]
    ends = [block.span.end for block in document.blocks]
    firsts = np.searchsorted(offsets, starts).tolist()
    lasts = np.searchsorted(offsets, ends).tolist()
    blocks = tuple(zip(firsts, lasts, strict=True))
    begins = np.flatnonzero(table[:, 1] == 1)
    sentences: list[Sentence] = []
    first_sentence: list[int] = []
    for number, (start, end) in enumerate(blocks):
        first_sentence.append(len(sentences))
        if end <= start:
            continue
        low, high = np.searchsorted(begins, [start + 1, end]).tolist()
        bounds = [start, *begins[low:high].tolist(), end]
        sentences.extend(Sentence(bounds[n], bounds[n + 1], number) for n in range(len(bounds) - 1))
    first_sentence.append(len(sentences))
    return Layout(blocks, tuple(sentences), tuple(first_sentence))


def sections_of(
    document: Document,
    layout: Layout,
    entities: Sequence[Entity],
    topic_cues: Sequence[CueHit],
) -> tuple[Section, ...]:
    """The sections in order; text before the first heading is one without a heading."""
    conditions = _by_block(layout, [e for e in entities if e.label == "CONDITION"])
    relations = _relations_by_block(layout, topic_cues)
    members: dict[int | None, list[int]] = {None: []}
    for number, block in enumerate(document.blocks):
        if block.kind in HEADINGS:
            members[number] = []
        elif block.kind in PROSE:
            members.setdefault(block.heading, []).append(number)
    sections: list[Section] = []
    subjects_of: dict[int, tuple[str, ...]] = {}
    for heading, blocks in members.items():
        if heading is None:
            sections.append(Section(None, tuple(blocks), (), None, False))
            continue
        own = tuple(dict.fromkeys(conditions.get(heading, ())))
        parent = document.blocks[heading].heading
        inherited = subjects_of.get(parent, ()) if parent is not None else ()
        is_title = document.blocks[heading].kind is BlockKind.TITLE
        subjects_of[heading] = () if is_title else own or inherited
        sections.append(
            Section(
                heading,
                tuple(blocks),
                subjects_of[heading],
                relations.get(heading) if not is_title else None,
                bool(own),
            )
        )
    return tuple(sections)


def block_of(layout: Layout, token: int) -> int:
    """The number of the block a token stands in."""
    low, high = 0, len(layout.blocks)
    while low < high:
        middle = (low + high) // 2
        if layout.blocks[middle][1] <= token:
            low = middle + 1
        else:
            high = middle
    return low


def _by_block(layout: Layout, entities: Sequence[Entity]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for entity in entities:
        found.setdefault(block_of(layout, entity.start), []).append(entity.id)
    return found


def _relations_by_block(layout: Layout, cues: Sequence[CueHit]) -> dict[int, str]:
    """The last announcing word of each block decides: "Causes of symptoms" aside, "Symptoms of
    ..." and "... risk factors" both put it where a plain reading does."""
    found: dict[int, str] = {}
    strength: dict[int, int] = {}
    for hit in cues:
        block = block_of(layout, hit.start)
        length = hit.end - hit.start
        if block not in found or length > strength[block]:
            found[block] = hit.cue.settings["relation"]
            strength[block] = length
    return found
