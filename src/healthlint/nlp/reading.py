"""Everything read from one article, before any rule looks at it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from healthlint.document.model import BlockKind, Document
from healthlint.finding import Genre, Topic
from healthlint.nlp.beliefs import Belief
from healthlint.nlp.care import CareAdvice, care_advice
from healthlint.nlp.claims import Claim, Reading, extract_claims
from healthlint.nlp.components import Knowledge, contexts_of, hits_of
from healthlint.nlp.cues import CueHit
from healthlint.nlp.danger import Places, Sign
from healthlint.nlp.encoder import Surroundings
from healthlint.nlp.entities import Entity, entities_of
from healthlint.nlp.genre import genre_of
from healthlint.nlp.layout import PROSE, Layout, Section, lay_out, sections_of
from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.nlp.referring import mentioned
from healthlint.nlp.sentence_labels import SentenceLabel, labels_of
from healthlint.nlp.topics import topics_of

_OUTSPOKEN = 0.6  # of the mentions of conditions
_OFTEN = 4  # mentions
_TOLD = 2  # mentions outside the title
_BESIDE = 2  # sentences on either side that a passage is read with
_HEALTH = frozenset({"CONDITION", "SYMPTOM"})
_REFUSED = frozenset({"negated", "myth", "historical"})


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
            self.document,
            self.doc,
            self.layout,
            entities_of(self.doc),
            self.knowledge.vocabulary,
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

    def cues_in(self, number: int, family: str) -> list[CueHit]:
        """The cues of a family in one sentence."""
        return self.cues_by_sentence(family).get(number, [])

    def cues_by_sentence(self, family: str) -> dict[int, list[CueHit]]:
        """Sentence number -> the cues of a family in it."""
        known = self._dealt_cues.get(family)
        if known is None:
            known = self._dealt_cues[family] = {}
            for hit in self.cue_hits(family):
                known.setdefault(self.sentence_at(hit.start), []).append(hit)
        return known

    @cached_property
    def _dealt_cues(self) -> dict[str, dict[int, list[CueHit]]]:
        return {}

    @cached_property
    def labels(self) -> tuple[SentenceLabel, ...]:
        """Advice and causal language of every sentence, by sentence number."""
        return labels_of(self.doc, self.layout.sentences)

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
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.layout.sentences]

    def sentence_at(self, token: int) -> int:
        """The number of the sentence a token stands in."""
        return max(0, bisect_right(self._sentence_starts, token) - 1)

    @cached_property
    def entities_by_sentence(self) -> dict[int, list[Entity]]:
        """Sentence number -> its entities."""
        found: dict[int, list[Entity]] = {}
        for entity in self.entities:
            found.setdefault(self.sentence_at(entity.start), []).append(entity)
        return found

    @cached_property
    def concepts_by_sentence(self) -> dict[int, list[ConceptHit]]:
        """Sentence number -> every concept found in it, of every kind."""
        found: dict[int, list[ConceptHit]] = {}
        for hit in hits_of(self.doc).concepts:
            found.setdefault(self.sentence_at(hit.start), []).append(hit)
        return found

    @cached_property
    def putting_off(self) -> dict[int, Places]:
        """Sentence number -> the words in it that put off care or ask for it, where any do."""
        read = self.knowledge.dangers.putting_off.places
        words = lowered(self.doc)
        found = {
            number: read(words[sentence.start : sentence.end])
            for number, sentence in enumerate(self.layout.sentences)
        }
        return {number: places for number, places in found.items() if places}

    def danger_signs(self, number: int) -> tuple[Sign, ...]:
        """The danger signs put together from a sentence's words."""
        known = self._danger_signs.get(number)
        if known is None:
            sentence = self.layout.sentences[number]
            words = lowered(self.doc)[sentence.start : sentence.end]
            found = self.knowledge.dangers.find(words, sentence.start)
            known = self._danger_signs[number] = tuple(found)
        return known

    @cached_property
    def _danger_signs(self) -> dict[int, tuple[Sign, ...]]:
        return {}

    def beliefs(self, number: int) -> tuple[tuple[Belief, ...], Places]:
        """The falsehoods put together from a sentence's words, and its words of denial."""
        known = self._beliefs.get(number)
        if known is None:
            sentence = self.layout.sentences[number]
            words = lowered(self.doc)[sentence.start : sentence.end]
            known = self._beliefs[number] = self.knowledge.beliefs.find(words)
        return known

    @cached_property
    def _beliefs(self) -> dict[int, tuple[tuple[Belief, ...], Places]]:
        return {}

    def passage_tokens(self, first: int, last: int) -> list[int]:
        """The tokens of the sentences ``[first, last]``; spaces are none."""
        start, end = self.layout.sentences[first].start, self.layout.sentences[last].end
        words = lowered(self.doc)
        return [token for token in range(start, end) if not words[token].isspace()]

    @cached_property
    def suspects(self) -> frozenset[int]:
        """The sentences whose words alone make them worth a close reading."""
        words, score = lowered(self.doc), self.knowledge.suspicion.score
        return frozenset(
            n
            for n in range(len(self.layout.sentences))
            if score([words[token] for token in self.passage_tokens(n, n)]) > 0
        )

    def read_closely(self, first: int, last: int) -> Mapping[str, int]:
        """What the encoder reads in the sentences ``[first, last]`` together."""
        known = self._close_readings.get((first, last))
        if known is None:
            start, end = self.layout.sentences[first].start, self.layout.sentences[last].end
            known = self.knowledge.encoder.read(self.doc[start:end].text)
            self._close_readings[first, last] = known
        return known

    @cached_property
    def _close_readings(self) -> dict[tuple[int, int], Mapping[str, int]]:
        return {}

    def read_in_place(self, first: int, last: int) -> Mapping[str, int]:
        """What the encoder reads in the same sentences where they stand: under the title, between
        the two sentences before and the two after."""
        known = self._readings_in_place.get((first, last))
        if known is None:
            start, end = self.layout.sentences[first].start, self.layout.sentences[last].end
            known = self.knowledge.context_encoder.read(
                self.doc[start:end].text, self._around(first, last)
            )
            self._readings_in_place[first, last] = known
        return known

    @cached_property
    def _readings_in_place(self) -> dict[tuple[int, int], Mapping[str, int]]:
        return {}

    def _around(self, first: int, last: int) -> Surroundings:
        own = bisect_left(self._told, first)
        before = [n for n in self._told[max(0, own - _BESIDE) : own] if not self._is_title(n)]
        after = bisect_right(self._told, last)
        return Surroundings(
            self.document.title or "" if not self._is_title(first) else "",
            self._said(before),
            self._said(self._told[after : after + _BESIDE]),
        )

    @cached_property
    def _told(self) -> list[int]:
        """The numbers of the sentences of the article's own words."""
        blocks = self.document.blocks
        return [n for n, s in enumerate(self.layout.sentences) if blocks[s.block].kind in PROSE]

    def _is_title(self, number: int) -> bool:
        return self.layout.sentences[number].block == self.document.headline

    def _said(self, numbers: Sequence[int]) -> str:
        sentences = self.layout.sentences
        return " ".join(self.doc[sentences[n].start : sentences[n].end].text for n in numbers)

    @cached_property
    def contexts(self) -> dict[tuple[int, int], tuple[tuple[str, ...], tuple[str, ...]]]:
        """Tokens of a concept -> its context values and the cues that set them."""
        return contexts_of(self.doc)

    @cached_property
    def advice(self) -> tuple[CareAdvice, ...]:
        """Advice to seek care, with the signs it is given for and how urgent it says they are."""
        refused = frozenset(
            spot for spot, (values, _cues) in self.contexts.items() if _REFUSED.intersection(values)
        )
        return care_advice(
            self.document,
            self.layout,
            self.concepts_by_sentence,
            self.entities_by_sentence,
            refused,
        )

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        vocabulary = self.knowledge.vocabulary
        lists = {cue.id: frozenset(cue.phrases) for cue in vocabulary.cues.get("composition", ())}
        keeping_away = lists.get("preventive-concepts", frozenset())
        present = {entity.id for entity in self.entities}
        return extract_claims(
            Reading(
                self.doc,
                self.document,
                self.layout,
                self.sections,
                self.entities,
                self.cue_hits("relation"),
                self.cue_hits("section-topic"),
                self._about,
                self.contexts,
                self.advice,
                self._presenting,
                lists.get("pronouns", frozenset()),
                lists.get("told-of-it", frozenset()),
                lists.get("naming-words", frozenset()),
                vocabulary.is_a,
                self.genre is Genre.NEWS,
                frozenset(self._doing(lists.get("giving-up", frozenset()))),
                frozenset(c for c in present if keeping_away & set(vocabulary.ancestors(c))),
                lists.get("clause-set-aside", frozenset()),
                lists.get("reach-ends", frozenset()),
                lists.get("no-remedies", frozenset()),
                lists.get("selecting-people", frozenset()),
                lists.get("auxiliaries", frozenset()),
                lists.get("unnamed-illness", frozenset()),
            )
        )

    def _doing(self, deeds: frozenset[str]) -> Iterator[int]:
        """The sentences in which one of those is done."""
        for number, hits in self.concepts_by_sentence.items():
            if any(hit.id in deeds for hit in hits):
                yield number

    @property
    def _about(self) -> tuple[str, ...]:
        """The main topics; where there is none, the condition listed that is named most, and of
        those the first. News without one speaks of several: what is no more than near them is not
        told of the first."""
        main = self._main("condition")
        if main:
            return main
        if self.genre is Genre.NEWS:
            return ()
        listed = {
            t.id: t.mentions for t in self.topics if t.role == "listed" and t.kind == "condition"
        }
        named = (e.id for e in self.entities if e.id in listed)
        most = max(named, key=listed.__getitem__, default=None)
        return (most,) if most is not None else ()

    @property
    def _presenting(self) -> str | None:
        """The symptom that the title names before any condition, if the text tells of it too (a
        headline may belong to another article): the article guides from it."""
        titles = [
            self.layout.blocks[number]
            for number, block in enumerate(self.document.blocks)
            if block.kind is BlockKind.TITLE
        ]
        told = Counter(e.id for e in self.entities if not any(a <= e.start < b for a, b in titles))
        conditions = Counter(e.id for e in self.entities if e.label == "CONDITION")
        # "Cold feet" over a page that speaks of one illness throughout: that is its subject.
        most = max(conditions.values(), default=0)
        one = most >= _OFTEN and most > _OUTSPOKEN * conditions.total()
        for first, last in titles:
            named = (e for e in self.entities if first <= e.start < last and e.label in _HEALTH)
            entity = next((e for e in named if told[e.id] >= _TOLD), None)
            if entity is not None:
                return entity.id if entity.label == "SYMPTOM" and not one else None
        return self._presented() if not self._main("condition") else None

    def _presented(self) -> str | None:
        """What the first main topic that is a symptom presents as: of several complaints, the one
        that the article names most ("blood in your urine")."""
        entries, is_a = self.knowledge.reference.entries, self.knowledge.vocabulary.is_a
        for topic in self._main("symptom"):
            complaints = [target.concept for target in entries[topic].presentations]
            if complaints:
                return max(complaints, key=lambda c: sum(is_a(e.id, c) for e in self.entities))
        return None

    def _main(self, kind: str) -> tuple[str, ...]:
        return tuple(t.id for t in self.topics if t.role == "main" and t.kind == kind)
