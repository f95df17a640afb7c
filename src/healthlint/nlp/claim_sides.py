"""What stands on either side of a relation word, and which side it speaks of as its subject."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from healthlint.nlp.claim import Place, Reading
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity

_REACH = 80  # tokens to either side in which a relation word has its arguments
BESIDE = frozenset({"BODY_SITE", "POPULATION"})  # what never is the subject itself
_HELD = frozenset({"CONDITION", "SYMPTOM"})  # what a cue of two parts may hold
_CLOSE = 3  # tokens between what a cue of two parts holds and its end ("reduce stroke risk by")
_AUX = 4  # tokens between the comma that closes a clause and the cue (", can also cause")


class Sides(NamedTuple):
    """What stands before a relation word, behind it, and within one of two parts."""

    left: list[Entity]
    right: list[Entity]
    inside: list[Entity]


def sides_of(
    reading: Reading, place: Place, cues: Sequence[CueHit], index: int, starts: Sequence[int]
) -> Sides:
    """The mentions around a cue, up to the cues beside it; a clause set off between commas before
    it ("Obesity, which means ..., raises") is not what it speaks of."""
    cue = cues[index]
    # A conjoined cue ("cause or worsen") does not cut its neighbour's arguments off.
    low = cues[index - 1].start if index and cue.start - cues[index - 1].end > 2 else -1
    after = next((c.start for c in cues[index + 1 : index + 4] if c.start - cue.end > 2), None)
    high = _bracket(reading, cue, min(after or place.sentence.end, cue.end + _REACH))
    high = _compared(reading, cue, high)
    first = bisect_left(starts, cue.start - _REACH)
    near = place.present[first : bisect_left(starts, high)]
    aside = _set_aside(reading, place, cue)
    if aside is not None and low >= aside:
        low = max((c.start for c in cues[:index] if c.end <= aside), default=-1)
    low = max(low, _half(reading, place, cue))
    left = [e for e in near if low <= e.start and e.end <= cue.start]
    left = _unbracketed(reading, left, cue) or left
    if aside is not None:
        left = [e for e in left if e.end <= aside] or left
    # "It runs in families": the cue may be part of what it introduces.
    right = [e for e in near if cue.end <= e.start or cue.start <= e.start < cue.end < e.end]
    if index and low == cues[index - 1].start and not left:
        left = [e for e in near if e.end <= cues[index - 1].start]
    inside = [e for e in near if cue.start <= e.start and e.end <= cue.end]
    return Sides(left, right, inside)


def _half(reading: Reading, place: Place, cue: CueHit) -> int:
    """Where the half of the sentence begins that the cue stands in ("...; sugar does not cause
    it"): behind its one semicolon."""
    words = reading.doc[place.sentence.start : cue.start]
    marks = [token.i for token in words if token.text == ";"]
    if len(marks) != 1 or reading.doc[marks[0] + 1].lower_ in ("and", "or"):
        return -1
    return marks[0]


def arguments(cue: CueHit, sides: Sides) -> tuple[list[Entity], list[Entity]]:
    """The side of the subject and that of the object. A cue of two parts holds its subject
    ("increase heart disease risk", "treat gout with"); what is said of it stands before, or
    where nothing does, behind ("a lower stroke risk with tea")."""
    left, right, inside = sides
    if any(e.start == cue.start for e in inside):
        return [], []  # "Elevated blood pressure is a major risk": no cue, but a name and more
    held = [e for e in inside if e.label in _HELD]
    if held and cue.end - held[-1].end > _CLOSE:
        held = []
    if cue.cue.settings.get("holds") == "object":
        return left, held or right
    if cue.cue.settings["subject"] != "right":
        return held or left, right
    if held:
        return held, [e for e in left if e.label not in BESIDE] or right
    return right, left


def _set_aside(reading: Reading, place: Place, cue: CueHit) -> int | None:
    """Where a clause begins that is set off between commas right before the cue, if one is."""
    doc = reading.doc
    closing = next(
        (
            i
            for i in range(cue.start - 1, max(place.sentence.start, cue.start - _AUX) - 1, -1)
            if doc[i].text == ","
        ),
        None,
    )
    if closing is None or doc[closing + 1].lower_ in reading.openers:
        return None  # ", which can signal" opens a clause
    for index in range(closing - 1, place.sentence.start, -1):
        if doc[index].text == ",":
            opening = (doc[index + 1].lower_, doc[index + 2].lower_)
            return None if reading.openers.isdisjoint(opening) else index
    return None


def _bracket(reading: Reading, cue: CueHit, high: int) -> int:
    """Where the cue's reach ends if it stands in brackets: "headache (not caused by ...) is"."""
    depth = 0
    for index in range(cue.end, high):
        text = reading.doc[index].text
        depth += (text == "(") - (text == ")")
        if depth < 0:
            return index
    return high


def _unbracketed(reading: Reading, left: Sequence[Entity], cue: CueHit) -> list[Entity]:
    """Without what stands in brackets before the cue ("(preventing a stroke) are greater than")."""
    kept: list[Entity] = []
    first = left[0].start if left else cue.start
    depth, inside = 0, set()
    for index in range(first, cue.start):
        text = reading.doc[index].text
        depth += (text == "(") - (text == ")" and depth > 0)
        if depth:
            inside.add(index)
    if depth:
        return list(left)  # the cue stands in the brackets too
    kept.extend(e for e in left if e.start not in inside)
    return kept


def _compared(reading: Reading, cue: CueHit, high: int) -> int:
    """Where the cue's reach ends at a comparison ("lower rates than those who take ...")."""
    for index in range(cue.end, high):
        word = reading.doc[index].lower_
        if word in reading.reach_ends or (word == "by" and _is_deed(reading, index + 1, high)):
            return index
    return high


def _is_deed(reading: Reading, start: int, high: int) -> bool:
    """Whether "by" tells how something is done ("due to a germ by washing your hands")."""
    words = (w.lower_ for w in reading.doc[start:high] if w.text.strip(" \n-•"))
    return next(words, "").endswith("ing")
