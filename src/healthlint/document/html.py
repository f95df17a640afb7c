"""HTML: the article's words with their places, the site's furniture left out or named as such."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from healthlint.document.bylines import markup_fields
from healthlint.document.drafts import CELL_SEPARATOR, Draft, Parsed, Remark, draft, remark
from healthlint.document.folding import Piece
from healthlint.document.htmlmain import DROPPED, Page, read_page
from healthlint.document.htmlmeta import read_metadata
from healthlint.document.htmltree import BLOCKS, Element, Remarked, Text, names, parse_tree, walk
from healthlint.document.model import BlockKind, Document
from healthlint.document.structure import assemble
from healthlint.source import Source, Span

_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,12};?|#[0-9]{1,12};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_IGNORE = "data-healthlint-ignore"
_HEADING = re.compile(r"h[1-6]")
_BULLET = re.compile(r"[\s\u00a0]*[•◦▪‣●■·][\s\u00a0]+")
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_STRONG = frozenset({"b", "strong"})
_IN_ROW = frozenset({"td", "th"})
_LAYOUT = names("table h1 h2 h3 h4 h5 h6 ul ol form article section")
_BYLINE_LENGTH = 160


def parse_html(source: Source) -> Document:
    """Parse a page."""
    tree = parse_tree(source.text)
    page = read_page(source.text, tree)
    parsed = Parsed(metadata=read_metadata(source.text, tree))
    reader = _Reader(source.text, parsed, page)
    for root in page.roots:
        reader.read(root)
    reader.outside(tree)
    parsed.remarks.sort(key=lambda r: r.span)
    return assemble(source, parsed)


def parse_fragment(text: str, start: int, end: int, parsed: Parsed) -> None:
    """Add the words and comments of a piece of HTML within another format."""
    tree = parse_tree(text, start, end)
    _Reader(text, parsed, Page((tree,), {})).read(tree)


@dataclass(slots=True)
class _Content:
    pieces: list[Piece] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)
    marks: list[tuple[int, int, Remark]] = field(default_factory=list)
    length: int = 0
    emphasised: int = 0
    breaks: int = 0


@dataclass(slots=True)
class _Frame:
    """An element being read: what to undo and to add when it ends."""

    element: Element
    next: int = 0
    link_from: int | None = None
    mark: tuple[Remark, int, int] | None = None
    boilerplate: bool = False
    block: bool = False


class _Reader:
    def __init__(self, text: str, parsed: Parsed, page: Page) -> None:
        self.text = text
        self.parsed = parsed
        self.page = page
        self.layout = _layout_tables(page.roots)
        self.open_links: list[_Frame] = []
        self.content = _Content()
        self.frames: list[_Frame] = []
        self.lists: list[tuple[int, bool]] = []
        self.list_count = 0
        self.items: list[bool] = []  # for each open li: whether its words have begun
        self.depth: dict[str, int] = {}
        self.seen: set[int] = set()

    def read(self, root: Element) -> None:
        """Read an element and all below it, without recursion: pages nest without bound."""
        self._enter(root)
        while self.frames:
            frame = self.frames[-1]
            children = frame.element.children
            if frame.next >= len(children):
                self._leave(frame)
                self.frames.pop()
                continue
            child = children[frame.next]
            frame.next += 1
            if isinstance(child, Text):
                self._add_text(child)
            elif isinstance(child, Remarked):
                self._add_comment(child)
            elif not self._skipped(child):
                self._enter(child)
        self._flush()

    def outside(self, tree: Element) -> None:
        """Comments of the page that stand outside what was read may hold directives too."""
        for element in walk(tree):
            for child in element.children:
                if isinstance(child, Remarked) and child.start not in self.seen:
                    self._add_comment(child, outside=True)

    def _skipped(self, element: Element) -> bool:
        if element.name in DROPPED or self.page.role(element) == "chrome":
            return True
        if element.name == "br":
            self._break(element)
            return True
        return element.name == "img" or (
            element.name == "pre"
            and any(isinstance(c, Element) and c.name == "code" for c in element.children)
        )

    def _count(self, name: str) -> int:
        return self.depth.get(name, 0)

    def _in_row(self) -> bool:
        return self._count("tr") > 0 and self._count("#layout") < self._count("table")

    def _enter(self, element: Element) -> None:
        name = element.name
        frame = _Frame(element)
        if id(element) in self.layout:
            self.depth["#layout"] = self._count("#layout") + 1
        frame.block = name in BLOCKS and not (self._in_row() and name != "tr")
        if frame.block:
            self._flush()
        elif name in BLOCKS:
            self._separate(element)
        self.depth[name] = self._count(name) + 1
        if name in _LISTS:
            self.list_count += 1
            self.lists.append((self.list_count, name == "ol"))
        elif name == "li":
            self.items.append(False)
        if self.page.role(element) == "insertion":
            frame.boilerplate = True
            self.depth["#insertion"] = self._count("#insertion") + 1
        if name == "a" and "href" in element.attributes:
            frame.link_from = self.content.length
            self.open_links.append(frame)
        if _IGNORE in element.attributes:
            frame.mark = self._marked(element)
        self.frames.append(frame)

    def _leave(self, frame: _Frame) -> None:
        element, content = frame.element, self.content
        name = element.name
        if frame.link_from is not None:
            self._end_link(frame)
            self.open_links.remove(frame)
        if frame.mark is not None and not frame.block:
            directive, _, begin = frame.mark
            content.marks.append((begin, content.length, directive))
        if frame.block:
            self._flush()
            if frame.mark is not None:
                directive, first, _ = frame.mark
                last = len(self.parsed.drafts) - 1
                self._place(directive, (first, None, last, None))
        self.depth[name] -= 1
        if id(element) in self.layout:
            self.depth["#layout"] -= 1
        if name in _LISTS:
            self.lists.pop()
        elif name == "li":
            self.items.pop()
        if frame.boilerplate:
            self.depth["#insertion"] -= 1

    def _marked(self, element: Element) -> tuple[Remark, int, int]:
        codes = element.attributes[_IGNORE].strip()
        text = f"healthlint: ignore[{codes}]" if codes else "healthlint: ignore"
        first = len(self.parsed.drafts)
        directive = Remark(text, Span(element.start, element.end), first, alone=False)
        return directive, first, self.content.length

    def _place(self, directive: Remark, target: tuple[int, int | None, int, int | None]) -> None:
        if target[2] >= target[0]:
            self.parsed.remarks.append(
                Remark(directive.text, directive.span, target[0], alone=False, target=target)
            )

    def _add_text(self, node: Text) -> None:
        position = node.start
        strong = any(self._count(name) for name in _STRONG)
        while position < node.end:
            entity = _ENTITY.search(self.text, position, node.end)
            stop = entity.start() if entity else node.end
            if stop > position:
                self._add(self.text[position:stop], position, stop, strong)
            if entity is None:
                break
            self._add(html.unescape(entity[0]), entity.start(), entity.end(), strong)
            position = entity.end()

    def _add(self, words: str, start: int, end: int, strong: bool = False) -> None:
        if not words:
            return
        content = self.content
        content.pieces.append(Piece(words, start, end))
        content.length += len(words)
        blank = words.isspace()
        if strong or blank:
            content.emphasised += len(words)
        if not blank:
            content.breaks = 0

    def _separate(self, element: Element) -> None:
        """Between the cells of a row a bar, between other blocks in a cell a space."""
        pieces = self.content.pieces
        if not pieces:
            return
        begin = pieces[-1].end
        while pieces and not pieces[-1].text.strip():
            begin = pieces[-1].start
            self.content.length -= len(pieces.pop().text)
        if not pieces:
            return
        separator = CELL_SEPARATOR if element.name in _IN_ROW else " "
        self._add(separator, begin, max(begin, element.end))

    def _break(self, element: Element) -> None:
        """One break is a space; two, or one before a bullet, end the block."""
        following = self._text_after()
        if self._in_row():
            self._add(" ", element.start, element.end)
        elif self.content.breaks or _BULLET.match(following):
            self._flush()
        else:
            self._add(" ", element.start, element.end)
            self.content.breaks += 1

    def _text_after(self) -> str:
        frame = self.frames[-1]
        if frame.next < len(frame.element.children):
            child = frame.element.children[frame.next]
            if isinstance(child, Text):
                return html.unescape(self.text[child.start : min(child.end, child.start + 40)])
        return ""

    def _add_comment(self, node: Remarked, outside: bool = False) -> None:
        self.seen.add(node.start)
        pending = any(piece.text.strip() for piece in self.content.pieces)
        found = remark(self.text, self.parsed, node.inside, node.start, node.end, pending=pending)
        if outside:
            found = Remark(found.text, found.span, self._first_after(node.end), found.alone)
        self.parsed.remarks.append(found)

    def _first_after(self, position: int) -> int:
        drafts = self.parsed.drafts
        for index, item in enumerate(drafts):
            if item.folded.segments[0].source_start >= position:
                return index
        return len(drafts)

    def _end_link(self, frame: _Frame) -> None:
        begin, end = frame.link_from or 0, self.content.length
        if end > begin:
            self.content.links.append((begin, end, frame.element.attributes["href"].strip()))

    def _flush(self) -> None:
        for frame in self.open_links:  # a link around blocks covers each of them
            self._end_link(frame)
            frame.link_from = 0
        content, self.content = self.content, _Content()
        if not any(piece.text.strip() for piece in content.pieces):
            return
        self._emit(content)

    def _emit(self, content: _Content) -> None:
        kind, level = self._kind()
        values: dict[str, object] = {}
        dropped = self._drop_bullet(content) if kind is BlockKind.PARAGRAPH else 0
        if dropped:
            kind, level = BlockKind.LIST_ITEM, 1
        elif kind is BlockKind.LIST_ITEM:
            if self.items:
                self.items[-1] = True
            if self.lists:
                values = {"list_id": self.lists[-1][0], "ordered": self.lists[-1][1]}
        elif kind is BlockKind.PARAGRAPH:
            values = {"strong": content.emphasised == content.length}
        ranges = [*content.links, *((a, b, "\0") for a, b, _ in content.marks)]
        most = content.length
        ranges = [(max(0, min(a, most) - dropped), min(b, most) - dropped, t) for a, b, t in ranges]
        ranges = [(a, b, t) for a, b, t in ranges if a < b]
        made = draft(kind, content.pieces, level, ranges, **values)
        if made is None:
            return
        index = len(self.parsed.drafts)
        self.parsed.drafts.append(made)
        marked = [link for link in made.links if link[2] == "\0"]
        made.links = tuple(sorted(link for link in made.links if link[2] != "\0"))
        for (_, _, directive), (begin, end, _) in zip(content.marks, marked, strict=False):
            self._place(directive, (index, begin, index, end))
        self._name_kind(made)

    def _drop_bullet(self, content: _Content) -> int:
        """Take a bullet that was typed as text off a paragraph; its length."""
        bullet = _BULLET.match("".join(piece.text for piece in content.pieces[:6]))
        if bullet is None:
            return 0
        left = bullet.end()
        while left and content.pieces:
            first = content.pieces.pop(0)
            if len(first.text) > left:
                plain = len(first.text) == first.end - first.start
                start = first.start + left if plain else first.start
                content.pieces.insert(0, Piece(first.text[left:], start, first.end))
                break
            left -= len(first.text)
        return bullet.end()

    def _name_kind(self, made: Draft) -> None:
        if self._count("#insertion"):
            made.kind, made.level = BlockKind.BOILERPLATE, 0
        elif made.kind is BlockKind.PARAGRAPH and len(made.text) <= _BYLINE_LENGTH:
            classes = " ".join(f.element.attributes.get("class", "") for f in self.frames[-2:])
            if classes.strip() and markup_fields(classes):
                made.kind = BlockKind.BYLINE

    def _kind(self) -> tuple[BlockKind, int]:
        for frame in reversed(self.frames):
            name = frame.element.name
            if _HEADING.fullmatch(name):
                return BlockKind.HEADING, int(name[1])
            if name in ("figcaption", "caption"):
                return BlockKind.CAPTION, 0
            if name == "tr" and self._in_row():
                return BlockKind.TABLE_ROW, 0
            if name == "li":
                begun = self.items[-1] if self.items else False
                if not begun:
                    return BlockKind.LIST_ITEM, max(1, len(self.lists))
                return BlockKind.PARAGRAPH, 0
        return (BlockKind.QUOTE if self._count("blockquote") else BlockKind.PARAGRAPH), 0


def _layout_tables(roots: tuple[Element, ...]) -> frozenset[int]:
    """The tables that only place blocks on the page."""
    nearest: dict[int, int | None] = {}
    found: set[int] = set()
    for element in (e for root in roots for e in walk(root)):
        parent = element.parent
        table = nearest.get(id(parent)) if parent is not None else None
        if table is not None and element.name in _LAYOUT:
            found.add(table)
        if element.name == "table":
            table = id(element)
            if element.attributes.get("role") in ("presentation", "none"):
                found.add(table)
        nearest[id(element)] = table
    return frozenset(found)
