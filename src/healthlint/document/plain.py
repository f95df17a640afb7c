"""Plain text: titles, headings, lists with their lead-ins, bylines and captions, from layout.

What makes a line a heading is that it titles what follows: it is short, does not end as a
sentence does, and prose or a list comes after it. Capitals and numbering help; they are not
needed, and a numbered line is a heading only where prose follows it instead of the next number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from healthlint.document.cues import unfinished
from healthlint.document.drafts import (
    Draft,
    Parsed,
    Remark,
    draft,
    is_foreign,
    is_prose,
    is_terminated,
)
from healthlint.document.folding import Piece
from healthlint.document.layout import Chunk, Directive, chunks, numbered_runs
from healthlint.document.model import BlockKind, Document
from healthlint.document.structure import assemble
from healthlint.source import Source, Span

_HEADING_WORDS = 14
_HEADING_LENGTH = 110
_PLAIN_HEADING_WORDS = 9
_TITLE_WORDS = 32
_TITLE_LENGTH = 220
_ITEM_WORDS = 18
_FIXED = {
    "boilerplate": BlockKind.BOILERPLATE,
    "caption": BlockKind.CAPTION,
    "byline": BlockKind.BYLINE,
}
_WORD = re.compile(r"[^\W\d_][^\s]*")
_OPENING = "\"'(["


def parse_plain(source: Source) -> Document:
    """Parse a plain text by its layout."""
    found, directives = chunks(source.text)
    reader = _Reader(source.text, found)
    drafts, places = reader.drafts()
    remarks = [_remark(directive, places) for directive in directives]
    return assemble(source, Parsed(drafts, remarks, keeps_links=False))


def _remark(directive: Directive, places: Sequence[int]) -> Remark:
    block = places[directive.chunk] if directive.chunk < len(places) else places[-1] + 1
    return Remark(directive.text, Span(directive.start, directive.end), block, alone=True)


class _Reader:
    """Decides what each chunk is, in the light of its neighbours."""

    def __init__(self, text: str, found: Sequence[Chunk]) -> None:
        self.text = text
        self.chunks = found
        self.kinds: list[BlockKind] = [self._first_kind(chunk) for chunk in found]
        self.levels = [0] * len(found)
        self.lists = [0] * len(found)

    def drafts(self) -> tuple[list[Draft], list[int]]:
        """The drafts, and for each chunk the number of drafts before it."""
        self._numbered()
        self._title()
        self._headings()
        self._unmarked_items()
        self._captions()
        self._heading_levels()
        self._item_levels()
        drafts: list[Draft] = []
        places = []
        for index, chunk in enumerate(self.chunks):
            places.append(len(drafts))
            made = draft(
                self.kinds[index],
                self._pieces(chunk),
                self.levels[index],
                list_id=self.lists[index],
                known=True,
                byline=chunk.byline,
            )
            if made is not None:
                drafts.append(made)
        places.append(len(drafts) - 1)
        return drafts, places

    def _first_kind(self, chunk: Chunk) -> BlockKind:
        if chunk.fixed:
            return _FIXED[chunk.fixed]
        if chunk.marker == "hash" or chunk.underlined:
            return BlockKind.HEADING
        if chunk.marker == "quote":
            return BlockKind.QUOTE
        return BlockKind.LIST_ITEM if chunk.marker else BlockKind.PARAGRAPH

    def _pieces(self, chunk: Chunk) -> list[Piece]:
        if chunk.marker != "quote":
            start, end = chunk.start, chunk.end
            if chunk.marker == "hash":
                end = start + len(self.text[start:end].rstrip("# \t"))
            return [Piece(self.text[start:end], start, end)]
        pieces: list[Piece] = []
        for line in chunk.lines:
            start = line.start + (self.text[line.start] == ">")
            if pieces:
                pieces.append(Piece(" ", pieces[-1].end, start))
            pieces.append(Piece(self.text[start : line.end], start, line.end))
        return pieces

    def _body_follows(self, index: int) -> bool:
        """Whether what comes next is something a heading could title."""
        following = index + 1
        while following < len(self.chunks) and self.kinds[following] in (
            BlockKind.BOILERPLATE,
            BlockKind.CAPTION,
            BlockKind.BYLINE,
        ):
            following += 1
        return following < len(self.chunks)

    def _numbered(self) -> None:
        """Numbered lines over prose are headings; those that the next number follows, items."""
        for run in numbered_runs(self.chunks):
            bodies = [self._has_body(index) for index in run]
            able = [self._heading_like(self.chunks[index], _HEADING_WORDS) for index in run]
            judged = list(zip(bodies, able, strict=True))
            # The last item of a list may well have prose after it.
            judged = judged[:-1] if len(judged) > 1 else judged
            if sum(body and fits for body, fits in judged) * 2 > len(judged):
                for index, fits in zip(run, able, strict=True):
                    if fits:
                        self.kinds[index] = BlockKind.HEADING
        for index, chunk in enumerate(self.chunks):
            dotted = chunk.marker == "number" and len(chunk.number) > 1 and not chunk.fixed
            if dotted and self._heading_like(chunk, _HEADING_WORDS) and self._has_body(index):
                self.kinds[index] = BlockKind.HEADING

    def _has_body(self, index: int) -> bool:
        if index + 1 >= len(self.chunks):
            return False
        following = self.chunks[index + 1]
        if following.fixed and index + 2 < len(self.chunks):
            following = self.chunks[index + 2]
        return following.marker not in ("number", "letter", "hash") and (
            following.marker is not None
            or not following.single
            or is_terminated(following.words)
            or following.words.endswith(":")
        )

    def _heading_like(self, chunk: Chunk, most: int) -> bool:
        words = chunk.words
        if not chunk.single or not words or len(words) > _HEADING_LENGTH:
            return False
        if words.endswith((".", ",", ";", ":", "…", "!)", ".)")) or words.count(" ") >= most:
            return False
        first = words.lstrip(_OPENING)[:1]
        return first.isupper() or first.isdigit()

    def _title(self) -> None:
        """The first line that could be a headline, unless prose stands before it."""
        for index, chunk in enumerate(self.chunks):
            if chunk.fixed:
                continue
            if self.kinds[index] is BlockKind.HEADING or not self._titles(chunk, index):
                return
            self.kinds[index] = BlockKind.HEADING
            self.levels[index] = 1
            self._after_title(index)
            return

    def _titles(self, chunk: Chunk, index: int) -> bool:
        words = chunk.words
        return (
            chunk.marker is None
            and chunk.single
            and 0 < len(words) <= _TITLE_LENGTH
            and words.count(" ") < _TITLE_WORDS
            and not words.endswith((".", ",", ";", ":"))
            and self._body_follows(index)
            and not self._goes_on(index)
        )

    def _after_title(self, title: int) -> None:
        """A repeated headline, and a second one after it: an article under another's headline."""
        repeated = False
        for index in range(title + 1, len(self.chunks)):
            chunk = self.chunks[index]
            if chunk.fixed:
                continue
            if chunk.single and chunk.words == self.chunks[title].words:
                repeated = True
            elif not (
                self._titles(chunk, index)
                and (repeated or _capitals(chunk.words) >= 0.75)
                and chunk.words.count(" ") >= 5
            ):
                return
            self.kinds[index] = BlockKind.HEADING
            self.levels[index] = 1

    def _headings(self) -> None:
        for index, chunk in enumerate(self.chunks):
            if self.kinds[index] is BlockKind.PARAGRAPH and self._is_heading(chunk, index):
                self.kinds[index] = BlockKind.HEADING

    def _is_heading(self, chunk: Chunk, index: int) -> bool:
        if not chunk.single or not 0 < len(chunk.words) <= _HEADING_LENGTH:
            return False
        if not self._body_follows(index) or self._after_lead_in(index):
            return False
        following = self._next(index)
        words = chunk.words
        if words.endswith(":"):
            # "Symptoms:" above prose is a heading; above a list it is a lead-in.
            return words.count(" ") < 5 and _capitals(words) > 0.5 and is_prose(following.words)
        capitals = _capitals(words)
        if capitals < 0.6 and self._goes_on(index):
            return False
        styled = capitals >= 0.6 or words.endswith("?")
        if not self._heading_like(chunk, _HEADING_WORDS if styled else _PLAIN_HEADING_WORDS):
            return False
        if words.endswith("!") or (following.blank_before > 2 and chunk.blank_before == 0):
            return False
        if chunk.blank_before or index == 0 or self.kinds[index - 1] is BlockKind.BOILERPLATE:
            return True
        # Right below other words: only a styled line between a sentence and its own text.
        return styled and is_terminated(self.chunks[index - 1].words)

    def _goes_on(self, index: int) -> bool:
        """Whether a line breaks off to go on in the list right below it."""
        if self.kinds[index + 1] is not BlockKind.LIST_ITEM:
            return False
        return unfinished().search(self.chunks[index].words.casefold()) is not None

    def _next(self, index: int) -> Chunk:
        following = index + 1
        while following + 1 < len(self.chunks) and self.chunks[following].fixed:
            following += 1
        return self.chunks[following]

    def _after_lead_in(self, index: int) -> bool:
        """Whether only stray lines stand between this line and a paragraph ending in a colon."""
        before = index - 1
        while before >= 0 and self.chunks[before].fixed:
            before -= 1
        return (
            before >= 0
            and self.kinds[before] in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
            and self.chunks[before].words.endswith(":")
        )

    def _unmarked_items(self) -> None:
        """Short unfinished lines after a colon: a list whose bullets were lost."""
        for index, chunk in enumerate(self.chunks):
            if self.kinds[index] is not BlockKind.PARAGRAPH or not chunk.words.endswith(":"):
                continue
            run = self._unmarked_run(index + 1)
            if len(run) >= 2:
                for item in run:
                    self.kinds[item] = BlockKind.LIST_ITEM

    def _unmarked_run(self, index: int) -> list[int]:
        run: list[int] = []
        while index < len(self.chunks):
            chunk = self.chunks[index]
            if (
                chunk.marker is not None
                or chunk.fixed
                or not chunk.single
                or not chunk.words
                or chunk.words.count(" ") >= _ITEM_WORDS
                or is_terminated(chunk.words)
                or chunk.words.endswith(":")
                or (run and chunk.blank_before > self.chunks[run[0]].blank_before)
            ):
                break
            if self.kinds[index] is BlockKind.HEADING and self._titles_section(run, index):
                break
            run.append(index)
            index += 1
        return run

    def _titles_section(self, run: Sequence[int], index: int) -> bool:
        """Whether a line in a run of short lines heads the prose after it."""
        if index + 1 >= len(self.chunks):
            return False
        following = self.chunks[index + 1]
        return (
            not following.single or is_terminated(following.words) or following.words.endswith(":")
        )

    def _captions(self) -> None:
        """Stray lines: unfinished, and foreign or between a lead-in and its list."""
        for index, chunk in enumerate(self.chunks):
            if self.kinds[index] is not BlockKind.PARAGRAPH or not chunk.single or not chunk.words:
                continue
            if is_terminated(chunk.words) or chunk.words.endswith(":"):
                continue
            between = (
                self._after_lead_in(index)
                and index + 1 < len(self.chunks)
                and self.kinds[index + 1] is BlockKind.LIST_ITEM
            )
            if between or is_foreign(chunk.words):
                self.kinds[index] = BlockKind.CAPTION

    def _heading_levels(self) -> None:
        plain = 2
        shouting = self._shouted_sections()
        parent = -1  # the last heading without a number
        numbered_level = 0
        for index, chunk in enumerate(self.chunks):
            if self.kinds[index] is not BlockKind.HEADING or self.levels[index]:
                continue
            if chunk.marker == "hash":
                self.levels[index] = len(chunk.label)
            elif chunk.underlined:
                self.levels[index] = chunk.underlined
            elif chunk.marker == "number":
                if chunk.number[0] == 1 or not numbered_level:
                    numbered_level = 3 if parent >= 0 and index - parent <= 3 else 2
                self.levels[index] = min(6, numbered_level + len(chunk.number) - 1)
                continue
            else:
                self.levels[index] = plain + (shouting and not chunk.words.isupper())
            parent = index

    def _shouted_sections(self) -> bool:
        """Whether headings in capitals stand above others."""
        found = [
            chunk.words.isupper()
            for index, chunk in enumerate(self.chunks)
            if self.kinds[index] is BlockKind.HEADING
            and not self.levels[index]
            and chunk.marker is None
        ]
        return bool(found) and found[0] and sum(found) >= 2 and not all(found)

    def _item_levels(self) -> None:
        """Depth from indentation, and one id for the items of a list."""
        open_lists: list[tuple[int, int]] = []  # column and id, outermost first
        count = 0
        for index, chunk in enumerate(self.chunks):
            if self.kinds[index] is not BlockKind.LIST_ITEM:
                if self.kinds[index] not in (BlockKind.CAPTION, BlockKind.BOILERPLATE):
                    open_lists.clear()
                continue
            indent = chunk.lines[0].indent
            while len(open_lists) > 1 and indent < open_lists[-1][0] - 1:
                open_lists.pop()
            if not open_lists or indent > open_lists[-1][0] + 1:
                count += 1
                open_lists.append((indent, count))
            self.levels[index] = len(open_lists)
            self.lists[index] = open_lists[-1][1]


def _capitals(words: str) -> float:
    """The share of longer words that begin with a capital."""
    longer = [word for word in _WORD.findall(words) if len(word) > 3] or _WORD.findall(words)
    if not longer:
        return 0.0
    return sum(1 for word in longer if word[0].isupper()) / len(longer)
