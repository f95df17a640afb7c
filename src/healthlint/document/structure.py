"""From a format's blocks to a document: what the formats have in common.

Each parser gives :class:`Draft` values in reading order; :func:`assemble` recognises boilerplate
and bylines among them, names the headline, links headings and lead-ins, and joins the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from healthlint.document.bylines import LONGEST, Byline, merge_bylines, read_byline, read_role
from healthlint.document.cues import announcements, furniture
from healthlint.document.folding import Folded, Piece, fold_pieces
from healthlint.document.model import (
    BLOCK_SEPARATOR,
    Block,
    BlockKind,
    Comment,
    Document,
    Link,
    Metadata,
    Segment,
)
from healthlint.source import Source, Span

CELL_SEPARATOR = " | "
TERMINAL = (".", "!", "?", "…", '."', '!"', '?"', ".'", ".)", "!)", "?)")
# A line that ends otherwise may introduce a list; longer ones are prose that lost its full stop.
_LEAD_IN_LENGTH = 600
_PROSE_WORDS = 12
_ENUMERATION = re.compile(
    r"\s*(?:\(?\d{1,3}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[A-Z]))(?:\s+|$)"
)
_LINE_END = re.compile(r"[\r\n]")
_BEFORE_COMMENT = re.compile(r"[ \t>*+\-]*")
_HEADING_WORDS = 14
_BETWEEN = frozenset({BlockKind.CAPTION, BlockKind.BOILERPLATE})
_HEADINGS = frozenset({BlockKind.TITLE, BlockKind.HEADING})


@dataclass(slots=True)
class Draft:
    """A block before it has its place: folded words, segments and links relative to it.

    ``strong``: all of it is emphasised, as headings are by people who have no heading style.
    ``list_id`` is equal for the items of one list; ``ordered`` lists are numbered.
    """

    kind: BlockKind
    folded: Folded
    level: int = 0
    links: tuple[tuple[int, int, str], ...] = ()
    strong: bool = False
    list_id: int | None = None
    ordered: bool = False

    @property
    def text(self) -> str:
        """The folded words."""
        return self.folded.text


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment met while parsing: ``block`` counts the drafts that stood before it.

    ``target`` holds the drafts an attribute covers: first and last index, and the offsets within
    them (``None``: to the block's edge).
    """

    text: str
    span: Span
    block: int
    alone: bool
    target: tuple[int, int | None, int, int | None] | None = None


@dataclass
class Parsed:
    """What a format's parser found."""

    drafts: list[Draft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    metadata: Metadata = field(default_factory=Metadata)
    keeps_links: bool = True


def draft(
    kind: BlockKind,
    pieces: Sequence[Piece],
    level: int = 0,
    links: Sequence[tuple[int, int, str]] = (),
    **values: object,
) -> Draft | None:
    """A draft of those pieces, or ``None`` if they hold no words.

    ``links`` are in offsets of the joined pieces.
    """
    dropped = 0
    if kind is BlockKind.HEADING:
        pieces, dropped = _unnumbered(pieces)
    marks = [max(0, mark - dropped) for start, end, _ in links for mark in (start, end)]
    folded = fold_pieces(pieces, marks)
    if not folded.text:
        return None
    placed = tuple(
        (folded.marks[2 * index], folded.marks[2 * index + 1], target)
        for index, (_, _, target) in enumerate(links)
        if folded.marks[2 * index] < folded.marks[2 * index + 1]
    )
    made = Draft(kind, folded, level, placed)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def _unnumbered(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], int]:
    """A heading's pieces without "1." or "2.3", and how many characters that took."""
    for index, piece in enumerate(pieces):
        if piece.text.isspace():
            continue
        match = _ENUMERATION.match(piece.text)
        if match is None or len(piece.text) != piece.end - piece.start:
            break
        rest = Piece(piece.text[match.end() :], piece.start + match.end(), piece.end)
        if not rest.text.strip() and index + 1 == len(pieces):
            break
        blank = sum(len(before.text) for before in pieces[:index])
        return [rest, *pieces[index + 1 :]], blank + match.end()
    return pieces, 0


def remark(
    text: str, parsed: Parsed, inside: str, start: int, end: int, *, pending: bool
) -> Remark:
    """A comment at ``start..end`` of a source; ``pending``: a block is being read there.

    One that ends a line whose words are already read belongs to these.
    """
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    after = _LINE_END.search(text, end)
    rest = text[end : after.start() if after else len(text)]
    alone = _BEFORE_COMMENT.fullmatch(text, line_start, start) is not None and not rest.strip()
    block = len(parsed.drafts)
    if not alone and not pending and parsed.drafts:
        last = parsed.drafts[-1].folded.segments[-1]
        block -= line_start < last.source_end <= start
    return Remark(inside.strip(), Span(start, end), block, alone)


def assemble(source: Source, parsed: Parsed) -> Document:
    """Join drafts into a document."""
    drafts = parsed.drafts
    bylines = _recognise(drafts)
    headline = _name_title(drafts, source.metadata.get("title"))
    headings = _heading_chain(drafts)
    lead_ins = _lead_ins(drafts)
    text, blocks, segments, links = _join(drafts, headings, lead_ins)
    return Document(
        source=source,
        text=text,
        blocks=blocks,
        segments=segments,
        metadata=_metadata(source, parsed.metadata, merge_bylines(bylines)),
        links=links,
        comments=tuple(_comments(parsed.remarks, blocks)),
        headline=headline,
        keeps_links=parsed.keeps_links,
    )


def is_terminated(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return text.endswith(TERMINAL)


def is_prose(text: str) -> bool:
    """Whether a block is running text and not a label."""
    return text.count(" ") + 1 >= _PROSE_WORDS and is_terminated(text)


def introduces(text: str) -> bool:
    """Whether a paragraph introduces the list after it."""
    if text.endswith(":"):
        return True
    if not is_terminated(text):
        return len(text) <= _LEAD_IN_LENGTH
    last = text[max(text.rfind(". ", 0, -1), text.rfind("? "), text.rfind("! ")) + 1 :]
    return announcements().search(last.casefold()) is not None


def _recognise(drafts: Sequence[Draft]) -> list[Byline]:
    """Set the kind of bylines, captions and boilerplate; what the bylines say."""
    site = furniture()
    bylines: list[Byline] = []
    head = True
    tail = False
    for index, item in enumerate(drafts):
        text = item.text
        if item.kind in (BlockKind.CODE, BlockKind.TABLE_ROW) or len(text) > 4 * LONGEST:
            head = tail = False
            continue
        kind = site.kind(text)
        if kind == "boilerplate":
            if item.kind is BlockKind.HEADING and not site.opens_tail(text):
                tail = False
                continue  # "Comments" or "Search" as a heading may be the article's own
            item.kind = BlockKind.BOILERPLATE
            tail = tail or site.opens_tail(text)
        elif tail and not is_prose(text) and not _heads_prose(drafts, index):
            item.kind = BlockKind.BOILERPLATE
        elif kind == "caption" and item.kind is BlockKind.PARAGRAPH:
            item.kind = BlockKind.CAPTION
        elif item.kind in (BlockKind.PARAGRAPH, BlockKind.BYLINE, BlockKind.LIST_ITEM):
            byline = read_byline(text, head=head or index >= len(drafts) - 3)
            if byline is None and index and drafts[index - 1].kind is BlockKind.BYLINE:
                byline = read_role(text)
            if byline is not None:
                item.kind = BlockKind.BYLINE
                bylines.append(byline)
            elif is_prose(text):
                head = tail = False
        elif item.kind is BlockKind.HEADING:
            tail = False
        if item.kind is BlockKind.BOILERPLATE or item.kind is BlockKind.BYLINE:
            item.level = 0
    return bylines


def _heads_prose(drafts: Sequence[Draft], index: int) -> bool:
    """Whether a draft is a heading with prose or a list of its own under it."""
    if drafts[index].kind not in _HEADINGS or index + 1 >= len(drafts):
        return False
    following = drafts[index + 1]
    return following.kind is BlockKind.LIST_ITEM or is_prose(following.text)


def _name_title(drafts: Sequence[Draft], known: str | None) -> int | None:
    """Turn the headline, and every heading that repeats it, into titles; the first one's index."""
    first = _headline(drafts, known)
    if first is None:
        return None
    words = drafts[first].text.casefold()
    for item in drafts:
        if item.kind is BlockKind.HEADING and item.text.casefold() == words:
            item.kind = BlockKind.TITLE
            item.level = 1
    return first


def _headline(drafts: Sequence[Draft], known: str | None) -> int | None:
    headings = [i for i, item in enumerate(drafts) if item.kind is BlockKind.HEADING]
    if known:
        wanted = fold_pieces([Piece(known, 0, len(known))]).text.casefold()
        return next((i for i in headings if drafts[i].text.casefold() == wanted), None)
    top = next((i for i in headings if drafts[i].level == 1), None)
    if top is not None:
        return top
    for index, item in enumerate(drafts):
        if item.kind is BlockKind.HEADING:
            return index
        if item.kind not in (BlockKind.BYLINE, BlockKind.BOILERPLATE, BlockKind.CAPTION):
            return None
    return None


def _heading_chain(drafts: Sequence[Draft]) -> list[int | None]:
    """For each draft the index of the heading it stands under; titles head nothing."""
    _promote(drafts)
    chain: list[int | None] = []
    open_headings: list[int] = []
    for index, item in enumerate(drafts):
        if item.kind is BlockKind.TITLE:
            open_headings.clear()
            chain.append(None)
            continue
        if item.kind is BlockKind.HEADING:
            while open_headings and drafts[open_headings[-1]].level >= item.level:
                open_headings.pop()
        chain.append(open_headings[-1] if open_headings else None)
        if item.kind is BlockKind.HEADING:
            open_headings.append(index)
    return chain


def _promote(drafts: Sequence[Draft]) -> None:
    """Make headings of what serves as one: emphasised lines, lone numbered items over prose."""
    level = 1
    lists = Counter(item.list_id for item in drafts if item.kind is BlockKind.LIST_ITEM)
    promoted = False  # the next promoted one is its sibling, not its child
    for item, following in pairwise(drafts):
        if item.kind is BlockKind.HEADING:
            level, promoted = item.level, False
        elif _acts_as_heading(item, following, lists):
            item.kind = BlockKind.HEADING
            item.level = min(6, level + (not promoted))
            level, promoted = item.level, True


def _acts_as_heading(item: Draft, following: Draft, lists: Counter[int | None]) -> bool:
    text = item.text
    if len(text) > 100 or text.endswith((".", ",", ";", ":")) or text.count(" ") >= _HEADING_WORDS:
        return False
    if item.kind is BlockKind.PARAGRAPH:
        return (
            item.strong
            and following.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            and not following.strong
        )
    return (
        item.kind is BlockKind.LIST_ITEM
        and item.ordered
        and item.level == 1
        and lists[item.list_id] == 1
        and following.kind is BlockKind.PARAGRAPH
    )


def _lead_ins(drafts: Sequence[Draft]) -> list[int | None]:
    """For each list item the index of the block that introduces its list."""
    found: list[int | None] = [None] * len(drafts)
    introductions: dict[int, int | None] = {}
    last_of_level: dict[int, int] = {}
    loose = -1  # stands for the list of items that belong to no list's mark-up
    for index, item in enumerate(drafts):
        if item.kind is not BlockKind.LIST_ITEM:
            loose -= 1
            if item.kind in _HEADINGS:
                last_of_level.clear()
            continue
        key = item.list_id if item.list_id is not None else loose
        loose = key if item.list_id is None else loose - 1
        if key not in introductions:
            introduction = _introduction(drafts, index)
            if introduction is None and item.level > 1:
                introduction = last_of_level.get(item.level - 1)
            introductions[key] = introduction
        found[index] = introductions[key]
        last_of_level[item.level] = index
    return found


def _introduction(drafts: Sequence[Draft], index: int) -> int | None:
    """The block before a list that introduces it, across at most two stray lines."""
    before = index - 1
    while before >= 0 and index - before <= 2 and drafts[before].kind in _BETWEEN:
        before -= 1
    if before < 0:
        return None
    block = drafts[before]
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE) and introduces(block.text):
        return before
    if block.kind in _HEADINGS and block.text.endswith(":"):
        return before
    return None


def _join(
    drafts: Sequence[Draft], headings: Sequence[int | None], lead_ins: Sequence[int | None]
) -> tuple[str, tuple[Block, ...], tuple[Segment, ...], tuple[Link, ...]]:
    blocks: list[Block] = []
    segments: list[Segment] = []
    links: list[Link] = []
    at = 0
    for item, heading, lead_in in zip(drafts, headings, lead_ins, strict=True):
        end = at + len(item.text)
        blocks.append(Block(item.kind, Span(at, end), item.level, heading, lead_in))
        segments.extend(
            Segment(at + s.start, at + s.end, s.source_start, s.source_end)
            for s in item.folded.segments
        )
        links.extend(Link(Span(at + a, at + b), target) for a, b, target in item.links)
        at = end + len(BLOCK_SEPARATOR)
    text = BLOCK_SEPARATOR.join(item.text for item in drafts)
    return text, tuple(blocks), tuple(segments), tuple(links)


def _comments(remarks: Iterable[Remark], blocks: Sequence[Block]) -> Iterable[Comment]:
    for remark in remarks:
        block = remark.block if remark.block < len(blocks) else None
        target = None
        if remark.target is not None:
            first, start, last, end = remark.target
            if first >= len(blocks) or last < first:
                continue
            head, foot = blocks[first].span, blocks[min(last, len(blocks) - 1)].span
            begin = head.start + min(start or 0, len(head))
            stop = foot.end if end is None else foot.start + min(end, len(foot))
            target = Span(begin, max(begin, stop))
        yield Comment(remark.text, remark.span, block, remark.alone, target)


def _metadata(source: Source, found: Metadata, bylines: Mapping[str, str]) -> Metadata:
    """What the record says, else the mark-up, else the bylines."""
    from healthlint.document.dates import iso_date

    record = source.metadata
    extra = dict(found.extra)
    if "next-review" in bylines:
        extra.setdefault("next_review", bylines["next-review"])
    return replace(
        found,
        title=record.get("title") or found.title,
        author=record.get("author") or found.author or bylines.get("author"),
        reviewer=found.reviewer or bylines.get("reviewer"),
        published=iso_date(record.get("date", "")) or found.published or bylines.get("published"),
        modified=found.modified or bylines.get("modified"),
        reviewed=found.reviewed or bylines.get("reviewed"),
        url=record.get("url") or found.url,
        extra=extra,
    )
