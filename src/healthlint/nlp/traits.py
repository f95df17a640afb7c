"""What an article says an illness is: catching, inherited, a women's disease ...

Frames (``patterns/cues/trait-frames.yaml``) are short sequences of word lists
(``trait-words.yaml``) around the name of an illness: "X is-caused-by a-virus". The parts stand in
order, a few words apart, in one clause; a denial between them turns the frame round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from healthlint.nlp.danger import Places, Spot, WordLists
from healthlint.vocabulary import Vocabulary

_GAP = 3  # tokens between two parts of a frame
_BEFORE = 6  # tokens before a frame, in its clause, in which it is denied
_AFTER = 3  # tokens after it in which it is softened
_ILLNESS, _VALUE, _ADJECTIVE, _SITE, _QUANTITY = "X", "@", "@adj", "site", "@quantity"
_FELT = frozenset({"worse-when", "better-when", "onset", "side", "age"})
_LISTS = frozenset({"and", "or", ","})
_NARROWS = frozenset({"-", "that", "whose"})
_STOPS = frozenset({".", ";", "!", "?", ":", "(", ")", "\n", "-", "–"})
_ENDS = _STOPS | {",", "when"}


class Named(NamedTuple):
    """An illness, or a body site, named in a sentence: tokens counted from its start."""

    start: int
    end: int
    id: str


class TraitSaid(NamedTuple):
    """A value said (or, ``denied``, said not to hold) of an illness; ``only``: and no other;
    ``mostly``: more often than others.

    ``start`` and ``end`` are tokens counted from the sentence's start.
    """

    dimension: str
    value: str
    denied: bool
    only: bool
    mostly: bool
    illness: Named
    start: int
    end: int


class _Frame(NamedTuple):
    parts: tuple[str, ...]
    dimension: str
    value: str
    only: bool
    denies: bool
    needs_denial: bool
    mostly: bool
    plain: bool  # counts only where nothing denies it


class TraitFrames:
    """The frames of the vocabulary, read once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = WordLists("trait-word", vocabulary)
        lists = {cue.id for cue in vocabulary.cues.get("trait-word", ())}
        self._by_list: dict[str, list[_Frame]] = {}
        for cue in vocabulary.cues.get("trait-frame", ()):
            for phrase in cue.phrases:
                for frame in _spelt_out(phrase, cue.settings, lists):
                    rarest = next(part for part in reversed(frame.parts) if part != _ILLNESS)
                    self._by_list.setdefault(rarest, []).append(frame)

    def find(
        self,
        words: Sequence[str],
        illnesses: Sequence[Named],
        sites: Sequence[Named],
        others: Sequence[Named] = (),
    ) -> Iterator[TraitSaid]:
        """Every trait said of an illness in a sentence; ``words`` are its lower-cased tokens, and
        ``others`` the illnesses named that no frame reaches across."""
        places = self._words.places(words)
        pains = [i._replace(end=i.end + 1) for i in illnesses if _starts(places, "pain-of", i.end)]
        illnesses = [i for i in illnesses if not self._is_other(words, places, i)]
        if not illnesses and not pains:
            return
        places[_SITE] = [(site.start, site.end) for site in sites]
        for name in tuple(places):
            for frame in self._by_list.get(name, ()):
                if all(part == _ILLNESS or part in places for part in frame.parts):
                    # "Gout pain is worst at night" is said of gout; "gout pain is catching" is not.
                    felt = [*illnesses, *pains] if frame.dimension in _FELT else illnesses
                    yield from self._said(frame, words, places, felt, sites, others)

    def _is_other(self, words: Sequence[str], places: Places, illness: Named) -> bool:
        """ "Measles vaccine", "a cold-like illness", "cancer that cannot be treated": not it."""
        following = words[illness.end] if illness.end < len(words) else ""
        return following in _NARROWS or _starts(places, "not-it", illness.end)

    def _said(
        self,
        frame: _Frame,
        words: Sequence[str],
        places: Places,
        illnesses: Sequence[Named],
        sites: Sequence[Named],
        others: Sequence[Named],
    ) -> Iterator[TraitSaid]:
        for illness in illnesses:
            lists = [
                [(illness.start, illness.end)] if part == _ILLNESS else places[part]
                for part in frame.parts
            ]
            spots = _in_order(lists, words, places)
            if spots is None:
                continue
            gaps = list(_gaps(spots, words, places))
            if f"exempt-{frame.dimension}" in places or _is_listed(frame, gaps, words):
                continue
            if _is_soft(frame, gaps, spots, places) or any(
                other.start in gap for other in others for gap in gaps[1:]
            ):
                continue
            # "Nothing cures a cold"; but "... nothing against the viruses behind colds".
            names = frame.parts[0] in (_ILLNESS, f"{frame.dimension}-{frame.value}")
            inside = _count(places, "deny-before" if names else "deny", gaps[0])
            inside += sum(_count(places, "deny", gap) for gap in gaps[1:])
            if frame.needs_denial and not inside % 2:
                continue
            if inside % 2 and (frame.plain or _starts(places, "goes-on", spots[-1][1])):
                continue  # "no vaccine against flu can give you flu": not that there is none
            value, first = frame.value, spots[0][0]
            if value == _SITE:
                here = spots[frame.parts.index(_SITE)]
                value = next(s.id for s in sites if (s.start, s.end) == here)
            denied = bool(inside % 2) != frame.denies
            # "Most women get it" is not "it is mostly women who get it".
            told = gaps if frame.parts[0] == _ILLNESS else gaps[1:]
            mostly = frame.mostly or any(_count(places, "mostly", gap) for gap in told)
            yield TraitSaid(
                frame.dimension,
                value,
                denied,
                frame.only,
                mostly,
                illness,
                min(_starting(places, "deny-before", gaps[0]), default=first),
                spots[-1][1],
            )


def _is_listed(frame: _Frame, gaps: Sequence[range], words: Sequence[str]) -> bool:
    """ "It can cause pneumonia and swelling of the brain": the site is the other one's. And
    "obesity and high blood pressure" are two things."""
    alone = frame.dimension == _SITE or len(frame.parts) == 2
    after_illness = alone and frame.parts[0] == _ILLNESS
    return after_illness and any(words[index] in _LISTS for index in gaps[1])


def _spelt_out(phrase: str, settings: Mapping[str, object], lists: set[str]) -> Iterator[_Frame]:
    parts = tuple(phrase.split())
    dimension = str(settings["dimension"])
    flags = tuple(
        bool(settings.get(name)) for name in ("only", "denies", "denied", "mostly", "plain")
    )
    if dimension == _SITE:
        named = tuple(_SITE if part == _VALUE else part for part in parts)
        yield _Frame(named, dimension, _SITE, *flags)
        return
    if "value" in settings:
        yield _Frame(parts, dimension, str(settings["value"]), *flags)
        return
    if _QUANTITY in parts:
        for name in sorted(lists):
            if name.startswith("quantity-"):
                value = f"{name.removeprefix('quantity-')}-{settings['direction']}"
                swapped = tuple(name if part == _QUANTITY else part for part in parts)
                yield _Frame(swapped, dimension, value, *flags)
        return
    for name in sorted(lists):
        if not name.startswith(f"{dimension}-") or name.endswith("-adj"):
            continue
        adjective = f"{name}-adj"
        if _ADJECTIVE in parts and adjective not in lists:
            continue
        swap = {_VALUE: name, _ADJECTIVE: adjective}
        value = name.removeprefix(f"{dimension}-")
        yield _Frame(tuple(swap.get(p, p) for p in parts), dimension, value, *flags)


def _in_order(
    lists: Sequence[Sequence[Spot]], words: Sequence[str], places: Places, after: int | None = None
) -> tuple[Spot, ...] | None:
    """One spot of each list, in order, with nothing between that ends the clause."""
    if not lists:
        return ()
    for spot in lists[0]:
        if after is not None and not 0 <= spot[0] - after <= _GAP:
            continue
        if after is not None and _is_broken(range(after, spot[0]), words, places):
            continue
        rest = _in_order(lists[1:], words, places, spot[1])
        if rest is not None:
            return (spot, *rest)
    return None


def _is_broken(gap: range, words: Sequence[str], places: Places) -> bool:
    for index in gap:
        if words[index] in _STOPS or _starts(places, "clause-joint", index):
            return True
        if words[index] == "," and not _starts(places, "gap-comma-ok", index + 1):
            return True
    return False


def _gaps(spots: Sequence[Spot], words: Sequence[str], places: Places) -> Iterator[range]:
    """The tokens between the parts, and those of the same clause just before the first."""
    first = spots[0][0]
    start = max(0, first - _BEFORE)
    for index in range(first - 1, start - 1, -1):
        if words[index] in _ENDS or _starts(places, "clause-joint", index):
            start = index + 1
            break
    yield range(start, first)
    for (_, end), (following, _) in pairwise(spots):
        yield range(end, following)


def _is_soft(frame: _Frame, gaps: Sequence[range], spots: Sequence[Spot], places: Places) -> bool:
    """Whether it is said of some cases only, compared, or of what is like the illness."""
    own = f"soft-{frame.dimension}"  # "gout often goes with high blood pressure"
    if any(_count(places, name, gap) for name in ("soft", own) for gap in gaps):
        return True
    end = spots[-1][1]
    return bool(_count(places, "soft-after", range(end, end + _AFTER)))


def _count(places: Places, name: str, tokens: range) -> int:
    # "Can not" and its "not" end at the same word.
    return len({end for start, end in places.get(name, ()) if start in tokens})


def _starting(places: Places, name: str, tokens: range) -> list[int]:
    return [start for start, _end in places.get(name, ()) if start in tokens]


def _starts(places: Places, name: str, token: int) -> bool:
    return any(start == token for start, _end in places.get(name, ()))
