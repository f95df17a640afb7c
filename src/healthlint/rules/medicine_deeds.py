"""What a sentence tells the reader to do with a medicine, in everyday words.

AD004 knows orders and doses as cues that stand close before a medicine. This view reads the rest:
a medicine stopped, changed in amount, mixed, borrowed or dosed by a number, on whichever side of
its name the words stand, where the sentence orders or commends it and nothing takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from healthlint.nlp.danger import Places, stands_free
from healthlint.nlp.entities import Entity
from healthlint.nlp.lowered import lowered
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_advice
from healthlint.rules.orders import has_order

_BEFORE = ("stop",)  # done to what follows: "water tablets stop swelling" is no such deed
_DEEDS = ("aside", "amount", "combine", "borrow", "offered")
_OPENING = ("stop", "amount", "combine", "borrow", "take")
_NEAR = 8  # tokens between a deed and the medicine
_NUMBER = 3  # tokens before a medicine in which a number counts its doses
_DOSE = 7  # tokens from the medicine to a dose, and from its number to how often
_UNIT = 2  # tokens from a number to its unit
_COMMAS = frozenset({",", ":", "-", "–"})
_COMMENDING = ("praise", "testimony", "rhetorical", "permission")


def deed_with(article: Article, number: int, entity: Entity) -> tuple[int, int] | None:
    """The tokens of what the reader is told to do with that medicine, if anything."""
    sentence = article.sentences[number]
    words = lowered(article.doc)[sentence.start : sentence.end]
    places = article.reading.knowledge.medicine_deeds.places(words)
    if asks(article, number) or stands_free(places, "takes-back", "waved-away"):
        return None
    start, end = entity.start - sentence.start, entity.end - sentence.start
    dose = _dose(
        words, places, start, end, word_sets(article.vocabulary, "medicine-deed")["numbers"]
    )
    listed = dose is not None and _is_listed(words, end, dose)
    told = (
        listed
        or not {"good", "offered", "told-plainly"}.isdisjoint(places)
        or any(_opens(words, spot) for name in _OPENING for spot in places.get(name, ()))
        or has_order(article, number)
        or is_advice(article, number)
        or any(article.cues_in(number, family) for family in _COMMENDING)
    )
    if not told:
        return None
    if _is_condemned(article, number, entity):
        return None
    deeds = [p for name in _DEEDS for p in places.get(name, ())]
    deeds += [p for name in _BEFORE for p in places.get(name, ()) if p[1] <= start]
    near = _near(deeds, start, end)
    if near is None and "take" in places and _is_counted(article, entity):
        near = _near(places["take"], start, end)
    near = near if near is not None else dose
    if near is None:
        return None
    return sentence.start + near[0], sentence.start + near[1]


def _dose(
    words: Sequence[str], places: Places, start: int, end: int, numbers: frozenset[str]
) -> tuple[int, int] | None:
    """A number of something, or so much of it, with how often, close to the medicine: "50 mg of
    DHEA each morning", "kelp tablets, six daily"."""
    often = places.get("frequency", ())
    for place in range(max(0, start - _DOSE), min(len(words), end + _DOSE)):
        # "Type 1 diabetes must take insulin daily": the number counts nothing.
        if not _is_number(words[place], numbers) or (place and words[place - 1] == "type"):
            continue
        unit = any(0 < spot[0] - place <= _UNIT for spot in places.get("unit", ()))
        time = next((spot for spot in often if 0 < spot[0] - place <= _DOSE), None)
        if time is not None or (unit and often):
            last = time if time is not None else often[0]
            return min(place, last[0]), max(place + 1, last[1])
    return None


def _is_listed(words: Sequence[str], end: int, dose: tuple[int, int]) -> bool:
    """ "Amitriptyline, 50 mg at night": the medicine and its dose, with no verb between."""
    return end < len(words) and words[end] in _COMMAS and 0 <= dose[0] - end <= 1


def _is_number(word: str, numbers: frozenset[str]) -> bool:
    return word.replace(",", "").replace(".", "").isdigit() or word in numbers


def _is_condemned(article: Article, number: int, entity: Entity) -> bool:
    """ "Large doses of vitamin A can harm a baby": said right after the medicine."""
    return any(0 <= cue.start - entity.end <= 1 for cue in article.cues_in(number, "condemn"))


def _opens(words: Sequence[str], spot: tuple[int, int]) -> bool:
    """Whether the sentence begins with it as an order does; "taking a tablet" orders nothing."""
    return spot[0] == 0 and not words[0].endswith("ing")


def _near(spots: Iterable[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    found = [s for s in spots if s[1] > start - _NEAR and s[0] < end + _NEAR]
    return min(found, key=lambda s: abs(s[0] - start), default=None)


def _is_counted(article: Article, entity: Entity) -> bool:
    """ "Four ibuprofen", "10,000 IU of vitamin D", "begin with 2 g"."""
    before = article.doc[max(0, entity.start - _NUMBER) : entity.start]
    spans = word_sets(article.vocabulary, "medicine-deed")["spans-of-time"]
    return any(token.like_num for token in before) and spans.isdisjoint(
        token.lower_ for token in before
    )
