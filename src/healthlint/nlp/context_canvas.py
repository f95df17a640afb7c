"""Which cue covers which token of a sentence.

Painting instead of asking every mention about every cue: the scopes of one family do not overlap,
so that all of them together are as long as the sentence, and reading a mention is a look-up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc

from healthlint.nlp.clause_parts import Reach
from healthlint.nlp.clause_subjects import Subject, Things, told_of
from healthlint.nlp.clauses import Clauses
from healthlint.nlp.context_values import (
    DISPUTE,
    ORDER,
    PLAIN,
    PSEUDO,
    VALUE,
    Context,
    Contexts,
    Range,
)
from healthlint.nlp.cues import CueHit

# What is called a myth, or unproven, is not left open: "no evidence that it can heal".
_FRAMES = frozenset((Context.MYTH, Context.NO_EVIDENCE))


def live_cues(clauses: Clauses, hits: Iterable[CueHit], marked: bool) -> list[CueHit]:
    """The cues that count: well placed, and not inside a longer one; in order of place."""
    asked = [
        hit
        for hit in hits
        if (hit.cue.family in VALUE and "direction" in hit.cue.settings) or hit.cue.family == PSEUDO
    ]
    asked = [hit for hit in asked if clauses.stands(hit)]
    claimed = marked or any(hit.cue.family == "quoted" for hit in asked)
    asked = [hit for hit in asked if claimed or not hit.cue.settings.get("needs_claim")]
    asked.sort(key=lambda hit: (hit.start - hit.end, hit.start, _rank(hit)))
    taken: dict[int, CueHit] = {}
    kept: list[CueHit] = []
    for hit in asked:
        owners = [taken[index] for index in range(hit.start, hit.end) if index in taken]
        if any(not _shares(owner, hit) for owner in owners):
            continue
        for index in range(hit.start, hit.end):
            taken.setdefault(index, hit)
        kept.append(hit)
    return sorted(kept, key=lambda hit: (hit.start, hit.end))


def _rank(hit: CueHit) -> int:
    if hit.cue.family == PSEUDO:
        return 0
    return 1 if hit.cue.family == "warning" else 2


def _shares(owner: CueHit, hit: CueHit) -> bool:
    """Whether both may speak from the same words ("no longer": denied, and in the past)."""
    if (owner.start, owner.end) != (hit.start, hit.end) or owner.cue.family == PSEUDO:
        return False
    return not (owner.cue.family == "warning" and hit.cue.family == "negation")


def scope_of(hit: CueHit) -> str:
    """The kind of reach: ``list``, ``condition`` or ``sentence``."""
    default = "sentence" if hit.cue.family in ("myth", "no-evidence") else "list"
    return str(hit.cue.settings.get("scope", default))


class Canvas:
    """For each context, which cue covers which token of the sentence."""

    def __init__(self, clauses: Clauses, doc: Doc) -> None:
        self._clauses = clauses
        self._doc = doc
        self._layers: dict[Context, dict[int, Range]] = {}
        self._relation: dict[int, Range] = {}
        self._subjects: list[tuple[Context, Subject]] = []

    def paint(self, live: Sequence[CueHit]) -> None:
        """Lay every cue's scope down; a nearer cue of the same family covers an earlier one."""
        backs: dict[str, int] = {}
        for hit, limit in zip(live, limits(live, self._clauses.end), strict=True):
            family = hit.cue.family
            if family == PSEUDO:
                continue
            direction = hit.cue.settings["direction"]
            words = (hit.start, hit.end)
            layer = self._layers.setdefault(VALUE[family], {})
            if hit.cue.settings.get("inside"):
                layer.update(dict.fromkeys(range(hit.start, hit.end), words))
            if "subject" in hit.cue.settings:
                self._subject(hit, limit, backs)
            if direction in ("backward", "both"):
                reach = self._clauses.backward(
                    hit, scope_of(hit), backs.get(family, self._clauses.start)
                )
                layer.update(dict.fromkeys(range(reach.start, reach.end), words))
                backs[family] = hit.end
            if direction in ("forward", "both") or hit.cue.settings.get("object") == "relation":
                self._paint_forward(hit, self._clauses.forward(hit, scope_of(hit), limit), layer)

    def _subject(self, hit: CueHit, limit: int, backs: dict[str, int]) -> None:
        """Note what stands before the cue: :meth:`subjects` says what of it is meant."""
        family = hit.cue.family
        back = self._clauses.backward(hit, "list", backs.get(family, self._clauses.start))
        ahead = self._clauses.forward(hit, scope_of(hit), limit)
        kind = str(hit.cue.settings["subject"])
        words = (hit.start, hit.end)
        subject = Subject(kind, back.start, back.end, ahead.start, ahead.end, words)
        self._subjects.append((VALUE[family], subject))
        backs[family] = hit.end

    def subjects(self, things: Things) -> None:
        """Lay down the context of the subjects that cues reach back to."""
        for value, subject in self._subjects:
            layer = self._layers.setdefault(value, {})
            for thing in told_of(self._clauses, things, subject):
                layer.setdefault(thing, subject.words)

    def _paint_forward(self, hit: CueHit, reach: Reach, layer: dict[int, Range]) -> None:
        words = (hit.start, hit.end)
        if hit.cue.settings.get("object") == "relation":
            self._relation.update(dict.fromkeys(range(reach.start, reach.end), words))
            return
        layer.update(dict.fromkeys(range(reach.start, reach.relation), words))
        self._relation.update(dict.fromkeys(range(reach.relation, reach.end), words))

    def quote(self, tokens: range, mark: Range) -> None:
        """What stands between quotation marks, the marks included."""
        layer = self._layers.setdefault(Context.QUOTED, {})
        for index in tokens:
            layer.setdefault(index, mark)

    def dispute(self, hits: Iterable[CueHit]) -> None:
        """A sentence that takes back its own beginning ("..., but experts disagree")."""
        done = self._clauses.start
        for hit in hits:
            settings = hit.cue.settings
            if hit.cue.family != DISPUTE or settings.get("whole") or hit.start < done:
                continue
            if not self._clauses.stands(hit):
                continue
            layer = self._layers.setdefault(Context(settings["gives"]), {})
            quoted = self._layers.get(Context.QUOTED, {})
            for index in range(done, hit.start):
                if settings.get("any") or index in quoted:
                    layer.setdefault(index, (hit.start, hit.end))
            done = hit.end

    def is_empty(self) -> bool:
        """Whether nothing was painted at all."""
        return not any(self._layers.values())

    def read(self, start: int, end: int) -> Contexts:
        """The contexts of a mention. A cue that is part of its name ("not serious") is none."""
        found = []
        for value, layer in self._layers.items():
            words = self._over(layer, start, end)
            if words is not None:
                found.append((value, words))
        relation = self._over(self._relation, start, end)
        if not found and relation is None:
            return PLAIN
        if self._settles(dict(found), relation):
            found = [pair for pair in found if pair[0] is not Context.HEDGED]
        found.sort(key=lambda pair: ORDER[pair[0]])
        return Contexts(
            tuple(value for value, _ in found),
            tuple(self._doc[first:last].text for _, (first, last) in found),
            None if relation is None else self._doc[relation[0] : relation[1]].text,
        )

    @staticmethod
    def _settles(found: dict[Context, Range], relation: Range | None) -> bool:
        """Whether something else than the hedge decides: "no evidence that it can", "none can"."""
        hedge, denial = found.get(Context.HEDGED), found.get(Context.NEGATED, relation)
        if hedge is None:
            return False
        if any(value in _FRAMES for value in found):
            return True
        return denial is not None and denial[1] <= hedge[0]

    @staticmethod
    def _over(layer: dict[int, Range], start: int, end: int) -> Range | None:
        for index in (start, end - 1):
            words = layer.get(index)
            if words is not None and not (start <= words[0] and words[1] <= end):
                return words
        return None


def limits(live: Sequence[CueHit], end: int) -> list[int]:
    """Where each cue's forward reach must end: at the next of its family that takes over.

    So the scopes of a family do not overlap, and painting them all is linear.
    """
    nearest: dict[str, int] = {}
    found: list[int] = []
    for hit in reversed(live):
        found.append(nearest.get(hit.cue.family, end))
        settings = hit.cue.settings
        if settings.get("direction") == "forward" and "window" not in settings:
            nearest[hit.cue.family] = hit.start
    return found[::-1]
