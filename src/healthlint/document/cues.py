"""Which short lines belong to the site and not to the article, by the cues of ``patterns/``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from healthlint.document.folding import fold
from healthlint.vocabulary import Cue, load_vocabulary

LineKind = Literal["boilerplate", "caption"]

_OUTER = " \t.:!?*_#|<>()[]{}\"'-•‹›←→↑↓»…~=+"
# "Health > Bones > Knee": where a page stands in its site.
_TRAIL = re.compile(r"[A-Z][^\d.<>!?]{0,60}(?: > [A-Z][^\d.<>!?]{0,80})+")
_TRAIL_CUE = Cue("boilerplate", "trail", ())


@dataclass(frozen=True, slots=True)
class _Opening:
    phrase: str
    words: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class Furniture:
    """The boilerplate cues, indexed for looking lines up.

    ``lines`` are whole lines, ``openings`` first words with the phrases they begin, ``within``
    what may stand anywhere in a line of so many words.
    """

    lines: Mapping[str, Cue]
    openings: Mapping[str, tuple[_Opening, ...]]
    within: tuple[tuple[re.Pattern[str], int, Cue], ...]
    chrome: frozenset[str]
    insertions: frozenset[str]
    longest: int

    def cue(self, line: str) -> Cue | None:
        """The cue that a line of folded text is an instance of."""
        plain = line.casefold().strip(_OUTER)
        found = self.lines.get(plain)
        if found is None and ">" in line and _TRAIL.fullmatch(line):
            found = _TRAIL_CUE
        if found is not None or not plain:
            return found
        words = line.count(" ") + 1
        if words > self.longest:
            return None
        lowered = line.casefold().strip()
        for opening in self.openings.get(lowered.split(" ", 1)[0], ()):
            if words <= opening.words and _begins(lowered, opening.phrase):
                return opening.cue
        for pattern, most, cue in self.within:
            if words <= most and pattern.search(lowered):
                return cue
        return None

    def kind(self, line: str) -> LineKind | None:
        """Whether a line is boilerplate, a caption or neither."""
        cue = self.cue(line)
        if cue is None:
            return None
        return "caption" if cue.settings.get("caption") else "boilerplate"

    def opens_tail(self, line: str) -> bool:
        """Whether a line heads a list of other articles."""
        cue = self.cue(line)
        return cue is not None and bool(cue.settings.get("tail"))


def _begins(line: str, phrase: str) -> bool:
    if not line.startswith(phrase):
        return False
    after = line[len(phrase) : len(phrase) + 1]
    return not after.isalnum() or not phrase[-1].isalnum()


@cache
def furniture() -> Furniture:
    """The packaged boilerplate cues."""
    return index_furniture(load_vocabulary().cues.get("boilerplate", ()))


def index_furniture(cues: Iterable[Cue]) -> Furniture:
    """Index boilerplate cues."""
    lines: dict[str, Cue] = {}
    openings: dict[str, list[_Opening]] = {}
    within: list[tuple[re.Pattern[str], int, Cue]] = []
    chrome: set[str] = set()
    insertions: set[str] = set()
    longest = 0
    for cue in cues:
        match = cue.settings.get("match", "line")
        most = int(cue.settings.get("words", 12))
        phrases = [fold(phrase).casefold() for phrase in cue.phrases]
        if match == "markup":
            (chrome if cue.settings.get("chrome") else insertions).update(phrases)
            continue
        longest = max(longest, most)
        if match == "within":
            within.append((_anywhere(phrases), most, cue))
            continue
        for phrase in phrases:
            if match == "line":
                lines[phrase.strip(_OUTER)] = cue
            else:
                first = phrase.split(" ", 1)[0]
                openings.setdefault(first, []).append(_Opening(phrase, most, cue))
    return Furniture(
        lines,
        {first: tuple(found) for first, found in openings.items()},
        tuple(within),
        frozenset(chrome),
        frozenset(insertions),
        longest,
    )


def _anywhere(phrases: Iterable[str]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")


@cache
def announcements() -> re.Pattern[str]:
    """What a finished sentence holds that introduces the list after it."""
    return _anywhere_or_nowhere(_lead_in_phrases(ending=False))


@cache
def unfinished() -> re.Pattern[str]:
    """How a line ends that goes on in the list below it."""
    phrases = _lead_in_phrases(ending=True)
    if not phrases:
        return re.compile(r"(?!)")
    alternatives = "|".join(map(re.escape, phrases))
    return re.compile(rf"(?<!\w)(?:{alternatives})\Z")


def _lead_in_phrases(*, ending: bool) -> list[str]:
    cues = load_vocabulary().cues.get("lead-in", ())
    return [
        phrase.casefold()
        for cue in cues
        if bool(cue.settings.get("ending")) is ending
        for phrase in cue.phrases
    ]


def _anywhere_or_nowhere(phrases: list[str]) -> re.Pattern[str]:
    return _anywhere(phrases) if phrases else re.compile(r"(?!)")
