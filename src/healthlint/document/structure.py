"""From a format's blocks to a document: what the formats have in common.

Each parser gives :class:`Draft` values in reading order; :func:`assemble` recognises boilerplate
and bylines among them, names the headline, links headings and lead-ins, and joins the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from healthlint.document.bylines import LONGEST, Byline, merge_bylines, read_byline, read_role
from healthlint.document.cues import announcements, furniture
from healthlint.document.drafts import Draft, Parsed, Remark, is_foreign, is_prose, is_terminated
from healthlint.document.folding import Piece, fold_pieces
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

# A line that ends otherwise may introduce a list; longer ones are prose that lost its full stop.
_LEAD_IN_LENGTH = 600
_HEADING_WORDS = 14
_SILENT = frozenset({BlockKind.CODE, BlockKind.TABLE_ROW})
_MAY_BE_BYLINE = frozenset({BlockKind.PARAGRAPH, BlockKind.BYLINE, BlockKind.LIST_ITEM})
_BETWEEN = frozenset({BlockKind.CAPTION, BlockKind.BOILERPLATE})
_HEADINGS = frozenset({BlockKind.TITLE, BlockKind.HEADING})


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
    tail = False  # among the titles of other articles
    for index, item in enumerate(drafts):
        if item.kind in _SILENT or len(item.text) > 4 * LONGEST:
            head = tail = False
            continue
        if not item.known:
            before = drafts[index - 1] if index else None
            _recognise_one(item, before, head or index >= len(drafts) - 3)
        if item.byline is not None:
            bylines.append(item.byline)
        if item.kind is BlockKind.BOILERPLATE:
            tail = tail or site.opens_tail(item.text)
        elif tail and not is_prose(item.text) and not _heads_prose(drafts, index):
            item.kind, item.level = BlockKind.BOILERPLATE, 0
        elif item.kind in _HEADINGS or is_prose(item.text):
            tail = False
            head = head and item.kind in _HEADINGS
    return bylines


def _recognise_one(item: Draft, before: Draft | None, head: bool) -> None:
    """Look a draft's words up among those of sites and bylines."""
    site = furniture()
    cue = site.cue(item.text)
    if cue is not None:
        if cue.settings.get("caption"):
            if item.kind is BlockKind.PARAGRAPH:
                item.kind = BlockKind.CAPTION
        elif item.kind is not BlockKind.HEADING or cue.settings.get("tail"):
            # "Comments" or "Search" as a heading may be the article's own.
            item.kind, item.level = BlockKind.BOILERPLATE, 0
    elif item.kind in _MAY_BE_BYLINE:
        item.byline = read_byline(item.text, head=head)
        if item.byline is None and before is not None and before.kind is BlockKind.BYLINE:
            item.byline = read_role(item.text)
        if item.byline is not None:
            item.kind, item.level = BlockKind.BYLINE, 0
        elif item.kind is BlockKind.PARAGRAPH and _is_stray(item.text):
            item.kind = BlockKind.CAPTION


def _is_stray(text: str) -> bool:
    """Whether a line is no sentence of the article but another language's label."""
    return not (is_terminated(text) or text.endswith(":")) and (
        len(text) <= LONGEST and is_foreign(text)
    )


def _heads_prose(drafts: Sequence[Draft], index: int) -> bool:
    """Whether a draft is a heading with prose or a list of its own under it."""
    if drafts[index].kind not in _HEADINGS or index + 1 >= len(drafts):
        return False
    following = drafts[index + 1]
    return following.kind is BlockKind.LIST_ITEM or is_prose(following.text)


def _name_title(drafts: Sequence[Draft], known: str | None) -> int | None:
    """Turn the headline into a title, and what repeats it before the prose; its index."""
    first = _headline(drafts, known)
    if first is None:
        return None
    words = drafts[first].text.casefold()
    for index, item in enumerate(drafts):
        if index > first and is_prose(item.text) and item.kind is BlockKind.PARAGRAPH:
            break
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
