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
from functools import cached_property
from typing import Any

from spacy.tokens import Doc

from healthlint.nlp.clause_lists import (
    back_over,
    closes_clause,
    either_ahead,
    fronted_list,
    joins_clause,
    sets_beside,
)
from healthlint.nlp.clause_parts import OPENERS, Break, Reach, Segment, Stop, any_within
from healthlint.nlp.context_values import MARKS, STOPS
from healthlint.nlp.cues import CueHit
from healthlint.nlp.places import DASHES, places_of

# Marks that are punctuation, and how it is written below.
_POINTS = (
    ("comma", ","),
    ("semicolon", ";"),
    ("colon", ":"),
    ("bracket-open", "("),
    ("bracket-close", ")"),
)
# Marks that may end a reach or shelter it; and settings about where a cue stands.
_TURNS = ("relative", "subject", "finite", "modal", "main-verb")
_PLACES = frozenset(("at", "needs_end", "needs_order", "whole"))
# Families whose cues may stand as a sentence's adverb, set off by a comma.
_ADVERBIAL = frozenset(("hedge", "rare", "historical", "quoted"))
# Words between a cue and a colon that still leads on from it ("does not cause:").
_LEADING = 3
_BEHIND = 5  # words before a cue in which it is told how it is meant


class Clauses:
    """One sentence, tokens ``[start, end)`` of the ``Doc``, with its marks."""

    def __init__(
        self,
        doc: Doc,
        start: int,
        end: int,
        mentions: Iterable[int],
        hits: Iterable[CueHit],
        things: Iterable[int] | None = None,
    ) -> None:
        self.start, self.end = start, end
        self._doc = doc
        self._mentions = sorted(mentions)
        self._things = self._mentions if things is None else sorted(things)
        self._hits = [hit for hit in hits if hit.cue.family == STOPS]
        self.marks: dict[str, set[int]] = {}
        for hit in hits:
            if hit.cue.family == MARKS:
                self.marks.setdefault(hit.cue.id, set()).add(hit.start)
        self._governors: set[int] = set()
        self._kinds: dict[int, Segment] = {}

    @cached_property
    def _points(self) -> dict[int, str]:
        """Where the sentence has punctuation that matters."""
        return {place: text for name, text in _POINTS for place in self.marks.get(name, ())}

    @cached_property
    def _dashes(self) -> set[int]:
        # Not from the lexicon: to it, a hyphen is a space.
        return {
            index
            for index in places_of(self._doc, DASHES, self.start + 1, self.end)
            if self._parts(index)
        }

    def _parts(self, index: int) -> bool:
        """Whether the mark stands between words: a hyphen does not stand free."""
        before = self._doc[index - 1]
        return self._doc[index].text != "-" or bool(before.whitespace_) or before.is_space

    @cached_property
    def stops(self) -> dict[int, list[Stop]]:
        """The places that end a cue's reach."""
        found: dict[int, list[Stop]] = {}
        for hit in self._hits:
            if self.stands(hit):
                place, stop = self._stop(hit)
                found.setdefault(place, []).append(stop)
        return found

    @cached_property
    def events(self) -> list[int]:
        """All places at which a cue's reach may end or change; between them nothing happens."""
        places = {*self.stops, *self.breaks, *self._points, *self._dashes}
        for name in _TURNS:
            places |= self.marks.get(name, set())
        return sorted(places)

    def word(self, index: int) -> str:
        """The token's lower-case text; empty outside the sentence."""
        return self._doc[index].lower_ if self.start <= index < self.end else ""

    def mark(self, name: str, index: int) -> bool:
        """Whether a clause mark of that name begins at the token."""
        found = self.marks.get(name)
        return found is not None and index in found

    def stands(self, hit: CueHit) -> bool:
        """Whether the words beside a cue are as its settings ask."""
        settings = hit.cue.settings
        after, following = settings.get("after"), settings.get("followed_by")
        if after is not None and not self._follows(hit.start, after):
            return False
        if following is not None and self.word(hit.end) not in following:
            return False
        unless = settings.get("not_after")
        if unless is not None and self.word(hit.start - 1) in unless:
            return False
        unless = settings.get("not_behind")
        if unless is not None and self._is_behind(hit.start, unless):
            return False
        return _PLACES.isdisjoint(settings) or self._placed(hit, settings)

    def _is_behind(self, start: int, words: Sequence[str]) -> bool:
        """Whether one of the words stands a little before ("If a patient has had")."""
        return any(self.word(index) in words for index in range(start - _BEHIND, start))

    def _follows(self, start: int, words: Sequence[str]) -> bool:
        if len(words) == 1 and words[0] == ",":
            return self.mark("comma", start - 1)  # most stops ask this: no look at the text
        return self.word(start - 1) in words

    def _placed(self, hit: CueHit, settings: Any) -> bool:
        at = settings.get("at")
        if at == "sentence-start" and not self.opens_sentence(hit.start):
            return False
        if at == "clause-start" and not self._opens_clause(hit.start):
            return False
        if settings.get("needs_order") and not self.gives_order:
            return False
        mark = settings.get("needs_end")
        if mark and mark not in self._doc[max(self.start, self.end - 2) : self.end].text:
            return False
        return not settings.get("whole") or self._is_whole(hit)

    def opens_sentence(self, index: int) -> bool:
        """Whether only quotation marks, brackets and bullets stand before the token."""
        if index - self.start > 4:
            return False
        return all(self.word(place) in OPENERS for place in range(self.start, index))

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

    @cached_property
    def gives_order(self) -> bool:
        """Whether the sentence tells its reader to do, or not to do, something."""
        if self.marks.get("order"):
            return True
        return any(self._opens_clause(index) for index in self.marks.get("command", ()))

    def _is_whole(self, hit: CueHit) -> bool:
        rest = (self.word(index)[0] for index in range(hit.end, self.end))
        return self.opens_sentence(hit.start) and not any(first.isalnum() for first in rest)

    def is_dash(self, index: int) -> bool:
        """Whether the token is a dash between words, not a hyphen."""
        return index in self._dashes

    def _stop(self, hit: CueHit) -> tuple[int, Stop]:
        settings = hit.cue.settings
        place = hit.end if settings.get("keeps") == "all" else hit.start
        if settings.get("relation"):
            self._governors.add(hit.start)
        stop = Stop(
            settings.get("ends", ()),
            bool(settings.get("relation")),
            bool(settings.get("forward_only")),
            str(settings.get("behind", "")),
        )
        return place, stop

    @cached_property
    def breaks(self) -> dict[int, Break]:
        """Commas and coordinators, by their first token."""
        commas = {place for place, text in self._points.items() if text == ","}
        either, also = self.marks.get("either", set()), self.marks.get("also", set())
        found: dict[int, Break] = {}
        first = last = -1
        for index in sorted(commas | either | also):
            run = index == last
            first = first if run else index
            known = found.get(first) if run else None
            found[first] = Break(
                index + 1,
                index in commas or (known is not None and known.comma),
                index in either or (known is not None and known.either),
                index in also or (known is not None and known.also),
            )
            last = index + 1
        return found

    @cached_property
    def break_starts(self) -> list[int]:
        """Where breaks begin, in order."""
        return sorted(self.breaks)

    def kind(self, start: int) -> Segment:
        """What the segment that begins at the token is; looked at once."""
        known = self._kinds.get(start)
        if known is None:
            known = self._kinds[start] = self._classify(start)
        return known

    def _classify(self, start: int) -> Segment:
        start += self.mark("quotation-mark", start)  # "..., " he added
        if self.mark("subject", start):
            return Segment.CLAUSE
        if self.mark("command", start):
            return Segment.COMMAND
        events = self.events
        for index in events[bisect_left(events, start) :]:
            if index in self.breaks or self.is_hard(index) or self.mark("relative", index):
                break
            if self.mark("finite", index) or self.mark("modal", index):
                return Segment.CLAUSE
        return Segment.ITEM

    def is_hard(self, index: int) -> bool:
        """Punctuation that no enumeration crosses."""
        return self._points.get(index) in (";", ":") or self.is_dash(index)

    def has_mention(self, start: int, end: int) -> bool:
        """Whether a mention begins in ``[start, end)``."""
        return any_within(self._mentions, start, end)

    def forward(self, hit: CueHit, scope: str, limit: int) -> Reach:
        """From the cue's end to the first place that ends it, at most to ``limit``."""
        settings = hit.cue.settings
        family = hit.cue.family
        window = settings.get("window")
        if window:
            limit = min(limit, hit.end + int(window))
        stops_at: Sequence[str] = settings.get("stops_at", ())
        fronted = bool(settings.get("fronted")) or scope == "condition"
        fronted = fronted and self._opens_clause(hit.start)
        relation = limit
        relative = False
        depth = 0
        first = hit.end
        if self._points.get(first) == ",":
            if hit.cue.id == "verb-negator":
                return Reach(first, first, first)  # "some have and others have not, he said"
            # "In rare cases, you may ...": the comma sets off the cue itself
            first += family in _ADVERBIAL
        events = self.events
        end = limit
        for at in range(bisect_left(events, first), len(events)):
            index = events[at]
            if index >= limit:
                break
            ended, governs = False, False
            if index > first or first == hit.end:
                ended, governs = self._stopped(hit, scope, index)
            if governs:
                relation = min(relation, index)
            point = self._points.get(index)
            depth += (point == "(") - (point == ")")
            ended = ended or depth < 0 or self._halts(index, hit.end, scope, family)
            found = None if ended else self.breaks.get(index)
            if found is not None:
                ended = not self._crosses(found, index, family, scope, fronted) or (
                    family == "negation" and found.comma and closes_clause(self, hit.start, index)
                )
                relative = False
            elif not ended:
                if self.mark("relative", index) or self.mark("subject", index):
                    relative = True
                elif not relative and index not in self._governors:
                    # "It never causes a fever": the verb right behind is the one denied.
                    beside = index == hit.end and hit.cue.id == "verb-negator"
                    ended = not beside and any(self.mark(name, index) for name in stops_at)
            if ended:
                end = index
                break
        return Reach(hit.end, end, min(relation, end))

    def _stopped(self, hit: CueHit, scope: str, index: int) -> tuple[bool, bool]:
        """Whether a stop there ends the cue's reach, and whether one begins a denied relation."""
        governs = False
        for stop in self.stops.get(index, ()):
            if stop.holds(hit.cue.family, scope) and self._behind(stop.behind, hit.end, index):
                if not stop.relation:
                    return True, governs
                governs = True
        return False, governs

    def _halts(self, index: int, since: int, scope: str, family: str) -> bool:
        point = self._points.get(index)
        if point == ";":
            listed = family == "hedge" and index + 1 < self.end
            return not (listed and self.kind(index + 1) is Segment.ITEM)
        if scope == "sentence":
            return False
        # "It does not cause: fever" runs on; "No fever: call ..." does not.
        if point != ":":
            return self.is_dash(index)
        return index - since > _LEADING or self.has_mention(since, index)

    def _behind(self, what: str, since: int, index: int) -> bool:
        """Whether what a stop must follow stands between the cue and it.

        "Not caused by stress" denies stress; "no pain caused by stress" does not.
        """
        if what == "mention":
            return self.has_mention(since, index)
        if what == "thing":
            return any_within(self._things, since, index)
        return not what or not all(self.mark("empty", place) for place in range(since, index))

    def _crosses(self, found: Break, index: int, family: str, scope: str, fronted: bool) -> bool:
        if found.after >= self.end:
            return True
        if scope == "sentence":
            ends = family == "myth" and found.comma and found.also
            return not (ends and joins_clause(self, found.after))
        if scope == "condition" and (not found.comma or found.either or found.also):
            return True
        if fronted and found.comma:
            return fronted_list(self, index, clauses=scope == "condition")
        kind = self.kind(found.after)
        if scope == "condition":
            return kind is Segment.ITEM
        if found.comma and found.also and joins_clause(self, found.after):
            return False
        if family == "hedge" and sets_beside(self, found, index):
            return False
        if kind is Segment.CLAUSE:
            # In "without pain or fever needs a check" the verb is the whole subject's.
            return found.either and not found.comma and not self.mark("subject", found.after)
        if kind is Segment.COMMAND and not found.either:
            return found.comma and either_ahead(self, found.after)
        return True

    def backward(self, hit: CueHit, scope: str, limit: int) -> Reach:
        """From the cue's start back to the first place that ends it, at least to ``limit``."""
        settings = hit.cue.settings
        window = settings.get("window")
        if window:
            limit = max(limit, hit.start - int(window))
        index = hit.start
        if self.word(index - 1) in settings.get("after", ()) and index > limit:
            index -= 1  # "Fever: none": the mark belongs to the cue
        while index > limit:
            before = index - 1
            if self._points.get(before) == ";" or (scope != "sentence" and self.is_hard(before)):
                break
            if self.mark("who", before):
                break
            if scope != "sentence" and before in self.breaks and not back_over(self, before, limit):
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
