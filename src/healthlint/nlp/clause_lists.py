"""What a break parts: items of one list, a thing and its explanation, or two clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from healthlint.nlp.clause_parts import Break, Segment

LIST_AHEAD = 4
# A list set off before its clause is short; looking further would cost and find nothing.
_FRONTED_ITEMS = 24
_FRONTED_ITEM_LENGTH = 8


class Marked(Protocol):
    """A sentence with its marks: :class:`healthlint.nlp.clauses.Clauses`."""

    end: int

    @property
    def events(self) -> Sequence[int]: ...
    @property
    def breaks(self) -> Mapping[int, Break]: ...
    @property
    def break_starts(self) -> Sequence[int]: ...
    def mark(self, name: str, index: int) -> bool: ...
    def is_hard(self, index: int) -> bool: ...
    def kind(self, start: int) -> Segment: ...


def sets_beside(clauses: Marked, found: Break, index: int) -> bool:
    """Whether the comma opens an explanation, not a list: "cellulitis, an infection"."""
    if found.either or found.also or not clauses.mark("article", found.after):
        return False
    at = bisect_left(clauses.break_starts, index + 1)
    return not any(
        clauses.breaks[start].either or clauses.breaks[start].also
        for start in clauses.break_starts[at : at + LIST_AHEAD]
    )


def joins_clause(clauses: Marked, start: int) -> bool:
    """Whether ", and" joins a clause whose subject is itself a pair ("rest and ice help")."""
    events = clauses.events
    for index in events[bisect_left(events, start) :]:
        found = clauses.breaks.get(index)
        if found is not None:
            if found.comma or found.either or clauses.mark("finite", found.after):
                return False
        elif clauses.is_hard(index) or clauses.mark("relative", index):
            return False
        elif clauses.mark("finite", index) or clauses.mark("modal", index):
            return True
    return False


def fronted_list(marked: Marked, index: int, clauses: bool) -> bool:
    """Whether the comma parts items of a list that closes with "or X," before the clause.

    With ``clauses`` the last item may be one ("fever, cough or your rash spreads, ...").
    """
    limit = min(marked.end, index + _FRONTED_ITEMS)
    at = bisect_left(marked.break_starts, index)
    near = marked.break_starts[at : at + _FRONTED_ITEMS]
    for place, following in pairwise(place for place in near if place < limit):
        here = marked.breaks[place]
        if following - here.after > _FRONTED_ITEM_LENGTH:
            return False
        closing = here.either or here.also
        if marked.kind(here.after) is not Segment.ITEM and not (clauses and closing):
            return False
        if closing:
            return marked.breaks[following].comma
    return False
