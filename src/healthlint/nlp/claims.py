"""Claims: what an article says belongs together, from sentences and from structure alike.

Five places carry claims: a sentence with a relation word ("a clot can cause swelling"); a list
under a lead-in or heading that announces the relation ("Symptoms may include:"); a column of a
table; prose in a passage about a condition, where a symptom, test or treatment belongs to that
condition without being told so; and advice to seek care, which names the signs it is given for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from healthlint.document.model import BlockKind
from healthlint.nlp.care import CareAdvice
from healthlint.nlp.claim import Claim, Pair, Place, Reading, claim_of
from healthlint.nlp.claim_pairs import claims_of_led, claims_of_sentence
from healthlint.nlp.claim_structure import Frames, claims_of_structure, claims_of_topic
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import HEADINGS, PROSE, Layout, Section, is_question
from healthlint.nlp.subjects import Passage, Subject, subjects_of

__all__ = ["Claim", "Reading", "extract_claims"]

_Hit = TypeVar("_Hit", Entity, CueHit)
_TITLE = BlockKind.TITLE
_WHO_TOOK = "underwent"  # the cue that says who was given something, not what for
_TREATS = "possible-treatment"
_KIND_NAMED = 2  # times
_KIND_MOST = 2  # times as often as any other kind of the same illness
_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})


def extract_claims(reading: Reading) -> tuple[Claim, ...]:
    """All claims of the article, in order of place."""
    found: dict[tuple[str, str, str, int], Claim] = {}
    every = list(_claims(reading))
    for claim in _of_kinds(reading, _as_prevention(reading, every)):
        found.setdefault((claim.subject, claim.relation, claim.object, claim.start), claim)
        if reading.presenting is not None and _explains(reading, claim):
            cause = claim._replace(
                subject=reading.presenting, relation="cause", object=claim.subject, origin="topic"
            )
            found.setdefault((cause.subject, cause.relation, cause.object, cause.start), cause)
    return tuple(sorted(found.values(), key=lambda c: (c.start, c.relation, c.subject)))


def _of_kinds(reading: Reading, claims: Iterable[Claim]) -> Iterator[Claim]:
    """What goes on about "the cancer" in an article on one cancer is told of that one."""
    counts = Counter(e.id for e in reading.entities if e.label == "CONDITION")
    meant: dict[str, str] = {}
    for claim in claims:
        subject = claim.subject
        if claim.subject_start < 0:
            if subject not in meant:
                meant[subject] = _kind_meant(reading, subject, counts)
            if meant[subject] != claim.object:
                claim = claim._replace(subject=meant[subject])
        yield claim


def _kind_meant(reading: Reading, subject: str, counts: Counter[str]) -> str:
    """The one kind of it that the article speaks of most, if it speaks of one; else it itself."""
    if subject == reading.presenting:
        return subject
    kinds = [
        (count, ident)
        for ident, count in counts.items()
        if ident != subject and reading.is_a(ident, subject) and not reading.is_a(subject, ident)
    ]
    ranked = sorted(kinds, key=lambda kind: (-kind[0], kind[1]))
    (most, kind), (second, _) = [*ranked, (0, subject), (0, subject)][:2]
    return kind if most >= max(_KIND_NAMED, _KIND_MOST * second) else subject


def _as_prevention(reading: Reading, claims: Sequence[Claim]) -> Iterator[Claim]:
    """What the article says in words to keep an illness away, and not to treat it, is meant so
    also where the illness goes unsaid ("hormone therapy" in news of fewer cancers)."""
    said: dict[str, set[tuple[str, str]]] = {}
    for claim in claims:
        named = claim.subject_start >= 0 and claim.cue_id != _WHO_TOOK
        if named and claim.polarity == "affirmed":
            said.setdefault(claim.relation, set()).add((claim.subject, claim.object))
    kept_away: dict[str, list[str]] = {}
    for illness, thing in said.get("primary-prevention", set()) - said.get(_TREATS, set()):
        kept_away.setdefault(thing, []).append(illness)
    for claim in claims:
        unsaid = claim.subject_start < 0 or claim.cue_id == _WHO_TOOK
        own = claim.subject
        if unsaid and claim.relation == _TREATS and claim.origin != "list":
            illnesses = kept_away.get(claim.object, ())
            if any(reading.is_a(i, own) or reading.is_a(own, i) for i in illnesses):
                claim = claim._replace(relation="primary-prevention")
        yield claim


def _explains(reading: Reading, claim: Claim) -> bool:
    """In a guide from a symptom, what has that symptom, or what another sign beside it points to
    ("a bulge is usually a cyst"), is a cause of it."""
    told = claim.origin == "sentence" and claim.subject_start >= 0
    return (
        claim.relation == "sign-or-symptom"
        and claim.polarity == "affirmed"
        and claim.subject != reading.presenting
        and (told or claim.object == reading.presenting)
    )


def _told_apart(reading: Reading) -> list[CueHit]:
    """The relation words that no sign has for a part of itself: "does not heal" is slow healing,
    and heals nothing."""
    within = {
        token
        for entity in reading.entities
        if entity.label == "SYMPTOM"
        for token in range(entity.start + 1, entity.end)
    }
    return [cue for cue in reading.relation_cues if cue.start not in within]


def _claims(reading: Reading) -> Iterator[Claim]:
    sections = {block: s for s in reading.sections for block in s.blocks}
    entities = _by_sentence(reading.layout, reading.entities)
    cues = _by_sentence(reading.layout, _told_apart(reading))
    passage = Passage(
        reading.doc,
        reading.document,
        reading.layout,
        sections,
        entities,
        (reading.presenting,) if reading.presenting is not None else reading.main,
        reading.presenting is not None,
        reading.pronouns,
        reading.telling,
        reading.naming,
        reading.is_a,
    )
    subjects = subjects_of(passage)
    frames = Frames(reading, sections)
    care = dict(_care_places(reading.advice))
    for number, sentence in enumerate(reading.layout.sentences):
        present = entities.get(number, [])
        block = reading.document.blocks[sentence.block]
        if not present or block.kind not in PROSE:
            continue
        section = sections.get(sentence.block)
        place = Place(
            number,
            sentence,
            present,
            subjects.get(number),
            block.kind in _ITEMS,
            next(iter(section.subjects), None) if section is not None else None,
        )
        if is_question(reading.doc, sentence):
            continue  # a question claims nothing
        if number in care:
            yield from _seek_care(reading, place, care[number], subjects, entities)
        said: list[Claim] = []
        if number in cues and block.kind not in HEADINGS:
            said.extend(claims_of_sentence(reading, place, cues[number]))
        intro = reading.layout.last_sentence(block.lead_in) if block.kind in _ITEMS else None
        if intro is not None:
            before, told = entities.get(intro, []), cues.get(intro, [])
            said.extend(claims_of_led(reading, place, before, told, intro))
        if block.kind in HEADINGS:
            yield from _guided(reading, place, sections)
            continue
        if place.item and place.subject is not None and place.subject.entity is not None:
            yield from _guided(reading, place, sections)
        said.extend(claims_of_structure(reading, place, frames, said, cues.get(number, ())))
        yield from said
        if number not in care:
            yield from claims_of_topic(reading, place, frames, said, cues.get(number, ()))


def _guided(reading: Reading, place: Place, sections: Mapping[int, Section]) -> Iterator[Claim]:
    """In a guide from a symptom, the conditions with a heading, item or row of their own are its
    causes."""
    if reading.presenting is None or reading.document.blocks[place.sentence.block].kind is _TITLE:
        return
    section = sections.get(place.sentence.block)
    if place.item and section is not None and section.own:
        return
    for entity in place.present:
        if entity.label == "CONDITION" and not entity.context:
            pair = Pair(reading.presenting, None, "cause", entity)
            yield claim_of(reading, place.number, pair, None, "section")
            return


def _by_sentence(layout: Layout, items: Sequence[_Hit]) -> dict[int, list[_Hit]]:
    found: dict[int, list[_Hit]] = {}
    number, sentences = 0, layout.sentences
    for item in items:
        while number < len(sentences) and sentences[number].end <= item.start:
            number += 1
        if number < len(sentences) and sentences[number].start <= item.start:
            found.setdefault(number, []).append(item)
    return found


# ---- advice to seek care


def _care_places(advice: Iterable[CareAdvice]) -> Iterator[tuple[int, CareAdvice]]:
    """Every sentence whose signs are triggers of care, with the advice they trigger."""
    for one in advice:
        yield one.sentence, one
        for sign in one.signs:
            yield sign.sentence, one


def _seek_care(
    reading: Reading,
    place: Place,
    advice: CareAdvice,
    subjects: Mapping[int, Subject],
    entities: Mapping[int, Sequence[Entity]],
) -> Iterator[Claim]:
    about = _feared(reading, advice.sentence, entities)
    if about is None:
        subject = subjects.get(advice.sentence) or place.subject
        if subject is None:
            return
        # "See a GP about a lump": the passage's topic, not a condition that the advice names.
        topic = reading.presenting or next(iter(reading.main), None)
        about = topic if subject.entity is not None and topic is not None else subject.id
    signs = {(sign.start, sign.end) for sign in advice.signs}
    for entity in place.present:
        if (entity.start, entity.end) not in signs:
            continue
        # "It could be a stroke": what the signs may mean, not a sign.
        if entity.label == "SYMPTOM" or ("hypothetical" in entity.context and entity.id != about):
            pair = Pair(about, None, "seek-care", entity)
            yield claim_of(reading, place.number, pair, None, "topic")


def _feared(reading: Reading, number: int, entities: Mapping[int, Sequence[Entity]]) -> str | None:
    """What the advice says the signs may be ("..., as it could be pancreatitis"; or in the next
    sentence: "It could be septic arthritis")."""
    sentences = reading.layout.sentences
    places = [number]
    goes_on = number + 1 < len(sentences) and (
        sentences[number + 1].block == sentences[number].block
        and reading.doc[sentences[number + 1].start].lower_ in reading.pronouns
    )
    if goes_on:
        places.append(number + 1)
    for place in places:
        for entity in entities.get(place, ()):
            feared = "hedged" in entity.context and "hypothetical" not in entity.context
            if entity.label == "CONDITION" and feared:
                return entity.id
    return None
