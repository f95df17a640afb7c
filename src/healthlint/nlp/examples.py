"""The vocabulary's own examples (``match``, ``no_match``), read by the pipeline."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from healthlint.nlp.components import hits_of
from healthlint.nlp.entities import entities_of
from healthlint.nlp.lexicon import COMPOUND, phrase_variants, verb_variants
from healthlint.vocabulary import Concept, Vocabulary


def example_problems(nlp: Language, vocabulary: Vocabulary) -> Iterator[str]:
    """Every example that its concept is not found in, or is found in against its word."""
    for concept in vocabulary.concepts.values():
        for text in concept.match:
            if not _is_found(nlp, vocabulary, concept.id, text):
                yield f"{concept.path}: {concept.id}: not found in its example {text!r}"
        for text in concept.no_match:
            if _is_found(nlp, vocabulary, concept.id, text):
                yield f"{concept.path}: {concept.id}: found in {text!r}, which must not match"


def _is_found(nlp: Language, vocabulary: Vocabulary, concept: str, text: str) -> bool:
    doc: Doc = nlp(text)
    found = {hit.id for hit in hits_of(doc).concepts if hit.mode != COMPOUND}
    found.update(entity.id for entity in entities_of(doc))
    found.update(site for entity in entities_of(doc) for site in entity.sites)
    return any(vocabulary.is_a(known, concept) for known in found)


def all_forms(concept: Concept) -> Iterator[str]:
    """Every form of a concept's phrases and verbs that the pipeline matches."""
    for phrase in concept.phrases:
        yield from phrase_variants(phrase, concept.kind.value)
    for verb in concept.verbs:
        yield from verb_variants(verb)
