"""A weighted sum of cues: the one way sentences are classified.

Each cue found in a sentence adds its whole-number weights to the scores of the labels; two cues
that stand side by side may add more ("may" before "be used"). The label with the highest score
wins, the first label being the one that needs no evidence (its score is always 0). What decided
can therefore always be named: the cue that spoke loudest for the winner.

What a cue's ``settings`` may say:

``weights``   label -> whole number, ten to a unit of log-odds, added once however often it stands
``group``     the name by which neighbours refer to it (several cues may share one)
``after``     group -> (label -> number): added when a cue of that group ends right before it
``place``     ``clause``: counts only where a clause begins, as an imperative does;
              ``lead-in``: a word an imperative may follow ("please");
              ``condition``: at the start of a sentence, lets a clause begin after a comma ("if")
``next``      counts only if the next word is one of these; ``not_next``: only if it is not

Linear in the number of hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from spacy.tokens import Doc

from healthlint.errors import DataError
from healthlint.nlp.cues import CueHit
from healthlint.vocabulary.model import Cue

_CLAUSE_MARKS = frozenset({":", ";", "-", "--", '"', "'", "(", "*", ".", "!", "?", "\n", "\n\n"})
_PLACES = frozenset({"", "clause", "lead-in", "condition"})


class Evidence(NamedTuple):
    """What one cue (or two neighbours) at tokens ``[start, end)`` adds to the label's score."""

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

    weights: tuple[int, ...]
    group: str
    after: Mapping[str, tuple[int, ...]]
    place: str
    next: frozenset[str]
    not_next: frozenset[str]


class Scorer:
    """The cues of one question, compiled. Immutable after construction."""

    def __init__(self, cues: Iterable[Cue], labels: Sequence[str], bias: Sequence[int]) -> None:
        """``bias`` is each label's score before any cue; the first label's must be 0."""
        self._labels = tuple(labels)
        self._bias = tuple(bias)
        problems: list[str] = []
        self._rules = {cue.id: self._compile(cue, problems) for cue in cues}
        if problems:
            raise DataError(problems)

    def decide(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> Verdict:
        """Classify the sentence at tokens ``[start, end)`` by the hits inside it, in order."""
        scores = list(self._bias)
        found = self._collect(doc, start, end, hits)
        for _, _, _, weights in found:
            for index, weight in enumerate(weights):
                scores[index] += weight
        best = max(range(len(scores)), key=scores.__getitem__)  # ties: the label that claims less
        lead = scores[best] - max(score for i, score in enumerate(scores) if i != best)
        evidence = [
            Evidence(cue, first, last, weights[best])
            for cue, first, last, weights in found
            if weights[best] > 0
        ]
        evidence.sort(key=lambda item: (-item.weight, item.start, item.cue))
        return Verdict(self._labels[best], lead, tuple(evidence))

    def _collect(
        self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]
    ) -> list[tuple[str, int, int, tuple[int, ...]]]:
        found: list[tuple[str, int, int, tuple[int, ...]]] = []
        seen: set[str] = set()
        ends: dict[str, int] = {}  # group -> where its latest hit ended
        opening = -1  # an imperative may begin here; -1: not yet worked out
        conditional = False
        for first, last, cue in hits:
            rule = self._rules[cue.id]
            if rule.next or rule.not_next:
                following = doc[last].lower_ if last < end else ""
                if following in rule.not_next or (rule.next and following not in rule.next):
                    continue
            if rule.place:
                if opening < 0:
                    opening = _first_word(doc, start, end)
                begins = first == opening or _begins_clause(doc, first, opening, conditional)
                if not begins:
                    continue
                if rule.place == "lead-in":
                    opening = last
                elif rule.place == "condition":
                    conditional = True
            if cue.id not in seen:
                seen.add(cue.id)
                if any(rule.weights):
                    found.append((cue.id, first, last, rule.weights))
            for group, weights in rule.after.items():
                pair = f"{group} + {rule.group}"
                if ends.get(group) == first and pair not in seen:
                    seen.add(pair)
                    found.append((pair, first, last, weights))
            ends[rule.group] = last
        return found

    def _compile(self, cue: Cue, problems: list[str]) -> _Rule:
        settings = cue.settings
        place = str(settings.get("place", ""))
        if place not in _PLACES:
            accepted = ", ".join(sorted(_PLACES - {""}))
            problems.append(f"cue {cue.family}/{cue.id}: place {place!r}; accepted: {accepted}")
        after = settings.get("after") or {}
        return _Rule(
            self._weights(cue, settings.get("weights") or {}, problems),
            str(settings.get("group", cue.id)),
            {group: self._weights(cue, weights, problems) for group, weights in after.items()},
            place,
            frozenset(settings.get("next") or ()),
            frozenset(settings.get("not_next") or ()),
        )

    def _weights(
        self, cue: Cue, given: Mapping[str, Any], problems: list[str]
    ) -> tuple[int, ...]:
        for label, weight in given.items():
            if label not in self._labels[1:] or not isinstance(weight, int):
                problems.append(
                    f"cue {cue.family}/{cue.id}: weight {label}: {weight!r}; accepted: "
                    f"whole numbers for {', '.join(self._labels[1:])}"
                )
        return tuple(
            weight if isinstance(weight := given.get(label, 0), int) else 0
            for label in self._labels
        )


def _first_word(doc: Doc, start: int, end: int) -> int:
    """Where the sentence's words begin: after a bullet, a number, an opening quote."""
    for index in range(start, end):
        if doc[index].is_alpha or "'" in doc[index].text:
            return index
    return start


def _begins_clause(doc: Doc, first: int, opening: int, conditional: bool) -> bool:
    if first <= opening:
        return False
    before = doc[first - 1].text
    return before in _CLAUSE_MARKS or (conditional and before == ",")
