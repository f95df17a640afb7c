"""Blocks before they have their place: what every format's parser gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from healthlint.document.bylines import Byline
from healthlint.document.folding import Folded, Piece, fold_pieces
from healthlint.document.model import BlockKind, Metadata
from healthlint.source import Span

CELL_SEPARATOR = " | "
TERMINAL = (".", "!", "?", "…", '."', '!"', '?"', ".'", ".)", "!)", "?)")
_PROSE_WORDS = 12
_ENUMERATION = re.compile(
    r"\s*(?:\(?\d{1,3}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s+[A-Z]))(?:\s+|$)"
)
_WORD = re.compile(r"[^\W\d_][^\s]*")
_LINE_END = re.compile(r"[\r\n]")
_BEFORE_COMMENT = re.compile(r"[ \t>*+\-]*")
_LINE_WINDOW = 400


@dataclass(slots=True)
class Draft:
    """A block before it has its place: folded words, segments and links relative to it.

    ``strong``: all of it is emphasised, as headings are by people who have no heading style.
    ``list_id`` is equal for the items of one list; ``ordered`` lists are numbered.
    ``known``: bylines and boilerplate were told apart already, line by line.
    """

    kind: BlockKind
    folded: Folded
    level: int = 0
    links: tuple[tuple[int, int, str], ...] = ()
    strong: bool = False
    list_id: int | None = None
    ordered: bool = False
    known: bool = False
    byline: Byline | None = None

    @property
    def text(self) -> str:
        """The folded words."""
        return self.folded.text


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment met while parsing: ``block`` counts the drafts that stood before it.

    ``target`` holds the drafts an attribute covers: first and last index, and the offsets within
    them (``None``: to the block's edge).
    """

    text: str
    span: Span
    block: int
    alone: bool
    target: tuple[int, int | None, int, int | None] | None = None


@dataclass
class Parsed:
    """What a format's parser found."""

    drafts: list[Draft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    metadata: Metadata = field(default_factory=Metadata)
    keeps_links: bool = True


def draft(
    kind: BlockKind,
    pieces: Sequence[Piece],
    level: int = 0,
    links: Sequence[tuple[int, int, str]] = (),
    **values: object,
) -> Draft | None:
    """A draft of those pieces, or ``None`` if they hold no words.

    ``links`` are in offsets of the joined pieces.
    """
    dropped = 0
    if kind is BlockKind.HEADING:
        pieces, dropped = _unnumbered(pieces)
    marks = [max(0, mark - dropped) for start, end, _ in links for mark in (start, end)]
    folded = fold_pieces(pieces, marks)
    if not folded.text:
        return None
    placed = tuple(
        (folded.marks[2 * index], folded.marks[2 * index + 1], target)
        for index, (_, _, target) in enumerate(links)
        if folded.marks[2 * index] < folded.marks[2 * index + 1]
    )
    made = Draft(kind, folded, level, placed)
    for name, value in values.items():
        setattr(made, name, value)
    return made


def _unnumbered(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], int]:
    """A heading's pieces without "1." or "2.3", and how many characters that took."""
    for index, piece in enumerate(pieces):
        if piece.text.isspace():
            continue
        match = _ENUMERATION.match(piece.text)
        if match is None or len(piece.text) != piece.end - piece.start:
            break
        rest = Piece(piece.text[match.end() :], piece.start + match.end(), piece.end)
        if not rest.text.strip() and index + 1 == len(pieces):
            break
        blank = sum(len(before.text) for before in pieces[:index])
        return [rest, *pieces[index + 1 :]], blank + match.end()
    return pieces, 0


def remark(
    text: str, parsed: Parsed, inside: str, start: int, end: int, *, pending: bool
) -> Remark:
    """A comment at ``start..end`` of a source; ``pending``: a block is being read there.

    One that ends a line whose words are already read belongs to these.
    """
    # Only so far: a minified page is one line, and each of its comments would scan it all.
    before = text[max(0, start - _LINE_WINDOW) : start]
    line = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :]
    after = _LINE_END.split(text[end : end + _LINE_WINDOW], maxsplit=1)[0]
    alone = _BEFORE_COMMENT.fullmatch(line) is not None and not after.strip()
    block = len(parsed.drafts)
    if not alone and not pending and parsed.drafts:
        block -= start - len(line) < parsed.drafts[-1].folded.segments[-1].source_end <= start
    return Remark(inside.strip(), Span(start, end), block, alone)


def is_terminated(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return text.endswith(TERMINAL)


def is_prose(text: str) -> bool:
    """Whether a block is running text and not a label."""
    return text.count(" ") + 1 >= _PROSE_WORDS and is_terminated(text)


def is_foreign(text: str) -> bool:
    """Whether a quarter of the words hold letters that English does not write."""
    found = _WORD.findall(text)
    return len(found) >= 3 and sum(not word.isascii() for word in found) * 4 >= len(found)
