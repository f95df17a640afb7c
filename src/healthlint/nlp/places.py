"""Where a ``Doc`` has certain marks, found in one pass over its array of tokens.

Sentences ask for their dashes and quotation marks again and again; walking their tokens each
time was a tenth of the time of reading contexts.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from spacy.attrs import ORTH
from spacy.strings import get_string_id
from spacy.tokens import Doc

DASHES = ("-", "--", "---", "–", "—")
PLACES = "healthlint_places"


def places_of(doc: Doc, marks: tuple[str, ...], start: int, end: int) -> list[int]:
    """The tokens in ``[start, end)`` that are one of the marks, in order.

    Kept in the ``Doc``, whose tokens do not change.
    """
    key = f"{PLACES} {' '.join(marks)}"
    known: list[int] | None = doc.user_data.get(key)
    if known is None:
        wanted = np.array([get_string_id(mark) for mark in marks], dtype=np.uint64)
        known = np.flatnonzero(np.isin(doc.to_array([ORTH]).ravel(), wanted)).tolist()
        doc.user_data[key] = known
    return known[bisect_left(known, start) : bisect_left(known, end)]
