"""What is wrong with the vocabulary that no single file shows."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.vocabulary.model import Concept, Kind, Vocabulary

# What a sentence says of a thing may be two things at once ("see off" cures and is a remedy's
# verb); a name may not.
_SHARED = frozenset({Kind.ACTION, Kind.PROPERTY})
_ANYBODY = "people-group"  # stands for any group of people, those with concepts of their own too


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
            if _may_share(concept):
                continue
            key = (concept.kind, phrase.lower())
            owner = owners.setdefault(key, concept.id)
            if owner != concept.id:
                other = concepts[owner]
                yield (
                    f"{where}: {phrase!r} is also a phrase of {owner!r} ({other.path}): of two "
                    f"{concept.kind.value} concepts only one may have it"
                )


def _may_share(concept: Concept) -> bool:
    return concept.kind in _SHARED or concept.id == _ANYBODY
