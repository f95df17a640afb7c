"""What is wrong with the vocabulary that no single file shows."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.vocabulary.model import Kind, Vocabulary


def vocabulary_problems(vocabulary: Vocabulary) -> Iterator[str]:
    """What no single file shows: unknown parents and sites, one phrase with two concepts."""
    concepts = vocabulary.concepts
    owners: dict[tuple[Kind, str], str] = {}
    for concept in concepts.values():
        where = f"{concept.path}: {concept.id}"
        for parent in concept.parents:
            if parent not in concepts:
                yield f"{where}: unknown parent {parent!r}"
        if concept.site is not None and concept.site not in concepts:
            yield f"{where}: unknown site {concept.site!r}"
        if (concept.kind is Kind.QUALITY) != (concept.dimension is not None):
            yield f"{where}: a quality, and only a quality, has a dimension"
        for phrase in (*concept.phrases, *concept.verbs):
            key = (concept.kind, phrase.lower())
            owner = owners.setdefault(key, concept.id)
            if owner != concept.id:
                yield f"{where}: phrase {phrase!r} already belongs to {owner!r}"
