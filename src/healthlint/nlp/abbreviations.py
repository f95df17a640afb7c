"""Abbreviations an article defines ("deep vein thrombosis (DVT)"), and where it uses them.

scispaCy's Schwartz-Hearst functions decide what a definition is. Its ready-made component is not
used: its pattern ``( + )`` pairs every opening with every closing bracket, which is quadratic in
the article, and it keeps a matcher that it changes from document to document.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scispacy.abbreviation import filter_matches, find_abbreviation
from spacy.attrs import ORTH
from spacy.strings import get_string_id
from spacy.tokens import Doc

_OPEN = get_string_id("(")
_CLOSE = get_string_id(")")
_LONGEST = 9  # tokens inside the brackets; scispaCy ignores longer ones


def defined_abbreviations(doc: Doc) -> dict[str, tuple[int, int]]:
    """Short form -> tokens ``[start, end)`` of its long form, for every definition found.

    The first definition of a short form counts.
    """
    found: dict[str, tuple[int, int]] = {}
    matches = list(_brackets(doc))
    if not matches:
        return found
    for long_candidate, short_candidate in filter_matches(matches, doc):
        short, long = find_abbreviation(long_candidate, short_candidate)
        if long is None or short.text in found:
            continue
        if "\n" not in doc[long.start : short.end].text:
            found[short.text] = (long.start, long.end)
    return found


def _brackets(doc: Doc) -> Iterator[tuple[int, int, int]]:
    """What scispaCy's matcher would give, in its form, for the nearest closing bracket only."""
    orths = doc.to_array([ORTH]).ravel()
    closing = np.flatnonzero(orths == _CLOSE)
    for opening in np.flatnonzero(orths == _OPEN).tolist():
        nearest = int(np.searchsorted(closing, opening))
        if nearest >= len(closing):
            return
        end = int(closing[nearest])
        if 1 < end - opening <= _LONGEST and opening > 0:
            yield 0, opening + 1, end


def occurrences(
    doc: Doc, definitions: dict[str, tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Tokens ``[start, end)`` and short form of every use of a defined short form."""
    if not definitions:
        return
    by_first: dict[int, list[tuple[str, list[int]]]] = {}
    for short, (start, _end) in definitions.items():
        del start
        words = _words(doc, short)
        by_first.setdefault(words[0], []).append((short, words))
    table = doc.to_array([ORTH]).ravel()
    orths = table.tolist()
    firsts = np.array(list(by_first), dtype=np.uint64)
    for index in np.flatnonzero(np.isin(table, firsts)).tolist():
        for short, words in by_first[orths[index]]:
            if orths[index : index + len(words)] == words:
                yield index, index + len(words), short


def _words(doc: Doc, short: str) -> list[int]:
    return [get_string_id(part) for part in short.split()]
