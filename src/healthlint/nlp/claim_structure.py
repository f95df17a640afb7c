"""Claims that no relation word makes: lists, sections, columns, and what a passage is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from healthlint.document.model import BlockKind
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
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import Section

_CELL = "|"
_IN_PROSE = frozenset({"risk-factor", "cause", "possible-complication"})
# In a passage about a condition these belong to it without being told so.
_OWN = {
    "SYMPTOM": "sign-or-symptom",
    "TEST": "typical-test",
    "MEDICINE": "possible-treatment",
    "TREATMENT": "possible-treatment",
}
# Which headings leave room for which of those.
_ROOM = {
    "sign-or-symptom": frozenset({None, "sign-or-symptom", "seek-care"}),
    "typical-test": frozenset({None, "typical-test", "sign-or-symptom", "possible-treatment"}),
    "possible-treatment": frozenset({None, "possible-treatment", "typical-test", "seek-care"}),
}
# What an item that opens with a condition may be of the one that its list is about.
_LISTED = frozenset({"cause", "risk-factor", "possible-complication", "differential-diagnosis"})
_SET_ASIDE = frozenset({"hypothetical", "historical", "other-person", "myth", "no-evidence"})
_AGAINST = frozenset({"primary-prevention", "possible-treatment"})
_TREATING = frozenset(
    {
        "treats",
        "helps",
        "treats-split",
        "lowers-split",
        "prevents-split",
        "brings-risks",
        "side-effect-of",
        "cures",
        "cured-by",
        "treated-with",
        "prevents",
        "prevented-by",
        "causes",
        "side-effects",
    }
)


class Frame(NamedTuple):
    """What the structure announces: a relation and, where words do so, the cue."""

    relation: str
    cue: CueHit | None


class Frames:
    """The announced relations of blocks and columns."""

    def __init__(self, reading: Reading, sections: Mapping[int, Section]) -> None:
        self._reading = reading
        self._sections = sections
        self._announced = _by_block(reading)
        self._columns = _columns(reading, self._announced)

    def heading(self, block: int) -> str | None:
        """The relation that the heading of a block announces."""
        section = self._sections.get(block)
        return section.relation if section is not None else None

    def lead_in(self, block: int) -> Frame | None:
        """What the lead-in of a list item announces."""
        lead_in = self._reading.document.blocks[block].lead_in
        if lead_in is None:
            return None
        last = self._reading.layout.sentences_of(lead_in)[-1:]
        hits = [
            h
            for h in self._announced.get(lead_in, ())
            if last and h.start >= last[0].start and not is_denied(self._reading, h)
        ]
        if not hits:
            return None
        # Of equally long ones the last: "there is no cure, but it can be treated with:".
        hit = max(hits, key=lambda h: (h.end - h.start, h.start))
        return Frame(hit.cue.settings["relation"], hit)

    def columns(self, block: int) -> Mapping[int, str] | None:
        """The relation of each column, of the rows under a row that names them."""
        return self._columns.get(block)


def _by_block(reading: Reading) -> dict[int, list[CueHit]]:
    """Section-topic cues by block."""
    found: dict[int, list[CueHit]] = {}
    number, blocks = 0, reading.layout.blocks
    for hit in reading.topic_cues:
        while number < len(blocks) and blocks[number][1] <= hit.start:
            number += 1
        if number < len(blocks) and blocks[number][0] <= hit.start:
            found.setdefault(number, []).append(hit)
    return found


def _columns(
    reading: Reading, announced: Mapping[int, Sequence[CueHit]]
) -> dict[int, Mapping[int, str]]:
    """Table row -> the relations of its columns, as the table's first row names them."""
    found: dict[int, Mapping[int, str]] = {}
    head: Mapping[int, str] | None = None
    for number, block in enumerate(reading.document.blocks):
        if block.kind is not BlockKind.TABLE_ROW:
            head = None
        elif head is None:
            first = reading.layout.blocks[number][0]
            named = {
                _column(reading, first, hit.start): hit.cue.settings["relation"]
                for hit in announced.get(number, ())
            }
            head = named
            found[number] = {}
        elif head:
            found[number] = head
    return found


def _column(reading: Reading, first: int, token: int) -> int:
    return sum(1 for word in reading.doc[first:token] if word.text == _CELL)


def claims_of_structure(
    reading: Reading,
    place: Place,
    frames: Frames,
    said: Sequence[Claim],
    cues: Sequence[CueHit],
) -> Iterator[Claim]:
    """What a list's lead-in, a section's heading or a table's columns say of the things named."""
    if place.implied is None:
        return
    block = place.sentence.block
    columns = frames.columns(block)
    if columns is not None:
        yield from _of_row(reading, place, columns)
        return
    frame = frames.lead_in(block) if place.item else None
    relation = frame.relation if frame is not None else frames.heading(block)
    if relation is None or relation == "seek-care":
        return
    if not place.item and _speaks_of_its_own(place) and relation not in _IN_PROSE:
        return
    if not place.item and _says_another(relation, cues):
        return
    subject = _owner(place, relation, said)
    if subject is None:
        return
    # "People with eczema are more likely to get it" below "What sets it off": the sentence's own
    # word counts.
    settled = {
        claim.start
        for claim in said
        if claim.origin == "list" or (claim.subject == subject and not place.item)
    }
    origin = "list" if place.item else "section"
    for entity in place.present:
        if entity.label in OBJECT_LABELS[relation] and entity.id != subject:
            if entity.start in settled:
                continue
            if _SET_ASIDE.intersection(entity.context) or _is_forbidden(reading, place, entity):
                continue
            pair = Pair(subject, None, relation, entity)
            if not is_of_the_undone(pair, reading, None):
                yield claim_of(reading, place.number, pair, frame.cue if frame else None, origin)


def _says_another(relation: str, cues: Sequence[CueHit]) -> bool:
    """Whether prose below a heading keeps something away while the heading tells of causes ("The
    immune system protects from germs")."""
    return relation == "cause" and any(cue.cue.settings["relation"] in _AGAINST for cue in cues)


def _owner(place: Place, relation: str, said: Sequence[Claim]) -> str | None:
    """Of what condition the structure says the relation here, if it does."""
    if place.subject is None or place.subject.entity is None:
        return place.implied
    if place.item and relation in _LISTED and place.bare and not said:
        return place.subject.passage  # "It often comes with: - Gout"
    # With "cause" the sentence opens with a condition to say something of it.
    return None if relation == "cause" else place.implied


def _of_row(reading: Reading, place: Place, columns: Mapping[int, str]) -> Iterator[Claim]:
    subject, first = place.subject, place.sentence.start
    if subject is None:
        return
    for entity in place.present:
        relation = columns.get(_column(reading, first, entity.start))
        if relation is None or entity.label not in OBJECT_LABELS.get(relation, ()):
            continue
        if entity.id != subject.id and entity != subject.entity:
            pair = Pair(subject.id, None, relation, entity)
            yield claim_of(reading, place.number, pair, None, "list")


def _speaks_of_its_own(place: Place) -> bool:
    """Whether the sentence names another condition than the one its passage is about."""
    own = [e for e in place.present if e.label == "CONDITION"]
    return any(e.id != place.implied for e in own)


def _speaks_of_others(reading: Reading, place: Place) -> bool:
    """Whether it names other conditions alone: none that is, or is a kind of, its passage's."""
    named = (e for e in place.present if e.label == "CONDITION")
    own = {e.id for e in named if not _SET_ASIDE.intersection(e.context)}
    about = place.implied
    if about is None or not own:
        return False
    return not any(reading.is_a(c, about) or reading.is_a(about, c) for c in own)


def claims_of_topic(
    reading: Reading,
    place: Place,
    frames: Frames,
    said: Sequence[Claim],
    cues: Sequence[CueHit],
) -> Iterator[Claim]:
    """What belongs to the passage's condition because it is told in a passage about it."""
    subject = place.subject
    if subject is None or frames.columns(place.sentence.block) is not None:
        return
    others = _speaks_of_others(reading, place)
    kept_off = {c.start for c in said if c.relation == "primary-prevention"}
    frame = frames.lead_in(place.sentence.block) if place.item else None
    room = frame.relation if frame is not None else frames.heading(place.sentence.block)
    # What prevents a stroke may still be a treatment of what the passage is about.
    used = {c.start for c in said if c.relation != "primary-prevention"}
    used |= {c.subject_start for c in said}
    treating = any(cue.cue.id in _TREATING for cue in cues)
    # News speaks of trials, prices and side effects: what is no more than near is not told.
    near = reading.news and not any(e.id == subject.id for e in place.present)
    for entity in place.present:
        relation = _OWN.get(entity.label)
        if relation is None or entity.start in used or room not in _ROOM[relation]:
            continue
        if _SET_ASIDE.intersection(entity.context) or entity.id == subject.id:
            continue
        if entity.id in reading.no_remedies:
            continue
        if others and (reading.news or entity.start not in kept_off):
            continue  # "Most need apixaban to prevent strokes" still tells what is done for it
        if relation == "sign-or-symptom" and (treating or near or subject.id == reading.presenting):
            continue
        if near and relation == "typical-test":
            continue
        if _is_forbidden(reading, place, entity):
            continue
        if relation == "possible-treatment" and entity.id in reading.preventive:
            relation = "primary-prevention"
        about = subject.id if relation == "sign-or-symptom" else _treated(reading, place)
        pair = Pair(about, None, relation, entity)
        yield claim_of(reading, place.number, pair, None, "topic")


def _treated(reading: Reading, place: Place) -> str:
    """In an article about one condition its tests and treatments are meant: "a clot may be
    dissolved" in an article about stroke."""
    subject = place.subject
    assert subject is not None
    if subject.entity is not None and len(reading.main) == 1 and place.section is None:
        return reading.main[0]
    return subject.id


def _is_forbidden(reading: Reading, place: Place, entity: Entity) -> bool:
    """ "Do not stop allopurinol", "without antibiotics", "cut back on onions", "some have no pain":
    no word on what it does; but "Antibiotics do not help" is one."""
    if entity.label == "SYMPTOM":
        return "negated" in entity.context
    if entity.label not in ("MEDICINE", "TREATMENT"):
        return False
    if "warning" in entity.context or place.number in reading.given_up:
        return True
    if "negated" not in entity.context:
        return False
    said = entity.cues[entity.context.index("negated")].lower()
    after = reading.doc[entity.end : place.sentence.end].text.lower()
    return said not in after
