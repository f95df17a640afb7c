"""HTML as a tree whose every text and tag knows its place in the file.

Own work because nothing on offer gives exact places in linear time. lxml, html5lib and selectolax
keep no offsets of text. Measured on unclosed markup of 60 kB to 240 kB: the standard library's
html.parser takes 5 to 240 seconds and tree-sitter-html up to 35, both quadratic.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


def names(listed: str) -> frozenset[str]:
    """The names in a line of them."""
    return frozenset(listed.split())


VOID = names("area base br col embed hr img input link meta param source track wbr frame keygen")
RAW = names("script style xmp iframe noembed noframes textarea title")
BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav "
    "ol p pre search section summary table tbody td tfoot th thead tr ul #document"
)
_CLOSES_P = BLOCKS - names("html body caption tbody td tfoot th thead tr legend #document")
# An opening tag of the key closes an open element of the value, unless a wall stands between.
_IMPLIED: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th", "caption"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tbody": frozenset({"tr", "td", "th", "thead", "tbody", "caption"}),
    "tfoot": frozenset({"tr", "td", "th", "thead", "tbody", "caption"}),
    "option": frozenset({"option"}),
    "body": frozenset({"head"}),
}
_WALLS: dict[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol", "menu", "dir", "table"}),
    "dt": frozenset({"dl", "table"}),
    "dd": frozenset({"dl", "table"}),
    "option": frozenset({"select"}),
}
_P_WALL = frozenset({"td", "th", "table", "li", "div", "section", "article", "body", "blockquote"})
# Deeper elements are kept beside their parent, as browsers do (at 512).
_DEPTH = 256
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_ATTRIBUTE = re.compile(
    r"[\s/]*([^\s/>=][^\s/>=]*)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"'][^\s>]*)))?"
)
_JUNK = re.compile(r"[\s/=\"']*")
_COMMENT_END = re.compile(r"--!?>")


@dataclass(slots=True)
class Text:
    """A run of characters between tags, entities not yet decoded."""

    start: int
    end: int


@dataclass(slots=True)
class Remarked:
    """A comment: its outer place, and its inside."""

    start: int
    end: int
    inside: str


@dataclass(slots=True)
class Element:
    """An element: the place of its opening tag and its children in order."""

    name: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | Text | Remarked] = field(default_factory=list)
    parent: Element | None = None

    def words(self, name: str) -> list[str]:
        """The space-separated words of an attribute."""
        return self.attributes.get(name, "").split()


def parse_tree(text: str, start: int = 0, end: int | None = None) -> Element:
    """The tree of a text or a part of it; whatever it holds, it has one."""
    builder = _Builder(text, start, len(text) if end is None else end)
    builder.run()
    return builder.root


def walk(root: Element) -> Iterator[Element]:
    """An element and those below it, in the file's order."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(c for c in reversed(element.children) if isinstance(c, Element))


def inner_text(text: str, element: Element) -> str:
    """The decoded characters of an element."""
    parts: list[str] = []
    waiting: list[Element | Text | Remarked] = [element]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Text):
            parts.append(text[node.start : node.end])
        elif isinstance(node, Element):
            waiting.extend(reversed(node.children))
    return " ".join(html.unescape("".join(parts)).split())


class _Builder:
    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.position = start
        self.end = end
        self.root = Element("#document", start, start)
        self.stack = [self.root]
        self.open: Counter[str] = Counter()
        self.beside: Counter[str] = Counter()

    def run(self) -> None:
        while self.position < self.end:
            opening = self.text.find("<", self.position, self.end)
            if opening < 0:
                opening = self.end
            self._add_text(self.position, opening)
            self.position = opening
            if opening < self.end and not self._markup(opening):
                self._add_text(opening, opening + 1)
                self.position = opening + 1

    def _add_text(self, start: int, end: int) -> None:
        if start >= end:
            return
        children = self.stack[-1].children
        last = children[-1] if children else None
        if isinstance(last, Text) and last.end == start:
            last.end = end
        else:
            children.append(Text(start, end))

    def _markup(self, at: int) -> bool:
        text = self.text
        following = text[at + 1 : at + 2] if at + 1 < self.end else ""
        if following == "!" and text.startswith("<!--", at):
            self._comment(at)
        elif following in ("!", "?"):
            self._skip_to_bracket(at)
        elif following == "/":
            if _NAME.match(text, at + 2, self.end):
                self._end_tag(at)
            else:
                self._skip_to_bracket(at)
        elif following.isascii() and following.isalpha():
            self._start_tag(at)
        else:
            return False
        return True

    def _comment(self, at: int) -> None:
        for empty in ("<!-->", "<!--->"):
            if self.text.startswith(empty, at):
                self.position = at + len(empty)
                return
        closing = _COMMENT_END.search(self.text, at + 4, self.end)
        inside_end, after = closing.span() if closing else (self.end, self.end)
        inside = self.text[at + 4 : inside_end]
        self.stack[-1].children.append(Remarked(at, after, inside))
        self.position = after

    def _skip_to_bracket(self, at: int) -> None:
        closing = self.text.find(">", at, self.end)
        self.position = closing + 1 if closing >= 0 else self.end

    def _start_tag(self, at: int) -> None:
        match = _NAME.match(self.text, at + 1, self.end)
        assert match is not None
        name = match[0].lower()
        attributes, after = self._attributes(match.end())
        if after < 0:
            # The tag never ends: what is left is words, not mark-up.
            self._add_text(at, self.end)
            self.position = self.end
            return
        self._imply_ends(name)
        element = Element(name, at, after, attributes, parent=self.stack[-1])
        self.stack[-1].children.append(element)
        self.position = after
        if name in VOID:
            return
        if name in RAW:
            self._raw(element)
        elif self.text[after - 2] == "/" and name not in BLOCKS:
            pass
        elif len(self.stack) >= _DEPTH:
            self.beside[name] += 1
        else:
            self.stack.append(element)
            self.open[name] += 1

    def _attributes(self, position: int) -> tuple[dict[str, str], int]:
        found: dict[str, str] = {}
        text = self.text
        while position < self.end:
            match = _ATTRIBUTE.match(text, position, self.end)
            if match is not None:
                value = match[2] or match[3] or match[4] or ""
                found.setdefault(match[1].lower(), html.unescape(value) if "&" in value else value)
                position = match.end()
                continue
            junk = _JUNK.match(text, position, self.end)
            position = junk.end() if junk else position
            if position < self.end and text[position] == ">":
                return found, position + 1
            if position < self.end and (junk is None or junk.end() == junk.start()):
                position += 1
        return found, -1

    def _raw(self, element: Element) -> None:
        closing = re.compile(rf"</{element.name}(?=[\s/>])", re.IGNORECASE).search(
            self.text, element.end, self.end
        )
        inside_end = closing.start() if closing else self.end
        if inside_end > element.end:
            element.children.append(Text(element.end, inside_end))
        self.position = inside_end
        if closing:
            self._skip_to_bracket(inside_end)

    def _end_tag(self, at: int) -> None:
        match = _NAME.match(self.text, at + 2, self.end)
        assert match is not None
        name = match[0].lower()
        _, after = self._attributes(match.end())
        self.position = after if after >= 0 else self.end
        if name == "br":
            self.stack[-1].children.append(Element("br", at, self.position, parent=self.stack[-1]))
        if self.beside[name]:
            self.beside[name] -= 1
        elif self.open[name]:
            self._close(name)

    def _close(self, name: str) -> None:
        while len(self.stack) > 1:
            element = self.stack.pop()
            self.open[element.name] -= 1
            if element.name == name:
                return

    def _imply_ends(self, name: str) -> None:
        if name in _CLOSES_P and self.open["p"]:
            self._close_within(frozenset({"p"}), _P_WALL)
        closes = _IMPLIED.get(name)
        if closes and any(self.open[other] for other in closes):
            walls = _WALLS.get(name, frozenset({"table"}))
            while self._close_within(closes, walls):
                pass

    def _close_within(self, names: frozenset[str], walls: frozenset[str]) -> bool:
        """Close the nearest open element of those names this side of a wall."""
        depth = len(self.stack) - 1
        # An element closed by implication lies near; a bound keeps bad mark-up linear.
        for index in range(depth, max(0, depth - 32), -1):
            found = self.stack[index].name
            if found in names:
                self._close(found)
                return True
            if found in walls:
                return False
        return False
