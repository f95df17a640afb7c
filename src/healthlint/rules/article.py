"""What a rule sees of an article.

Four things come from below (document, doc, claims, reference); the vocabulary and the settings
are there because "is a calf part of a leg" and "which reading grade is aimed at" cannot be asked
of the other four. Everything else is a view of these, computed once when first asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add
from typing import Any, TypeVar

from spacy.attrs import IDX, IS_SPACE, LENGTH
from spacy.tokens import Doc

from healthlint.config import Settings
from healthlint.document.model import Block, BlockKind, Document
from healthlint.finding import Genre, Topic
from healthlint.nlp.attribution import Attribution, attribution_of
from healthlint.nlp.care import CareAdvice
from healthlint.nlp.claims import Claim
from healthlint.nlp.components import hits_of
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import (
    HEADINGS,
    PROSE,
    Layout,
    Section,
    Sentence,
    block_of,
    is_question,
)
from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.passages import Passage, dangerous_passages, false_passages
from healthlint.nlp.reading import ArticleReading
from healthlint.nlp.reported_advice import FAMILY as ADDRESS
from healthlint.nlp.reported_advice import without_reports
from healthlint.nlp.sentence_labels import SentenceLabel
from healthlint.reference.model import Entry, Reference
from healthlint.source import Span
from healthlint.vocabulary import Vocabulary

# A word as word processors count it: letters or digits, with what holds them together.
_WORD = re.compile(r"\w+(?:['.,-]\w+)*")

_T = TypeVar("_T")


@dataclass(frozen=True)
class Article:
    """One article as rules see it; spans are in the document's coordinates."""

    document: Document
    doc: Doc
    claims: tuple[Claim, ...]
    reference: Reference
    reading: ArticleReading
    settings: Settings

    def once(self, read: Callable[[Article], _T]) -> _T:
        """What a function reads in the article, read when it is first asked for."""
        if read not in self._read:
            self._read[read] = read(self)
        found: _T = self._read[read]
        return found

    @cached_property
    def _read(self) -> dict[Callable[[Article], Any], Any]:
        return {}

    # -- what was read

    @property
    def vocabulary(self) -> Vocabulary:
        """Which concept is part of which."""
        return self.reading.knowledge.vocabulary

    @property
    def layout(self) -> Layout:
        """Blocks and sentences in tokens."""
        return self.reading.layout

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All mentions, in order of place."""
        return self.reading.entities

    @property
    def sections(self) -> tuple[Section, ...]:
        """Sections in order."""
        return self.reading.sections

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Conditions and presenting symptoms with their roles, main ones first."""
        return self.reading.topics

    @property
    def genre(self) -> Genre:
        """What kind of page it is."""
        return self.reading.genre

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Sentences in order; ``sentence.block`` is the number of their block."""
        return self.reading.layout.sentences

    @cached_property
    def labels(self) -> tuple[SentenceLabel, ...]:
        """Advice, urgency and causal language of every sentence, by sentence number."""
        news = self.reading.genre is Genre.NEWS
        return tuple(
            without_reports(
                self.doc,
                label,
                self.cues_in(number, ADDRESS),
                self.cues_in(number, "advice"),
                news,
            )
            for number, label in enumerate(self.reading.labels)
        )

    @cached_property
    def dangerous_passages(self) -> tuple[Passage, ...]:
        """Passages whose advice reads dangerously as a whole, in order of place."""
        return tuple(dangerous_passages(self.reading))

    @cached_property
    def false_passages(self) -> tuple[Passage, ...]:
        """Passages that read like a false claim as a whole, in order of place."""
        return tuple(false_passages(self.reading))

    @cached_property
    def concept_hits(self) -> Sequence[ConceptHit]:
        """Every concept found, of every kind, overlapping ones too."""
        return hits_of(self.doc).concepts

    def cues(self, *families: str) -> Sequence[CueHit]:
        """Cues of those families (``patterns/cues``), in order of place."""
        return self.reading.cue_hits(*families)

    def cues_in(self, number: int, family: str) -> list[CueHit]:
        """The cues of a family in one sentence."""
        return self.reading.cues_in(number, family)

    # -- by sentence

    def sentence_at(self, token: int) -> int:
        """The number of the sentence a token stands in."""
        return self.reading.sentence_at(token)

    def sentence_of(self, span: Span) -> int:
        """The number of the sentence that a span of the document begins in."""
        return self.sentence_at(bisect_right(self._token_rows[0], span.start) - 1)

    @property
    def entities_by_sentence(self) -> dict[int, list[Entity]]:
        """Sentence number -> its entities."""
        return self.reading.entities_by_sentence

    @property
    def concepts_by_sentence(self) -> dict[int, list[ConceptHit]]:
        """Sentence number -> every concept found in it."""
        return self.reading.concepts_by_sentence

    @cached_property
    def _present(self) -> tuple[dict[str, list[Entity]], dict[str, list[ConceptHit]]]:
        """Entities and hits by every concept they are, or are a kind or part of."""
        ancestors = self.vocabulary.ancestors
        entities: dict[str, list[Entity]] = {}
        for entity in self.entities:
            for concept in ancestors(entity.id):
                entities.setdefault(concept, []).append(entity)
        hits: dict[str, list[ConceptHit]] = {}
        for hit in self.concept_hits:
            for concept in ancestors(hit.id):
                hits.setdefault(concept, []).append(hit)
        return entities, hits

    def mentions(self, concept: str) -> list[Entity]:
        """Entities that are the concept or a kind or part of it, in order of place."""
        return self._present[0].get(concept, [])

    def concept_mentions(self, concept: str) -> list[ConceptHit]:
        """Hits, of any kind, that are the concept or a kind or part of it, in order of place."""
        return self._present[1].get(concept, [])

    def subjects_at(self, token: int) -> tuple[str, ...]:
        """The conditions that the section around a token, else the article, is about."""
        section = self.section_of(block_of(self.layout, token))
        if section is not None and section.subjects:
            return section.subjects
        return self.main_topics

    @cached_property
    def main_topics(self) -> tuple[str, ...]:
        """Ids of the main topics."""
        return tuple(topic.id for topic in self.topics if topic.role == "main")

    @property
    def advice(self) -> tuple[CareAdvice, ...]:
        """Advice to seek care, with the signs it is given for and how urgent it says they are."""
        return self.reading.advice

    @cached_property
    def everyday_signs(self) -> frozenset[str]:
        """Symptoms that alone are no emergency (``patterns/cues/everyday-signs.yaml``)."""
        lists = self.vocabulary.cues.get("everyday-signs", ())
        return frozenset(concept for cue in lists for concept in cue.phrases)

    @property
    def contexts(self) -> dict[tuple[int, int], tuple[tuple[str, ...], tuple[str, ...]]]:
        """Tokens of a concept -> its context values and the cues that set them."""
        return self.reading.contexts

    def is_question(self, number: int) -> bool:
        """Whether a sentence asks."""
        return is_question(self.doc, self.sentences[number])

    @cached_property
    def _supported(self) -> frozenset[int]:
        found = {self.sentence_at(hit.start) for hit in self.cues("source-named")}
        for link in self.document.links:
            token = self.token_at(link.span.start)
            found.add(self.sentence_at(token))
        return frozenset(found)

    @cached_property
    def attribution(self) -> Attribution:
        """Who is named, and which sentences say where they have something from."""
        return attribution_of(
            self.document,
            self.vocabulary,
            self.cues("source-named"),
            self.sentence_at,
            self.token_at,
        )

    def has_support(self, number: int) -> bool:
        """Whether a sentence or a neighbour links to or names where it has this from."""
        return not self._supported.isdisjoint((number - 1, number, number + 1))

    def token_at(self, offset: int) -> int:
        """The token that holds (or follows) a character of the document."""
        return bisect_right(self._token_rows[0], offset) - 1

    @cached_property
    def _token_rows(self) -> tuple[list[int], list[int], list[int]]:
        """First and last characters of the tokens, and which are white space: every span asks,
        and a list answers sooner than a ``Token``."""
        table = self.doc.to_array([IDX, LENGTH, IS_SPACE])
        starts: list[int] = table[:, 0].tolist()
        lengths: list[int] = table[:, 1].tolist()
        return starts, [*map(add, starts, lengths)], table[:, 2].tolist()

    @cached_property
    def _emphatic(self) -> frozenset[int]:
        return frozenset(self.sentence_at(hit.start) for hit in self.cues("emphasis"))

    def is_emphatic(self, number: int) -> bool:
        """Whether a sentence says "especially", "usually", "always": the rule, not one case."""
        return number in self._emphatic

    # -- places and words

    def span(self, start: int, end: int) -> Span:
        """The characters of tokens ``[start, end)``, without trailing white space."""
        starts, ends, blank = self._token_rows
        while end - 1 > start and blank[end - 1]:
            end -= 1
        return Span(starts[start], ends[end - 1])

    def sentence_span(self, number: int) -> Span:
        """The characters of a sentence."""
        sentence = self.sentences[number]
        return self.span(sentence.start, sentence.end)

    def text(self, span: Span) -> str:
        """The folded words of a span."""
        return self.document.text[span.start : span.end]

    def block_of(self, token: int) -> Block:
        """The block a token stands in."""
        return self.document.blocks[block_of(self.layout, token)]

    def section_of(self, block: int) -> Section | None:
        """The section a block belongs to."""
        return self._sections_by_block.get(block)

    @cached_property
    def _sections_by_block(self) -> dict[int, Section]:
        found = {block: section for section in self.sections for block in section.blocks}
        found.update({s.heading: s for s in self.sections if s.heading is not None})
        return found

    # -- the article as a whole

    @cached_property
    def words(self) -> int:
        """Words of the article's own prose (not navigation, captions or bylines)."""
        text = self.document.text
        return sum(
            len(_WORD.findall(text, block.span.start, block.span.end))
            for block in self.document.blocks
            if block.kind in PROSE
        )

    @cached_property
    def prose(self) -> tuple[int, ...]:
        """Numbers of the blocks a reader takes as the article's own words."""
        return tuple(n for n, b in enumerate(self.document.blocks) if b.kind in PROSE)

    @property
    def headline_block(self) -> int | None:
        """The number of the headline's block."""
        return self.document.headline

    def headings(self) -> Iterator[int]:
        """Numbers of title and heading blocks."""
        return (n for n, b in enumerate(self.document.blocks) if b.kind in HEADINGS)

    @cached_property
    def body_start(self) -> int:
        """The first token after the headline."""
        number = self.document.headline
        return self.layout.blocks[number][1] if number is not None else 0

    def topic_entries(self, *roles: str) -> Iterator[tuple[Topic, Entry]]:
        """Topics of those roles that the reference has an entry for."""
        for topic in self.topics:
            entry = self.reference.get(topic.id)
            if topic.role in roles and entry is not None:
                yield topic, entry

    @cached_property
    def title_span(self) -> Span | None:
        """The headline's characters."""
        number = self.document.headline
        return self.document.blocks[number].span if number is not None else None

    def is_boilerplate(self, token: int) -> bool:
        """Whether a token stands outside the article's own words."""
        return self.block_of(token).kind in (BlockKind.BOILERPLATE, BlockKind.BYLINE)
