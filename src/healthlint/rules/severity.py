"""How grave a sentence says an illness is: harmless, dangerous, or neither.

The illness stands first, and nothing but light words between it and what it is called ("sepsis is
usually just a mild illness"); or a calming order stands before it ("no need to worry about a
stroke"). Words: ``patterns/cues/severity-words.yaml``.
"""

from __future__ import annotations

from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import Entity
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article

HARMLESS, DANGER = "harmless", "danger"
_FAMILY = "severity-words"
_NEAR = 10  # tokens from the illness to what it is called
_LEAD = 3  # tokens between a calming order and the illness
_OPPOSITE = {"danger": HARMLESS, "harmless": DANGER, "serious": HARMLESS}

Framing = tuple[str, int, int]  # what the illness is called; first and last token of the words


def framing_of(article: Article, number: int, entity: Entity) -> Framing | None:
    """What a sentence calls an illness, and where; nothing where room is left for both."""
    cues = article.cues_in(number, _FAMILY)
    if any(_part(c) == "unsure" and c.start < entity.start for c in cues):
        return None
    return _calmed(article, cues, entity) or _called(article, number, cues, entity)


def _determiners(article: Article) -> frozenset[str]:
    return word_sets(article.vocabulary, _FAMILY)["determiners"]


def _part(hit: CueHit) -> str:
    return str(hit.cue.settings["part"])


def _calmed(article: Article, cues: list[CueHit], entity: Entity) -> Framing | None:
    for hit in cues:
        if _part(hit) == "calm" and 0 <= entity.start - hit.end <= _LEAD:
            between, small = article.doc[hit.end : entity.start], _determiners(article)
            if all(t.lower_ in small or t.text == "," for t in between):
                return HARMLESS, hit.start, entity.end
    return None


def _called(article: Article, number: int, cues: list[CueHit], entity: Entity) -> Framing | None:
    if is_complement(article, number, entity):
        return None
    stop = min(entity.end + _NEAR, article.sentences[number].end)
    place, turned = entity.end, False
    while place < stop:
        hit = _longest(cues, place)
        part = _part(hit) if hit else ""
        if hit is None or part in ("partial", "complement", "unsure", "calm"):
            return None
        if part == "turn":
            turned = not turned
        elif part != "light":
            called = _verdict(part, turned)
            return (called, entity.start, hit.end) if called else None
        place = hit.end
    return None


def _verdict(part: str, turned: bool) -> str | None:
    """ "Not dangerous" is harmless; "serious" says nothing unless it is denied."""
    if part == "passes":
        return None if turned else HARMLESS
    if turned:
        return _OPPOSITE[part]
    return None if part == "serious" else part


def _longest(cues: list[CueHit], place: int) -> CueHit | None:
    here = [hit for hit in cues if hit.start == place]
    return max(here, key=lambda hit: hit.end, default=None)


def is_complement(article: Article, number: int, entity: Entity) -> bool:
    """Whether the illness only says more of another thing ("the rash of meningitis"),
    or is a mild kind of it ("viral meningitis")."""
    place, small = entity.start, _determiners(article)
    first = article.sentences[number].start
    while place > first and article.doc[place - 1].lower_ in small:
        place -= 1
    cues = article.cues_in(number, _FAMILY)
    return any(_part(hit) == "complement" and place in (hit.end, hit.start) for hit in cues)
