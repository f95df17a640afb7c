"""Plain text by layout, first step: lines, and which of them belong together.

A chunk is a run of lines that read as one block. Whether a line end is the author's or only a
wrapped line's is decided from the whole text: where most line ends fall within sentences, lines
are wrapped; elsewhere each line is a block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from healthlint.document.bylines import LONGEST, Byline, read_byline, read_role
from healthlint.document.cues import furniture
from healthlint.document.drafts import is_terminated
from healthlint.document.folding import fold

Marker = Literal["bullet", "number", "letter", "hash", "quote"]

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_SPACE = " \t\x0b\x0c\u00a0\u2003\u2009\u3000\ufeff\u200b"
_MARKER = re.compile(
    r"(?P<bullet>[•◦▪▫‣●○■□◆❖➢➤►▸✓✔∙·*+‒–—-])(?=[\s\u00a0])"
    r"|(?P<number>\(?\d{1,3}(?:[.)]|(?:\.\d{1,2}){1,3}\.?)\)?)(?=[\s\u00a0])"
    r"|(?P<letter>\(?(?:[a-z]|[ivx]{2,4})[.)])(?=[\s\u00a0])"
    r"|(?P<hash>\#{1,6})(?=[\s\u00a0])"
    r"|(?P<quote>>)"
)
_RULE = re.compile(r"([-=_*~•.#])(?:[ \t]*\1){2,}")
_DIRECTIVE = re.compile(r"\[\s*(healthlint:[^\]\[]*(?:\[[^\]\[]*\][^\]\[]*)*)\]")
_INNER_DASH = re.compile(r"\s{2,}[-*+]\s+")
_INNER_BULLET = re.compile(r"\s+[•◦▪●■]\s+")
_LOOKED_AT = 2 * LONGEST
_WRAP_AT_MOST = 130
_WRAP_AT_LEAST = 40
_TAB = 8


class Line(NamedTuple):
    """A line without its outer space: offsets, indent in columns, and the blank lines before."""

    start: int
    end: int
    indent: int
    blank_before: int


@dataclass(slots=True)
class Chunk:
    """Lines that read as one block; ``start`` is where its words begin, after any marker."""

    lines: list[Line]
    start: int
    words: str = ""
    marker: Marker | None = None
    label: str = ""
    column: int = 0
    blank_before: int = 0
    fixed: Literal["", "boilerplate", "caption", "byline"] = ""
    byline: Byline | None = None
    stop: int = -1
    underlined: int = 0
    number: tuple[int, ...] = field(default=())

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.lines[-1].end if self.stop < 0 else self.stop

    @property
    def single(self) -> bool:
        """Whether it is one line."""
        return len(self.lines) == 1


class Directive(NamedTuple):
    """A line that holds a directive: its inside, its place, and the chunks before it."""

    text: str
    start: int
    end: int
    chunk: int


def split_lines(text: str) -> list[Line]:
    """The lines that hold anything."""
    lines: list[Line] = []
    blank = 0
    for match in _LINE.finditer(text):
        start = match.start(1)
        body = match[1]
        stripped = body.strip(_SPACE)
        if not stripped or stripped.isspace():
            blank += 1
            continue
        lead = len(body) - len(body.lstrip(_SPACE))
        indent = len(body[:lead].lstrip("\ufeff").expandtabs(_TAB))
        lines.append(Line(start + lead, start + lead + len(stripped), indent, blank))
        blank = 0
    return lines


def wrap_width(text: str, lines: Sequence[Line]) -> int:
    """The column the text was wrapped at, or 0 if its line ends are its author's."""
    widths: list[int] = []
    unfinished = 0
    for line, following in pairwise(lines):
        width = line.end - line.start + line.indent
        if following.blank_before or width < _WRAP_AT_LEAST:
            continue
        if _MARKER.match(text, following.start):
            continue
        widths.append(width)
        if (
            not is_terminated(text[max(line.start, line.end - 3) : line.end])
            and text[line.end - 1] not in ":;"
        ):
            unfinished += 1
    if not widths or unfinished < len(widths) / 2:
        return 0
    widths.sort()
    width = widths[min(len(widths) - 1, len(widths) * 9 // 10)]
    return width if width <= _WRAP_AT_MOST else 0


class _Chunker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = split_lines(text)
        self.width = wrap_width(text, self.lines)
        # Where blank lines part the blocks, a single line end does not.
        self.spaced = sum(line.blank_before > 0 for line in self.lines) * 2 >= len(self.lines)
        self.site = furniture()
        self.chunks: list[Chunk] = []
        self.directives: list[Directive] = []
        self.prose_seen = False

    def run(self) -> None:
        interrupted = False
        for index, line in enumerate(self.lines):
            if self._directive(line) or self._rule(line):
                interrupted = True
                continue
            chunk = self._new_chunk(line)
            if not interrupted and not line.blank_before and self._continues(line, chunk, index):
                self.chunks[-1].lines.append(line)
            else:
                self._finish()
                self.chunks.append(chunk)
            interrupted = False
        self._finish()

    def _finish(self) -> None:
        if not self.chunks:
            return
        last = self.chunks[-1]
        if not (last.words and last.single):
            # Of long ones only the end is asked for.
            start = max(last.start, last.end - _LOOKED_AT)
            last.words = fold(self.text[start : last.end]).strip()
        if last.end - last.start > LONGEST or (
            is_terminated(last.words) and last.words.count(" ") >= 11
        ):
            self.prose_seen = True

    def _directive(self, line: Line) -> bool:
        if self.text[line.start] != "[":
            return False
        match = _DIRECTIVE.fullmatch(self.text, line.start, line.end)
        if match is None:
            return False
        self.directives.append(Directive(match[1].strip(), line.start, line.end, len(self.chunks)))
        return True

    def _rule(self, line: Line) -> bool:
        """A line of dashes: a rule, or what underlines the line above it."""
        if line.end - line.start < 3 or not _RULE.fullmatch(self.text, line.start, line.end):
            return False
        if self.chunks and not line.blank_before:
            above = self.chunks[-1]
            if above.single and not above.marker and self.text[line.start] in "=-~":
                above.underlined = 1 if self.text[line.start] == "=" else 2
        return True

    def _new_chunk(self, line: Line) -> Chunk:
        chunk = Chunk([line], line.start, blank_before=line.blank_before)
        match = _MARKER.match(self.text, line.start, line.end)
        if match is not None:
            chunk.marker = match.lastgroup  # type: ignore[assignment]
            chunk.label = match[0]
            chunk.start = match.end()
            while chunk.start < line.end and self.text[chunk.start].isspace():
                chunk.start += 1
            chunk.column = line.indent + chunk.start - line.start
            if chunk.marker == "number":
                chunk.number = tuple(int(n) for n in re.findall(r"\d+", match[0]))
        if line.end - line.start <= _LOOKED_AT:
            chunk.words = fold(self.text[chunk.start : line.end]).strip()
            chunk.fixed = self._fixed(chunk, chunk.words)
        return chunk

    def _fixed(self, chunk: Chunk, words: str) -> Literal["", "boilerplate", "caption", "byline"]:
        """Lines known by their words stand alone, whatever touches them."""
        kind = self.site.kind(words)
        if kind is not None:
            return kind
        if chunk.marker in (None, "bullet") and len(words) <= LONGEST:
            chunk.byline = read_byline(words, head=not self.prose_seen)
            if chunk.byline is None and self.chunks and self.chunks[-1].fixed == "byline":
                chunk.byline = read_role(words)
        return "byline" if chunk.byline is not None else ""

    def _continues(self, line: Line, chunk: Chunk, index: int) -> bool:
        """Whether a line carries on the chunk above it."""
        if not self.chunks:
            return False
        current = self.chunks[-1]
        if current.fixed or current.underlined or current.marker == "hash" or chunk.fixed:
            return False
        if chunk.marker == "quote" or current.marker == "quote":
            return chunk.marker == current.marker
        if chunk.marker is not None:
            return self._false_marker(current, chunk)
        if current.marker and line.indent >= current.column > 0:
            return True
        return self._joins(current.lines[-1], line)

    def _false_marker(self, current: Chunk, chunk: Chunk) -> bool:
        """A wrapped line that happens to begin with a dash or "12." is no item."""
        if current.marker or not self.width or chunk.marker == "hash":
            return False
        last = current.lines[-1]
        if is_terminated(self.text[max(0, last.end - 3) : last.end]):
            return False
        if self.text[last.end - 1] in ":;":
            return False
        if chunk.marker == "number" and chunk.number == (1,):
            return False
        return last.end - last.start >= 0.7 * self.width and chunk.lines[0].indent <= last.indent

    def _next_sentence(self, above: Line, line: Line) -> bool:
        """Whether two lines are sentences of one paragraph, each on a line of its own."""
        if self.text[above.end - 1] == "?" and above.end - above.start <= LONGEST // 2:
            return False  # a question and its answer
        return is_terminated(self.text[max(line.start, line.end - 3) : line.end])

    def _joins(self, above: Line, line: Line) -> bool:
        text = self.text
        tail = text[max(above.start, above.end - 3) : above.end]
        first = text[line.start]
        finished = is_terminated(tail) or tail.endswith(":")
        if not self.width:
            if is_terminated(tail):
                return self.spaced and self._next_sentence(above, line)
            return first.islower() or tail.endswith((",", ";"))
        width = above.end - above.start + above.indent
        space = text.find(" ", line.start, line.end)
        word = (space if space >= 0 else line.end) - line.start
        if finished:
            return width + 1 + word > 0.9 * self.width
        if first.islower() or tail.endswith((",", ";")):
            return True
        return width >= 0.6 * self.width


def chunks(text: str) -> tuple[list[Chunk], list[Directive]]:
    """The chunks of a plain text and the directives between them."""
    chunker = _Chunker(text)
    chunker.run()
    found: list[Chunk] = []
    places = []
    for chunk in chunker.chunks:
        places.append(len(found))
        found.extend(_unrolled(text, chunk))
    places.append(len(found))
    directives = [d._replace(chunk=places[d.chunk]) for d in chunker.directives]
    return found, directives


def _unrolled(text: str, chunk: Chunk) -> list[Chunk]:
    """The items of a list that was run together on one line, its lead-in first."""
    inner = _INNER_DASH if chunk.label in ("-", "*", "+") else _INNER_BULLET
    if chunk.fixed or chunk.marker not in (None, "bullet"):
        return [chunk]
    cuts = [match.span() for match in inner.finditer(text, chunk.start, chunk.end)]
    if not cuts or (chunk.marker is None and len(cuts) < 2):
        return [chunk]
    starts = [chunk.start, *(after for _, after in cuts)]
    stops = [*(before for before, _ in cuts), chunk.end]
    items = []
    for start, stop in zip(starts, stops, strict=True):
        part = replace(chunk, start=start, stop=stop, words=fold(text[start:stop]).strip())
        if start != chunk.start:
            part.marker, part.label, part.blank_before = "bullet", text[start - 2], 0
        items.append(part)
    return [item for item in items if item.words]


def numbered_runs(found: Sequence[Chunk]) -> Iterator[list[int]]:
    """Indices of numbered chunks that count on from one another."""
    run: list[int] = []
    for index, chunk in enumerate(found):
        if chunk.marker != "number" or len(chunk.number) != 1 or chunk.fixed:
            continue
        last = found[run[-1]] if run else None
        if last is not None and (
            chunk.number[0] == last.number[0] + 1 and chunk.lines[0].indent == last.lines[0].indent
        ):
            run.append(index)
            continue
        if run:
            yield run
        run = [index]
    if run:
        yield run
