"""The lower-cased words of a ``Doc``, read once: asking its tokens one by one costs ten times."""

from __future__ import annotations

import numpy as np
from spacy.attrs import LOWER
from spacy.tokens import Doc

_KEY = "healthlint_lowered"


def lowered(doc: Doc) -> list[str]:
    """``[token.lower_ for token in doc]``; not to be changed."""
    known: list[str] | None = doc.user_data.get(_KEY)
    if known is None or len(known) != len(doc):
        keys = doc.to_array([LOWER]).ravel()
        strings = doc.vocab.strings
        texts = {key: strings[key] for key in np.unique(keys).tolist()}
        known = doc.user_data[_KEY] = [texts[key] for key in keys.tolist()]
    return known
