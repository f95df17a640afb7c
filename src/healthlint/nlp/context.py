"""The context of every mention in a sentence: denied, hedged, rare, hypothetical, past, of
someone else, quoted, named as a myth, without evidence, or in a warning.

Pure functions over one sentence. Cues come from ``patterns/cues/context-*.yaml``; their settings:

``direction``
    ``forward``, ``backward``, ``both`` or ``none`` (it silences what lies inside it, or, with
    ``inside``, covers only its own words). A cue without it is not read here.
``scope``
    ``list`` (to the end of an enumeration), ``condition`` (to the main clause) or ``sentence``.
``stops_at``, ``window``, ``fronted``
    narrower reach: to the first mark of those names, at most so many tokens, or, at the head of
    a clause, to its first comma.
``at``, ``after``, ``not_after``, ``followed_by``, ``needs_end``, ``needs_claim``, ``whole``
    what must stand beside the cue for it to count.
``object: relation``
    what follows a backward cue is not denied itself; only the relation to it is.
``carries``
    a heading that hands its context on: ``items`` (list items, subheadings) or ``text`` (all).
``gives``, ``any``, ``opening``
    of ``dispute``: the context given; whether also to what nobody was quoted for; how near the
    beginning of a sentence it must stand to reach the sentence before.

A longer cue silences the shorter ones in it: "not only" is no negation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Doc

from healthlint.nlp.clauses import MARKS, STOPS, Clauses, Reach
from healthlint.nlp.cues import CueHit


class Context(StrEnum):
    """In what light a mention stands. No value at all means: plainly asserted."""

    NEGATED = "negated"
    HEDGED = "hedged"
    RARE = "rare"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"
    OTHER_PERSON = "other-person"
    QUOTED = "quoted"
    MYTH = "myth"
    NO_EVIDENCE = "no-evidence"
    WARNING = "warning"


_DISPUTE = "dispute"
_PSEUDO = "pseudo-cues"
_VALUE = {
    "negation": Context.NEGATED,
    "hedge": Context.HEDGED,
    "rare": Context.RARE,
    "hypothetical": Context.HYPOTHETICAL,
    "historical": Context.HISTORICAL,
    "other-person": Context.OTHER_PERSON,
    "quoted": Context.QUOTED,
    "myth": Context.MYTH,
    "no-evidence": Context.NO_EVIDENCE,
    "warning": Context.WARNING,
}
_ORDER = {value: rank for rank, value in enumerate(Context)}
FAMILIES: tuple[str, ...] = (*_VALUE, _DISPUTE, _PSEUDO, STOPS, MARKS)
"""The cue families this module reads: what to ask the lexicon for."""


@dataclass(frozen=True, slots=True)
class Contexts:
    """The contexts of one mention, in a fixed order, each with the words it rests on.

    ``denied_relation`` holds the words that deny not the mention but its tie to something else:
    "no cure for lupus" and "does not relieve pain" leave lupus and pain standing.
    """

    values: tuple[Context, ...] = ()
    cues: tuple[str, ...] = ()
    denied_relation: str | None = None

    def __contains__(self, value: object) -> bool:
        return value in self.values

    def cue(self, value: Context) -> str | None:
        """The words that gave the context, or ``None``."""
        return self.cues[self.values.index(value)] if value in self.values else None


PLAIN = Contexts()


@dataclass(frozen=True, slots=True)
class Carried:
    """What a heading or a lead-in hands on: to list items, and with ``to_text`` to all below."""

    contexts: Contexts = PLAIN
    to_text: bool = False

    def __bool__(self) -> bool:
        return self.contexts != PLAIN


@dataclass(frozen=True, slots=True)
class Dispute:
    """A sentence takes back the one before it; ``any``: also what was quoted from nobody."""

    value: Context
    cue: str
    any: bool


NOTHING = Carried()
Range = tuple[int, int]


def contexts(
    doc: Doc,
    start: int,
    end: int,
    mentions: Sequence[Range],
    hits: Sequence[CueHit],
    quotes: Sequence[Range] | None = None,
) -> list[Contexts]:
    """The contexts of each mention of the sentence ``[start, end)``, in the order given.

    ``hits`` are the cues of :data:`FAMILIES` in the sentence. ``quotes`` are the quotations of
    the paragraph (:func:`quotations`); by default those within the sentence.
    """
    if not mentions:
        return []
    if quotes is None:
        quotes = quotations(doc, start, end)
    marked = any(first < end and last > start for first, last in quotes)
    if not marked and not any(hit.cue.family not in (MARKS, STOPS) for hit in hits):
        return [PLAIN] * len(mentions)
    clauses = Clauses(doc, start, end, (first for first, _ in mentions), hits)
    canvas = _Canvas(clauses, doc)
    live = _live(clauses, hits, marked)
    canvas.paint(live)
    for first, last in quotes:
        canvas.quote(max(first, start), min(last, end))
    canvas.dispute(hits)
    return [canvas.read(first, last) for first, last in mentions]


def _live(clauses: Clauses, hits: Iterable[CueHit], marked: bool) -> list[CueHit]:
    """The cues that count: well placed, and not inside a longer one; in order of place."""
    asked = [
        hit
        for hit in hits
        if (hit.cue.family in _VALUE and "direction" in hit.cue.settings)
        or hit.cue.family == _PSEUDO
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
    if hit.cue.family == _PSEUDO:
        return 0
    return 1 if hit.cue.family == "warning" else 2


def _shares(owner: CueHit, hit: CueHit) -> bool:
    """Whether both may speak from the same words ("no longer": denied, and in the past)."""
    if (owner.start, owner.end) != (hit.start, hit.end) or owner.cue.family == _PSEUDO:
        return False
    return not (owner.cue.family == "warning" and hit.cue.family == "negation")


def _scope(hit: CueHit) -> str:
    default = "sentence" if hit.cue.family in ("myth", "no-evidence") else "list"
    return str(hit.cue.settings.get("scope", default))


class _Canvas:
    """For each context, which cue covers which token of the sentence."""

    def __init__(self, clauses: Clauses, doc: Doc) -> None:
        self._clauses = clauses
        self._doc = doc
        self._layers: dict[Context, dict[int, Range]] = {}
        self._relation: dict[int, Range] = {}

    def paint(self, live: Sequence[CueHit]) -> None:
        """Lay every cue's scope down; a nearer cue of the same family covers an earlier one."""
        limits = _limits(live, self._clauses.end)
        backs: dict[str, int] = {}
        for hit, limit in zip(live, limits, strict=True):
            family = hit.cue.family
            if family == _PSEUDO:
                continue
            direction = hit.cue.settings["direction"]
            words = (hit.start, hit.end)
            layer = self._layers.setdefault(_VALUE[family], {})
            if hit.cue.settings.get("inside"):
                layer.update(dict.fromkeys(range(hit.start, hit.end), words))
            if direction in ("backward", "both"):
                reach = self._clauses.backward(
                    hit, _scope(hit), backs.get(family, self._clauses.start)
                )
                layer.update(dict.fromkeys(range(reach.start, reach.end), words))
                backs[family] = hit.end
            if direction in ("forward", "both") or hit.cue.settings.get("object") == "relation":
                self._paint_forward(hit, self._clauses.forward(hit, _scope(hit), limit), layer)

    def _paint_forward(self, hit: CueHit, reach: Reach, layer: dict[int, Range]) -> None:
        words = (hit.start, hit.end)
        if hit.cue.settings.get("object") == "relation":
            self._relation.update(dict.fromkeys(range(reach.start, reach.end), words))
            return
        layer.update(dict.fromkeys(range(reach.start, reach.relation), words))
        self._relation.update(dict.fromkeys(range(reach.relation, reach.end), words))

    def quote(self, start: int, end: int) -> None:
        """What stands between quotation marks, the marks included."""
        layer = self._layers.setdefault(Context.QUOTED, {})
        for index in range(start, end):
            layer.setdefault(index, (start, start + 1))

    def dispute(self, hits: Iterable[CueHit]) -> None:
        """A sentence that takes back its own beginning ("..., but experts disagree")."""
        done = self._clauses.start
        for hit in hits:
            settings = hit.cue.settings
            if hit.cue.family != _DISPUTE or settings.get("whole") or hit.start < done:
                continue
            layer = self._layers.setdefault(Context(settings["gives"]), {})
            quoted = self._layers.get(Context.QUOTED, {})
            for index in range(done, hit.start):
                if settings.get("any") or index in quoted:
                    layer.setdefault(index, (hit.start, hit.end))
            done = hit.end

    def read(self, start: int, end: int) -> Contexts:
        """The contexts of a mention. A cue that is part of its name ("not serious") is none."""
        found = [
            (value, words)
            for value, layer in self._layers.items()
            if (words := self._over(layer, start, end)) is not None
        ]
        found.sort(key=lambda pair: _ORDER[pair[0]])
        relation = self._over(self._relation, start, end)
        return Contexts(
            tuple(value for value, _ in found),
            tuple(self._doc[first:last].text for _, (first, last) in found),
            None if relation is None else self._doc[relation[0] : relation[1]].text,
        )

    @staticmethod
    def _over(layer: dict[int, Range], start: int, end: int) -> Range | None:
        for index in (start, end - 1):
            words = layer.get(index)
            if words is not None and not (start <= words[0] and words[1] <= end):
                return words
        return None


def _limits(live: Sequence[CueHit], end: int) -> list[int]:
    """Where each cue's forward reach must end: at the next of its family that takes over.

    So the scopes of a family do not overlap, and painting them all is linear.
    """
    nearest: dict[str, int] = {}
    limits: list[int] = []
    for hit in reversed(live):
        limits.append(nearest.get(hit.cue.family, end))
        settings = hit.cue.settings
        if settings.get("direction") == "forward" and "window" not in settings:
            nearest[hit.cue.family] = hit.start
    return limits[::-1]


_MARKS_DOUBLE = frozenset(('"', "``", "''", "“", "”", "«", "»"))
_MARKS_SINGLE = frozenset(("'", "‘", "’"))


def quotations(doc: Doc, start: int, end: int) -> list[Range]:
    """Token ranges between quotation marks in ``[start, end)``, a sentence or a paragraph.

    An opening mark without a closing one quotes to the end of the text when words follow it
    (a quotation of several paragraphs repeats only the opening mark). A single mark opens only
    before a word and behind a space; so an apostrophe does not.
    """
    found: list[Range] = []
    double = single = -1
    for token in doc[start:end]:
        text = token.text
        if text in _MARKS_DOUBLE:
            if double < 0:
                double = token.i
            else:
                found.append((double, token.i + 1))
                double = -1
        elif text in _MARKS_SINGLE:
            opens = not token.whitespace_ and (token.i == start or _spaced(doc, token.i))
            if single < 0 and opens:
                single = token.i
            elif single >= 0 and not opens:
                found.append((single, token.i + 1))
                single = -1
    if 0 <= double < end - 1:
        found.append((double, end))
    return sorted(found)


def _spaced(doc: Doc, index: int) -> bool:
    before = doc[index - 1]
    return bool(before.whitespace_) or before.is_space or before.text in ("(", "[", '"')


def carried(
    doc: Doc, start: int, end: int, hits: Sequence[CueHit], *, heading: bool = False
) -> Carried:
    """What a lead-in's last sentence or a heading hands on to the items and text below it.

    A lead-in ("The disease does not cause:") hands on every context whose scope reaches its end.
    A heading does so when it ends with a colon or consists of the cue ("Do not"); else it hands
    on what a cue with ``carries`` says ("Common misconceptions", "Myth 3").
    """
    if not any(hit.cue.family in _VALUE for hit in hits):
        return NOTHING
    stop = end
    while stop > start and not doc[stop - 1].text[0].isalnum():
        stop -= 1
    colon = any(token.text == ":" for token in doc[stop:end])
    clauses = Clauses(doc, start, end, (), hits)
    live = _live(clauses, hits, marked=False)
    found: list[tuple[Context, Range]] = []
    to_text = False
    for hit, limit in zip(live, _limits(live, end), strict=True):
        family = hit.cue.family
        if family == _PSEUDO:
            continue
        carries = hit.cue.settings.get("carries")
        alone = _is_alone(doc, hit, start, stop)
        reaches = (alone or colon or not heading) and _reaches(clauses, hit, limit, stop)
        if reaches or (carries == "items" and (heading or colon)) or (carries == "text" and alone):
            found.append((_VALUE[family], (hit.start, hit.end)))
            to_text = to_text or (carries == "text" and alone)
    found.sort(key=lambda pair: _ORDER[pair[0]])
    unique = dict(reversed(found))
    values = sorted(unique, key=_ORDER.__getitem__)
    words = tuple(doc[unique[value][0] : unique[value][1]].text for value in values)
    return Carried(Contexts(tuple(values), words), to_text) if values else NOTHING


def _reaches(clauses: Clauses, hit: CueHit, limit: int, stop: int) -> bool:
    """Whether what follows the sentence would still be in the cue's scope."""
    settings = hit.cue.settings
    if settings.get("object") == "relation":
        return clauses.forward(hit, _scope(hit), limit).end >= stop
    forward = settings.get("direction") in ("forward", "both")
    return forward and clauses.forward(hit, _scope(hit), limit).relation >= stop


def _is_alone(doc: Doc, hit: CueHit, start: int, stop: int) -> bool:
    """Whether nothing but a number or a mark stands beside the cue ("Myth #2")."""
    beside = (*doc[start : hit.start], *doc[hit.end : max(stop, hit.end)])
    return all(token.like_num or not token.text[0].isalpha() for token in beside)


def ends_carrying(doc: Doc, start: int, end: int, hits: Sequence[CueHit]) -> int | None:
    """Where in a sentence a carried context ends ("Fact: ...", "That is not true."), if it does.

    Mentions from that token on, and everything later in the block, stand free of it.
    """
    asked = [hit for hit in hits if hit.cue.settings.get("answers") or hit.cue.family == _DISPUTE]
    if not asked:
        return None
    clauses = Clauses(doc, start, end, (), hits)
    for hit in sorted(asked, key=lambda hit: hit.start):
        if not clauses.stands(hit):
            continue
        if hit.cue.family == STOPS:
            return hit.start
        if _takes_back(hit, start):
            return start
    return None


def with_carried(
    found: Sequence[Contexts],
    mentions: Sequence[Range],
    handed: Carried,
    until: int | None = None,
) -> list[Contexts]:
    """The contexts of a sentence's mentions with what was handed on added, up to ``until``."""
    if not handed:
        return list(found)
    return [
        merge(own, handed.contexts) if until is None or first < until else own
        for own, (first, _) in zip(found, mentions, strict=True)
    ]


def merge(own: Contexts, added: Contexts) -> Contexts:
    """Both, in the fixed order. Denied twice is not denied: "no" in a list of what is not so."""
    pairs = dict(zip(added.values, added.cues, strict=True))
    pairs.update(zip(own.values, own.cues, strict=True))
    values = sorted(pairs, key=_ORDER.__getitem__)
    return Contexts(
        tuple(values),
        tuple(pairs[value] for value in values),
        own.denied_relation or added.denied_relation,
    )


def disputes(doc: Doc, start: int, end: int, hits: Sequence[CueHit]) -> Dispute | None:
    """Whether a sentence takes back the one before it ("That is wrong.")."""
    asked = [hit for hit in hits if hit.cue.family == _DISPUTE]
    if not asked:
        return None
    clauses = Clauses(doc, start, end, (), hits)
    asked = [hit for hit in asked if _takes_back(hit, start) and clauses.stands(hit)]
    if not asked:
        return None
    hit = max(asked, key=lambda hit: (bool(hit.cue.settings.get("any")), -hit.start))
    settings = hit.cue.settings
    words = doc[hit.start : hit.end].text
    return Dispute(Context(settings["gives"]), words, bool(settings.get("any")))


def _takes_back(hit: CueHit, start: int) -> bool:
    """Whether a dispute stands near enough the beginning to mean the sentence before."""
    return hit.start - start < int(hit.cue.settings.get("opening", 2))


def disputed(found: Sequence[Contexts], dispute: Dispute) -> list[Contexts]:
    """The contexts of the disputed sentence's mentions, with the dispute added."""
    added = Contexts((dispute.value,), (dispute.cue,))
    return [merge(own, added) if dispute.any or Context.QUOTED in own else own for own in found]


def in_sentence(hits: Sequence[CueHit], start: int, end: int) -> Iterator[CueHit]:
    """The hits that lie within ``[start, end)``."""
    return (hit for hit in hits if start <= hit.start and hit.end <= end)
