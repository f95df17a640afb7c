"""The concepts that entries themselves define: their names are wording, kept where they belong."""

from __future__ import annotations

from healthlint.reference.model import Entry, Reference
from healthlint.vocabulary.model import Concept, Kind


def entry_concept(entry: Entry) -> Concept:
    """The concept of the entry's own names.

    A presenting symptom is a narrower concept than the complaint it presents as, at that site
    ("posterior knee pain": pain at the back of the knee).
    """
    names = tuple(dict.fromkeys((entry.name, *entry.synonyms)))
    parents = entry.broader
    site = None
    presents = entry.presents_as
    if presents is not None:
        site = presents.site
        if presents.concept != entry.id:
            parents = tuple(dict.fromkeys((presents.concept, *parents)))
    return Concept(
        id=entry.id,
        kind=Kind.SYMPTOM if entry.kind == "symptom" else Kind.CONDITION,
        name=entry.name,
        phrases=names,
        exact=entry.acronyms,
        short_forms=entry.short_forms,
        parents=parents,
        not_in=entry.not_in,
        site=site,
        path=entry.path,
    )


def entry_concepts(reference: Reference) -> tuple[Concept, ...]:
    """The concepts of all entries, for :func:`healthlint.vocabulary.loading.with_concepts`."""
    return tuple(entry_concept(entry) for entry in reference.entries.values())
