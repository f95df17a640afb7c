"""Which words of a sentence are mentions, before symptoms are put together.

A long phrase of the vocabulary is there to recognise a meaning; what it names may be shorter.
"Weakness of the leg" is weakness with a site, "feels warm" is said by "warm". And some everyday
words are a sign or a treatment only in company or as a thing ("red and hot", "rest and ice").
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.age_groups import AgeGroups
from healthlint.nlp.cues import CueHit
from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.nlp.proper_names import BodyNames
from healthlint.nlp.symptoms import Joints
from healthlint.vocabulary import Concept, Cue

FAMILIES = ("sign-words", "self-care-nouns")
_REACH = 6  # tokens between a body site and the sign said of it
_GAP = 3  # tokens between signs that stand together


class Words(NamedTuple):
    """Token texts from ``patterns/cues/composition.yaml``."""

    light: frozenset[str]  # verbs that only carry a sign ("feels faint")
    verb_openers: frozenset[str]  # after these a word is something done ("to rest")
    noun_followers: frozenset[str]  # at the start of a clause a thing is followed by these
    clause_openers: frozenset[str]
    around: frozenset[str]  # what may stand around a head besides its site
    openers: frozenset[str] = frozenset()  # trimmed from the front of a mention
    closers: frozenset[str] = frozenset()  # trimmed from its end
    singles: frozenset[str] = frozenset()  # one person, not a group
    test_tails: frozenset[str] = frozenset()  # after the name of a test, part of it


def _within_any(hit: ConceptHit, groups: Iterable[ConceptHit]) -> bool:
    told = ("population", "risk-factor")
    return hit.kind in told and any(g.start <= hit.start and hit.end <= g.end for g in groups)


class Mentions:
    """Settles the hits of a sentence; immutable after construction."""

    def __init__(
        self,
        concepts: Mapping[str, Concept],
        ancestors: Callable[[str], Iterable[str]],
        joints: Joints,
        words: Words,
        bodies: BodyNames,
        ages: AgeGroups,
        acts: Iterable[Cue] = (),
    ) -> None:
        self._concepts = concepts
        self._ancestors = ancestors
        self._joints = joints
        self._words = words
        self._bodies = bodies
        self._ages = ages
        self._acts = {cue.id: cue for cue in acts}

    def settle(
        self, doc: Doc, hits: Sequence[ConceptHit], cues: Sequence[CueHit], span: tuple[int, int]
    ) -> list[ConceptHit]:
        """The hits of the sentence ``span`` with symptom phrases cut to the words that name them,
        those added that stand only in company or as an age, and none within the name of a body."""
        first, end = span
        hits = [hit for hit in hits if not self._bodies.hold(doc, hit, first, end)]
        signs = [c for c in cues if c.cue.family == "sign-words" and c.cue.id in self._concepts]
        settled = [new for hit in hits for new in self._cut(doc, hit, hits, signs)]
        settled += self._joined(doc, settled, signs, end)
        settled += [
            ConceptHit(c.start, c.end, "treatment", c.cue.id, PLAIN)
            for c in cues
            if c.cue.family == "self-care-nouns"
            and c.cue.id in self._concepts
            and self._is_thing(doc, c, end)
        ]
        settled = [self._meant(doc, self._trimmed(doc, hit), end) for hit in settled]
        settled = [hit for hit in settled if not self._is_someone(doc, hit)]
        groups = self._ages.find(doc, first, end, settled)
        if groups:
            settled = [hit for hit in settled if not _within_any(hit, groups)] + groups
        settled.sort(key=lambda hit: (hit.start, -hit.end))
        return settled

    def _trimmed(self, doc: Doc, hit: ConceptHit) -> ConceptHit:
        """Without words that only lead up to what is named ("a fall", "annual mammogram")."""
        start, end = hit.start, hit.end
        if hit.kind == "quality":
            return hit
        while start < end - 1 and doc[start].lower_ in self._words.openers:
            start += 1
        while start < end - 1 and doc[end - 1].lower_ in self._words.closers:
            end -= 1
        if hit.kind == "test":
            while end < len(doc) and doc[end].lower_ in self._words.test_tails:
                end += 1
        return hit._replace(start=start, end=end)

    def _is_someone(self, doc: Doc, hit: ConceptHit) -> bool:
        """One person is no group ("a man from Leeds")."""
        words = self._words.singles
        return hit.kind == "population" and doc[hit.start : hit.end].text.lower() in words

    def _meant(self, doc: Doc, hit: ConceptHit, end: int) -> ConceptHit:
        """The treatment, where a sign is something done on purpose."""
        act = self._acts.get(hit.id)
        if act is None or hit.kind != "symptom":
            return hit
        before = doc[hit.start - 1].lower_ if hit.start else ""
        following = doc[hit.end].lower_ if hit.end < end else ""
        meant = (
            doc[hit.start : hit.end].text.lower() in act.phrases
            or before in act.settings.get("after", ())
            or following in act.settings.get("before", ())
        )
        return hit._replace(kind="treatment", id=act.settings["instead"]) if meant else hit

    def _cut(
        self, doc: Doc, hit: ConceptHit, hits: Sequence[ConceptHit], signs: Sequence[CueHit]
    ) -> list[ConceptHit]:
        if hit.kind != "symptom" or hit.end - hit.start < 2 or hit.mode != PLAIN:
            return [hit]
        for sign in signs:
            if sign.cue.id == hit.id and hit.start <= sign.start and sign.end <= hit.end:
                return [hit._replace(start=sign.start, end=sign.end)]
        inner = self._head_inside(doc, hit, hits)
        if inner is not None and not self._is_one_name(hit, inner, hits):
            return []  # the head and the site are hits of their own
        start = hit.start
        while start < hit.end - 1 and doc[start].lower_ in self._words.light:
            start += 1
        return [hit._replace(start=start)]

    def _is_one_name(self, hit: ConceptHit, head: ConceptHit, hits: Sequence[ConceptHit]) -> bool:
        """Whether a place right before its head makes one name of it ("stomach ache")."""
        return head.end == hit.end and any(
            h.kind == "body-site" and (h.start, h.end) == (hit.start, head.start) for h in hits
        )

    def _head_inside(
        self, doc: Doc, hit: ConceptHit, hits: Sequence[ConceptHit]
    ) -> ConceptHit | None:
        """The broader symptom the phrase is made of, if all the rest is its site and how it is."""
        broader = set(self._ancestors(hit.id)) - {hit.id}
        within = [h for h in hits if hit.start <= h.start and h.end <= hit.end and h != hit]
        for head in within:
            if head.kind != "symptom" or head.id not in broader:
                continue
            rest = set(range(hit.start, hit.end)) - set(range(head.start, head.end))
            for other in within:
                if other.kind in ("body-site", "quality"):
                    rest -= set(range(other.start, other.end))
            if all(doc[n].lower_ in self._words.around for n in rest):
                return head
        return None

    def _joined(
        self, doc: Doc, hits: Sequence[ConceptHit], signs: Sequence[CueHit], end: int
    ) -> list[ConceptHit]:
        """Signs that stand in company."""
        covered = {n for h in hits if h.kind == "symptom" for n in range(h.start, h.end)}
        loose = [
            s
            for s in signs
            if s.start not in covered
            and not s.cue.settings.get("only-inside")
            and not any(
                h.start <= s.start and s.end <= h.end and h.end - h.start > s.end - s.start
                for h in hits
            )
        ]
        if not loose:
            return []
        sites = [h for h in hits if h.kind == "body-site"]
        spots = [(h.start, h.end) for h in hits if h.kind == "symptom"]
        known = [s for s in loose if self._is_said(doc, s, sites, end)]
        spots += [(s.start, s.end) for s in known]
        waiting = [s for s in loose if s not in known]
        grown = True
        while grown:
            grown = False
            for sign in tuple(waiting):
                if any(self._together(doc, (sign.start, sign.end), spot) for spot in spots):
                    spots.append((sign.start, sign.end))
                    known.append(sign)
                    waiting.remove(sign)
                    grown = True
        return [ConceptHit(s.start, s.end, "symptom", s.cue.id, PLAIN) for s in known]

    def _is_said(self, doc: Doc, sign: CueHit, sites: Sequence[ConceptHit], end: int) -> bool:
        """ "The leg feels warm", "cold feet"."""
        beside = sign.cue.settings.get("beside", ())
        if doc[sign.start : sign.end].text.lower() in beside and any(
            s.start == sign.end and s.end > s.start for s in sites
        ):
            return True
        if sign.end < end and doc[sign.end].is_alpha:
            following = doc[sign.end].lower_
            if not (following in self._joints.links or following in self._joints.prepositions):
                return False
        for site in sites:
            if 0 < sign.start - site.end <= _REACH:
                gap = [doc[n].lower_ for n in range(site.end, sign.start)]
                if self._words.light.intersection(gap) and not self._joints.breaks.intersection(
                    gap
                ):
                    return True
        return False

    def _together(self, doc: Doc, first: tuple[int, int], second: tuple[int, int]) -> bool:
        (_, left), (right, _) = sorted((first, second))
        if not 0 < right - left <= _GAP:
            return False
        gap = [doc[n].lower_ for n in range(left, right)]
        links, fillers = self._joints.links, self._joints.fillers | self._words.light
        return links.intersection(gap) != frozenset() and all(
            word in links or word in fillers for word in gap
        )

    def _is_thing(self, doc: Doc, cue: CueHit, end: int) -> bool:
        following = doc[cue.end].lower_ if cue.end < end else ""
        if following in cue.cue.settings.get("not_before", ()):
            return False
        first = cue.start == 0 or bool(doc[cue.start].is_sent_start)
        before = "" if first else doc[cue.start - 1].lower_
        words = self._words
        if before in words.verb_openers or before in cue.cue.settings.get("not_after", ()):
            return False
        if doc[cue.start].lower_.endswith("ing") or doc[cue.end - 1].lower_.endswith("s"):
            return True
        if first or not before.strip() or before in words.clause_openers:
            return not following.isalpha() or following in words.noun_followers
        return True
