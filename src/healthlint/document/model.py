"""A parsed article: blocks of folded text, and the way back to the source.

``Document.text`` is what the pipeline reads: the article's blocks in reading order, typography
folded, joined by ``BLOCK_SEPARATOR``. Markup, comments and scripts are not in it. The only way
from its coordinates to the file's is :meth:`Document.to_source`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from healthlint.source import Source, Span

BLOCK_SEPARATOR = "\n\n"


class BlockKind(StrEnum):
    """What a block is to its reader."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    TABLE_ROW = "table-row"
    CAPTION = "caption"
    CODE = "code"
    BYLINE = "byline"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the article.

    ``span`` is in the document's coordinates. ``level`` is a heading's level (1-6) or a list
    item's depth (from 1), else 0. ``heading`` is the index of the heading block it stands under
    (for a heading: its parent heading), ``lead_in`` the index of the block whose last sentence
    introduces the list this item belongs to ("DVT symptoms may include:").
    """

    kind: BlockKind
    span: Span
    level: int = 0
    heading: int | None = None
    lead_in: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """``[start, end)`` of the document's text came from ``[source_start, source_end)``.

    Equal lengths map character by character; otherwise (an entity, a ligature) whole to whole.
    """

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink in the body: the words it covers (document coordinates) and its target."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment or a marked line that may hold a directive ("healthlint: ignore[AT001] why").

    ``text`` is the comment's inside; ``span`` its place in the **source**; ``block`` the index of
    the block it stands in or, when ``alone`` on its line, of the block that follows (``None`` at
    the end). ``target`` is set for an element's ``data-healthlint-ignore``: the span, in document
    coordinates, of what the element holds.
    """

    text: str
    span: Span
    block: int | None
    alone: bool
    target: Span | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What mark-up, front matter, JSON-LD, a byline or the record itself says of the article.

    ``dates`` are as written; ``published`` and ``modified`` and ``reviewed`` are ISO dates or
    ``None``. ``reviewer`` is a person or body said to have reviewed it medically.
    """

    title: str | None = None
    author: str | None = None
    reviewer: str | None = None
    published: str | None = None
    modified: str | None = None
    reviewed: str | None = None
    language: str | None = None
    site: str | None = None
    description: str | None = None
    url: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """An article ready to be read; ``headline`` is the index of its headline block, if any.

    ``keeps_links`` is false where the format may have lost links and bylines (plain text).
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    segments: tuple[Segment, ...]
    metadata: Metadata = Metadata()
    links: tuple[Link, ...] = ()
    comments: tuple[Comment, ...] = ()
    headline: int | None = None
    keeps_links: bool = True

    @cached_property
    def _segment_starts(self) -> list[int]:
        return [segment.start for segment in self.segments]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.blocks]

    def _segment_at(self, offset: int) -> Segment | None:
        index = bisect_right(self._segment_starts, offset) - 1
        return self.segments[index] if index >= 0 else None

    def to_source(self, span: Span) -> Span:
        """The span's place in the source: the only change of coordinates there is."""
        if not self.segments:
            return Span(0, 0)
        start = self._source_start(span.start)
        if span.start == span.end:
            return Span(start, start)
        return Span(start, max(start, self._source_end(span.end)))

    def _source_start(self, offset: int) -> int:
        segment = self._segment_at(offset)
        if segment is None:
            return self.segments[0].source_start
        if offset >= segment.end:  # in a separator: the next segment's beginning
            following = bisect_right(self._segment_starts, offset)
            if following < len(self.segments):
                return self.segments[following].source_start
            return segment.source_end
        if segment.end - segment.start == segment.source_end - segment.source_start:
            return segment.source_start + offset - segment.start
        return segment.source_start

    def _source_end(self, offset: int) -> int:
        segment = self._segment_at(offset - 1)
        if segment is None:
            return self.segments[0].source_start
        if offset > segment.end:
            return segment.source_end
        if segment.end - segment.start == segment.source_end - segment.source_start:
            return segment.source_start + offset - segment.start
        return segment.source_end

    def block_index_at(self, offset: int) -> int:
        """The index of the block that holds (or last began before) a document offset."""
        return max(0, bisect_right(self._block_starts, offset) - 1)

    def block_text(self, block: Block) -> str:
        """The folded words of a block."""
        return self.text[block.span.start : block.span.end]

    def heading_path(self, block: Block) -> tuple[int, ...]:
        """Indices of the headings a block stands under, outermost first."""
        path: list[int] = []
        index = block.heading
        while index is not None and index not in path:
            path.append(index)
            index = self.blocks[index].heading
        return tuple(reversed(path))

    @property
    def title(self) -> str | None:
        """The headline's words: the block's, else the metadata's."""
        if self.headline is not None:
            return self.block_text(self.blocks[self.headline])
        return self.metadata.title
