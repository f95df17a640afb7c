"""What a sentence says that a thing does to an illness: a stance.

"Plays no part in", "lowers anybody's chances of", "never strikes", "you cannot have": fixed
wordings are concepts (``patterns/concepts/property/stances.yaml``); most are composed here from
lists of words (``patterns/cues/stances.yaml``), because the words stand apart ("has never been
known to raise anyone's risk").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.vocabulary import Vocabulary

NO_EFFECT = "says-no-effect"
LOWERS = "says-lowers-risk"
RAISES = "says-raises-risk"
SPARED = "says-spared"
RULED_OUT = "says-ruled-out"
USELESS = "says-useless"
WORSENS = "says-worsens"
CANNOT_SHOW = "says-cannot-show"
HELPS = "says-helps"
STANCES = (HELPS, NO_EFFECT, LOWERS, RAISES, SPARED, RULED_OUT, USELESS, WORSENS, CANNOT_SHOW)

# Concepts of fixed wordings that say the same as a composed one.
_SAME = {
    NO_EFFECT: ("no-role",),
    LOWERS: ("lower-risk",),
    RAISES: ("raise-risk",),
    SPARED: ("impossible", "safe-from-it"),
    RULED_OUT: ("excluded",),
    USELESS: ("ineffective",),
    WORSENS: ("worsen",),
}

_AFTER = 4  # tokens from a denial to its verb
_RISK = 5  # tokens between "lowers" and "risk"
_CLAUSE = 12  # tokens before it, within its clause, in which "if" does
_BEFORE = 3  # tokens before a denial in which "if" or "who" makes it no statement


def _is_order(words: Sequence[str], place: int) -> bool:
    """ "Do not stop a statin": told to the reader, not said of the statin."""
    before = words[max(0, place - 2) : place]
    return bool(before) and before[-1] == "do" and (len(before) == 1 or not before[0].isalnum())


class Stances:
    """The word lists, read from the vocabulary once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        lists = {cue.id: frozenset(cue.phrases) for cue in vocabulary.cues.get("stance", ())}
        self._deny = lists.get("deny", frozenset())
        self._soften = lists.get("soften", frozenset())
        self._conditional = lists.get("conditional", frozenset())
        self._opening = lists.get("opening-condition", frozenset())
        self._between = lists.get("between", frozenset())
        self._undo = lists.get("undo", frozenset())
        self._subjects = lists.get("new-subject", frozenset())
        self._risk = lists.get("risk-noun", frozenset())
        self._moves = (
            (LOWERS, lists.get("lower-verb", frozenset())),
            (RAISES, lists.get("raise-verb", frozenset())),
        )
        self._shield = lists.get("shield-verb", frozenset())
        self._calm = lists.get("calm-verb", frozenset())
        self._make = lists.get("make-verb", frozenset())
        self._worse = lists.get("worse-word", frozenset())
        self._denied = (
            (NO_EFFECT, lists.get("cause-verb", frozenset())),
            (SPARED, lists.get("get-verb", frozenset())),
            (USELESS, lists.get("help-verb", frozenset())),
            (CANNOT_SHOW, lists.get("show-verb", frozenset())),
        )

    def find(self, words: Sequence[str], offset: int) -> Iterator[ConceptHit]:
        """Every composed stance of a sentence; ``words`` are its lower-cased tokens, the first
        of them token ``offset``."""
        denials = [i for i, word in enumerate(words) if word in self._deny]
        for start, end, name in (
            *self._denials(words, denials),
            *self._risks(words, denials),
            *self._effects(words, denials),
        ):
            for concept in (name, *_SAME.get(name, ())):
                yield ConceptHit(offset + start, offset + end, "property", concept, PLAIN)

    def _denials(
        self, words: Sequence[str], denials: Sequence[int]
    ) -> Iterator[tuple[int, int, str]]:
        for place in denials:
            if self.is_conditional(words, place) or _is_order(words, place):
                continue
            for distance, word in enumerate(words[place + 1 : place + 1 + _AFTER], 1):
                if word in self._soften or word in ",;:.":
                    break
                for name, verbs in self._denied:
                    if word in verbs:
                        yield self._whole(words, place), place + distance + 1, name
                if word not in self._between:
                    break

    def _whole(self, words: Sequence[str], place: int) -> int:
        """The denial with its auxiliary: "does n't" begins at "does"."""
        return place - 1 if words[place] in ("n't", "not") and place else place

    @property
    def opening(self) -> frozenset[str]:
        """Words with which a condition begins."""
        return self._opening

    def is_conditional(self, words: Sequence[str], place: int) -> bool:
        """Whether what stands there is said of a case only: "if", "who", "not always"."""
        for distance, word in enumerate(reversed(words[max(0, place - _CLAUSE) : place]), 1):
            if word in ",;:":
                return False
            if word in self._opening:
                return True
            if distance <= _BEFORE and (word in self._conditional or word in self._soften):
                return True
        return False

    def is_undone(self, words: Sequence[str]) -> bool:
        """Whether a thing is only what is treated, avoided or stopped ("treating diabetes")."""
        if any(word in self._undo for word in words[-_BEFORE:]):
            return True
        # "Treating blood pressure, cholesterol and diabetes": the first word of the clause.
        return bool(words) and words[0] in self._undo and len(words) <= _CLAUSE

    def is_broken(self, words: Sequence[str]) -> bool:
        """Whether another subject stands among words between a thing and what it is to do."""
        return any(word in self._subjects for word in words)

    def _risks(
        self, words: Sequence[str], denials: Sequence[int]
    ) -> Iterator[tuple[int, int, str]]:
        for noun, word in enumerate(words):
            if word not in self._risk:
                continue
            for place in range(noun - 1, max(-1, noun - 1 - _RISK), -1):
                if words[place] in ",;:":
                    break
                name = next((n for n, verbs in self._moves if words[place] in verbs), None)
                if name is not None:
                    yield from self._moved(words, denials, place, noun + 1, name)
                    break

    def _moved(
        self, words: Sequence[str], denials: Sequence[int], start: int, end: int, name: str
    ) -> Iterator[tuple[int, int, str]]:
        denial = next((d for d in reversed(denials) if start - _AFTER <= d < start), None)
        if denial is None:
            yield start, end, name
        elif not self.is_conditional(words, denial) and not self._soften.intersection(
            words[denial + 1 : start]
        ):
            yield self._whole(words, denial), end, NO_EFFECT

    def _effects(
        self, words: Sequence[str], denials: Sequence[int]
    ) -> Iterator[tuple[int, int, str]]:
        for place, word in enumerate(words):
            if word in self._shield:
                denied = any(place - _AFTER <= d < place for d in denials)
                if not denied:
                    yield place, place + 1, LOWERS
            elif word in self._calm:
                if not any(place - _AFTER <= d < place for d in denials):
                    yield place, place + 1, HELPS
            elif word in self._make:
                for end in range(place + 1, min(place + 7, len(words))):
                    # "Helps to find triggers": a noun, with nothing to act on.
                    if words[end] in self._worse and "".join(words[end + 1 : end + 2]).isalnum():
                        if not any(place - _AFTER <= d <= end for d in denials):
                            yield place, end + 1, WORSENS
                        break
