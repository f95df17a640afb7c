"""Stems of English words: one stemmer, and one memory of what it has said.

What a component does before it asks (numbers to one sign, other words for the same, irregular
forms) is its own: their results differ on purpose, and weights are fitted on some of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """The word's stem."""
    return str(_STEMMER.stemWord(word))


def stems_of(words: Iterable[str]) -> tuple[str, ...]:
    """The stems of many words, most of which are asked for once."""
    return tuple(_STEMMER.stemWords(list(words)))
