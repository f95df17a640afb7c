"""Cue hits: where a cue phrase of some family stands in a ``Doc``."""

from __future__ import annotations

from typing import NamedTuple

from healthlint.vocabulary import Cue


class CueHit(NamedTuple):
    """A cue found at tokens ``[start, end)`` of the ``Doc``."""

    start: int
    end: int
    cue: Cue
