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
``at``, ``after``, ``not_after``, ``not_behind``, ``followed_by``, ``needs_end``, ``needs_claim``,
``whole``
    what must stand beside the cue for it to count.
``needs_order``
    it counts only in a sentence that tells the reader to do something ("rest when it hurts").
``subject``
    what stands before the cue and shares its context: see :mod:`healthlint.nlp.clause_subjects`.
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

from bisect import bisect_left
from collections.abc import Sequence
from itertools import chain

from spacy.tokens import Doc

from healthlint.nlp.clause_subjects import Things
from healthlint.nlp.clauses import Clauses
from healthlint.nlp.context_canvas import Canvas, limits, live_cues, scope_of
from healthlint.nlp.context_values import (
    DISPUTE,
    FAMILIES,
    MARKS,
    NOTHING,
    ORDER,
    PLAIN,
    PSEUDO,
    STOPS,
    VALUE,
    Carried,
    Context,
    Contexts,
    Dispute,
    Range,
    merge,
)
from healthlint.nlp.cues import CueHit
from healthlint.nlp.places import places_of

__all__ = [
    "FAMILIES",
    "NOTHING",
    "PLAIN",
    "Carried",
    "Context",
    "Contexts",
    "Dispute",
    "carried",
    "contexts",
    "disputed",
    "disputes",
    "ends_carrying",
    "merge",
    "purpose_of",
    "quotations",
    "with_carried",
    "without",
]


def contexts(
    doc: Doc,
    start: int,
    end: int,
    mentions: Sequence[Range],
    hits: Sequence[CueHit],
    quotes: Sequence[Range] | None = None,
    things: Things | None = None,
) -> list[Contexts]:
    """The contexts of each mention of the sentence ``[start, end)``, in the order given.

    ``hits`` are the cues of :data:`FAMILIES` in the sentence. ``quotes`` are the quotations of
    the paragraph (:func:`quotations`); by default those within the sentence. ``things`` are the
    mentions that may be what a hedge is about; by default all of them.
    """
    if not mentions:
        return []
    if quotes is None:
        quotes = quotations(doc, start, end, hits)
    quotes = _within(quotes, start, end)
    marked = bool(quotes)
    if not marked and not _anything_said(doc, start, end, hits):
        return [PLAIN] * len(mentions)
    firsts = sorted(first for first, _ in mentions)
    things = things or Things(firsts, signs=frozenset(firsts))
    clauses = Clauses(doc, start, end, firsts, hits, things.starts)
    canvas = Canvas(clauses, doc)
    canvas.paint(live_cues(clauses, hits, marked))
    canvas.subjects(things)
    for first, last in quotes:
        canvas.quote(range(max(first, start), min(last, end)), (first, first + 1))
    canvas.dispute(hits)
    if canvas.is_empty():
        return [PLAIN] * len(mentions)
    return [canvas.read(first, last) for first, last in mentions]


def _anything_said(doc: Doc, start: int, end: int, hits: Sequence[CueHit]) -> bool:
    """Whether any cue may count: most sentences hold only marks, and end here."""
    questions = False
    for hit in hits:
        settings = hit.cue.settings
        if hit.cue.family in (MARKS, STOPS) or _is_word(hit):
            continue
        if "needs_end" in settings:
            questions = True
        elif "whole" not in settings:
            return True
    return questions and "?" in doc[max(start, end - 2) : end].text


def _is_word(hit: CueHit) -> bool:
    """A word of the family that says nothing by itself: it has no direction."""
    return hit.cue.family in VALUE and "direction" not in hit.cue.settings


_QUOTE_MARK = "quotation-mark"
_MARKS_DOUBLE = frozenset(('"', "``", "''", "“", "”", "«", "»"))
_MARKS_SINGLE = frozenset(("'", "‘", "’"))
# Headings that lead on without a colon: "What you may notice", "See a doctor if you have any of".
_LEADING_ON = frozenset(("hedge", "hypothetical"))
_LAST_WORDS = 6
_MARKS = (*sorted(_MARKS_DOUBLE), *sorted(_MARKS_SINGLE))


def quotations(doc: Doc, start: int, end: int, hits: Sequence[CueHit] | None = None) -> list[Range]:
    """Token ranges between quotation marks in ``[start, end)``, a sentence or a paragraph.

    A mark opens behind a space; so neither an apostrophe nor an inch does. Without a closing one
    it quotes only from the very beginning, as the paragraphs of a long quotation are marked.
    The ``hits`` in the range, if given, spare what has no mark at all the walk over its tokens.
    """
    found: list[Range] = []
    double = single = -1
    if hits is not None and not any(hit.cue.id == _QUOTE_MARK for hit in hits):
        return found
    for place in places_of(doc, _MARKS, start, end):
        token = doc[place]
        text = token.text
        if text in _MARKS_DOUBLE:
            if double >= 0:
                found.append((double, token.i + 1))
                double = -1
            elif token.i == start or _spaced(doc, token.i):
                double = token.i
        else:
            opens = not token.whitespace_ and (token.i == start or _spaced(doc, token.i))
            if single < 0 and opens:
                single = token.i
            elif single >= 0 and not opens:
                found.append((single, token.i + 1))
                single = -1
    if double == start and end - start > 1:
        found.append((double, end))
    return _disjoint(sorted(found))


def _disjoint(ranges: Sequence[Range]) -> list[Range]:
    """Without what lies in an earlier one, so that a sentence finds its own by bisection."""
    kept: list[Range] = []
    for first, last in ranges:
        if not kept or first >= kept[-1][1]:
            kept.append((first, last))
    return kept


def _within(quotes: Sequence[Range], start: int, end: int) -> Sequence[Range]:
    """Those that touch the sentence. Quotations do not overlap and are in order."""
    first = bisect_left(quotes, (start, start))
    if first and quotes[first - 1][1] > start:
        first -= 1
    return quotes[first : bisect_left(quotes, (end, end))]


def _spaced(doc: Doc, index: int) -> bool:
    before = doc[index - 1]
    return bool(before.whitespace_) or before.is_space or before.text in ("(", "[", '"')


def carried(
    doc: Doc,
    start: int,
    end: int,
    hits: Sequence[CueHit],
    *,
    heading: bool = False,
    things: Things | None = None,
) -> Carried:
    """What a lead-in's last sentence or a heading hands on to the items and text below it.

    A lead-in ("The disease does not cause:") hands on every context whose scope reaches its end.
    A heading does so when it ends with a colon, consists of the cue ("Do not") or names none of
    its ``things`` behind an open one ("See a doctor if"); else it hands on what a cue with
    ``carries`` says ("Common misconceptions", "Myth 3").
    """
    if not any(hit.cue.family in VALUE for hit in hits):
        return NOTHING
    stop = end
    while stop > start and not doc[stop - 1].text[0].isalnum():
        stop -= 1
    colon = any(token.text == ":" for token in doc[stop:end])
    clauses = Clauses(doc, start, end, (), hits)
    live = live_cues(clauses, hits, marked=False)
    found: list[tuple[Context, Range]] = []
    to_text = False
    for hit, limit in zip(live, limits(live, end), strict=True):
        family = hit.cue.family
        if family == PSEUDO:
            continue
        carries = hit.cue.settings.get("carries")
        alone = _is_alone(doc, hit, start, stop)
        leads_on = family in _LEADING_ON and things is not None and _is_last(hit, stop, things)
        open_ended = alone or colon or not heading or leads_on
        reaches = open_ended and _reaches(clauses, hit, limit, stop)
        if reaches or (carries == "items" and (heading or colon)) or (carries == "text" and alone):
            found.append((VALUE[family], (hit.start, hit.end)))
            to_text = to_text or (carries == "text" and alone)
    found.sort(key=lambda pair: ORDER[pair[0]])
    unique = dict(reversed(found))
    values = sorted(unique, key=ORDER.__getitem__)
    words = tuple(doc[unique[value][0] : unique[value][1]].text for value in values)
    return Carried(Contexts(tuple(values), words), to_text) if values else NOTHING


def _reaches(clauses: Clauses, hit: CueHit, limit: int, stop: int) -> bool:
    """Whether what follows the sentence would still be in the cue's scope."""
    settings = hit.cue.settings
    if settings.get("object") == "relation":
        return clauses.forward(hit, scope_of(hit), limit).end >= stop
    forward = settings.get("direction") in ("forward", "both")
    return forward and clauses.forward(hit, scope_of(hit), limit).relation >= stop


def _is_last(hit: CueHit, stop: int, things: Things) -> bool:
    """Whether a heading ends so soon after the cue that only its list can say what is meant."""
    return stop - hit.end <= _LAST_WORDS and not things.within(hit.end, stop)


def _is_alone(doc: Doc, hit: CueHit, start: int, stop: int) -> bool:
    """Whether nothing but a number or a mark stands beside the cue ("Myth #2")."""
    # One by one, so that the first word ends it: a long sentence may hold many cues.
    beside = (doc[index] for index in chain(range(start, hit.start), range(hit.end, stop)))
    return all(token.like_num or not token.text[0].isalpha() for token in beside)


def ends_carrying(doc: Doc, start: int, end: int, hits: Sequence[CueHit]) -> int | None:
    """Where in a sentence a carried context ends ("Fact: ...", "That is not true."), if it does.

    Mentions from that token on, and everything later in the block, stand free of it.
    """
    asked = [hit for hit in hits if hit.cue.settings.get("answers") or hit.cue.family == DISPUTE]
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
    purpose: int | None = None,
) -> list[Contexts]:
    """The contexts of a sentence's mentions with what was handed on added, up to ``until``.

    What an item is used for, from ``purpose`` on, shares no hedge of its lead-in: "Doctors may
    use: a scan to look for clots".
    """
    if not handed:
        return list(found)
    given = [handed.contexts, without(handed.contexts, Context.HEDGED)]
    opening = min((first for first, _ in mentions), default=0)
    return [
        merge(own, given[purpose is not None and opening < purpose <= first])
        if until is None or first < until
        else own
        for own, (first, _) in zip(found, mentions, strict=True)
    ]


def without(contexts: Contexts, value: Context) -> Contexts:
    """The contexts with one value, and its cue, left out."""
    kept = [pair for pair in zip(contexts.values, contexts.cues, strict=True) if pair[0] != value]
    return Contexts(tuple(v for v, _ in kept), tuple(c for _, c in kept), contexts.denied_relation)


def purpose_of(hits: Sequence[CueHit]) -> int | None:
    """Where a sentence turns to what the thing it names is for ("to look for")."""
    found = (h.start for h in hits if h.cue.family == STOPS and h.cue.settings.get("purpose"))
    return min(found, default=None)


def disputes(doc: Doc, start: int, end: int, hits: Sequence[CueHit]) -> Dispute | None:
    """Whether a sentence takes back the one before it ("That is wrong.")."""
    asked = [hit for hit in hits if hit.cue.family == DISPUTE]
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
