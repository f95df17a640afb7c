"""An OBO ontology (Disease Ontology, Symptom Ontology, HPO) as an optional vocabulary.

Read with pronto (extra ``ontology``), which knows OBO, OWL and OBO graphs. Our own concepts win:
a term whose name we know becomes that concept, so that its narrower terms hang below it, and no
phrase of ours is given to a second concept. Names that only a curator would write ("anemia,
hemolytic", "X (disorder)") and words of everyday language are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from healthlint.errors import InputError, SettingsError
from healthlint.vocabulary.exchange import slug
from healthlint.vocabulary.model import Concept, Kind, Vocabulary

SUFFIXES = (".obo", ".owl", ".obojson", ".json")
_KINDS = {"DOID": Kind.CONDITION, "MONDO": Kind.CONDITION, "SYMP": Kind.SYMPTOM, "HP": Kind.SYMPTOM}
_MOST_WORDS = 8
_SHORTEST = 4


def read_ontology(
    path: Path, vocabulary: Vocabulary, kind: Kind | None = None
) -> tuple[Concept, ...]:
    """The terms that our vocabulary does not have, as concepts, in order of their ids.

    Raises ``SettingsError`` where pronto is missing or the kind of a term is not known, and
    ``InputError`` where the file cannot be read.
    """
    terms = _load(path)
    taken = _phrases(vocabulary)
    ids = _ids(terms, vocabulary, taken, kind)
    common = _common_words(vocabulary)
    found = []
    for key in sorted(terms):
        term = terms[key]
        identity, of = ids[key]
        if identity in vocabulary.concepts:
            continue
        names = [str(term.name), *_synonyms(term)]
        phrases = []
        for name in dict.fromkeys(names):
            owner = taken.setdefault((of, name.lower()), identity)
            if owner == identity and _is_written(name, common):
                phrases.append(name)
        short = tuple(n for n in dict.fromkeys(names) if n.isupper() and 1 < len(n) <= _SHORTEST)
        if phrases or short:
            parents = tuple(ids[p][0] for p in sorted(_parents(term)) if p in ids)
            known = tuple(dict.fromkeys(p for p in parents if p != identity))
            found.append(
                Concept(identity, of, names[0], tuple(phrases), short_forms=short, parents=known)
            )
    kept = {concept.id for concept in found} | set(vocabulary.concepts)
    return tuple(_with_known_parents(concept, kept) for concept in found)


def _load(path: Path) -> dict[str, Any]:
    try:
        from pronto.ontology import Ontology
    except ImportError:
        raise SettingsError(
            "reading an ontology needs pronto: install healthlint with the extra 'ontology'"
        ) from None
    import warnings

    if not path.is_file():
        raise InputError(f"{path}: no such file")
    try:
        with warnings.catch_warnings():
            # pronto warns of every ontology that a file imports; none is fetched.
            warnings.simplefilter("ignore")
            ontology = Ontology(str(path), import_depth=0)
    except Exception as error:  # its parsers raise errors of many kinds
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{path}: not an ontology that can be read: {reason}") from None
    return {str(term.id): term for term in ontology.terms() if term.name and not term.obsolete}


def _phrases(vocabulary: Vocabulary) -> dict[tuple[Kind, str], str]:
    found: dict[tuple[Kind, str], str] = {}
    for concept in vocabulary.concepts.values():
        for phrase in (concept.name, *concept.phrases, *concept.exact):
            found.setdefault((concept.kind, phrase.lower()), concept.id)
    return found


def _ids(
    terms: Mapping[str, Any],
    vocabulary: Vocabulary,
    taken: Mapping[tuple[Kind, str], str],
    kind: Kind | None,
) -> dict[str, tuple[str, Kind]]:
    """Term -> the concept it is to us: ours where we know its name, else a new id."""
    found: dict[str, tuple[str, Kind]] = {}
    used = set(vocabulary.concepts)
    for key in sorted(terms):
        of = kind or _KINDS.get(key.partition(":")[0])
        if of is None:
            raise SettingsError(f"{key}: say with --kind what the terms of this ontology are")
        name = str(terms[key].name)
        ours = taken.get((of, name.lower()))
        if ours is not None:
            found[key] = (ours, of)
            continue
        identity = slug(name)
        if not identity or identity in used:
            identity = slug(f"{identity} {key}")
        used.add(identity)
        found[key] = (identity, of)
    return found


def _synonyms(term: Any) -> list[str]:
    return sorted(s.description for s in term.synonyms if s.scope == "EXACT")


def _parents(term: Any) -> list[str]:
    return [str(t.id) for t in term.superclasses(distance=1, with_self=False)]


def _is_written(name: str, common: frozenset[str]) -> bool:
    """Whether articles may put it so."""
    if len(name) < _SHORTEST or len(name.split()) > _MOST_WORDS or name.lower() in common:
        return False
    return all(char.isalnum() or char in " '-" for char in name)


def _common_words(vocabulary: Vocabulary) -> frozenset[str]:
    words = {w for cue in vocabulary.cues.get("common-words", ()) for w in cue.phrases}
    return frozenset(words) | {"disease", "symptom", "disorder", "syndrome", "abnormality"}


def _with_known_parents(concept: Concept, known: Iterable[str]) -> Concept:
    return replace(concept, parents=tuple(p for p in concept.parents if p in known))
