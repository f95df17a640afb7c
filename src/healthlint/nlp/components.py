"""The spaCy components: thin shells over the plain functions of this floor.

All of them are registered as factories through entry points, so that
``nlp.add_pipe("healthlint_concepts")`` works in anyone's pipeline. What they find is left in
``doc.user_data`` as plain tuples (serialisable) and shown as spaCy spans in ``doc.spans``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np
from spacy.attrs import LIKE_NUM, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from healthlint.nlp.age_groups import AgeGroups
from healthlint.nlp.beliefs import Beliefs
from healthlint.nlp.danger import DangerSigns, HarmDeeds, WordLists
from healthlint.nlp.derived import Derived
from healthlint.nlp.encoder import ContextEncoder, Encoder, load_context_encoder, load_encoder
from healthlint.nlp.entities import (
    CONTEXTS,
    ENTITIES,
    HITS,
    LABELS,
    NEAR,
    OPEN,
    Entity,
    entities_of,
    longest,
)
from healthlint.nlp.equal_names import told_apart
from healthlint.nlp.lexicon import COMPOUND, TOLD, ConceptHit, Hits, Lexicon
from healthlint.nlp.likeness import Likeness
from healthlint.nlp.mentions import FAMILIES, Mentions, Words
from healthlint.nlp.open_names import OpenNames
from healthlint.nlp.paraphrase import Paraphrases
from healthlint.nlp.proper_names import BodyNames
from healthlint.nlp.scattered import Scattered
from healthlint.nlp.shared_names import SharedNames
from healthlint.nlp.short_forms import with_short_forms
from healthlint.nlp.statements import StatementIndex
from healthlint.nlp.suspicion import Suspicion, load_suspicion
from healthlint.nlp.symptoms import Composed, Joints, Parts, compose
from healthlint.nlp.told_deeds import ToldDeeds
from healthlint.nlp.told_signs import ToldSigns
from healthlint.nlp.traits import TraitFrames
from healthlint.reference.concepts import entry_concepts
from healthlint.reference.loading import load_folders, load_reference
from healthlint.reference.model import Reference
from healthlint.vocabulary import Concept, Kind, Vocabulary, load_vocabulary, with_concepts

SPANS = "healthlint"


class Knowledge:
    """Vocabulary, reference and compiled lexicon that belong together; immutable, shared."""

    def __init__(self, vocabulary: Vocabulary, reference: Reference) -> None:
        self.reference = reference
        self.vocabulary = with_concepts(vocabulary, map(_composed_name, entry_concepts(reference)))
        self.lexicon = Lexicon(self.vocabulary)
        self.open_names = OpenNames.of(self.vocabulary)
        self.told_signs = ToldSigns(self.vocabulary)
        self.told_deeds = ToldDeeds(self.vocabulary)
        self.shared_names = SharedNames(self.vocabulary)
        self.statements = StatementIndex(reference, self.vocabulary)
        self.derived = Derived(reference, self.vocabulary)
        self.paraphrases = Paraphrases(self.vocabulary, self.lexicon)
        self.dangers = DangerSigns(self.vocabulary)
        self.deeds = HarmDeeds(self.vocabulary)
        self.beliefs = Beliefs(self.vocabulary)
        self.remedies = WordLists("remedy-word", self.vocabulary)
        self.traits = TraitFrames(self.vocabulary)
        self.medicine_deeds = WordLists("medicine-deed", self.vocabulary)
        self.told = Likeness(reference)
        self.scattered = Scattered(self.vocabulary)
        self.dimensions = {
            c.id: c.dimension for c in self.vocabulary.concepts.values() if c.dimension is not None
        }
        lists = {cue.id: cue.phrases for cue in self.vocabulary.cues.get("composition", ())}
        names = ("breaks", "links", "prepositions", "copulas", "fillers", "describing-words")
        self.joints = Joints(*(frozenset(lists.get(name, ())) for name in names))
        own = (
            *("light-verbs", "verb-openers", "noun-followers", "clause-openers", "around-head"),
            *("mention-openers", "mention-closers", "single-people", "test-tails"),
        )
        self.by_sign = frozenset(lists.get("named-by-a-sign", ()))
        self.mentions = Mentions(
            self.vocabulary.concepts,
            self.vocabulary.ancestors,
            self.joints,
            Words(*(frozenset(lists.get(name, ())) for name in own)),
            BodyNames(self.vocabulary.word_sets("organisation-names")),
            AgeGroups(self.vocabulary),
            self.vocabulary.cues.get("acts-not-signs", ()),
        )

    @property
    def suspicion(self) -> Suspicion:
        """Read from its file when first asked for."""
        return load_suspicion()

    @property
    def encoder(self) -> Encoder:
        """Read from its files when a sentence is first worth it."""
        return load_encoder()

    @property
    def context_encoder(self) -> ContextEncoder:
        """The same for passages in their place."""
        return load_context_encoder()


def _composed_name(concept: Concept) -> Concept:
    """A presenting symptom's name ("posterior knee pain") is composed like any other symptom."""
    if concept.kind is not Kind.SYMPTOM or concept.site is None:
        return concept
    return replace(concept, phrases=(), exact=(), short_forms=())


@lru_cache(maxsize=4)
def load_knowledge(
    reference: tuple[Path, ...] = (), patterns: tuple[Path, ...] = (), packaged: bool = True
) -> Knowledge:
    """The packaged knowledge with a team's own folders added; without ``packaged``, the entries
    of the folders alone. Raises ``DataError``."""
    entries = load_reference(*reference) if packaged else load_folders(reference)
    return Knowledge(load_vocabulary(patterns), entries)


def folders(names: Sequence[str]) -> tuple[Path, ...]:
    """The names of a component's settings as paths."""
    return tuple(Path(name) for name in names)


class ConceptComponent:
    """Finds every phrase of the vocabulary and resolves abbreviations the text defines."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def __call__(self, doc: Doc) -> Doc:
        """``doc.user_data[HITS]`` gets the hits, ``OPEN`` those that no vocabulary lists: they are
        mentions, but no statement of the reference speaks of them."""
        hits = self._knowledge.lexicon.find(doc)
        named = [
            *hits.concepts,
            *self._knowledge.told_signs.find(doc, hits.concepts),
            *self._knowledge.told_deeds.find(doc),
            *self._knowledge.shared_names.find(doc, hits.concepts),
            *self._knowledge.open_names.find(doc, hits.concepts),
        ]
        concepts = with_short_forms(doc, named)
        known = self._knowledge.vocabulary.concepts
        doc.user_data[HITS] = ([hit for hit in concepts if hit.id in known], hits.cues)
        doc.user_data[OPEN] = [hit for hit in concepts if hit.id not in known]
        return doc


class SymptomComponent:
    """Composes symptoms with sites and modifiers, and settles which mentions are entities."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._concepts = knowledge.vocabulary.concepts

    def __call__(self, doc: Doc) -> Doc:
        """``doc.user_data[ENTITIES]`` and ``doc.spans[SPANS]`` get the entities."""
        concepts: list[ConceptHit] = sorted(
            [*doc.user_data[HITS][0], *doc.user_data[OPEN]], key=lambda hit: (hit.start, -hit.end)
        )
        concepts = told_apart(
            concepts, self._knowledge.vocabulary.ancestors, self._knowledge.by_sign
        )
        cues = self._knowledge.lexicon.cue_hits(hits_of(doc), *FAMILIES)
        starts = [cue.start for cue in cues]
        entities: list[Entity] = []
        numbers = np.flatnonzero(doc.to_array([LIKE_NUM]).ravel()).tolist()
        for number, first, last, hits in _per_sentence(doc, concepts, [*starts, *numbers]):
            own = cues[bisect_left(starts, first) : bisect_left(starts, last)]
            settled = self._knowledge.mentions.settle(doc, hits, own, (first, last))
            if settled:
                entities.extend(self._sentence(doc, number, settled))
        entities.sort(key=lambda entity: (entity.start, entity.end))
        store_entities(doc, entities)
        return doc

    def _sentence(self, doc: Doc, number: int, hits: list[ConceptHit]) -> Iterator[Entity]:
        plain = [h for h in hits if h.mode != COMPOUND]
        compounds = [h for h in hits if h.mode == COMPOUND]
        outputs = [
            Entity(LABELS[h.kind], h.id, h.start, h.end, sentence=number)
            for h in plain
            if h.kind in LABELS and h.mode != TOLD
        ]
        kept = longest(outputs)
        # A deed told word by word takes the place of no more than the care that is named within it.
        for h in plain:
            if h.mode == TOLD:
                label = LABELS.get(h.kind, "TREATMENT")
                deed = Entity(label, h.id, h.start, h.end, sentence=number)
                others = [e for e in kept if e.label == deed.label and _overlap(e, deed)]
                if all(_is_within(e, deed) for e in others):
                    kept = [e for e in kept if e not in others] + [deed]
        taken = {(entity.start, entity.end, entity.id) for entity in kept}
        heads = [h for h in plain if h.kind == "symptom" and (h.start, h.end, h.id) in taken]
        sites = [h for h in plain if h.kind == "body-site" and (h.start, h.end, h.id) in taken]
        used = [c for c in compounds if _beside(c, heads)]
        kept += [
            Entity("BODY_SITE", c.id, c.start, c.end, sentence=number)
            for c in used
            if not any(e.start < c.end and c.start < e.end for e in kept)
        ]
        # "Drooping face": the place is named as well, in no other kind of name ("heart attack").
        kept += [
            entity
            for entity in outputs
            if entity.label == "BODY_SITE" and any(_is_within(entity, head) for head in heads)
        ]
        sites = sorted([*sites, *used], key=lambda hit: hit.start)
        qualities = [
            h
            for h in plain
            if h.kind == "quality"
            and not any(e.start <= h.start and h.end <= e.end for e in kept if e.label != "SYMPTOM")
        ]
        qualities = [h for h in qualities if not self._is_part(h, qualities)]
        composed = dict(
            zip(
                [(h.start, h.end) for h in heads],
                compose(
                    doc,
                    Parts(heads, sites, qualities),
                    self._knowledge.joints,
                    self._knowledge.dimensions,
                ),
                strict=True,
            )
        )
        for entity in kept:
            yield self._finished(entity, composed.get((entity.start, entity.end)), plain)

    def _is_part(self, hit: ConceptHit, qualities: Sequence[ConceptHit]) -> bool:
        """ "Serious" in "not serious": a longer quality of the same dimension says otherwise."""
        dimensions = self._knowledge.dimensions
        return any(
            dimensions[other.id] == dimensions[hit.id]
            and other.start <= hit.start
            and hit.end <= other.end
            and other.end - other.start > hit.end - hit.start
            for other in qualities
        )

    def _finished(
        self, entity: Entity, composed: Composed | None, hits: Sequence[ConceptHit]
    ) -> Entity:
        if entity.label != "SYMPTOM" or composed is None:
            return entity
        concept = self._concepts.get(entity.id)
        if concept is None:  # a name told by how it is made
            return entity._replace(modifiers=composed.modifiers)
        # The phrase itself may hold the site ("cold feet").
        implied = tuple(
            h.id
            for h in hits
            if h.kind == "body-site" and entity.start <= h.start and h.end <= entity.end
        )
        own = (concept.site,) if concept.site is not None else ()
        sites = implied or (composed.sites if concept.composes else ()) or own
        return entity._replace(sites=sites, modifiers=composed.modifiers)


def _overlap(first: Entity, second: Entity) -> bool:
    return first.start < second.end and second.start < first.end


def _is_within(entity: Entity, head: ConceptHit | Entity) -> bool:
    longer = entity.end - entity.start < head.end - head.start
    return longer and head.start <= entity.start and entity.end <= head.end


def _beside(compound: ConceptHit, heads: Iterable[ConceptHit]) -> bool:
    return any(0 <= head.start - compound.end <= 1 for head in heads)


def _per_sentence(
    doc: Doc, hits: Sequence[ConceptHit], others: Sequence[int]
) -> Iterator[tuple[int, int, int, list[ConceptHit]]]:
    """Number, first and last token, and hits of each sentence; one with neither hits nor a token
    of ``others`` is passed over."""
    starts = np.flatnonzero(doc.to_array([SENT_START]).ravel() == 1).tolist() or [0]
    starts.append(len(doc))
    spots = [hit.start for hit in hits]
    busy = {bisect_right(starts, spot) - 1 for spot in (*spots, *others)}
    for number in sorted(busy):
        first, last = starts[max(number, 0)], starts[number + 1]
        own = hits[bisect_left(spots, first) : bisect_left(spots, last)]
        yield number, first, last, list(own)


def store_entities(doc: Doc, entities: Sequence[Entity]) -> None:
    """Leave entities in a ``Doc``, as rows and as spans named by label and concept."""
    near = doc.user_data.get(NEAR)
    if near:
        entities = [_weighed(entity, near) for entity in entities]
    doc.user_data[ENTITIES] = tuple(tuple(entity) for entity in entities)
    doc.spans[SPANS] = [Span(doc, e.start, e.end, label=e.label, kb_id=e.id) for e in entities]


def _weighed(entity: Entity, near: Mapping[tuple[int, int, str], float]) -> Entity:
    sure = near.get((entity.start, entity.end, entity.id))
    return entity if sure is None else entity._replace(confidence=sure)


def hits_of(doc: Doc) -> Hits:
    """What the concept component found."""
    concepts, cues = doc.user_data[HITS]
    return Hits(concepts, cues)


ContextTable = dict[tuple[int, int], tuple[tuple[str, ...], tuple[str, ...]]]


def contexts_of(doc: Doc) -> ContextTable:
    """Tokens of a concept -> its context values and the cues that set them; plain ones are left
    out."""
    return {(start, end): (values, cues) for start, end, values, cues, _ in doc.user_data[CONTEXTS]}


@Language.factory(
    "healthlint_concepts",
    default_config={"reference": [], "patterns": [], "packaged": True},
    assigns=["doc.spans"],
)
def create_concepts(
    nlp: Language, name: str, reference: list[str], patterns: list[str], packaged: bool
) -> ConceptComponent:
    """Concepts and cues by phrase; ``reference`` and ``patterns`` name further folders."""
    del nlp, name
    return ConceptComponent(load_knowledge(folders(reference), folders(patterns), packaged))


@Language.factory(
    "healthlint_symptoms",
    default_config={"reference": [], "patterns": [], "packaged": True},
    requires=["token.is_sent_start"],
    assigns=["doc.spans"],
)
def create_symptoms(
    nlp: Language, name: str, reference: list[str], patterns: list[str], packaged: bool
) -> SymptomComponent:
    """Symptoms composed from head, site and modifiers."""
    del nlp, name
    return SymptomComponent(load_knowledge(folders(reference), folders(patterns), packaged))


__all__ = [
    "ConceptComponent",
    "ContextTable",
    "Knowledge",
    "SymptomComponent",
    "contexts_of",
    "entities_of",
    "folders",
    "hits_of",
    "load_knowledge",
    "store_entities",
]
