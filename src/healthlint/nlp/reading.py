"""Everything read from one article, before any rule looks at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from healthlint.document.model import Document
from healthlint.finding import Genre, Topic
from healthlint.nlp.claims import Claim, Reading, extract_claims
from healthlint.nlp.components import Knowledge, contexts_of, hits_of
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity, entities_of
from healthlint.nlp.genre import genre_of
from healthlint.nlp.layout import Layout, Section, lay_out, sections_of
from healthlint.nlp.referring import mentioned
from healthlint.nlp.topics import topics_of


@dataclass(frozen=True)
class ArticleReading:
    """Layout, entities, sections, topics, genre and claims of one article; computed when asked."""

    document: Document
    doc: Doc
    knowledge: Knowledge

    @cached_property
    def layout(self) -> Layout:
        return lay_out(self.document, self.doc)

    @cached_property
    def entities(self) -> tuple[Entity, ...]:
        return mentioned(
            self.document, self.layout, entities_of(self.doc), self.knowledge.vocabulary
        )

    def cue_hits(self, *families: str) -> Sequence[CueHit]:
        """The cues of those families, in order of place."""
        known = self._cue_hits.get(families)
        if known is None:
            hits = self.knowledge.lexicon.cue_hits(hits_of(self.doc), *families)
            known = self._cue_hits[families] = tuple(hits)
        return known

    @cached_property
    def _cue_hits(self) -> dict[tuple[str, ...], tuple[CueHit, ...]]:
        return {}

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections_of(
            self.document, self.layout, self.entities, self.cue_hits("section-topic")
        )

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        knowledge = self.knowledge
        return topics_of(
            self.document, self.layout, self.entities, knowledge.reference, knowledge.vocabulary
        )

    @cached_property
    def genre(self) -> Genre:
        return genre_of(self)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        main = tuple(t.id for t in self.topics if t.role == "main")
        return extract_claims(
            Reading(
                self.doc,
                self.document,
                self.layout,
                self.sections,
                self.entities,
                self.cue_hits("relation"),
                self.cue_hits("section-topic"),
                main,
                contexts_of(self.doc),
            )
        )
