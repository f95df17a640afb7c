"""Claims of a sentence with a relation word: which pairs its two sides make.

The words come from ``patterns/cues/relations.yaml``; here it is only decided, by the kinds of
what stands on either side, which relation is meant.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from healthlint.nlp.claim import (
    OBJECT_LABELS,
    Claim,
    Pair,
    Place,
    Reading,
    claim_of,
    is_denied,
    is_of_the_undone,
)
from healthlint.nlp.claim_sides import BESIDE, arguments, sides_of
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity

_ENDING = 3  # tokens between a lead-in's relation word and its end ("can lead to:")
_ADJACENT = 3  # tokens between a condition and "may have"
_JOINED = 2  # tokens between conditions that are named together ("gout or arthritis")
_SETTING_OFF = frozenset({"RISK_FACTOR", "CONDITION", "MEDICINE", "TREATMENT"})
# What may stand where the condition goes without saying: "ice eases the pain" is said of gout.
_UNSAID = {
    "possible-treatment": BESIDE | {"SYMPTOM", "RISK_FACTOR"},
    "risk-factor": BESIDE | {"RISK_FACTOR"},
    "differential-diagnosis": BESIDE | {"SYMPTOM"},
}
_GIVEN = frozenset({"MEDICINE", "TREATMENT"})
_OF_ANOTHER = frozenset({"cause", "risk-factor", "possible-complication"})
_LEADS_ON = 5  # tokens between "linked to" and "a 55 percent lower risk of"
_AUX = 4  # tokens from "who" to its cue ("who may be at risk of")


def claims_of_sentence(reading: Reading, place: Place, cues: Sequence[CueHit]) -> Iterator[Claim]:
    """The claims that the sentence's relation words make."""
    starts = [entity.start for entity in place.present]
    for index, cue in enumerate(cues):
        settings = cue.cue.settings
        left, right = arguments(cue, sides_of(reading, place, cues, index, starts))
        mutual = bool(settings.get("mutual")) and not any(e.label == "CONDITION" for e in left)
        if mutual:
            left, right = right, [e for e in left if e.label not in _GIVEN]
        left = [] if settings.get("alone") else _nearest(left, cue)  # nothing stands there
        labels = settings.get("objects")
        right = [e for e in right if labels is None or e.label in labels]
        owners = settings.get("subjects")
        left = [e for e in left if owners is None or e.label in owners]
        if cue.cue.id == "has-symptom" and left and cue.start - left[-1].end > _ADJACENT:
            continue  # "people with (a condition we do not know) may have"
        # "The exam does not show any cause" denies nothing of the condition that goes unsaid.
        beside = any(e.label not in BESIDE for e in left)
        loose = beside or settings["relation"] == "typical-test"
        silent = loose and is_denied(reading, cue) and not _points(reading, cue)
        # "Points on the skin are linked to pathways": of the passage's illness nothing is said.
        silent = silent or (mutual and bool(left))
        implied = None if silent or settings.get("named") else place.implied_beside(right)
        if _leads_on(cues, index) or _is_order(reading, cue, [*left, *right]):
            continue
        if settings["relation"] == "risk-factor" and _selects(reading, cue):
            right = []  # "men who are at risk of a stroke": not what raises it
        for pair in _related(reading, settings["relation"], left, right, implied):
            if pair.subject_entity is None and _brings_something(reading, cue, pair):
                continue
            if not (_is_itself(reading, pair) or is_of_the_undone(pair, reading, cue)):
                yield claim_of(reading, place.number, pair, cue)


def _is_itself(reading: Reading, pair: Pair) -> bool:
    """Type 2 diabetes is no risk of diabetes, nor heart disease of diseases of the circulation."""
    if pair.relation not in _OF_ANOTHER:
        return False
    own, other = pair.subject, pair.object.id
    return reading.is_a(own, other) or reading.is_a(other, own)


def _leads_on(cues: Sequence[CueHit], index: int) -> bool:
    """Whether the cue only leads to the one behind it: "can help prevent", "linked to lower risk",
    said of nothing themselves."""
    cue = cues[index]
    if "leads_on" not in cue.cue.settings or index + 1 >= len(cues):
        return False
    following = cues[index + 1]
    near = 0 <= following.start - cue.end <= _LEADS_ON
    return near and following.cue.settings["relation"] == cue.cue.settings["leads_on"]


def _selects(reading: Reading, cue: CueHit) -> bool:
    """Whether the cue tells which people are meant ("those at risk of", "who have a risk of")."""
    doc, index = reading.doc, cue.start - 1
    if index >= 0 and doc[index].lower_ in reading.selecting:
        return True
    while index >= 0 and cue.start - index <= _AUX and doc[index].lower_ in reading.auxiliaries:
        index -= 1
    return index >= 0 and doc[index].lower_ == "who"


def _is_order(reading: Reading, cue: CueHit, present: Sequence[Entity]) -> bool:
    """ "Avoid contact with chemicals" is an order; it says of nothing that it prevents."""
    said = reading.doc[cue.start : cue.end].text
    return any(
        value == "warning" and words.endswith(said)
        for entity in present
        for value, words in zip(entity.context, entity.cues, strict=True)
    )


def _brings_something(reading: Reading, cue: CueHit, pair: Pair) -> bool:
    """Whether a medicine or treatment brings about what has no name here ("leads to a lowering"):
    only "it can set it off" says that it causes the illness."""
    if pair.relation != "cause":
        return False
    if cue.cue.id == "affects":
        return True
    if pair.object.label not in _GIVEN:
        return False
    return cue.start > pair.object.start and not _points(reading, cue)


def _points(reading: Reading, cue: CueHit) -> bool:
    """Whether a word that stands for the illness follows ("does not cause it")."""
    after = reading.doc[cue.start : cue.end + 2]
    return any(token.lower_ in reading.unnamed for token in after)


def claims_of_led(
    reading: Reading,
    place: Place,
    before: Sequence[Entity],
    cues: Sequence[CueHit],
    intro: int,
) -> Iterator[Claim]:
    """The claims of a list item that completes its lead-in ("Sciatica may cause:")."""
    end = reading.layout.sentences[intro].end
    closing = [cue for cue in cues if end - cue.end <= _ENDING]
    for cue in closing[-1:]:
        settings = cue.cue.settings
        left = [e for e in before if e.end <= cue.start]
        right = list(place.present)
        if settings["subject"] == "right":
            left, right = right, left
        pointing = settings["relation"] == "causes" and _ends_pointing(reading, cue)
        if pointing:
            left, right = right, []  # "There is another knee problem behind it:"
        implied = place.implied_beside([*left, *right]) if place.bare or pointing else place.implied
        for pair in _related(reading, settings["relation"], left, right, implied):
            if not is_of_the_undone(pair, reading, cue):
                yield claim_of(reading, place.number, pair, cue, "list")


def _ends_pointing(reading: Reading, cue: CueHit) -> bool:
    return reading.doc[cue.end - 1].lower_ in reading.unnamed


def _nearest(side: Sequence[Entity], cue: CueHit) -> list[Entity]:
    """Of several conditions on the subject's side, the nearest to the cue and those joined to it:
    in "besides gout and gallstones, people with lupus may have" the subject is lupus."""
    conditions = [e for e in side if e.label == "CONDITION"]
    if len(conditions) < 2:
        return list(side)
    ordered = sorted(conditions, key=lambda e: min(abs(e.end - cue.start), abs(e.start - cue.end)))
    kept = [ordered[0]]
    for other in ordered[1:]:
        if any(_gap(other, near) <= _JOINED for near in kept):
            kept.append(other)
    return [e for e in side if e.label != "CONDITION" or e in kept]


def _gap(first: Entity, second: Entity) -> int:
    return max(first.start, second.start) - min(first.end, second.end)


def _related(
    reading: Reading,
    relation: str,
    subject_side: Sequence[Entity],
    object_side: Sequence[Entity],
    implied: str | None,
) -> Iterator[Pair]:
    """Pairs of subject and object, with what the kinds on either side make of the cue."""
    if relation == "causes":
        yield from _caused(reading, subject_side, object_side, implied)
        return
    if relation == "side-effects":
        yield from _felt(subject_side, object_side)
        return
    conditions = [e for e in subject_side if e.label == "CONDITION"]
    if relation == "sign-or-symptom" and not object_side and implied is not None:
        # "It could be gout": what else the passage's signs may come from.
        meant = "cause" if implied == reading.presenting else "differential-diagnosis"
        yield from (
            Pair(implied, None, meant, condition)
            for condition in conditions
            if condition.id != implied
        )
    if relation == "differential-diagnosis" and implied is not None:
        yield from _alike(reading, [*subject_side, *object_side], implied)
        return
    if relation == "risk-factor":
        object_side = yield from _raised(reading.main, subject_side, object_side, implied)
    wanted = OBJECT_LABELS[relation]
    for entity in object_side:
        if entity.label not in wanted:
            continue
        for condition in conditions:
            if condition.id != entity.id:
                yield Pair(condition.id, condition, relation, entity)
        if not conditions and implied is not None and implied != entity.id:
            others = {e.label for e in subject_side} - _UNSAID.get(relation, BESIDE)
            if not others or any(e.id == reading.presenting == implied for e in subject_side):
                yield Pair(implied, None, relation, entity)


def _felt(subject_side: Sequence[Entity], object_side: Sequence[Entity]) -> Iterator[Pair]:
    """The effects of what is given, told of the effect; without it, those of an illness."""
    given = [e for e in (*subject_side, *object_side) if e.label in _GIVEN]
    felt = [e for e in object_side if e.label in ("SYMPTOM", "CONDITION")]
    felt = felt or [e for e in subject_side if e.label == "SYMPTOM"]
    yield from (Pair(e.id, e, "cause", thing) for thing in given for e in felt)
    if not given:
        ill = [e for e in subject_side if e.label == "CONDITION"]
        yield from (
            Pair(illness.id, illness, "possible-complication", e)
            for illness in ill
            for e in felt
            if e.id != illness.id
        )


def _alike(reading: Reading, present: Sequence[Entity], implied: str) -> Iterator[Pair]:
    """To look alike goes both ways: it is told of what the passage is about, or, in a passage
    about something else, of the first condition named."""
    conditions = [e for e in present if e.label == "CONDITION"]
    others = [e for e in conditions if e.id != implied and not reading.is_a(implied, e.id)]
    if len(others) == len(conditions) > 1:
        first, *others = sorted(others, key=lambda e: e.start)
        yield from (Pair(first.id, first, "differential-diagnosis", e) for e in others)
        return
    if not others and conditions and implied not in reading.main:  # "Gout can look the same."
        implied, others = next(iter(reading.main), implied), conditions
    yield from (Pair(implied, None, "differential-diagnosis", e) for e in others if e.id != implied)


def _raised(
    main: tuple[str, ...],
    subject_side: Sequence[Entity],
    object_side: Sequence[Entity],
    implied: str | None,
) -> Generator[Pair, None, list[Entity]]:
    """In a passage about obesity "obesity raises the risk of gout" tells a complication of it, in
    one about gout a risk factor. Gives what is left to be a risk factor."""
    if any(e.id in main for e in subject_side if e.id != implied):
        return list(object_side)
    own = [e for e in object_side if e.label == "CONDITION" and e.id == implied]
    if not object_side and implied is not None:  # "It raises the risk of a stroke"
        for other in subject_side:
            if other.label == "CONDITION" and other.id != implied:
                yield Pair(implied, None, "possible-complication", other)
    for condition in own:
        for other in subject_side:
            if other.label == "CONDITION" and other.id != implied:
                yield Pair(condition.id, condition, "possible-complication", other)
    return [e for e in object_side if e not in own]


def _caused(
    reading: Reading,
    causes: Sequence[Entity],
    effects: Sequence[Entity],
    implied: str | None,
) -> Iterator[Pair]:
    causes = [e for e in causes if e.label not in BESIDE]
    conditions = [e for e in causes if e.label == "CONDITION"]
    factors = [e for e in causes if e.label == "RISK_FACTOR"]
    given = [e for e in causes if e.label in _GIVEN]
    felt = [e for e in effects if e.label in ("CONDITION", "SYMPTOM")]
    for effect in felt:
        if effect.id == reading.presenting:
            yield from (Pair(effect.id, effect, "cause", e) for e in (*conditions, *factors))
        relation = "sign-or-symptom" if effect.label == "SYMPTOM" else "possible-complication"
        for condition in conditions:
            if condition.id != effect.id:
                yield Pair(condition.id, condition, relation, effect)
        # What a medicine or a habit brings about is told of the effect.
        others = given if effect.label == "SYMPTOM" else [*factors, *given]
        yield from (Pair(effect.id, effect, "cause", other) for other in others)
        if not causes and implied is not None and implied != effect.id:
            yield Pair(implied, None, relation, effect)
    if not felt and implied is not None:
        for entity in causes:
            if entity.label in _SETTING_OFF and entity.id != implied:
                yield Pair(implied, None, "cause", entity)
