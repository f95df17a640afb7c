"""How far a cue reaches: clauses and enumerations of one sentence, without a parser.

A sentence is a row of tokens with marks on it, all of them found by phrase: *stops* (``but``,
``because``, ``; ``), *breaks* (commas and coordinators) and words that betray a clause (a finite
verb, a subject, a command). A break is crossed when what follows is an item of an enumeration
("no fever, chills or rash") and not when it is a clause of its own ("no fever, and the cough is
better"). Every segment is classified once, so that the work is linear in the sentence's length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise
from typing import Any, NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.cues import CueHit

MARKS = "clause-marks"
STOPS = "scope-terminators"

_DASHES = frozenset(("-", "--", "---", "–", "—"))
# Families whose cues may stand as a sentence's adverb, set off by a comma.
_ADVERBIAL = frozenset(("hedge", "rare", "historical", "quoted"))
_OPENERS = frozenset(('"', "'", "(", "[", "*", "•", "-", "–", "—"))
# Words between a cue and a colon that still leads on from it ("does not cause:").
_LEADING = 3
# A list set off before its clause is short; looking further would cost and find nothing.
_FRONTED_ITEMS = 24
_FRONTED_ITEM_LENGTH = 5


class Segment(Enum):
    """What stands between two breaks."""

    ITEM = 1
    CLAUSE = 2
    COMMAND = 3


class Stop(NamedTuple):
    """A place that ends the reach of some cues; ``relation``: only of what it governs."""

    ends: frozenset[str]
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


class Clauses:
    """One sentence, tokens ``[start, end)`` of the ``Doc``, with its marks."""

    def __init__(
        self, doc: Doc, start: int, end: int, mentions: Iterable[int], hits: Iterable[CueHit]
    ) -> None:
        self.start, self.end = start, end
        self.words = [token.lower_ for token in doc[start:end]]
        self._spaced = [bool(token.whitespace_) for token in doc[start:end]]
        self._mentions = sorted(mentions)
        self.marks: dict[str, set[int]] = {}
        self.stops: dict[int, list[Stop]] = {}
        asked = []
        for hit in hits:
            if hit.cue.family == MARKS:
                self.marks.setdefault(hit.cue.id, set()).add(hit.start)
            elif hit.cue.family == STOPS:
                asked.append(hit)
        for hit in asked:
            if self.stands(hit):
                self._add_stop(hit)
        self.breaks = self._find_breaks()
        self._break_starts = sorted(self.breaks)
        self._kinds: dict[int, Segment] = {}

    def word(self, index: int) -> str:
        """The token's lower-case text; empty outside the sentence."""
        return self.words[index - self.start] if self.start <= index < self.end else ""

    def mark(self, name: str, index: int) -> bool:
        """Whether a clause mark of that name begins at the token."""
        found = self.marks.get(name)
        return found is not None and index in found

    def stands(self, hit: CueHit) -> bool:
        """Whether the words beside a cue are as its settings ask."""
        settings = hit.cue.settings
        after, following = settings.get("after"), settings.get("followed_by")
        if after is not None and self.word(hit.start - 1) not in after:
            return False
        if following is not None and self.word(hit.end) not in following:
            return False
        if self.word(hit.start - 1) in settings.get("not_after", ()):
            return False
        return self._placed(hit, settings)

    def _placed(self, hit: CueHit, settings: Any) -> bool:
        at = settings.get("at")
        if at == "sentence-start" and not self.opens_sentence(hit.start):
            return False
        if at == "clause-start" and not self._opens_clause(hit.start):
            return False
        mark = settings.get("needs_end")
        if mark and mark not in "".join(self.words[-2:]):
            return False
        return not settings.get("whole") or self._is_whole(hit)

    def opens_sentence(self, index: int) -> bool:
        """Whether only quotation marks, brackets and bullets stand before the token."""
        return all(word in _OPENERS for word in self.words[: index - self.start][-4:]) and (
            index - self.start <= 4
        )

    def _opens_clause(self, index: int) -> bool:
        before = index - 1
        if self.opens_sentence(index) or self.word(before) in (";", ":", "(", '"'):
            return True
        if self.word(before) == ",":
            # Only behind "If you have asthma, ...": elsewhere a comma closes an insertion.
            fronting = self.marks.get("fronting", set())
            return any(
                place in fronting for place in range(self.start, min(self.start + 3, self.end))
            )
        return self.mark("opener", before) or self.is_dash(before)

    def _is_whole(self, hit: CueHit) -> bool:
        rest = self.words[hit.end - self.start :]
        return self.opens_sentence(hit.start) and not any(
            word[0].isalnum() for word in rest if word
        )

    def is_dash(self, index: int) -> bool:
        """Whether the token is a dash between words, not a hyphen."""
        if self.word(index) not in _DASHES or index == self.start:
            return False
        return len(self.word(index)) > 1 or self._spaced[index - 1 - self.start]

    def _add_stop(self, hit: CueHit) -> None:
        settings = hit.cue.settings
        place = hit.end if settings.get("keeps") == "all" else hit.start
        stop = Stop(
            frozenset(settings.get("ends", ())),
            bool(settings.get("relation")),
            bool(settings.get("forward_only")),
            str(settings.get("behind", "")),
        )
        self.stops.setdefault(place, []).append(stop)

    def _find_breaks(self) -> dict[int, Break]:
        found: dict[int, Break] = {}
        index = self.start
        while index < self.end:
            first, comma, either, also = index, False, False, False
            while index < self.end:
                if self.word(index) == ",":
                    comma = True
                elif self.mark("either", index):
                    either = True
                elif self.mark("also", index):
                    also = True
                else:
                    break
                index += 1
            if index > first:
                found[first] = Break(index, comma, either, also)
            else:
                index += 1
        return found

    def kind(self, start: int) -> Segment:
        """What the segment that begins at the token is; looked at once."""
        known = self._kinds.get(start)
        if known is None:
            known = self._kinds[start] = self._classify(start)
        return known

    def _classify(self, start: int) -> Segment:
        if self.mark("subject", start):
            return Segment.CLAUSE
        if self.mark("command", start):
            return Segment.COMMAND
        for index in range(start, self.end):
            if index in self.breaks or self.is_hard(index) or self.mark("relative", index):
                break
            if self.mark("finite", index) or self.mark("modal", index):
                return Segment.CLAUSE
        return Segment.ITEM

    def is_hard(self, index: int) -> bool:
        """Punctuation that no enumeration crosses."""
        return self.word(index) in (";", ":") or self.is_dash(index)

    def has_mention(self, start: int, end: int) -> bool:
        """Whether a mention begins in ``[start, end)``."""
        at = bisect_left(self._mentions, start)
        return at < len(self._mentions) and self._mentions[at] < end

    def _either_ahead(self, index: int) -> bool:
        """Whether an "or" follows before the enumeration can have ended."""
        at = bisect_left(self._break_starts, index)
        return any(self.breaks[start].either for start in self._break_starts[at : at + 6])

    def forward(self, hit: CueHit, scope: str, limit: int) -> Reach:
        """From the cue's end to the first place that ends it, at most to ``limit``."""
        settings = hit.cue.settings
        family = hit.cue.family
        window = settings.get("window")
        if window:
            limit = min(limit, hit.end + int(window))
        stops_at: Sequence[str] = settings.get("stops_at", ())
        fronted = bool(settings.get("fronted")) and self._opens_clause(hit.start)
        relation = limit
        relative = False
        depth = 0
        index = hit.end
        if family in _ADVERBIAL and self.word(index) == ",":
            index += 1  # "In rare cases, you may ...": the comma sets off the cue itself
        first = index
        while index < limit:
            for stop in self.stops.get(index, ()) if index > first or index == hit.end else ():
                if not stop.holds(family, scope):
                    continue
                if not self._behind(stop.behind, hit.end, index):
                    continue
                if not stop.relation:
                    return Reach(hit.end, index, min(relation, index))
                relation = min(relation, index)
            word = self.word(index)
            depth += (word == "(") - (word == ")")
            if depth < 0 or self._halts(index, hit.end, scope):
                break
            found = self.breaks.get(index)
            if found is not None:
                if not self._crosses(found, index, family, scope, fronted):
                    break
                relative = False
                index = max(found.after, index + 1)
                continue
            if self.mark("relative", index):
                relative = True
            if stops_at and not relative and any(self.mark(name, index) for name in stops_at):
                break
            index += 1
        end = min(index, limit)
        return Reach(hit.end, end, min(relation, end))

    def _halts(self, index: int, since: int, scope: str) -> bool:
        word = self.word(index)
        if word == ";":
            return True
        if scope == "sentence":
            return False
        # "It does not cause: fever" runs on; "No fever: call ..." does not.
        if word != ":" and not self.is_dash(index):
            return False
        return index - since > _LEADING or self.has_mention(since, index)

    def _behind(self, what: str, since: int, index: int) -> bool:
        """Whether what a stop must follow stands between the cue and it.

        "Not caused by stress" denies stress; "no pain caused by stress" does not.
        """
        if what == "mention":
            return self.has_mention(since, index)
        return not what or not all(self.mark("empty", place) for place in range(since, index))

    def _crosses(self, found: Break, index: int, family: str, scope: str, fronted: bool) -> bool:
        if scope == "sentence" or found.after >= self.end:
            return True
        kind = self.kind(found.after)
        if scope == "condition":
            return not found.comma or found.either or found.also or kind is Segment.ITEM
        if fronted and found.comma:
            return self._fronted_list(index)
        if kind is Segment.CLAUSE:
            return False
        if kind is Segment.COMMAND and not found.either:
            return found.comma and self._either_ahead(found.after)
        return True

    def _fronted_list(self, index: int) -> bool:
        """Whether the comma parts items of a list that closes with "or X," before the clause."""
        limit = min(self.end, index + _FRONTED_ITEMS)
        at = bisect_left(self._break_starts, index)
        near = self._break_starts[at : at + _FRONTED_ITEMS]
        for place, following in pairwise(place for place in near if place < limit):
            here = self.breaks[place]
            if following - here.after > _FRONTED_ITEM_LENGTH:
                return False
            if self.kind(here.after) is not Segment.ITEM:
                return False
            if here.either or here.also:
                return self.breaks[following].comma
        return False

    def backward(self, hit: CueHit, scope: str, limit: int) -> Reach:
        """From the cue's start back to the first place that ends it, at least to ``limit``."""
        settings = hit.cue.settings
        window = settings.get("window")
        if window:
            limit = max(limit, hit.start - int(window))
        index = hit.start
        while index > limit:
            before = index - 1
            word = self.word(before)
            if word == ";" or (scope != "sentence" and self.is_hard(before)):
                break
            if scope != "sentence" and before in self.breaks and not self._back_over(before, limit):
                break
            index = before
            if self._back_stop(before, hit.cue.family, scope):
                break
        return Reach(index, hit.start, hit.start)

    def _back_stop(self, index: int, family: str, scope: str) -> bool:
        return any(
            not stop.relation and not stop.forward_only and stop.holds(family, scope)
            for stop in self.stops.get(index, ())
        )

    def _back_over(self, index: int, limit: int) -> bool:
        """Whether the segment left of a break is an item of the same enumeration."""
        at = bisect_left(self._break_starts, index)
        left = self.start
        if at:
            left = min(self.breaks[self._break_starts[at - 1]].after, index)
        return self.kind(max(left, limit)) is Segment.ITEM
