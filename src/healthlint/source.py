"""The exact text of one input, and places in it.

Offsets count Unicode code points of the text as it is on disk (a byte order mark and both
characters of a CRLF count); lines and columns start at 1.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Format = Literal["text", "markdown", "html"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of code points in some text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a source with its 1-based lines and columns and the words it covers."""

    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True)
class Source:
    """One input as it was read.

    ``path`` is what the user typed (``-`` for standard input); ``id`` is the record's id within
    a ``.jsonl`` file; ``metadata`` holds what the record itself says (``title``, ``author``,
    ``date``, ``url``), never what was found in the text.
    """

    path: str
    text: str
    format: Format = "text"
    id: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """``sha256:`` and the digest of format, metadata and text."""
        hashed = hashlib.sha256()
        for part in (self.format, *(f"{k}={v}" for k, v in sorted(self.metadata.items()))):
            hashed.update(part.encode("utf-8", "surrogatepass") + b"\0")
        hashed.update(self.text.encode("utf-8", "surrogatepass"))
        return f"sha256:{hashed.hexdigest()}"

    @cached_property
    def _line_starts(self) -> list[int]:
        # Only \n, \r\n and \r end a line, as in editors; str.splitlines knows too many others.
        starts = [0]
        text = self.text
        if "\r" not in text:
            position = text.find("\n")
            while position >= 0:
                starts.append(position + 1)
                position = text.find("\n", position + 1)
            return starts
        for index, char in enumerate(text):
            if char == "\n" or (char == "\r" and text[index + 1 : index + 2] != "\n"):
                starts.append(index + 1)
        return starts

    def line_column(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of a code-point offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def place(self, span: Span) -> Place:
        """The span with lines, columns and words."""
        line, column = self.line_column(span.start)
        end_line, end_column = self.line_column(span.end)
        words = self.text[span.start : span.end]
        return Place(span.start, span.end, line, column, end_line, end_column, words)
