"""A weighted sum of cues: the one way sentences are classified.

Each cue found in a sentence adds its whole-number weights to the scores of the labels; two cues
that stand close together, in a known order, may add more ("may" before "be used"). The label
with the highest score wins; the first label is the one that needs no evidence and always scores
0. So what decided can be named: the cue that spoke loudest for the winner.

What a cue's ``settings`` may say:

``weights``   label -> whole number, ten to a unit of log-odds, added once however often it stands
``like``      the id of a cue this one is a shade of: it counts as that cue and adds its own weights
``after``     cue id -> (label -> number): added when that cue ended at most three words before
``place``     ``clause``: counts only where a clause begins, as an imperative does;
              ``lead-in``: a word an imperative may follow ("please");
              ``condition``: opens a sentence in which a clause may begin after a comma ("if")
``next``      counts only if the next word is one of these; ``not_next``: only if it is not

Linear in the number of hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from spacy.tokens import Doc

from healthlint.errors import DataError
from healthlint.nlp.cues import CueHit
from healthlint.nlp.lowered import lowered
from healthlint.vocabulary.model import Cue

_REACH = 3
_LONGEST_OPENER = 4  # words: "as soon as"
_CLAUSE_MARKS = frozenset({":", ";", "-", "--", '"', "'", "(", "*", ".", "!", "?"})
_JOINING = frozenset({"and", "or", "but"})
_PLACES = ("clause", "condition", "lead-in")

_Weights = tuple[int, ...]


class Evidence(NamedTuple):
    """What one cue, or two neighbours ("may + usable"), at tokens ``[start, end)`` added."""

    cue: str
    start: int
    end: int
    weight: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The winning label, its lead over the runner-up, and what spoke for it, loudest first."""

    label: str
    lead: int
    evidence: tuple[Evidence, ...] = ()


class _Rule(NamedTuple):
    """A cue's settings, ready to be added up: weights stand in the order of the labels."""

    id: str
    kin: str  # the cue it counts as: itself, or the one it is like
    weights: _Weights | None
    after: Mapping[str, _Weights]
    place: str
    next: frozenset[str]
    not_next: frozenset[str]


class _Found(NamedTuple):
    cue: str
    start: int
    end: int
    weights: _Weights


class Scorer:
    """The cues of one question, compiled. Immutable after construction."""

    def __init__(self, cues: Iterable[Cue], bias: Mapping[str, int]) -> None:
        """``bias``: each label's score before any cue, in order; the first must be 0.

        Raises :class:`DataError` with every setting that makes no sense.
        """
        self._labels = tuple(bias)
        self._bias = tuple(bias.values())
        known = {cue.id: cue for cue in cues}
        problems: list[str] = []
        self._rules = {cue.id: self._compile(cue, known, problems) for cue in known.values()}
        self._adds = {rule.id: self._own(rule) for rule in self._rules.values()}
        # Read from the words, not from hits: a longer cue ("to prevent") may hide the short one.
        self._openers = _placed(known.values(), "condition")
        self._leads = _placed(known.values(), "lead-in")
        if problems:
            raise DataError(problems)

    def decide(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> Verdict:
        """Classify the sentence at tokens ``[start, end)`` by the hits inside it, in order."""
        found = self._collect(doc, start, end, hits)
        columns = [self._bias, *(item.weights for item in found)]
        scores = [sum(column) for column in zip(*columns, strict=True)]
        top = max(scores)
        best = scores.index(top)  # of equals the one that claims least
        second = max(score for index, score in enumerate(scores) if index != best)
        evidence = [
            Evidence(item.cue, item.start, item.end, item.weights[best])
            for item in found
            if item.weights[best] > 0
        ]
        evidence.sort(key=lambda item: (-item.weight, item.start, item.cue))
        return Verdict(self._labels[best], top - second, tuple(evidence))

    def label(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> str:
        """The label :meth:`decide` gives, without working out what spoke for it."""
        weights = (item.weights for item in self._collect(doc, start, end, hits))
        scores = [sum(column) for column in zip(self._bias, *weights, strict=True)]
        return self._labels[scores.index(max(scores))]

    def _collect(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> list[_Found]:
        found: list[_Found] = []
        seen: set[str] = set()
        recent: list[tuple[str, int]] = []  # what stood before, and where it ended
        rules, adds = self._rules, self._adds
        clauses = _Clauses(doc, start, end, self._openers, self._leads)
        for first, last, cue in hits:
            rule = rules[cue.id]
            if (rule.place or rule.next or rule.not_next) and not clauses.admit(rule, first, last):
                continue
            for name, weights in adds[cue.id]:
                if name not in seen:
                    seen.add(name)
                    found.append(_Found(name, first, last, weights))
            if rule.after:
                for before, ended in reversed(recent):
                    if first - ended > _REACH:
                        break
                    added = rule.after.get(before) if first >= ended else None
                    if added is not None and (pair := f"{before} + {rule.kin}") not in seen:
                        seen.add(pair)
                        found.append(_Found(pair, first, last, added))
            recent.append((rule.kin, last))
        return found

    def _compile(self, cue: Cue, known: Mapping[str, Cue], problems: list[str]) -> _Rule:
        settings, where = cue.settings, f"cue {cue.family}/{cue.id}"
        place, kin = str(settings.get("place", "")), str(settings.get("like", cue.id))
        if place and place not in _PLACES:
            problems.append(f"{where}: place {place!r}; accepted: {', '.join(_PLACES)}")
        if kin not in known:
            problems.append(f"{where}: like {kin!r}: there is no such cue in this family")
            kin = cue.id
        after = {**known[kin].settings.get("after", {}), **settings.get("after", {})}
        problems.extend(
            f"{where}: after {name!r}: there is no such cue in this family"
            for name in after
            if name not in known
        )
        return _Rule(
            cue.id,
            kin,
            self._weights(settings.get("weights", {}), where, problems),
            {
                name: weights
                for name, given in after.items()
                if (weights := self._weights(given, where, problems)) is not None
            },
            place,
            frozenset(settings.get("next", ())),
            frozenset(settings.get("not_next", ())),
        )

    def _own(self, rule: _Rule) -> tuple[tuple[str, _Weights], ...]:
        """What a cue adds by itself: the weights of the cue it is like, and its own."""
        pairs = ((name, self._rules[name].weights) for name in dict.fromkeys((rule.kin, rule.id)))
        return tuple((name, weights) for name, weights in pairs if weights is not None)

    def _weights(
        self, given: Mapping[str, Any], where: str, problems: list[str]
    ) -> _Weights | None:
        labels = self._labels[1:]
        for label, weight in given.items():
            if label not in labels or not isinstance(weight, int):
                problems.append(
                    f"{where}: weight {label}: {weight!r}; "
                    f"accepted: whole numbers for {', '.join(labels)}"
                )
                return None
        return (0, *(given.get(label, 0) for label in labels)) if given else None


def _placed(cues: Iterable[Cue], place: str) -> frozenset[str]:
    return frozenset(
        phrase for cue in cues if cue.settings.get("place") == place for phrase in cue.phrases
    )


class _Clauses:
    """Where clauses of one sentence may begin; worked out only if some cue asks."""

    __slots__ = ("_conditional", "_doc", "_end", "_leads", "_openers", "_opening", "_start")

    def __init__(
        self, doc: Doc, start: int, end: int, openers: frozenset[str], leads: frozenset[str]
    ) -> None:
        self._doc, self._start, self._end = doc, start, end
        self._openers, self._leads = openers, leads
        self._opening = -1  # where an imperative may begin; -1: not yet known
        self._conditional = False  # opened by "if ...": a clause may begin after a comma

    def admit(self, rule: _Rule, first: int, last: int) -> bool:
        """Whether the cue stands where it may; a lead-in moves the opening past itself."""
        if rule.next or rule.not_next:
            following = lowered(self._doc)[last] if last < self._end else ""
            if following in rule.not_next or (rule.next and following not in rule.next):
                return False
        if not rule.place:
            return True
        if self._opening < 0:
            self._opening = self._first_word()
            self._conditional = self._opens_condition()
        if not self._begins_clause(first):
            return False
        if rule.place == "lead-in":
            self._opening = last
            self._conditional = self._conditional or self._opens_condition()
        return True

    def _opens_condition(self) -> bool:
        stop = min(self._opening + _LONGEST_OPENER, self._end)
        words = lowered(self._doc)[self._opening : stop]
        return any(" ".join(words[:count]) in self._openers for count in range(1, len(words) + 1))

    def _first_word(self) -> int:
        """Where the sentence's words begin: after a bullet, a number, an opening quote."""
        for index in range(self._start, self._end):
            if self._doc[index].is_alpha:
                return index
        return self._start

    def _begins_clause(self, first: int) -> bool:
        if first <= self._opening:
            return first == self._opening
        before = self._doc[first - 1].text
        if before in _CLAUSE_MARKS or (self._conditional and before == ","):
            return True
        # "..., so call 999": after "and" and "or" a verb may have a subject of its own before.
        led = before.lower() in self._leads and before.lower() not in _JOINING
        return led and first - 2 > self._start and self._doc[first - 2].text in (",", ";")
