"""Which short forms of a text are mentions: those that it defines, or has given in full before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc

from healthlint.nlp.abbreviations import defined_abbreviations, occurrences
from healthlint.nlp.lexicon import EXACT, PLAIN, SHORT, ConceptHit


def with_short_forms(doc: Doc, hits: Sequence[ConceptHit]) -> list[ConceptHit]:
    """Short forms count where the article defines them, and mean what it defines; or where
    they are the initials of a name that it has given in full ("Atrial fibrillation ... AF")."""
    definitions = defined_abbreviations(doc)
    meanings = {short: _meaning(hits, *span) for short, span in definitions.items()}
    named = {hit.id for hit in hits if hit.mode == PLAIN}
    shortened = {hit.id for hit in hits if hit.mode == SHORT}
    spelled = _spelled_out(doc, (hit for hit in hits if hit.id in shortened))
    kept = [
        hit
        for hit in hits
        if (hit.mode != SHORT or _stands_for(doc, hit, spelled, definitions))
        and not (hit.mode == EXACT and _redefined(doc, hit, definitions, meanings))
        and (hit.id in named or not _two_letters(doc, hit))
    ]
    taken = {(hit.start, hit.end, hit.id) for hit in kept}
    for start, end, short in occurrences(doc, definitions):
        for meaning in meanings[short]:
            if (start, end, meaning.id) not in taken:
                kept.append(ConceptHit(start, end, meaning.kind, meaning.id, EXACT))
    kept.sort(key=lambda hit: (hit.start, -hit.end))
    return kept


def _meaning(hits: Iterable[ConceptHit], start: int, end: int) -> list[ConceptHit]:
    """The concepts that are the long form, all of it but a word before ("the")."""
    return [h for h in hits if 0 <= h.start - start <= 1 and h.end == end and h.mode != SHORT]


def _spelled_out(doc: Doc, hits: Iterable[ConceptHit]) -> dict[tuple[str, str], int]:
    """Concepts named in full with their initials -> the token where that is done first."""
    found: dict[tuple[str, str], int] = {}
    for hit in hits:
        if hit.mode == PLAIN and hit.end - hit.start > 1:
            initials = "".join(word.text[0] for word in doc[hit.start : hit.end]).upper()
            name = hit.id, initials
            found[name] = min(found.get(name, hit.start), hit.start)
    return found


def _stands_for(
    doc: Doc,
    hit: ConceptHit,
    spelled: Mapping[tuple[str, str], int],
    definitions: Mapping[str, tuple[int, int]],
) -> bool:
    """Whether a short form that the article defines in no other way is the initials of a name
    that stands before it."""
    short = doc[hit.start : hit.end].text
    return short not in definitions and spelled.get((hit.id, short), hit.start) < hit.start


def _two_letters(doc: Doc, hit: ConceptHit) -> bool:
    """Two letters are an illness only where the article names it in full as well ("TB", "CF")."""
    return hit.mode == EXACT and hit.kind == "condition" and len(doc[hit.start : hit.end].text) < 3


def _redefined(
    doc: Doc,
    hit: ConceptHit,
    definitions: dict[str, tuple[int, int]],
    meanings: dict[str, list[ConceptHit]],
) -> bool:
    text = doc[hit.start : hit.end].text
    return text in definitions and all(meaning.id != hit.id for meaning in meanings[text])
