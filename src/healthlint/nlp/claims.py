"""Claims: what an article says belongs together, from sentences and from structure alike.

Three places carry claims: a sentence with a relation cue ("a clot can cause swelling"), a list
under a lead-in or heading that announces the relation ("Symptoms may include:"), and prose under
such a heading. The cue's words come from ``patterns/cues/relations.yaml``; here it is only
decided, by the kinds of what stands on either side, which relation is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.document.model import BlockKind, Document
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import HEADINGS, PROSE, Layout, Section, Sentence


class Claim(NamedTuple):
    """``subject`` (a condition or presenting symptom) stands in ``relation`` to ``object``.

    ``start`` and ``end`` are the object's tokens, ``sentence`` its sentence's number in the
    layout; ``origin`` is ``sentence``, ``list`` or ``section``; ``cue`` the words of the relation;
    ``contexts`` everything known of subject and object (negated, hedged, quoted, myth ...).
    """

    subject: str
    relation: str
    object: str
    site: str | None
    modifiers: tuple[tuple[str, str], ...]
    polarity: str
    certainty: str
    frequency: str | None
    attribution: str | None
    start: int
    end: int
    origin: str
    sentence: int = 0
    sites: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    cue: str = ""
    cue_id: str = ""
    subject_start: int = -1

    def is_asserted(self) -> bool:
        """Whether the article itself vouches for it: not as a myth, a quotation or a guess."""
        return not _NOT_VOUCHED.intersection(self.contexts)


_NOT_VOUCHED = frozenset({"myth", "no-evidence", "hypothetical", "historical", "other-person"})
_ATTRIBUTIONS = ("myth", "no-evidence", "quoted", "historical", "other-person")

# Relations in which denying the object denies the claim ("no fever"); of the others a denied
# object is another thing ("not smoking").
_OF_THE_THING = frozenset(
    {
        "sign-or-symptom",
        "possible-complication",
        "typical-test",
        "differential-diagnosis",
        "seek-care",
    }
)
_CURE_CUES = frozenset({"cures", "treats", "prevents"})
_ADJACENT = 3  # tokens between a condition and "may have"
_JOINED = 2  # tokens between conditions that are named together ("gout or arthritis")
_DETERMINERS = frozenset({"no", "none of", "neither", "nor"})

OBJECT_LABELS: dict[str, frozenset[str]] = {
    "sign-or-symptom": frozenset({"SYMPTOM"}),
    "cause": frozenset({"RISK_FACTOR", "CONDITION", "MEDICINE", "TREATMENT"}),
    "risk-factor": frozenset({"RISK_FACTOR", "CONDITION", "POPULATION", "MEDICINE", "TREATMENT"}),
    "possible-complication": frozenset({"CONDITION", "SYMPTOM"}),
    "possible-treatment": frozenset({"MEDICINE", "TREATMENT"}),
    "typical-test": frozenset({"TEST"}),
    "primary-prevention": frozenset({"MEDICINE", "TREATMENT", "RISK_FACTOR", "CONDITION"}),
    "differential-diagnosis": frozenset({"CONDITION"}),
    "seek-care": frozenset({"SYMPTOM", "CONDITION"}),
}


class Reading(NamedTuple):
    """Everything claims are read from."""

    doc: Doc
    document: Document
    layout: Layout
    sections: Sequence[Section]
    entities: Sequence[Entity]
    relation_cues: Sequence[CueHit]
    topic_cues: Sequence[CueHit]
    main: tuple[str, ...]
    contexts: Mapping[tuple[int, int], tuple[tuple[str, ...], tuple[str, ...]]]


def extract_claims(reading: Reading) -> tuple[Claim, ...]:
    """All claims of the article, in order of place."""
    found: dict[tuple[str, str, str, int], Claim] = {}
    section_of = {block: s for s in reading.sections for block in s.blocks}
    entities = _by_sentence(reading.layout, reading.entities)
    cues = _cues_by_sentence(reading.layout, reading.relation_cues)
    announced = _announcements(reading)
    for number, sentence in enumerate(reading.layout.sentences):
        present = entities.get(number, [])
        block = reading.document.blocks[sentence.block]
        if not present or block.kind not in PROSE:
            continue
        section = section_of.get(sentence.block)
        candidates: Iterable[Claim] = ()
        if number in cues and block.kind not in HEADINGS:
            candidates = _from_sentence(reading, number, sentence, present, cues[number], section)
        structural = block.kind is BlockKind.LIST_ITEM or block.kind is BlockKind.TABLE_ROW
        more = _from_structure(reading, number, sentence, present, section, announced, structural)
        for claim in (*candidates, *more):
            found.setdefault((claim.subject, claim.relation, claim.object, claim.start), claim)
    return tuple(sorted(found.values(), key=lambda c: (c.start, c.relation, c.subject)))


def _by_sentence(layout: Layout, entities: Sequence[Entity]) -> dict[int, list[Entity]]:
    found: dict[int, list[Entity]] = {}
    number, sentences = 0, layout.sentences
    for entity in entities:
        while number < len(sentences) and sentences[number].end <= entity.start:
            number += 1
        if number < len(sentences) and sentences[number].start <= entity.start:
            found.setdefault(number, []).append(entity)
    return found


def _cues_by_sentence(layout: Layout, cues: Sequence[CueHit]) -> dict[int, list[CueHit]]:
    found: dict[int, list[CueHit]] = {}
    number, sentences = 0, layout.sentences
    for hit in cues:
        while number < len(sentences) and sentences[number].end <= hit.start:
            number += 1
        if number < len(sentences) and sentences[number].start <= hit.start:
            found.setdefault(number, []).append(hit)
    return found


# ---- sentences


def _from_sentence(
    reading: Reading,
    number: int,
    sentence: Sentence,
    present: Sequence[Entity],
    cues: Sequence[CueHit],
    section: Section | None,
) -> Iterator[Claim]:
    for index, cue in enumerate(cues):
        # A conjoined cue ("cause or worsen") does not cut its neighbour's arguments off.
        low = cues[index - 1].start if index and cue.start - cues[index - 1].end > 2 else -1
        high = next((c.start for c in cues[index + 1 :] if c.start - cue.end > 2), sentence.end)
        left = [e for e in present if low <= e.start and e.end <= cue.start]
        right = [e for e in present if cue.end <= e.start < high]
        if index and low >= 0 and not left:
            left = [e for e in present if e.end <= cues[index - 1].start]
        settings = cue.cue.settings
        implied = _implied_subjects(reading, section)
        if settings["subject"] == "right":
            left, right = right, left
        left = _nearest(left, cue)
        if cue.cue.id == "has-symptom" and left and cue.start - left[-1].end > _ADJACENT:
            continue  # "people with (a condition we do not know) may have"
        for pair in _related(settings["relation"], left, right, implied):
            if not _is_of_the_undone(pair, reading, cue):
                yield _claim(reading, number, pair, cue)


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


class _Pair(NamedTuple):
    subject: str
    subject_entity: Entity | None
    relation: str
    object: Entity


def _related(
    relation: str,
    subject_side: Sequence[Entity],
    object_side: Sequence[Entity],
    implied: tuple[str, ...],
) -> Iterator[_Pair]:
    """Pairs of subject and object, with what the kinds on either side make of the cue."""
    if relation == "causes":
        yield from _caused(subject_side, object_side, implied)
        return
    conditions = [e for e in subject_side if e.label == "CONDITION"]
    wanted = OBJECT_LABELS[relation]
    for entity in object_side:
        if entity.label not in wanted:
            continue
        for condition in conditions:
            if condition.id != entity.id:
                yield _Pair(condition.id, condition, relation, entity)
        if not conditions and not subject_side:
            for subject in implied:
                if subject != entity.id:
                    yield _Pair(subject, None, relation, entity)


def _caused(
    causes: Sequence[Entity], effects: Sequence[Entity], implied: tuple[str, ...]
) -> Iterator[_Pair]:
    conditions = [e for e in causes if e.label == "CONDITION"]
    others = [e for e in causes if e.label in ("RISK_FACTOR", "MEDICINE", "TREATMENT")]
    for effect in effects:
        relation = {"SYMPTOM": "sign-or-symptom", "CONDITION": "possible-complication"}.get(
            effect.label
        )
        if relation is None:
            continue
        for condition in conditions:
            if condition.id != effect.id:
                yield _Pair(condition.id, condition, relation, effect)
        if effect.label == "CONDITION":
            for other in others:
                yield _Pair(effect.id, effect, "cause", other)
        if not causes:
            for subject in implied:
                if subject != effect.id:
                    yield _Pair(subject, None, relation, effect)


def _implied_subjects(reading: Reading, section: Section | None) -> tuple[str, ...]:
    """ "It can cause ...": what the section, else the article, is about."""
    if section is not None and section.subjects:
        return section.subjects[:1]
    return reading.main[:1]


# ---- structure


def _announcements(reading: Reading) -> dict[int, list[CueHit]]:
    """Section-topic cues by block."""
    found: dict[int, list[CueHit]] = {}
    number, blocks = 0, reading.layout.blocks
    for hit in reading.topic_cues:
        while number < len(blocks) and blocks[number][1] <= hit.start:
            number += 1
        if number < len(blocks) and blocks[number][0] <= hit.start:
            found.setdefault(number, []).append(hit)
    return found


def _from_structure(
    reading: Reading,
    number: int,
    sentence: Sentence,
    present: Sequence[Entity],
    section: Section | None,
    announced: dict[int, list[CueHit]],
    structural: bool,
) -> Iterator[Claim]:
    relation = section.relation if section is not None else None
    subjects = _implied_subjects(reading, section)
    hit: CueHit | None = None
    lead_in = reading.document.blocks[sentence.block].lead_in
    if structural and lead_in is not None:
        last = reading.layout.sentences_of(lead_in)[-1:]
        if last:
            hits = [h for h in announced.get(lead_in, ()) if h.start >= last[0].start]
            if hits:
                hit = max(hits, key=lambda h: h.end - h.start)
                relation = hit.cue.settings["relation"]
            named = [
                e.id
                for e in reading.entities
                if e.label == "CONDITION" and last[0].start <= e.start < last[0].end
            ]
            subjects = tuple(named[:1]) or subjects
    if relation is None or not subjects:
        return
    own = [e for e in present if e.label == "CONDITION"]
    if not structural and own and relation not in ("risk-factor", "cause", "possible-complication"):
        return  # the sentence speaks of a condition of its own
    wanted = OBJECT_LABELS[relation]
    for entity in present:
        if entity.label in wanted and entity.id not in subjects:
            origin = "list" if structural else "section"
            pair = _Pair(subjects[0], None, relation, entity)
            if not _is_of_the_undone(pair, reading, None):
                yield _claim(reading, number, pair, hit, origin)


def _is_of_the_undone(pair: _Pair, reading: Reading, cue: CueHit | None) -> bool:
    """ "Not smoking lowers the risk" says nothing of smoking that a polarity could hold."""
    if pair.relation in _OF_THE_THING or "negated" not in pair.object.context:
        return False
    said = pair.object.cues[pair.object.context.index("negated")].lower()
    words = reading.doc[cue.start : cue.end].text.lower() if cue is not None else ""
    if words and (words in said or said in words):  # "is not a risk factor for", "nothing to do"
        return False
    return said not in _DETERMINERS and not _is_denied(reading, cue)


def _is_denied(reading: Reading, cue: CueHit | None) -> bool:
    if cue is None:
        return False
    return "negated" in reading.contexts.get((cue.start, cue.end), ((), ()))[0]


def _subject_denies(pair: _Pair, cue: CueHit | None) -> bool:
    """ "No cancer ...", "no cure for lupus": the denial stands at the subject. Of "no cure, but it
    can be treated with" the second relation is not denied."""
    subject = pair.subject_entity
    if subject is None:
        return False
    if subject.denied:
        return cue is not None and cue.cue.id in _CURE_CUES
    if "negated" not in subject.context:
        return False
    said = subject.cues[subject.context.index("negated")].lower()
    return said in _DETERMINERS and pair.relation in _OF_THE_THING


def _claim(
    reading: Reading, number: int, pair: _Pair, cue: CueHit | None, origin: str = "sentence"
) -> Claim:
    entity = pair.object
    contexts = list(entity.context)
    if pair.subject_entity is not None:
        contexts += [c for c in pair.subject_entity.context if c not in contexts]
    negated = (
        _is_denied(reading, cue)
        or "negated" in entity.context
        or entity.denied
        or _subject_denies(pair, cue)
    )
    return Claim(
        subject=pair.subject,
        relation=pair.relation,
        object=entity.id,
        site=entity.site,
        modifiers=entity.modifiers,
        polarity="negated" if negated else "affirmed",
        certainty="hedged" if {"hedged", "hypothetical"} & set(contexts) else "asserted",
        frequency="rare" if "rare" in contexts else None,
        attribution=next((a for a in _ATTRIBUTIONS if a in contexts), None),
        start=entity.start,
        end=entity.end,
        origin=origin,
        sentence=number,
        sites=entity.sites,
        contexts=tuple(contexts),
        cue=reading.doc[cue.start : cue.end].text if cue is not None else "",
        cue_id=cue.cue.id if cue is not None else "",
        subject_start=pair.subject_entity.start if pair.subject_entity is not None else -1,
    )
