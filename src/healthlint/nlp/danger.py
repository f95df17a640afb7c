"""Danger signs, ways to put off care and harmful deeds, put together from everyday words.

"Half his face has slipped", "a dusky grey round the lips": no list of phrases holds them all, so
a sign is made of lists of words (``patterns/cues/danger-words.yaml``), one word of each close
together (``patterns/cues/danger-signs.yaml``), and names the fact of the reference that it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import spacy

from healthlint.cache import cached
from healthlint.nlp.lexicon import verb_variants
from healthlint.vocabulary import Vocabulary
from healthlint.vocabulary.choices import spelt_out
from healthlint.vocabulary.model import Cue

_DEED = 18  # tokens from the first word of a deed to its last
_SIGN = 12  # tokens from the first word of a sign to its last
_BEFORE = 3  # tokens before a sign in which it is denied or only recalled
_BREAKS = frozenset({".", ";", "!"})

Spot = tuple[int, int]
Places = Mapping[str, Sequence[Spot]]
Compiled = tuple[dict[str, list[str]], dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]]]


class Sign(NamedTuple):
    """A danger sign in a sentence: its tokens, and the key of the fact that it is."""

    start: int
    end: int
    fact: str


class WordLists:
    """Lists of words and phrases, found in a sentence by their first two words."""

    def __init__(self, name: str, vocabulary: Vocabulary) -> None:
        found = vocabulary.cues.get(name, ())
        compiled: Compiled = cached(name, vocabulary.digest, lambda: _compiled(found))
        self._words, self._phrases = compiled

    def starts(self, words: Sequence[str]) -> dict[int, list[tuple[str, int]]]:
        """Token -> the lists of which a word begins there in its own sense, with where it ends."""
        found: dict[int, list[tuple[str, int]]] = {}
        for name, spots in in_this_sense(self.places(words)).items():
            for start, end in spots:
                found.setdefault(start, []).append((name, end))
        return found

    def places(self, words: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
        """List id -> where its words stand (tokens counted from the sentence's start)."""
        found: dict[str, list[tuple[int, int]]] = {}
        single, longer = self._words, self._phrases
        for place, word in enumerate(words):
            for name in single.get(word, ()):
                found.setdefault(name, []).append((place, place + 1))
        # Many phrases begin with "a" or "in the": the first two words together are few.
        for place, pair in enumerate(pairwise(words)):
            for name, phrase in longer.get(pair, ()):
                end = place + len(phrase)
                if len(phrase) == 2 or tuple(words[place:end]) == phrase:
                    found.setdefault(name, []).append((place, end))
        for spots in found.values():
            spots.sort(key=_longest_first)
        return found


class Made(NamedTuple):
    """What is made of words: one word of every list, none of the list ``unless``."""

    statement: str
    lists: tuple[str, ...]
    unless: str


def made_of(vocabulary: Vocabulary, family: str) -> tuple[Made, ...]:
    """What a family of cues makes of the word lists."""
    return tuple(
        Made(
            str(cue.settings["statement"]),
            tuple(choice.split()),
            str(cue.settings.get("unless", "")),
        )
        for cue in vocabulary.cues.get(family, ())
        for choice in cue.phrases
    )


class HarmDeeds:
    """Harmful deeds (``patterns/cues/harm-deeds.yaml``), made of words like the signs."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._words = WordLists("harm-word", vocabulary)
        self._deeds = made_of(vocabulary, "harm-deed")

    def find(self, words: Sequence[str], offset: int) -> tuple[Iterator[Sign], Places]:
        """Every deed of a sentence, and where its words of praise and of warning stand."""
        places = self.places(words)
        return self._found(places, words, offset), places

    def places(self, words: Sequence[str]) -> Places:
        """Where the words of the lists stand in a sentence."""
        return self._words.places(words)

    def _found(self, places: Places, words: Sequence[str], offset: int) -> Iterator[Sign]:
        for deed in self._deeds:
            if deed.unless in places or any(name not in places for name in deed.lists):
                continue
            spots = standing_together([places[name] for name in deed.lists], _DEED)
            if spots is None:
                continue
            start, end = stretch(spots)
            if _BREAKS.isdisjoint(words[start:end]):
                yield Sign(offset + start, offset + end, deed.statement)


class DangerSigns:
    """The signs, each a choice of lists of which every one must have a word."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = WordLists("danger-word", vocabulary)
        self.putting_off = WordLists("putting-off", vocabulary)
        self._signs = made_of(vocabulary, "danger-sign")
        sets = vocabulary.word_sets("putting-off")
        self._not_now = sets.get("not-now", frozenset())

    def find(self, words: Sequence[str], offset: int) -> Iterator[Sign]:
        """Every sign of a sentence; ``words`` are its lower-cased tokens from ``offset`` on."""
        places = in_this_sense(self.words.places(words))
        if not places:
            return
        seen: set[str] = set()
        for fact, names, _unless in self._signs:
            if fact in seen or any(name not in places for name in names):
                continue
            spots = standing_together([places[name] for name in names], _SIGN)
            if spots is None:
                continue
            start, end = stretch(spots)
            if self._is_not_now(words, start) or not _BREAKS.isdisjoint(words[start:end]):
                continue
            seen.add(fact)
            yield Sign(offset + start, offset + end, fact)

    def _is_not_now(self, words: Sequence[str], start: int) -> bool:
        return not self._not_now.isdisjoint(words[max(0, start - _BEFORE) : start])


def in_this_sense(places: dict[str, list[Spot]]) -> Places:
    """The places outside phrases that mean something else ("hay fever" is no fever)."""
    others = places.pop("other-sense", ())
    if not others:
        return places
    left = {
        name: [s for s in spots if not any(o[0] <= s[0] and s[1] <= o[1] for o in others)]
        for name, spots in places.items()
    }
    return {name: spots for name, spots in left.items() if spots}


def standing_together(lists: Sequence[Sequence[Spot]], window: int) -> tuple[Spot, ...] | None:
    """A spot of each list, no token twice, all within ``window`` tokens; the first there is."""
    for first in lists[0]:
        chosen = [first]
        for others in lists[1:]:
            near = [spot for spot in others if _fits(spot, chosen, window)]
            if not near:
                break
            chosen.append(min(near, key=lambda spot: abs(spot[0] - first[0])))
        else:
            return tuple(chosen)
    return None


def stretch(spots: Iterable[Spot]) -> Spot:
    """From the first token of the spots to the one after their last."""
    starts, ends = zip(*spots, strict=True)
    return min(starts), max(ends)


def stands_free(places: Places, name: str, idioms: str) -> bool:
    """Whether a word of a list stands outside every phrase of another ("harm", but not in "does no
    harm")."""
    phrases = places.get(idioms, ())
    return any(
        not any(phrase[0] <= word[0] < phrase[1] for phrase in phrases)
        for word in places.get(name, ())
    )


def _fits(place: Spot, chosen: Iterable[Spot], window: int) -> bool:
    return all(
        (place[1] <= other[0] or other[1] <= place[0])
        and max(place[1], other[1]) - min(place[0], other[0]) <= window
        for other in chosen
    )


def _longest_first(spot: tuple[int, int]) -> tuple[int, int]:
    return spot[0], -spot[1]


def _forms(cue: Cue) -> Iterable[str]:
    """Its phrases; where its settings say ``verbs``, with their first word in every form."""
    if not cue.settings.get("verbs"):
        return cue.phrases
    spelt = spelt_out(cue.phrases)
    return dict.fromkeys(form for phrase in spelt for form in verb_variants(phrase))


def _compiled(cues: Iterable[Cue]) -> Compiled:
    tokenizer = spacy.blank("en")
    single: dict[str, list[str]] = {}
    longer: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = {}
    for cue in cues:
        for phrase in _forms(cue):
            words = tuple(token.lower_ for token in tokenizer(phrase) if not token.is_space)
            if len(words) == 1:
                single.setdefault(words[0], []).append(cue.id)
            else:
                longer.setdefault((words[0], words[1]), []).append((cue.id, words))
    return single, longer
