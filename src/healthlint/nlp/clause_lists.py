"""What a break parts: items of one list, a thing and its explanation, or two clauses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from healthlint.nlp.clause_parts import OPENERS, Break, Segment

_LIST_AHEAD = 4  # breaks
_EITHER_AHEAD = 6  # breaks
# A list set off before its clause is short; looking further would cost and find nothing.
_FRONTED_ITEMS = 24
_FRONTED_ITEM_LENGTH = 8


class Marked(Protocol):
    """A sentence with its marks: :class:`healthlint.nlp.clauses.Clauses`."""

    start: int
    end: int

    @property
    def events(self) -> Sequence[int]: ...
    @property
    def breaks(self) -> Mapping[int, Break]: ...
    @property
    def break_starts(self) -> Sequence[int]: ...
    def word(self, index: int) -> str: ...
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
        for start in clauses.break_starts[at : at + _LIST_AHEAD]
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


def either_ahead(clauses: Marked, index: int) -> bool:
    """Whether an "or" follows before the enumeration can have ended."""
    at = bisect_left(clauses.break_starts, index)
    near = clauses.break_starts[at : at + _EITHER_AHEAD]
    return any(clauses.breaks[start].either for start in near)


def closes_clause(clauses: Marked, cue: int, comma: int) -> bool:
    """Whether the comma closes the clause a denial stands in: one that opens the sentence
    ("When acne will not go, ...") or is set off in it (", who was not involved, ...")."""
    at = bisect_left(clauses.break_starts, cue)
    near = clauses.break_starts[max(0, at - _LIST_AHEAD) : at]
    opens = next((place for place in reversed(near) if clauses.breaks[place].comma), None)
    if opens is not None:
        aside = clauses.mark("who", opens + 1) or clauses.word(opens + 1) == "which"
        return aside and not either_ahead(clauses, comma + 1)
    if at > _LIST_AHEAD:
        return False
    first = clauses.start + (clauses.word(clauses.start) in OPENERS)
    return clauses.mark("subordinate", first) and not fronted_list(clauses, comma, clauses=False)


def back_over(clauses: Marked, index: int, limit: int) -> bool:
    """Whether the segment left of a break is an item of the same enumeration."""
    at = bisect_left(clauses.break_starts, index)
    left = max(_behind_break(clauses, at, index), limit)
    if clauses.kind(left) is not Segment.ITEM:
        return False
    if clauses.breaks[index].comma:
        # "If it lasts and follows a cold, ..." is set off as a whole.
        for _ in range(_LIST_AHEAD):
            if at == 0 or clauses.breaks[clauses.break_starts[at - 1]].comma:
                break
            at -= 1
        left = max(_behind_break(clauses, at, index), limit)
        return not (clauses.mark("fronting", left) or clauses.mark("relative", left))
    return True


def _behind_break(clauses: Marked, at: int, index: int) -> int:
    """The first token behind the break before number ``at``, or of the sentence."""
    return min(clauses.breaks[clauses.break_starts[at - 1]].after, index) if at else clauses.start
