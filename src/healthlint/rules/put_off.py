"""Care put off beside a danger sign, read from everyday words.

The rules on delay and on urgency know signs and advice as concepts. This view reads what they
miss: a sign put together from words ("half his face has slipped"), and wordings of delay, of
making light and of help that comes too slowly that no phrase holds. Each kind counts only beside
a danger sign, and not where help is called for at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from healthlint.nlp.danger import Places
from healthlint.nlp.encoder import DANGER
from healthlint.nlp.entities import Entity
from healthlint.nlp.lowered import lowered
from healthlint.reference.model import Entry, Fact, Urgency
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_advice, is_condemned_in, is_retracted
from healthlint.rules.dangers import danger_of
from healthlint.rules.lead_ins import is_answer
from healthlint.rules.orders import has_order, orders
from healthlint.rules.reporting import is_reported

_DENIED = 7  # tokens before words of help at once in which they are turned down
_REFUSED = 4  # tokens after them in which they are ("an ambulance is a waste")
_ORDERED = 8  # tokens from an order to what is done at home
_TRIFLE = 3  # tokens from "is" to the harmless thing
_BETWEEN = 10  # tokens of a sentence that may stand between sign and delay
_AHEAD = 3  # tokens by which a sign may run past "is" ("vomit in a young baby is")
_PAIR = 5  # tokens between "no need" or "only" and what it is said of
_UNDONE = 3  # tokens before words of delay in which it is warned against
_OPENERS = frozenset({",", ":", ";", "-", "–", "?"})
_SELF = frozenset({"it", "this", "that", "they", "them", "these", "her", "him", "she", "he"})
_GONE = frozenset({"negated", "historical", "warning", "myth", "no-evidence"})

_CONTRASTS = frozenset({"but", "however", "yet", "still"})

SLOW, LIGHT, HOME = "slow", "light", "home"


class Danger(NamedTuple):
    """A danger sign of a sentence: its tokens, and what the reference says of it."""

    start: int
    end: int
    entry: Entry
    fact: Fact


class PutOff(NamedTuple):
    """Care put off: how (``SLOW``, ``LIGHT`` or ``HOME``), in which tokens, for which danger."""

    kind: str
    sentence: int
    start: int
    end: int
    danger: Danger


def put_off(article: Article, *kinds: str) -> Iterator[PutOff]:
    """Every sentence that puts off care in one of those ways, in order of place."""
    view = _View(article)
    for number in article.reading.putting_off:
        yield from (found for found in view.at(number) if found.kind in kinds)


def described(article: Article, danger: Danger) -> str:
    """The sign in the article's own words."""
    return f"“{article.doc[danger.start : danger.end].text}”"


def excepted_from(article: Article, number: int) -> int:
    """The token from which a sentence's signs are excepted ("... will do, unless they struggle for
    breath"); its end where none are, as where the exception waits for a time ("unless the pain
    lasts all night")."""
    sentence = article.sentences[number]
    words = lowered(article.doc)[sentence.start : sentence.end]
    sets = article.vocabulary.word_sets("putting-off")
    excepting, times = sets.get("excepting", frozenset()), sets.get("time-word", frozenset())
    place = next((n for n, word in enumerate(words) if n and word in excepting), None)
    if place is None or not times.isdisjoint(words[place:]):
        return sentence.end
    return sentence.start + place


class _View:
    def __init__(self, article: Article) -> None:
        self._article = article
        sets = article.vocabulary.word_sets("putting-off")
        self._turns_down = sets.get("turns-down", frozenset())
        self._not_now = sets.get("not-now", frozenset())
        self._verbs = sets.get("home-verb", frozenset())

    def at(self, number: int) -> Iterator[PutOff]:
        """What a sentence puts off: by going somewhere too slow, and else by the rest."""
        words, places = self._words(number), self._article.reading.putting_off[number]
        if self._calls_for_help(words, places) or is_reported(self._article, number, DANGER):
            return
        if is_retracted(self._article, number):
            return
        if asks(self._article, number) or is_condemned_in(self._article, number):
            return
        start = self._article.sentences[number].start
        conceded = self._is_conceded(number)
        for kind, spot in self._ways(number, words, places):
            if conceded and kind != SLOW:
                return
            danger = self._danger(number, kind)
            if danger is None:
                return
            yield PutOff(kind, number, start + spot[0], start + spot[1], danger)

    def _is_conceded(self, number: int) -> bool:
        """ "In many cases that is harmless. But ...": said to be qualified, with no order."""
        sentences = self._article.sentences
        after = number + 1
        if after == len(sentences) or sentences[after].block != sentences[number].block:
            return False
        opening = self._words(after)[:1]
        return bool(opening) and opening[0] in _CONTRASTS and not has_order(self._article, number)

    def _ways(
        self, number: int, words: Sequence[str], places: Places
    ) -> Iterator[tuple[str, tuple[int, int]]]:
        slow = self._slow(words, places)
        if slow is not None:
            yield SLOW, slow
        light = self._light(number, words, places)
        if light is not None:
            yield LIGHT, light
            return
        soft = self._soft(number, words, places)
        if soft is None and slow is None:
            soft = self._home(number, places)
        if soft is not None:
            yield HOME, soft

    def _words(self, number: int) -> Sequence[str]:
        sentence = self._article.sentences[number]
        return lowered(self._article.doc)[sentence.start : sentence.end]

    def _calls_for_help(self, words: Sequence[str], places: Places) -> bool:
        """Whether help at once is called for, and not turned down ("no need for A&E")."""
        refused = places.get("refused", ())
        return any(
            self._turns_down.isdisjoint(words[max(0, start - _DENIED) : start])
            and not any(0 <= other[0] - end <= _REFUSED for other in refused)
            for start, end in places.get("help-now", ())
        )

    def _slow(self, words: Sequence[str], places: Places) -> tuple[int, int] | None:
        """Someone, some way or some time that is too slow, beside a word of asking for care."""
        slow = [
            spot
            for name in ("later", "slow-person", "slow-channel")
            for spot in places.get(name, ())
            if not self._is_undone(words, spot[0])
        ]
        asked = places.get("care-verb", ())
        if not slow or not (asked or "slow-channel" in places):
            return None
        spot = min(slow)
        if not asked:
            return spot
        verb = min(asked, key=lambda place: abs(place[0] - spot[0]))
        return min(spot[0], verb[0]), max(spot[1], verb[1])

    def _light(self, number: int, words: Sequence[str], places: Places) -> tuple[int, int] | None:
        for name in ("dismiss", "wait"):
            for spot in places.get(name, ()):
                if not self._is_undone(words, spot[0]) and self._is_told(number, name):
                    return spot
        return (
            self._pair(words, places, "no-need", "care")
            or self._refused(words, places)
            or self._said_to_be(number, words, places)
        )

    def _refused(self, words: Sequence[str], places: Places) -> tuple[int, int] | None:
        """ "Seeing anybody is overkill": what is said after the care it turns away from."""
        for name in ("care", "help-now", "care-verb"):
            for start, end in places.get(name, ()):
                for other in places.get("refused", ()):
                    if 0 <= other[0] - end <= _REFUSED and not self._is_undone(words, start):
                        return start, other[1]
        return None

    def _said_to_be(
        self, number: int, words: Sequence[str], places: Places
    ) -> tuple[int, int] | None:
        """ "Green vomit is colic": a sign put together from words, called something harmless."""
        signs = self._article.reading.danger_signs(number)
        begin = self._article.sentences[number].start
        for start, end in places.get("is-a", ()):
            for other in places.get("trifle", ()):
                near = 0 <= other[0] - end <= _TRIFLE and not self._is_undone(words, other[0])
                if near and any(sign.end - begin <= start + _AHEAD for sign in signs):
                    return start, other[1]
        return None

    def _soft(self, number: int, words: Sequence[str], places: Places) -> tuple[int, int] | None:
        """What makes light of a sign, or lets time pass, but may be plain fact of an illness."""
        for spot in places.get("soft-dismiss", ()):
            if not self._is_undone(words, spot[0]):
                return spot
        only = self._pair(words, places, "only", "benign", 1)
        if only is not None:
            return only
        return (
            next(iter(places.get("soon", ())), None) if has_order(self._article, number) else None
        )

    def _home(self, number: int, places: Places) -> tuple[int, int] | None:
        """What is done at home, as ordered or said to help."""
        words = self._words(number)
        start = self._article.sentences[number].start
        ordered = [place - start for place in orders(self._article, number)]
        helps = places.get("helps", ())
        for spot in places.get("at-home", ()):
            if spot[0] and words[spot[0] - 1] == "from":
                continue  # "pain that wakes them from sleep"
            if any(0 <= spot[0] - place <= _ORDERED for place in ordered) or any(
                abs(spot[0] - place) <= _PAIR for place, _end in helps
            ):
                return spot
        # With a sign put together from words, whatever else is ordered than care puts it off.
        verbs = self._verbs
        for place in ordered:
            before = words[place - 1] if place else ","
            if words[place] in verbs and before in _OPENERS:
                return place, place + 1
        return None

    def _pair(
        self,
        words: Sequence[str],
        places: Places,
        first: str,
        second: str,
        before: int = _UNDONE,
    ) -> tuple[int, int] | None:
        """ "No need for a doctor", "only heat"."""
        for spot in places.get(first, ()):
            for other in places.get(second, ()):
                near = 0 <= other[0] - spot[1] <= _PAIR
                if near and not self._is_undone(words, spot[0], before):
                    return spot[0], other[1]
        return None

    def _is_told(self, number: int, name: str) -> bool:
        article = self._article
        return (
            name == "dismiss"
            or has_order(article, number)
            or is_advice(article, number)
            or not _SELF.isdisjoint(self._words(number))
        )

    def _is_undone(self, words: Sequence[str], start: int, reach: int = _UNDONE) -> bool:
        """ "Do not wait", "never ignore": what the article should say."""
        before = words[max(0, start - reach) : start]
        if words[start] == "see" and before and before[-1] == "to":
            return True  # "tests to see whether"
        return words[start] not in self._turns_down and not self._turns_down.isdisjoint(before)

    def _danger(self, number: int, kind: str) -> Danger | None:
        """The gravest sign of the sentence, or of the one that it answers or refers to."""
        article = self._article
        found = list(self._dangers(number, kind))
        block = article.sentences[number].block
        before = self._spoken_of(number, kind) if not found else ()
        if before:
            first = article.layout.first_sentence[block]
            if any(self._is_answered(other) for other in range(first, number)):
                return None  # the passage has said what to do with its signs
            if is_answer(article, number) or self._refers(number):
                found = list(before)
        least = self._least(number, kind)
        grave = [d for d in found if (d.fact.urgency or Urgency.ROUTINE) >= least]
        return max(grave, key=lambda d: d.fact.urgency or 0, default=None)

    def _refers(self, number: int) -> bool:
        """Whether a sentence goes on about the one before: "it", or an order that says no case of
        its own ("If you are thirsty, drink")."""
        words = self._words(number)
        if not _SELF.isdisjoint(words):
            return True
        opening = self._article.reading.knowledge.derived.stances.opening
        return words[0] not in opening and has_order(self._article, number)

    def _spoken_of(self, number: int, kind: str) -> Sequence[Danger]:
        """The signs that the sentence before names, over at most one short one between ("Bulging
        soft spot? Every baby has that. Hang on until ...")."""
        block = self._article.sentences[number].block
        for other in range(number - 1, max(-1, number - 3), -1):
            sentence = self._article.sentences[other]
            if sentence.block != block:
                return ()
            dangers = tuple(self._dangers(other, kind))
            if dangers:
                return dangers
            if sentence.end - sentence.start > _BETWEEN:
                return ()
        return ()

    def _least(self, number: int, kind: str) -> Urgency:
        """How urgent a sign must be: one that is to be seen within days must not be made light of,
        treated at home or left for weeks; an appointment next week may be soon enough for it."""
        long = "long" in self._article.reading.putting_off[number]
        return Urgency.SOON if kind != SLOW or long else Urgency.URGENT

    def _is_answered(self, number: int) -> bool:
        """Whether a sentence itself sends to care, soon enough."""
        places = self._article.reading.putting_off.get(number, {})
        return self._calls_for_help(self._words(number), places) or any(
            advice.sentence == number and (advice.urgency or Urgency.ROUTINE) >= Urgency.URGENT
            for advice in self._article.advice
        )

    def _dangers(self, number: int, kind: str) -> Iterator[Danger]:
        """The signs put together from words; and those known as concepts, unless only something
        done at home stands beside them: that is read with more care elsewhere."""
        article = self._article
        excepted = excepted_from(article, number)
        for sign in article.reading.danger_signs(number):
            if sign.end > excepted:
                continue
            fact = article.reference.facts.get(sign.fact)
            if fact is not None:
                entry = article.reference.entries[fact.entry]
                yield Danger(sign.start, sign.end, entry, fact)
        for entity in article.entities_by_sentence.get(number, ()) if kind != HOME else ():
            if entity.start < excepted and self._is_there(entity):
                known = danger_of(article, entity)
                if known is not None:
                    yield Danger(entity.start, entity.end, *known)

    def _is_there(self, entity: Entity) -> bool:
        """Neither denied nor only to be prevented."""
        words = lowered(self._article.doc)[max(0, entity.start - _UNDONE) : entity.start]
        return (
            entity.label == "SYMPTOM"
            and _GONE.isdisjoint(entity.context)
            and self._not_now.isdisjoint(words)
        )
