"""Falsehoods in other words: a sentence compared with plain wordings of what is false.

``patterns/cues/wordings-*.yaml`` hold, for a statement of the reference, plain sentences that make
it. A wording is read into parts: its concepts, and the stems and senses of its other words. A
sentence makes the statement where it has nearly all of their weight, every named illness, medicine
or other thing among them, in the same order, and denies as often. Explainable: the words that
matched are the finding's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import spacy
from spacy.lang.en.lex_attrs import like_num

from healthlint.cache import cached
from healthlint.nlp.entities import LABELS
from healthlint.nlp.lexicon import PLAIN, ConceptHit, Lexicon
from healthlint.nlp.stems import stem_of
from healthlint.vocabulary import Vocabulary

_THINGS = frozenset(LABELS)
_GIVEN = frozenset({"medicine", "treatment", "test"})
_LONG = 5  # parts of a wording that may miss one
_ENOUGH = 0.72  # of a wording's weight
_WINDOW = 26  # tokens between the first and the last matched word
_DENY = "deny"
_PEOPLE = "people-group"
_LISTED = "property"  # the kind of concepts that are lists of words for rules
_ABSENT = frozenset({"without", "hardly"})  # of a thing, not of what is said
_LISTS = frozenset(
    {
        *("partial", "copula", "light", "telling", "hand-over", "deny-thing", "deny-verb"),
        *("less-of", "means"),
    }
)
_ROOM = 6  # tokens a sentence may have between its words more than the wording has
_TIGHT = 2
_TWICE = 2  # denials
_BREAKS = frozenset({";", ":", ","})
_JOINTS = _BREAKS | {"and", "but", "which", "because"}
_CLAUSE_ENDS = frozenset({".", ";", ":", ",", "-", "–", "so", "and", "but"})
_CLAUSE = 8  # tokens before its words in which an "if" makes a sentence no statement
_BESIDE = 3  # tokens before a denial in which a "that" or "if" makes it none
_TELLING = 3  # words that say enough of an illness that goes unnamed
_EQUATED = 3  # parts of a wording that says no more than that one thing is another
_WORD_WEIGHT = 0.6  # of a word that no list calls common
_SENSE_WEIGHT = 0.4


class Part(NamedTuple):
    """One thing that a wording says: any one of ``keys`` in the sentence says it too."""

    keys: frozenset[str]
    weight: float
    thing: bool
    fixed: bool  # a thing, a verb or a telling word, which no sentence may leave out


class Wording(NamedTuple):
    """A wording of the statement ``key``, in parts; ``denials`` tells whether it is a denial."""

    key: str
    entry: str
    parts: tuple[Part, ...]
    denied: str
    length: int
    equates: bool
    conditional: bool
    partial: bool
    needed: tuple[tuple[str, ...], ...]  # of each part that no sentence may leave out, its keys
    total: float  # the weight of all parts
    declares: bool  # no order: to say it is to commend it ("vodka calms the nerves")


class Said(NamedTuple):
    """The places of a sentence's keys, and of its denials."""

    places: Mapping[str, Sequence[ConceptHit]]
    denials: Sequence[int]
    words: Sequence[str]
    start: int

    def since_comma(self, token: int) -> Sequence[str]:
        """The words of the clause before a token of the document."""
        before = self.words[max(0, token - self.start - _CLAUSE) : token - self.start]
        comma = max((n for n, word in enumerate(before) if word in ",;:"), default=-1)
        return before[comma + 1 :]

    def opens(self, token: int) -> bool:
        """Whether a clause begins with a token of the document."""
        place = token - self.start
        return place <= 0 or self.words[place - 1] in _CLAUSE_ENDS

    def names_means(self, token: int, handing: frozenset[str], alone: frozenset[str]) -> bool:
        """Whether what follows a denial is done "by" something "alone"."""
        words = self.words[token - self.start :]
        return not handing.isdisjoint(words) and not alone.isdisjoint(words)

    def ends_in_ing(self, token: int) -> bool:
        """Whether a token of the document is a gerund."""
        return self.words[token - self.start].endswith("ing")

    def between(self, start: int, end: int) -> Sequence[str]:
        """The words from one token of the document to another."""
        return self.words[max(0, start - self.start) : max(0, end - self.start)]


class Paraphrases:
    """All wordings, indexed by the keys of their most telling part."""

    def __init__(self, vocabulary: Vocabulary, lexicon: Lexicon) -> None:
        self._vocabulary = vocabulary
        self._weights = {
            stem: float(cue.settings["weight"])
            for cue in vocabulary.cues.get("common-words", ())
            for stem in cue.phrases
        }
        self._senses: dict[str, list[str]] = {}
        self._lists = {
            cue.id: frozenset(cue.phrases)
            for cue in vocabulary.cues.get("sense", ())
            if cue.id in _LISTS
        }
        for cue in vocabulary.cues.get("sense", ()):
            for word in cue.phrases if cue.id not in _LISTS else ():
                self._senses.setdefault(stem_of(word), []).append(f"~{cue.id}")
        stances = {cue.id: cue.phrases for cue in vocabulary.cues.get("stance", ())}
        self._deny = frozenset(stances.get(_DENY, ())) - _ABSENT
        self._conditional = frozenset(stances.get("conditional", ()))
        self._index: dict[str, list[Wording]] = {}
        wordings = cached("wordings", vocabulary.digest, lambda: list(self._read_all(lexicon)))
        for wording in wordings:
            for name in max(wording.parts, key=lambda part: part.weight).keys:
                self._index.setdefault(name, []).append(wording)

    def _read_all(self, lexicon: Lexicon) -> Iterator[Wording]:
        tokenizer = spacy.blank("en")
        orders = self._vocabulary.word_sets("orders").get("verbs", frozenset())
        for cue in self._vocabulary.cues.get("wording", ()):
            key = str(cue.settings["statement"])
            for phrase in cue.phrases:
                doc = tokenizer(phrase)
                words = [token.lower_ for token in doc]
                parts = tuple(self._parts(words, lexicon.find(doc).concepts))
                # Twice denied ("no pain means no attack"), a wording would match its own opposite.
                if parts and sum(word in self._deny for word in words) < _TWICE:
                    yield Wording(
                        key,
                        key.partition("/")[0],
                        parts,
                        self._denied([word for word in words if word in self._deny]),
                        len(words),
                        len(parts) <= _EQUATED and self._equates(words, parts),
                        not self._conditional.isdisjoint(words),
                        not self._lists["partial"].isdisjoint(words),
                        tuple(_needed(parts, f"={key.partition('/')[0]}")),
                        sum(part.weight for part in parts),
                        words[0] not in orders and words[0] not in self._deny,
                    )

    def _denied(self, denials: Sequence[str]) -> str:
        """Whether words deny (an even number of them does not), and of what: "no", "not", any."""
        if len(denials) % 2 == 0:
            return ""
        if denials[0] in self._lists["deny-thing"]:
            return "thing"
        return "verb" if denials[0] in self._lists["deny-verb"] else "any"

    def _equates(self, words: Sequence[str], parts: Sequence[Part]) -> bool:
        """Whether "is" is all the verb there is."""
        verbs = {f"~{name}" for name in ("cause", "cure", "stop", "prevent", "get", "show", "feel")}
        acts = any(not verbs.isdisjoint(part.keys) for part in parts)
        return not acts and not self._lists["copula"].isdisjoint(words)

    def _parts(self, words: Sequence[str], hits: Sequence[ConceptHit]) -> Iterator[Part]:
        covered: dict[int, ConceptHit] = {}
        for hit in sorted(hits, key=lambda h: (h.start - h.end, h.kind not in _THINGS)):
            if hit.kind in _THINGS and not any(n in covered for n in range(hit.start, hit.end)):
                covered.update((n, hit) for n in range(hit.start, hit.end))
        place = 0
        while place < len(words):
            over = covered.get(place)
            if over is not None:
                same = [h for h in hits if (h.start, h.end) == (over.start, over.end)]
                # "Women" is women, not any group of people; ibuprofen is no other medicine that is
                # also on a list of words with it.
                same = [h for h in same if h.id != _PEOPLE and h.kind != _LISTED] or same
                yield Part(frozenset(f"={h.id}" for h in same), 1.0, True, True)
                place = over.end
                continue
            part = self._word(words[place], [h for h in hits if h.start == place])
            if part is not None:
                yield part
            place += 1

    def _word(self, word: str, hits: Sequence[ConceptHit]) -> Part | None:
        light = self._lists["light"] | self._lists["copula"]
        if word in self._deny or not word[0].isalnum():
            return None
        stem = stem_of(word)
        # "For one minute" says nothing of twenty.
        if like_num(word):  # type: ignore[no-untyped-call]
            return Part(frozenset({stem}), _WORD_WEIGHT, False, True)
        senses = self._senses.get(stem, ())
        if word in light and word not in self._lists["telling"] and not (hits or senses):
            return None
        concepts = {f"={h.id}" for h in hits if h.end == h.start + 1}
        # "Only slightly": where a concept knows the word, it knows in which phrases it is another.
        keys = {*senses, *(concepts or {stem})}
        fixed = bool(senses or concepts or word in self._lists["telling"])
        common = self._weights.get(stem, _WORD_WEIGHT)
        weight = _WORD_WEIGHT if fixed else max(common, _SENSE_WEIGHT)
        return Part(frozenset(keys), weight, False, fixed)

    def find(
        self, words: Sequence[str], start: int, hits: Sequence[ConceptHit], about: frozenset[str]
    ) -> Iterator[tuple[str, tuple[ConceptHit, ...], bool]]:
        """The statements a sentence makes, with the words that make each, and whether its wording
        declares (and does not order). ``words`` are its
        lower-cased tokens from token ``start``; ``about`` the entries its section is about."""
        said = self._read(words, start, hits)
        tried: set[int] = set()
        seen: set[str] = set()
        for name in said.places:
            for wording in self._index.get(name, ()):
                if id(wording) in tried or wording.key in seen:
                    continue
                tried.add(id(wording))
                found = self._match(wording, said, about)
                if found is not None:
                    seen.add(wording.key)
                    yield wording.key, found, wording.declares

    def _read(self, words: Sequence[str], start: int, hits: Sequence[ConceptHit]) -> Said:
        places: dict[str, list[ConceptHit]] = {}
        for hit in hits:
            # In one order, like statements: the first wording found is the one reported.
            for concept in sorted(self._vocabulary.ancestors(hit.id)):
                places.setdefault(f"={concept}", []).append(hit)
        denials = []
        for number, word in enumerate(words, start):
            if word in self._deny:
                denials.append(number)
            elif word[0].isalnum():
                stem = stem_of(word)
                here = ConceptHit(number, number + 1, "word", stem, PLAIN)
                for name in (stem, *self._senses.get(stem, ())):
                    places.setdefault(name, []).append(here)
        return Said(places, denials, words, start)

    def _match(
        self, wording: Wording, said: Said, about: frozenset[str]
    ) -> tuple[ConceptHit, ...] | None:
        places = said.places
        for keys in wording.needed:  # most wordings end here
            for key in keys:
                if key in places:
                    break
            else:
                return None
        total = wording.total
        chosen: list[ConceptHit] = []
        weight = 0.0
        left = False  # one word of a long wording may be another
        for part in wording.parts:
            hit = _first(part, said, chosen)
            if hit is not None:
                chosen.append(hit)
                weight += part.weight
            elif part.thing and f"={wording.entry}" in part.keys and wording.entry in about:
                weight += part.weight
            elif part.fixed or left or len(wording.parts) < _LONG:
                return None
            else:
                left = True
        if weight < _ENOUGH * total or len(chosen) < min(2, len(wording.parts)):
            return None
        # Two words say so little that the illness must be named beside them.
        if len(chosen) < _TELLING and f"={wording.entry}" not in said.places:
            return None
        low, high = min(h.start for h in chosen), max(h.end for h in chosen)
        room = min(_WINDOW, wording.length + _ROOM + len(wording.parts))
        if f"={wording.entry}" not in said.places:  # the illness is implied: nothing else may be
            room = wording.length + _TIGHT
        if high - low > room or _is_compound(chosen):
            return None
        denials = [d for d in said.denials if low - 4 <= d <= high + 1]
        if not self._denies_alike(wording, said, denials, chosen):
            return None
        if not _BREAKS.isdisjoint(said.between(low, high)):
            return None
        if not self._is_in_order(chosen, said) or not self._is_plain(wording, said, chosen):
            return None
        # "Cannot" and "does n't" with their auxiliaries, as the contexts' cues have them.
        denying = (ConceptHit(max(d - 1, said.start), d + 1, "word", _DENY, PLAIN) for d in denials)
        return tuple(sorted({*chosen, *denying}))

    def _is_elsewhere(
        self, wording: Wording, said: Said, place: int, chosen: Sequence[ConceptHit]
    ) -> bool:
        """Whether a denial is of something else: an order ("do not stop statins: they prevent
        ..."), or what another verb says ("does not treat it and can harm")."""
        before = said.words[max(0, place - said.start - 1) : place - said.start]
        if wording.declares and list(before) == ["do"] and said.opens(place - 1):
            return True
        following = min((h.start for h in chosen if h.start > place), default=None)
        return following is not None and not _JOINTS.isdisjoint(said.between(place, following))

    def _denies_alike(
        self,
        wording: Wording,
        said: Said,
        denials: Sequence[int],
        chosen: Sequence[ConceptHit],
    ) -> bool:
        if not wording.denied:
            return not denials
        # "Cannot be cured by diet alone" denies the diet, not the cure.
        last = max(denials, default=said.start)
        if said.names_means(last, self._lists["hand-over"], self._lists["means"]):
            return False
        if any(
            not self._conditional.isdisjoint(said.between(place - _BESIDE, place))
            for place in denials
        ):  # "diabetes that is not treated"
            return False
        if any(self._is_elsewhere(wording, said, place, chosen) for place in denials):
            return False
        denied = self._denied([said.words[d - said.start] for d in denials])
        return bool(denied) and ("any" in (denied, wording.denied) or denied == wording.denied)

    def _is_in_order(self, chosen: Sequence[ConceptHit], said: Said) -> bool:
        """Whether the sentence says the parts in the wording's order, or turns them round with
        a word that does ("cured by")."""
        places = [hit.start for hit in chosen]
        if places == sorted(places):
            return True
        # "May benefit from reducing sodium": what is done to the thing, not what it does.
        starts = set(places)
        if any(hit.end in starts and said.ends_in_ing(hit.end - 1) for hit in chosen):
            return False
        return not self._lists["hand-over"].isdisjoint(said.between(min(places), max(places)))

    def _is_less(self, said: Said, chosen: Sequence[ConceptHit]) -> bool:
        """Whether a thing is said to be reduced, where the wording says nothing of that."""
        taken = {n for hit in chosen for n in range(hit.start, hit.end)}
        return any(
            hit.kind in _THINGS
            and hit.start - 1 not in taken
            and not self._lists["less-of"].isdisjoint(said.between(hit.start - 1, hit.start))
            for hit in chosen
        )

    def _is_plain(self, wording: Wording, said: Said, chosen: Sequence[ConceptHit]) -> bool:
        """No "if" opens it, and what is only equated stands right beside its "is"."""
        low, high = min(h.start for h in chosen), max(h.end for h in chosen)
        if self._is_less(said, chosen):
            return False
        partial = self._lists["partial"]
        if not wording.partial and not partial.isdisjoint(
            (*said.since_comma(low), *said.between(low, high))
        ):
            return False
        if not wording.conditional and not self._conditional.isdisjoint(said.since_comma(low)):
            return False
        if not wording.equates or len(chosen) < 2:
            return True
        taken = {n for hit in chosen for n in range(hit.start, hit.end)}
        rest = [word for n, word in enumerate(said.between(low, high), low) if n not in taken]
        copula, light = self._lists["copula"], self._lists["light"]
        return not copula.isdisjoint(rest) and all(w in light or w in copula for w in rest)


def _is_compound(chosen: Iterable[ConceptHit]) -> bool:
    """Whether an illness only says which medicine is meant: "the flu vaccine"."""
    hits = list(chosen)
    given = {hit.start for hit in hits if hit.kind in _GIVEN}
    return any(hit.kind == "condition" and hit.end in given for hit in hits)


def _needed(parts: Iterable[Part], illness: str) -> Iterator[tuple[str, ...]]:
    """The keys of each part that must be said: an illness may go without saying."""
    for part in sorted(parts, key=lambda part: len(part.keys)):
        if part.fixed and not (part.thing and illness in part.keys):
            yield tuple(sorted(part.keys))


def _first(part: Part, said: Said, chosen: Iterable[ConceptHit]) -> ConceptHit | None:
    """The first place that says the part and has said no other."""
    taken = [(hit.start, hit.end) for hit in chosen]
    options = [hit for name in part.keys for hit in said.places.get(name, ())]
    free = [h for h in options if not any(h.start < end and start < h.end for start, end in taken)]
    return min(free, default=None)
