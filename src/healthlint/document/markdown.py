"""Markdown by markdown-it-py: blocks with exact places, mark-up left out of the words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from healthlint.document.drafts import CELL_SEPARATOR, Parsed, draft, remark
from healthlint.document.folding import Piece
from healthlint.document.frontmatter import read_front_matter
from healthlint.document.inline import Origin, Traced, trace_inline
from healthlint.document.model import BlockKind, Document
from healthlint.document.structure import assemble
from healthlint.source import Source

_LINE_END = re.compile(r"\r\n?|\n")
_ATX = re.compile(r"[ \t>*+\-\d.)]*?(#{1,6})(?!#)[ \t]*")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # Inline content is parsed here, with places; joining fragments would lose them.
    md.core.ruler.disable(["inline", "text_join"], True)
    md.inline.ruler2.disable(["fragments_join"], True)
    return md


def parse_markdown(source: Source) -> Document:
    """Parse Markdown, with front matter if it has any."""
    front = read_front_matter(source.text)
    reader = _Reader(source.text, front.end)
    reader.parsed.metadata = front.metadata
    reader.parsed.remarks.extend(front.remarks)
    reader.run()
    return assemble(source, reader.parsed)


@dataclass
class _Content:
    """Words of one block as they are gathered."""

    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    length: int = 0
    emphasised: int = 0

    def add(self, text: str, start: int, end: int, strong: bool = False) -> None:
        if text:
            self.pieces.append(Piece(text, start, end))
            self.length += len(text)
            self.emphasised += len(text) if strong or text.isspace() else 0


class _Reader:
    def __init__(self, text: str, begin: int) -> None:
        self.text = text
        self.parsed = Parsed()
        self.env: dict[str, Any] = {}
        body = text[begin:]
        if body.startswith("\ufeff"):
            begin, body = begin + 1, body[1:]
        # markdown-it-py would put U+FFFD there; folding makes a space of it everywhere.
        self.text = text.replace("\0", " ")
        self.tokens = _parser().parse(body.replace("\0", " "), self.env)
        self.starts = [begin]
        self.ends: list[int] = []
        for match in _LINE_END.finditer(text, begin):
            self.ends.append(match.start())
            self.starts.append(match.end())
        self.ends.append(len(text))
        self.lists: list[tuple[int, bool]] = []
        self.list_count = 0
        self.item_open = False
        self.quotes = 0
        self.row: _Content | None = None
        self.cells: Iterator[tuple[str, int, int, int]] = iter(())

    def run(self) -> None:
        kind = BlockKind.PARAGRAPH
        level = 0
        for token in self.tokens:
            match token.type:
                case "heading_open":
                    kind, level = BlockKind.HEADING, int(token.tag[1:])
                case "paragraph_open":
                    kind, level = self._paragraph_kind()
                case "inline":
                    self._inline(token, kind, level)
                case "bullet_list_open" | "ordered_list_open":
                    self.list_count += 1
                    self.lists.append((self.list_count, token.type[0] == "o"))
                case "bullet_list_close" | "ordered_list_close":
                    self.lists.pop()
                case "list_item_open":
                    self.item_open = True
                case "list_item_close":
                    self.item_open = False
                case "blockquote_open" | "blockquote_close":
                    self.quotes += token.nesting
                case "tr_open":
                    self.row = _Content()
                    self.cells = self._cells(token)
                case "tr_close":
                    self._add_row()
                case "html_block":
                    self._html(token)

    def _paragraph_kind(self) -> tuple[BlockKind, int]:
        if self.lists and self.item_open:
            self.item_open = False
            return BlockKind.LIST_ITEM, len(self.lists)
        return (BlockKind.QUOTE if self.quotes else BlockKind.PARAGRAPH), 0

    def _inline(self, token: Token, kind: BlockKind, level: int) -> None:
        if self.row is not None:
            cell = next(self.cells, None)
            if cell is not None and token.content:
                origin = _cell_origin(*cell, token.content)
                if self.row.pieces:
                    self.row.add(CELL_SEPARATOR, self.row.pieces[-1].end, origin.at(0))
                self._gather(self.row, token.content, origin)
            return
        content = _Content()
        self._gather(content, token.content, self._origin(token, kind))
        values: dict[str, Any] = {}
        if kind is BlockKind.LIST_ITEM:
            values = {"list_id": self.lists[-1][0], "ordered": self.lists[-1][1]}
        elif kind is BlockKind.PARAGRAPH and content.length:
            values = {"strong": content.emphasised == content.length}
        made = draft(kind, content.pieces, level, content.links, **values)
        if made is not None:
            self.parsed.drafts.append(made)

    def _origin(self, token: Token, kind: BlockKind) -> Origin:
        """Each line of the content is the end of its line in the source."""
        origin = Origin()
        first = token.map[0] if token.map else 0
        at = 0
        for number, line in enumerate(token.content.split("\n")):
            index = min(first + number, len(self.ends) - 1)
            start, end = self.starts[index], self.ends[index]
            raw = self.text[start:end]
            words = line.strip()
            begin = len(raw.rstrip()) - len(words)
            if kind is BlockKind.HEADING and not raw.rstrip().endswith(words):
                begin = -1
            if kind is BlockKind.HEADING:
                opening = _ATX.match(raw)
                if opening and raw.startswith(words, opening.end()):
                    begin = opening.end()
            if begin < 0:
                begin = max(0, raw.find(words))
            lead = len(line) - len(line.lstrip())
            origin.add(at, start + max(0, begin - lead))
            origin.add(at + lead, start + begin)
            at += len(line) + 1
        return origin

    def _gather(self, content: _Content, words: str, origin: Origin) -> None:
        """Add inline content: text and entities as pieces, links as ranges, comments aside."""
        strong = 0
        links: list[tuple[int, str]] = []
        traced = trace_inline(words, _parser(), self.env)
        for index, (token, at) in enumerate(traced):
            match token.type:
                case "text":
                    self._add_text(content, words, traced, index, origin, strong > 0)
                case "text_special":
                    _add_special(content, token, at, origin, strong > 0)
                case "code_inline":
                    start = _code_start(words, token, at)
                    _add_run(content, token.content, start, origin, strong > 0)
                case "softbreak" | "hardbreak":
                    after = traced[index + 1].at if index + 1 < len(traced) else len(words)
                    content.add(" ", origin.at(at), max(origin.at(at), origin.at(after)))
                case "link_open":
                    links.append((content.length, str(token.attrs.get("href", ""))))
                case "link_close":
                    if links:
                        begin, target = links.pop()
                        content.links.append((begin, content.length, target))
                case "strong_open" | "strong_close":
                    strong += token.nesting
                case "html_inline":
                    self._inline_html(content, token, at, origin, links)

    def _add_text(
        self,
        content: _Content,
        words: str,
        traced: Sequence[Traced],
        index: int,
        origin: Origin,
        strong: bool,
    ) -> None:
        token, at = traced[index]
        before = traced[index - 1].token if index else None
        if before is not None and before.type == "link_open" and before.info == "auto":
            at += 1  # after the "<"
            end = words.find(">", at)
            if words[at:end] != token.content:
                content.add(token.content, origin.at(at), origin.at(end), strong)
                return
        _add_run(content, token.content, at, origin, strong)

    def _inline_html(
        self,
        content: _Content,
        token: Token,
        at: int,
        origin: Origin,
        links: list[tuple[int, str]],
    ) -> None:
        tag = token.content
        start, end = origin.at(at), origin.at(at + len(tag) - 1) + 1
        if tag.startswith("<!--"):
            found = remark(self.text, self.parsed, tag[4:-3], start, end, pending=True)
            self.parsed.remarks.append(found)
            return
        name = tag[1:].split(">")[0].split()[0].rstrip("/").casefold() if len(tag) > 2 else ""
        if name == "br":
            content.add(" ", start, end)
        elif name == "a":
            href = _HREF.search(tag)
            target = next(filter(None, href.groups()), "") if href else ""
            links.append((content.length, target))
        elif name == "/a" and links:
            begin, target = links.pop()
            if target:
                content.links.append((begin, content.length, target))

    def _html(self, token: Token) -> None:
        """A block of raw HTML: its comments, and the words between its tags."""
        from healthlint.document.html import parse_fragment

        first, last = token.map or [0, 0]
        start, end = self.starts[first], self.ends[min(last, len(self.ends)) - 1]
        parse_fragment(self.text, start, end, self.parsed)

    def _cells(self, token: Token) -> Iterator[tuple[str, int, int, int]]:
        """A table row's line with the range of each of its cells and where the line begins."""
        line = token.map[0] if token.map else 0
        start, end = self.starts[line], self.ends[line]
        raw = self.text[start:end]
        first = len(raw) - len(raw.lstrip(" \t>"))
        for begin, stop in _split_cells(raw, first + raw.startswith("|", first)):
            yield raw, begin, stop, start

    def _add_row(self) -> None:
        row, self.row = self.row, None
        if row is None:
            return
        made = draft(BlockKind.TABLE_ROW, row.pieces, 0, row.links)
        if made is not None:
            self.parsed.drafts.append(made)


def _add_run(content: _Content, words: str, at: int, origin: Origin, strong: bool) -> None:
    """Add characters that stand in the source as they are, line by line."""
    for start, end, place in origin.runs(at, at + len(words)):
        content.add(words[start - at : end - at], place, place + end - start, strong)


def _add_special(content: _Content, token: Token, at: int, origin: Origin, strong: bool) -> None:
    """Add an entity, or the character behind a backslash."""
    start = origin.at(at)
    if token.info == "escape":
        behind = len(token.markup) - len(token.content)
        content.add(token.content, start + behind, start + len(token.markup), strong)
    else:
        content.add(token.content, start, start + len(token.markup), strong)


def _code_start(words: str, token: Token, at: int) -> int:
    """Where the inside of a code span begins: a space beside the backticks is not part of it."""
    start = at + len(token.markup)
    plain = words[start : start + len(token.content)].replace("\n", " ") == token.content
    return start if plain and words.startswith("`", start + len(token.content)) else start + 1


def _split_cells(raw: str, begin: int) -> Iterator[tuple[int, int]]:
    """The trimmed ranges of a row's cells."""
    edges = [begin - 1]
    position = begin
    while (position := raw.find("|", position)) >= 0:
        if position == 0 or raw[position - 1] != "\\":
            edges.append(position)
        position += 1
    edges.append(len(raw))
    for edge, following in pairwise(edges):
        cell = raw[edge + 1 : following]
        start = edge + 1 + len(cell) - len(cell.lstrip())
        yield start, max(start, edge + 1 + len(cell.rstrip()))


def _cell_origin(raw: str, begin: int, end: int, base: int, content: str) -> Origin:
    """The places of a cell's content, whose bars have lost their backslashes."""
    lead = len(content) - len(content.lstrip())
    origin = Origin()
    origin.add(0, base + begin - lead)
    position = begin
    removed = 0
    while (position := raw.find("\\|", position, end)) >= 0:
        removed += 1
        origin.add(lead + position - begin - removed + 1, base + position + 1)
        position += 2
    return origin
