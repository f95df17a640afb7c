"""Which part of a page is the article, and which of it is the site's own furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from healthlint.document.cues import furniture
from healthlint.document.htmltree import Element, Text, names, walk

Role = Literal["chrome", "insertion"]

DROPPED = names(
    "head script style noscript template svg math canvas iframe object embed audio video map "
    "button select option textarea input label datalist noembed noframes xmp title"
)
_CONTAINERS = names("div section ul ol aside nav header footer form span p table dl figure")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
# A hint in a class name does not outweigh this share of the page's words.
_HINT_AT_MOST = 0.4
_DESCEND_AT_LEAST = 0.75


@dataclass(frozen=True)
class Page:
    """The elements to read, in order, and those within them that are not the article's."""

    roots: tuple[Element, ...]
    roles: Mapping[int, Role]

    def role(self, element: Element) -> Role | None:
        """What an element is, if it is not the article's own."""
        return self.roles.get(id(element))


def read_page(text: str, tree: Element) -> Page:
    """Find the article in a page."""
    sizes = _sizes(text, tree)
    body = next((e for e in walk(tree) if e.name == "body"), tree)
    headline = next((e for e in walk(body) if e.name == "h1"), None)
    above = _ancestors(headline)
    roles: dict[int, Role] = {}
    root = _root(body, sizes)
    within_root = _ancestors(root)
    for element in walk(body):
        role = _role(element, sizes, sizes[id(body)].words, root)
        if role and id(element) not in above and id(element) not in within_root:
            roles[id(element)] = role
    roots: tuple[Element, ...] = (root,)
    if headline is not None and id(root) not in above:
        shared = next(e for e in _line(root) if id(e) in above)
        # The headline stands outside: widen to what holds both, unless that is the whole page.
        roots = (headline, root) if shared is body or shared is tree else (shared,)
    return Page(roots, roles)


@dataclass(slots=True)
class _Size:
    words: int = 0
    linked: int = 0
    prose: int = 0


def _sizes(text: str, tree: Element) -> dict[int, _Size]:
    """For each element: characters of text, of link text, and of running text."""
    sizes: dict[int, _Size] = {}
    order = list(walk(tree))
    for element in reversed(order):
        size = sizes.setdefault(id(element), _Size())
        if element.name in DROPPED or _hidden(element):
            continue
        for child in element.children:
            if isinstance(child, Text):
                size.words += len(text[child.start : child.end].strip())
            elif isinstance(child, Element):
                inner = sizes[id(child)]
                size.words += inner.words
                size.linked += inner.linked
                size.prose += inner.prose
        if element.name == "a":
            size.linked = size.words
        if element.name in ("p", "li", "td", "blockquote", "dd", "pre"):
            size.prose = max(size.prose, size.words - size.linked)
    return sizes


def _root(body: Element, sizes: Mapping[int, _Size]) -> Element:
    named = [
        e
        for e in walk(body)
        if e.name in ("main", "article")
        or e.attributes.get("role") == "main"
        or "articleBody" in e.words("itemprop")
    ]
    total = sizes[id(body)].words
    if named:
        best = max(named, key=lambda e: sizes[id(e)].prose * 2 + sizes[id(e)].words)
        below = {id(e) for e in walk(best)}
        inner = [e for e in named if e is not best and id(e) in below]
        most = max(inner, key=lambda e: sizes[id(e)].prose, default=None)
        if most is not None and sizes[id(most)].prose > 0.8 * max(1, sizes[id(best)].prose):
            best = most
        if sizes[id(best)].words * 4 >= total:
            return best
    return _densest(body, sizes)


def _densest(body: Element, sizes: Mapping[int, _Size]) -> Element:
    """Go down from the body as long as one child holds nearly all running text."""
    current = body
    while True:
        goal = _DESCEND_AT_LEAST * sizes[id(current)].prose
        below = [
            c
            for c in current.children
            if isinstance(c, Element)
            and c.name in ("div", "section", "center", "form", "table", "tbody", "tr", "td")
        ]
        best = max(below, key=lambda e: sizes[id(e)].prose, default=None)
        if best is None or goal <= 0 or sizes[id(best)].prose < goal:
            return current
        current = best


def _line(element: Element | None) -> list[Element]:
    line: list[Element] = []
    while element is not None:
        line.append(element)
        element = element.parent
    return line


def _ancestors(element: Element | None) -> frozenset[int]:
    """An element's own id and those of all that hold it."""
    return frozenset(id(e) for e in _line(element))


def _hidden(element: Element) -> bool:
    attributes = element.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style", "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style


def _role(element: Element, sizes: Mapping[int, _Size], total: int, root: Element) -> Role | None:
    name = element.name
    if name in DROPPED or name == "nav" or _hidden(element):
        return "chrome"
    size = sizes[id(element)]
    if name in ("footer", "header", "aside") and not _inside_article(element):
        return "chrome"
    if name == "aside" and size.linked * 2 > size.words:
        return "chrome"
    if name not in _CONTAINERS or size.words > _HINT_AT_MOST * total:
        return None
    return _hinted(element)


def _inside_article(element: Element) -> bool:
    return any(e.name == "article" for e in _line(element.parent))


def _hinted(element: Element) -> Role | None:
    """What class, role and id say an element is."""
    site = furniture()
    classes = _hints(f"{element.attributes.get('class', '')} {element.attributes.get('role', '')}")
    if not site.chrome.isdisjoint(classes | _hints(element.attributes.get("id", ""))):
        return "chrome"
    return "insertion" if not site.insertions.isdisjoint(classes) else None


def _hints(value: str) -> frozenset[str]:
    """The words of class names, and pairs of neighbours within one ("read-more")."""
    found: set[str] = set()
    for name in value.split():
        words = [word.lower() for word in _CAMEL.split(name) if word]
        found.update(words)
        found.update("-".join(pair) for pair in pairwise(words))
    return frozenset(found)
