"""Choices within a phrase: ``(cannot|can't) pass water`` stands for two phrases.

What people write differs in one small word ("the", "your", "his"), and a file that lists every
form of every phrase is read by nobody. A choice may be empty: ``damage (|the|your) kidneys``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


def spelt_out(phrases: Iterable[str]) -> Iterator[str]:
    """The phrases with every choice made in every way, in order."""
    for phrase in phrases:
        if "|" not in phrase:
            yield phrase
            continue
        # Texts and choices by turns.
        parts = _CHOICE.split(phrase)
        for chosen in product(*(part.split("|") for part in parts)):
            yield " ".join("".join(chosen).split())
