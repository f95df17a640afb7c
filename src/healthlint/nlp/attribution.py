"""Which sentences say where they have something from, and whether the article says it at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from healthlint.document.model import Document
from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import HEADINGS
from healthlint.nlp.named_sources import NamedSource, citations, named_sources
from healthlint.nlp.word_sets import word_sets
from healthlint.vocabulary import Vocabulary


@dataclass(frozen=True)
class Attribution:
    """Who is named, and in which sentences (by number) a source is named, cited or linked to."""

    named: tuple[NamedSource, ...]
    named_in: frozenset[int]
    sourced_in: frozenset[int]
    cited_in: frozenset[int]
    lists_references: bool

    def names_someone(self, sentence: int) -> bool:
        """Whether a sentence or a neighbour names a person, body or study."""
        return not self.named_in.isdisjoint((sentence - 1, sentence, sentence + 1))

    def is_sourced(self, sentence: int) -> bool:
        """Whether a sentence or a neighbour names, cites or links to where it is from."""
        return not self.sourced_in.isdisjoint((sentence - 1, sentence, sentence + 1))

    @property
    def names_any(self) -> bool:
        """Whether the article names a source anywhere."""
        return bool(self.sourced_in) or self.lists_references


def attribution_of(
    document: Document,
    vocabulary: Vocabulary,
    cues: Sequence[CueHit],
    sentence_at: Callable[[int], int],
    token_at: Callable[[int], int],
) -> Attribution:
    """The attribution of one article."""

    def sentence_of(offset: int) -> int:
        return sentence_at(max(0, token_at(offset)))

    named = named_sources(document, vocabulary)
    named_in = {sentence_of(source.span.start) for source in named}
    named_in.update(sentence_at(hit.start) for hit in cues)
    outside = [link for link in document.links if _leads_out(link.target)]
    sourced = {sentence_of(link.span.start) for link in outside}
    sourced.update(sentence_of(span.start) for span in citations(document))
    return Attribution(
        named,
        frozenset(named_in),
        frozenset(sourced | named_in),
        frozenset(sourced),
        _lists_references(document, vocabulary),
    )


def _leads_out(target: str) -> bool:
    return target.startswith(("http://", "https://", "//", "/", "doi:")) or ".htm" in target


def _lists_references(document: Document, vocabulary: Vocabulary) -> bool:
    headings = word_sets(vocabulary, "naming").get("reference-heading", frozenset())
    return any(
        document.block_text(block).strip(" :").lower() in headings
        for block in document.blocks
        if block.kind in HEADINGS
    )
