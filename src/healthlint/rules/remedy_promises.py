"""Remedies that nobody has shown to work, promised outright: read from everyday words.

UC003 knows remedies, deeds and illnesses as concepts; this view reads what that misses ("silica
water leaches plaque from the brain"): a remedy of a list, what it is said to bring about (or the
treatment it is said to beat) and an illness, close together. Any word of doubt, denial, report or
care in the sentence silences it: a promise is made outright or it is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from healthlint.nlp.danger import Places, Spot, stands_free
from healthlint.nlp.encoder import FALSEHOOD
from healthlint.nlp.layout import PROSE
from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_retracted
from healthlint.rules.reporting import is_reported
from healthlint.rules.stated import said_by_sentence

_NEAR = 10  # tokens from one of the words to the next
_MEANS = 5  # tokens from "with" or "on a diet of" to the remedy
_TREATMENTS = frozenset({"treatment", "medicine"})
_ILLNESSES = frozenset({"condition", "symptom"})
_TOO_WIDE = frozenset({"disease", "infection", "inflammation", "injury", "disorder", "pain"})


class Promise(NamedTuple):
    """A promise: its sentence, its tokens, the remedy's, and the illness if a concept names it."""

    sentence: int
    start: int
    end: int
    remedy: Spot
    illness: str | None


def remedy_promises(article: Article) -> Iterator[Promise]:
    """Every promise that the article itself makes, in order of place; one a sentence."""
    read = article.reading.knowledge.remedies
    words = lowered(article.doc)
    for number, sentence in enumerate(article.sentences):
        places = read.places(words[sentence.start : sentence.end])
        if "remedy" not in places or stands_free(places, "held-back", "waved-away"):
            continue
        if _is_told(article, number):
            found = _promise(article, number, places)
            if found is not None:
                yield found


def _is_told(article: Article, number: int) -> bool:
    block = article.document.blocks[article.sentences[number].block]
    if block.kind not in PROSE or asks(article, number) or article.has_support(number):
        return False
    if is_retracted(article, number) or is_reported(article, number, FALSEHOOD):
        return False
    if article.cues_in(number, "condemn"):
        return False
    return not any(
        "quoted" in entity.context or "myth" in entity.context
        for entity in article.entities_by_sentence.get(number, ())
    )


def _promise(article: Article, number: int, places: Places) -> Promise | None:
    start = article.sentences[number].start
    hits = said_by_sentence(article).get(number, ())
    ill = [*places.get("illness", ()), *_spots(hits, _ILLNESSES, start)]
    treated = [*places.get("treatment", ()), *_spots(hits, _TREATMENTS, start)]
    # What is stopped in "stop HIV medicines working" is the medicines.
    ill = [spot for spot in ill if all(spot[1] != thing[0] for thing in treated)]
    for remedy in places["remedy"]:
        chain = _chain(remedy, places.get("beats", ()), treated)
        # "Arnica beats surgery" needs an illness too, wherever the sentence names it.
        if chain is None or not ill:
            chain = _chain(remedy, places.get("effect", ()), ill) or _turned(remedy, places, ill)
        if chain is not None:
            illness = _named(hits)
            return Promise(
                number,
                start + remedy[0],
                start + chain,
                (start + remedy[0], start + remedy[1]),
                illness,
            )
    return None


def _chain(remedy: Spot, deeds: Sequence[Spot], objects: Sequence[Spot]) -> int | None:
    """The end of deed and object, where both follow the remedy closely ("brings a thyroid back to
    normal", "cures gout")."""
    for deed in deeds:
        if not 0 <= deed[0] - remedy[1] <= _NEAR:
            continue
        for thing in objects:
            if thing[0] >= remedy[1] and thing[0] - deed[1] <= _NEAR:
                return max(thing[1], deed[1])
    return None


def _turned(remedy: Spot, places: Places, ill: Sequence[Spot]) -> int | None:
    """The remedy's end, where illness and effect come first ("the tremor fades away on a diet of
    coconut oil", "RA goes into remission with a copper bracelet")."""
    means = [m for m in places.get("means", ()) if 0 <= remedy[0] - m[1] <= _MEANS]
    for by in means:
        for deed in (*places.get("effect", ()), *places.get("effect-after", ())):
            if not 0 <= by[0] - deed[1] <= _NEAR:
                continue
            if any(thing[1] <= by[0] and abs(thing[0] - deed[0]) <= _NEAR for thing in ill):
                return remedy[1]
    return None


def _spots(hits: Sequence[ConceptHit], kinds: frozenset[str], start: int) -> list[Spot]:
    return [(hit.start - start, hit.end - start) for hit in hits if hit.kind in kinds]


def _named(hits: Sequence[ConceptHit]) -> str | None:
    named = (h.id for h in hits if h.kind == "condition" and h.id not in _TOO_WIDE)
    return next(named, None)
