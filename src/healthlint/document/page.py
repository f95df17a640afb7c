"""A document as plain values: what its reader sees, for formats that show the article itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from html import unescape

from healthlint.document.model import Block, Document
from healthlint.finding import Page, PageBlock, Piece


def page_of(document: Document) -> Page:
    """The source's text and the document's blocks, in reading order."""
    starts = [segment.start for segment in document.segments]
    blocks = tuple(
        PageBlock(block.kind.value, block.level, tuple(_pieces(document, block, starts)))
        for block in document.blocks
    )
    return Page(document.source.text, blocks)


def _pieces(document: Document, block: Block, starts: list[int]) -> Iterator[Piece]:
    """The block's words with the source's own typography, which folding took away."""
    position, end = block.span.start, block.span.end
    last = max(0, bisect_right(starts, position) - 1)
    for segment in document.segments[last : bisect_left(starts, end)]:
        if segment.end <= position:
            continue
        if segment.start > position:  # white space the parser put between two runs
            anchor = segment.source_start
            yield Piece(document.text[position : segment.start], anchor, anchor)
            position = segment.start
        stop = min(segment.end, end)
        if segment.end - segment.start == segment.source_end - segment.source_start:
            start = segment.source_start + position - segment.start
            source_end = start + stop - position
            yield Piece(document.source.text[start:source_end], start, source_end)
        else:
            whole = document.source.text[segment.source_start : segment.source_end]
            # What an entity stands for, not what it was folded to; else (a ligature) the fold.
            shown = unescape(whole) if whole.startswith("&") else document.text[position:stop]
            yield Piece(shown, segment.source_start, segment.source_end)
        position = stop
    if position < end:
        anchor = document.segments[-1].source_end if document.segments else 0
        yield Piece(document.text[position:end], anchor, anchor)
