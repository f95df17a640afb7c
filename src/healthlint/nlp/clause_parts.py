"""The small values clauses are made of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

# Marks that may stand before the first word of a sentence.
OPENERS = frozenset(('"', "'", "(", "[", "*", "•", "-", "–", "—"))


class Segment(Enum):
    """What stands between two breaks."""

    ITEM = 1
    CLAUSE = 2
    COMMAND = 3


class Stop(NamedTuple):
    """A place that ends the reach of some cues; ``relation``: only of what it governs."""

    ends: Sequence[str]
    relation: bool
    forward_only: bool
    behind: str

    def holds(self, family: str, scope: str) -> bool:
        """Whether it applies to cues of the family with that kind of scope."""
        return not self.ends or family in self.ends or f"{family}:{scope}" in self.ends


class Break(NamedTuple):
    """A run of comma and coordinator; ``after`` is the first token behind it."""

    after: int
    comma: bool
    either: bool
    also: bool


class Reach(NamedTuple):
    """Tokens ``[start, end)`` of a cue's scope; from ``relation`` on only the relation is meant."""

    start: int
    end: int
    relation: int


def any_within(places: Sequence[int], start: int, end: int) -> bool:
    """Whether one of the places, which are in order, is in ``[start, end)``."""
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end
