"""Inline Markdown with offsets: markdown-it-py's own rules, run on a state that notes positions.

markdown-it-py's tokens say which lines a block stands on, and nothing more. Its inline rules work
on a state object; :class:`TracedState` is that object with a memory of where each token began.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token


class Origin:
    """Where each character of a block's content stands in the source, as runs of equal shift."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.sources: list[int] = []

    def add(self, start: int, source: int) -> None:
        """From ``start`` on, content and source run on together."""
        self.starts.append(start)
        self.sources.append(source)

    def runs(self, offset: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Content ranges within which both run on together, with the source of each."""
        while offset < end:
            run = bisect_right(self.starts, offset)
            stop = min(end, self.starts[run]) if run < len(self.starts) else end
            yield offset, stop, self.at(offset)
            offset = stop

    def at(self, offset: int) -> int:
        """The source offset of a content offset."""
        run = max(0, bisect_right(self.starts, offset) - 1)
        return self.sources[run] + offset - self.starts[run]


class Traced(NamedTuple):
    """An inline token and the offset in the block's content at which it began."""

    token: Token
    at: int


class TracedState(StateInline):
    """An inline state that remembers at which offset each of its tokens began."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, out: list[Token]) -> None:
        self._held: list[str] = []
        self._held_from = 0
        self.places: dict[int, int] = {}
        super().__init__(src, md, env, out)

    @property
    def pending(self) -> str:
        """Text that has not become a token yet."""
        if len(self._held) > 1:
            self._held = ["".join(self._held)]
        return self._held[0] if self._held else ""

    @pending.setter
    def pending(self, value: str) -> None:
        if not self._held:
            self._held_from = getattr(self, "pos", 0)
        self._held = [value] if value else []

    def append_pending(self, text: str) -> None:
        """Hold text back; where it begins is where the state stands."""
        if not self._held:
            self._held_from = self.pos
        self._held.append(text)

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it-py's name
        """Make a token of the held text."""
        begin = self._held_from
        token = super().pushPending()
        self.places[id(token)] = begin
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token; several delimiters pushed from one place follow one another."""
        before = self.tokens[-1] if self.tokens else None
        token = super().push(ttype, tag, nesting)
        begin = self.pos
        if before is not None and before is self.tokens[-2] and ttype == before.type == "text":
            begin = max(begin, self.places[id(before)] + len(before.content))
        self.places[id(token)] = begin
        return token


def trace_inline(content: str, md: MarkdownIt, env: Mapping[str, Any]) -> list[Traced]:
    """The inline tokens of a block's content, each with its offset."""
    state = TracedState(content, md, env, [])
    md.inline.tokenize(state)
    for rule in md.inline.ruler2.getRules(""):
        rule(state)
    return [Traced(token, state.places[id(token)]) for token in state.tokens]
