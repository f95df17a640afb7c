"""Typographic folding: what two texts that read alike have in common.

Curly quotes, dashes and odd spaces become their plain forms, soft hyphens and zero-width
characters vanish, ligatures fall apart, combining marks join their letters, and a run of white
space (line ends too) becomes one space. :func:`fold_pieces` folds and keeps the way back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from healthlint.document.model import Segment

_QUOTES = {"'": "‘’‚‛′´ʼ＇", '"': "“”„‟″«»＂"}
_DASHES = "‐‑‒–—―−﹘﹣－"
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SPACES += "\u2028\u2029\u202f\u205f\u3000"
_ZERO_WIDTH = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_ZERO_WIDTH += "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
_MARKS = (
    "\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)

# Character for character: these never change a length.
_LEVEL: dict[str, str] = {
    **{char: plain for plain, chars in _QUOTES.items() for char in chars},
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_SPACES, " "),
    **{chr(code): " " for code in (*range(0x20), *range(0x7F, 0xA0))},
    "\u212a": "K",
    "\u212b": "Å",
    "\u2126": "Ω",
}
_LEVEL_TABLE = str.maketrans(_LEVEL)
# A lone surrogate (from a \ud800 escape in JSON) is not text: it can be neither tokenised nor
# written.
_LEVELLED = re.compile(f"[{re.escape(''.join(_LEVEL))}\ud800-\udfff]")

_SPACED = re.compile(r"(?<= ) +")
_ODD = re.compile(f"[{_ZERO_WIDTH}{_MARKS}\ufb00-\ufb06]")
_EDITED = re.compile(
    rf"(?<= )[ {_ZERO_WIDTH}]+|[{_ZERO_WIDTH}]+|[\ufb00-\ufb06]"
    rf"|[^ {_ZERO_WIDTH}{_MARKS}][{_MARKS}]+"
)
_EDGE = " " + _ZERO_WIDTH


class Piece(NamedTuple):
    """Words and where they stand in the source; of unequal length if they stand for others."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded words, the segments that lead back, and where each asked-for offset came to lie."""

    text: str
    segments: tuple[Segment, ...]
    marks: tuple[int, ...] = ()


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


def level(text: str) -> str:
    """The text with every character that has a plain form replaced by it; same length."""
    if text.isascii():
        return text if text.isprintable() else text.translate(_LEVEL_TABLE)
    return _LEVELLED.sub(_level_char, text)


def _level_char(match: re.Match[str]) -> str:
    return _LEVEL.get(match[0], "\ufffd")


def fold(text: str) -> str:
    """The text folded, its outer space kept."""
    text = level(text)
    edits = _edits(text)
    return _apply(text, edits) if edits else text


def _edits(text: str) -> list[_Edit]:
    # The pattern for odd characters tries every letter; most texts have none to find.
    if text.isascii() or not _ODD.search(text):
        if "  " not in text:
            return []
        return [_Edit(*found.span(), "") for found in _SPACED.finditer(text)]
    edits = []
    for found in _EDITED.finditer(text):
        edit = _Edit(*found.span(), _plain_form(found[0]))
        if edit.text != found[0]:
            edits.append(edit)
    return edits


def _plain_form(found: str) -> str:
    first = found[0]
    if first == " " or first in _ZERO_WIDTH:
        return ""
    if "\ufb00" <= first <= "\ufb06":
        return unicodedata.normalize("NFKC", found)
    return unicodedata.normalize("NFC", found)


def _apply(text: str, edits: Sequence[_Edit]) -> str:
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    parts.append(text[at:])
    return "".join(parts)


def fold_pieces(pieces: Sequence[Piece], marks: Sequence[int] = ()) -> Folded:
    """Join and fold pieces, without outer space.

    ``marks`` are offsets into the joined pieces; they come back as offsets into the result.
    """
    raw = pieces[0].text if len(pieces) == 1 else "".join(piece.text for piece in pieces)
    text = level(raw)
    edits = _trimmed(text, _edits(text))
    if not edits:
        segments = _whole(pieces)
        return Folded(text, segments, tuple(min(mark, len(text)) for mark in marks))
    return Folded(
        _apply(text, edits), tuple(_mapped(pieces, edits, len(text))), _moved(marks, edits)
    )


def _trimmed(text: str, edits: list[_Edit]) -> list[_Edit]:
    start = len(text) - len(text.lstrip(_EDGE))
    end = len(text.rstrip(_EDGE))
    if start == 0 and end == len(text):
        return edits
    if end <= start:
        return [_Edit(0, len(text), "")] if text else []
    inner = [edit for edit in edits if edit.start >= start and edit.end <= end]
    head = [_Edit(0, start, "")] if start else []
    tail = [_Edit(end, len(text), "")] if end < len(text) else []
    return head + inner + tail


def _whole(pieces: Sequence[Piece]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at = 0
    for piece in pieces:
        if piece.text:
            _extend(segments, at, len(piece.text), piece.start, piece.end)
            at += len(piece.text)
    return tuple(segments)


def _extend(segments: list[Segment], at: int, length: int, start: int, end: int) -> None:
    """Add a segment, or lengthen the last one where both map character by character."""
    if segments and length == end - start:
        last = segments[-1]
        if (
            last.source_end == start
            and last.end - last.start == last.source_end - last.source_start
        ):
            segments[-1] = Segment(last.start, at + length, last.source_start, end)
            return
    segments.append(Segment(at, at + length, start, end))


def _mapped(pieces: Sequence[Piece], edits: Sequence[_Edit], length: int) -> list[Segment]:
    starts: list[int] = []
    at = 0
    for piece in pieces:
        starts.append(at)
        at += len(piece.text)
    segments: list[Segment] = []
    out = kept = 0
    for edit in (*edits, _Edit(length, length, "")):
        out = _keep(segments, pieces, starts, kept, edit.start, out)
        if edit.text:
            first = _source(pieces, starts, edit.start, edit.start + 1)[0]
            last = _source(pieces, starts, edit.end - 1, edit.end)[1]
            segments.append(Segment(out, out + len(edit.text), first, last))
            out += len(edit.text)
        kept = edit.end
    return segments


def _keep(
    segments: list[Segment],
    pieces: Sequence[Piece],
    starts: Sequence[int],
    begin: int,
    end: int,
    out: int,
) -> int:
    """Map the unedited characters ``begin..end`` of the joined pieces, piece by piece."""
    while begin < end:
        index = bisect_right(starts, begin) - 1
        stop = min(end, starts[index] + len(pieces[index].text))
        source = _source(pieces, starts, begin, stop)
        _extend(segments, out, stop - begin, *source)
        out += stop - begin
        begin = stop
    return out


def _source(
    pieces: Sequence[Piece], starts: Sequence[int], begin: int, end: int
) -> tuple[int, int]:
    index = bisect_right(starts, begin) - 1
    piece = pieces[index]
    if len(piece.text) != piece.end - piece.start:
        return piece.start, piece.end
    offset = piece.start - starts[index]
    return begin + offset, end + offset


def _moved(marks: Sequence[int], edits: Sequence[_Edit]) -> tuple[int, ...]:
    """Where offsets into the unedited text lie once it is edited."""
    if not marks:
        return ()
    starts = [edit.start for edit in edits]
    shifts = [0]
    for edit in edits:
        shifts.append(shifts[-1] + len(edit.text) - (edit.end - edit.start))
    moved = []
    for mark in marks:
        before = bisect_left(starts, mark)  # edits that begin before the mark
        if before and mark < edits[before - 1].end:
            moved.append(edits[before - 1].start + shifts[before - 1])
        else:
            moved.append(mark + shifts[before])
    return tuple(moved)
