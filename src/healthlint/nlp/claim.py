"""The value a claim is, and how one is made of a subject, a relation and a mention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.document.model import Document
from healthlint.nlp.care import CareAdvice
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import Layout, Section, Sentence
from healthlint.nlp.subjects import Subject


class Claim(NamedTuple):
    """``subject`` (a condition or presenting symptom) stands in ``relation`` to ``object``.

    ``start`` and ``end`` are the object's tokens, ``sentence`` its sentence's number in the
    layout; ``origin`` is ``sentence`` (a relation word ties the two), ``list`` or ``section`` (a
    lead-in, heading or column does) or ``topic`` (the passage is about the subject, and things of
    the object's kind stand in this relation to it); ``cue`` the words of the relation;
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
    advice: Sequence[CareAdvice]
    presenting: str | None  # the symptom that a symptom guide is about ("Calf pain: ...")
    pronouns: frozenset[str]
    telling: frozenset[str]
    naming: frozenset[str]
    is_a: Callable[[str, str], bool]  # whether a concept is, or is a kind of, another
    news: bool  # whether the article is news
    given_up: frozenset[int]  # sentences that do away with something ("stop your tablets")
    preventive: frozenset[str]  # concepts that keep an illness away rather than treat it
    openers: frozenset[str]  # words that open a clause set off between commas (", which ...,")
    reach_ends: frozenset[str]  # words behind which another thing is spoken of ("than those who")
    no_remedies: frozenset[str]  # concepts that treat nothing ("placebo")
    selecting: frozenset[str]  # words of people who are chosen by what follows ("those at risk")
    auxiliaries: frozenset[str]
    unnamed: frozenset[str]  # words that stand for the illness ("stress can trigger it")


class Place(NamedTuple):
    """A sentence with its entities and what its passage is about; ``item`` for lists and tables;
    ``section`` is the condition that its heading names, if any."""

    number: int
    sentence: Sentence
    present: Sequence[Entity]
    subject: Subject | None
    item: bool
    section: str | None = None

    @property
    def implied(self) -> str | None:
        """The condition that goes without saying here."""
        return self.subject.id if self.subject is not None else None

    @property
    def bare(self) -> bool:
        """Whether it names things and says nothing of them ("A torn meniscus or other injury")."""
        named = sum(entity.end - entity.start for entity in self.present)
        return self.sentence.end - self.sentence.start - named <= _BARE

    def implied_beside(self, objects: Sequence[Entity]) -> str | None:
        """The same where the sentence says something of these: "High blood pressure is the main
        risk" speaks of what its passage is about."""
        if self.subject is not None and self.subject.entity in objects:
            return self.subject.passage
        return self.implied


class Pair(NamedTuple):
    """Subject and object before polarity and certainty are read."""

    subject: str
    subject_entity: Entity | None
    relation: str
    object: Entity


_BARE = 3  # tokens of an item that are no name
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
_DETERMINERS = frozenset({"no", "none of", "neither", "nor"})

OBJECT_LABELS: dict[str, frozenset[str]] = {
    "sign-or-symptom": frozenset({"SYMPTOM"}),
    "cause": frozenset({"RISK_FACTOR", "CONDITION", "MEDICINE", "TREATMENT"}),
    "risk-factor": frozenset({"RISK_FACTOR", "CONDITION", "POPULATION", "MEDICINE", "TREATMENT"}),
    "possible-complication": frozenset({"CONDITION", "SYMPTOM"}),
    "possible-treatment": frozenset({"MEDICINE", "TREATMENT"}),
    "typical-test": frozenset({"TEST"}),
    "primary-prevention": frozenset({"MEDICINE", "TREATMENT", "TEST", "RISK_FACTOR"}),
    "differential-diagnosis": frozenset({"CONDITION"}),
    "seek-care": frozenset({"SYMPTOM", "CONDITION"}),
}


def is_of_the_undone(pair: Pair, reading: Reading, cue: CueHit | None) -> bool:
    """ "Not smoking lowers the risk" says nothing of smoking that a polarity could hold."""
    if pair.relation in _OF_THE_THING or "negated" not in pair.object.context:
        return False
    said = pair.object.cues[pair.object.context.index("negated")].lower()
    words = reading.doc[cue.start : cue.end].text.lower() if cue is not None else ""
    if words and (words in said or said in words):  # "is not a risk factor for", "nothing to do"
        return False
    return said not in _DETERMINERS and not is_denied(reading, cue)


def is_denied(reading: Reading, cue: CueHit | None) -> bool:
    """Whether the relation word itself stands under a negation."""
    if cue is None:
        return False
    return "negated" in reading.contexts.get((cue.start, cue.end), ((), ()))[0]


def _subject_denies(pair: Pair, cue: CueHit | None) -> bool:
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


def claim_of(
    reading: Reading, number: int, pair: Pair, cue: CueHit | None, origin: str = "sentence"
) -> Claim:
    """The claim, with the polarity, certainty and attribution that its contexts give it."""
    entity = pair.object
    contexts = list(entity.context)
    if pair.subject_entity is not None:
        contexts += [c for c in pair.subject_entity.context if c not in contexts]
    negated = (
        is_denied(reading, cue)
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
