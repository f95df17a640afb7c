"""Who speaks in a story, for whom, and whether they had a part in what it tells of.

A person's body is the one named behind the name ("Ana Ruiz, a nurse at Marlow Hospital"), right
before it, or in the next sentence ("She is head of ..."); a journal is nobody's employer. What
somebody did is told by wordings beside any mention of the name (``patterns/cues/voices.yaml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from healthlint.nlp.named_sources import NamedSource
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.source import Span

_NEAR = 90  # characters between a name and what is said of its bearer
_LINK = 130  # characters between a name and the body it belongs to
_BEFORE = 30  # "Marlow Society president Ana Ruiz"
_WORK = 2  # wordings that make a story one of a study or product
_OPENING = 0.25  # share of a story in which it says what it tells of
_PARTS = re.compile(r"[^\W\d_][\w'’-]*")


class Voice(NamedTuple):
    """Someone who speaks: the places of the name, their bodies, what is said of them."""

    name: str
    spans: tuple[Span, ...]
    bodies: frozenset[str]
    roles: frozenset[str]
    expert: bool


class Voices(NamedTuple):
    """Everyone who speaks in an article, and the bodies that did the work."""

    people: tuple[Voice, ...]
    teams: frozenset[str]
    widespread: frozenset[str]

    @property
    def insiders(self) -> tuple[Voice, ...]:
        """Those who had a part in the work."""
        return tuple(voice for voice in self.people if "part" in voice.roles)

    @property
    def outsiders(self) -> tuple[Voice, ...]:
        """Those who belong to a body that had none, or who are said to judge the work."""
        within = self.teams.union(*(voice.bodies for voice in self.insiders))
        return tuple(
            voice
            for voice in self.people
            if "part" not in voice.roles
            and (voice.expert or "patient" not in voice.roles)
            and ("outside" in voice.roles or _stands_apart(voice.bodies, within, self.widespread))
        )

    @property
    def within(self) -> tuple[Voice, ...]:
        """Those who had a part in the work, and who belong to a body that did it."""
        outside = self.outsiders
        return tuple(
            voice
            for voice in self.people
            if "part" in voice.roles or (self.insiders and voice.bodies and voice not in outside)
        )

    @property
    def leave_doubt(self) -> bool:
        """Whether an expert beside others may be an outsider, since nothing places them."""
        unplaced = [v for v in self.people if v.expert and not v.bodies and not v.roles]
        placed = [v for v in self.people if v.bodies or "part" in v.roles]
        return bool(unplaced) and len(unplaced) + len(placed) > 1


@dataclass
class _Mentions:
    """What is gathered of one person while an article is read."""

    name: str
    spans: list[Span] = field(default_factory=list)
    bodies: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    expert: bool = False


class _Reader(NamedTuple):
    """An article's names by sentence, and the words they are read by."""

    article: Article
    titles: frozenset[str]
    credentials: frozenset[str]
    trades: frozenset[str]
    periodicals: frozenset[str]
    panels: frozenset[str]
    widespread: frozenset[str]


def voices_of(article: Article) -> Voices:
    """Who speaks in an article."""
    return article.once(_voices_of)


def _voices_of(article: Article) -> Voices:
    naming = word_sets(article.vocabulary, "naming")
    voice = word_sets(article.vocabulary, "voice")
    empty: frozenset[str] = frozenset()
    reader = _Reader(
        article,
        naming.get("title", empty),
        naming.get("credential", empty),
        naming.get("trade", empty),
        voice.get("periodical", empty),
        voice.get("panel", empty),
        voice.get("widespread", empty),
    )
    by_sentence: dict[int, list[NamedSource]] = {}
    for source in article.attribution.named:
        by_sentence.setdefault(article.sentence_of(source.span), []).append(source)
    people: dict[str, _Mentions] = {}
    for number in sorted(by_sentence):
        _gather(reader, number, by_sentence, people)
    teams = _tell_roles(reader, by_sentence, people)
    _complete(reader, people, teams)
    return Voices(tuple(_voice(found) for found in people.values()), teams, reader.widespread)


def reports_work(article: Article) -> bool:
    """Whether a study or a product is what an article tells of."""
    return len(_work(article, len(article.doc))) >= _WORK


def opens_with_work(article: Article) -> bool:
    """Whether it tells of a study or product from the start and throughout: an essay that comes to
    speak of some study does not."""
    opening = _work(article, int(len(article.doc) * _OPENING))
    return bool(opening) and len(_work(article, len(article.doc))) > _WORK


def _work(article: Article, end: int) -> set[str]:
    """The wordings of studies and products before a token."""
    return {
        article.doc[hit.start : hit.end].text.lower()
        for hit in article.cues("voice")
        if hit.start < end
        and hit.cue.settings["role"] == "work"
        and not article.is_boilerplate(hit.start)
    }


def _voice(found: _Mentions) -> Voice:
    roles = set(found.roles)
    # Who runs a firm sells its product; a society too has a chief, and judges others' work.
    if "maker" in roles and not found.bodies:
        roles.add("part")
    return Voice(
        found.name, tuple(found.spans), frozenset(found.bodies), frozenset(roles), found.expert
    )


def _gather(
    reader: _Reader,
    number: int,
    by_sentence: dict[int, list[NamedSource]],
    people: dict[str, _Mentions],
) -> None:
    """Put a sentence's people and their bodies to what is known of them."""
    sources = by_sentence[number]
    end = reader.article.sentence_span(number).end
    for place, source in enumerate(sources):
        if source.kind != "person":
            continue
        key = _surname(reader, source.name)
        found = people.setdefault(key, _Mentions(source.name))
        found.spans.append(source.span)
        following = next((s for s in sources[place + 1 :] if s.kind == "person"), None)
        until = following.span.start if following else end
        found.bodies.update(_bodies(reader, source, sources, until))
        behind = reader.article.document.text[source.span.end : min(until, source.span.end + _NEAR)]
        ahead = reader.article.document.text[max(0, source.span.start - _BEFORE) : source.span.end]
        words = {word.lower() for word in _PARTS.findall(ahead + behind)}
        found.expert = found.expert or bool(words & (reader.titles | reader.trades))
        if not found.bodies and following is None:
            found.bodies.update(_told_next(reader, number, by_sentence))


def _bodies(
    reader: _Reader, person: NamedSource, sources: list[NamedSource], until: int
) -> Iterator[str]:
    """The body behind a name, before the next name; else the one right before it."""
    text = reader.article.document.text
    bodies = [s for s in sources if s.kind == "organisation" and not _is_periodical(reader, s)]
    behind = [s for s in bodies if person.span.end <= s.span.start < until]
    if behind and behind[0].span.start - person.span.end <= _LINK:
        yield _plain(behind[0].name)
        return
    for body in bodies:
        if 0 <= person.span.start - body.span.end <= _BEFORE:
            between = text[body.span.end : person.span.start]
            if "," not in between and ";" not in between:
                yield _plain(body.name)
                return
    told = text[person.span.end : min(until, person.span.end + _LINK)].lower()
    for panel in reader.panels:
        if f" of the {panel}" in told or f" at the {panel}" in told or f"'s {panel}" in told:
            yield panel
            return


def _told_next(
    reader: _Reader, number: int, by_sentence: dict[int, list[NamedSource]]
) -> Iterator[str]:
    """The body in a next sentence that goes on about the same person ("She is head of ...")."""
    article = reader.article
    if number + 1 >= len(article.sentences):
        return
    text = article.text(article.sentence_span(number + 1))
    if not text.lower().startswith(("he is", "she is", "he's", "she's", "he was", "she was")):
        return
    for source in by_sentence.get(number + 1, ()):
        if source.kind == "organisation" and not _is_periodical(reader, source):
            yield _plain(source.name)
            return


def _tell_roles(
    reader: _Reader, by_sentence: dict[int, list[NamedSource]], people: dict[str, _Mentions]
) -> frozenset[str]:
    """Give everyone the roles told beside their names; the bodies that did the work."""
    article = reader.article
    surnames = {number: _mentioned(reader, number, by_sentence, people) for number in by_sentence}
    teams: set[str] = set()
    for hit in article.cues("voice"):
        role = hit.cue.settings["role"]
        if role == "work" or article.is_boilerplate(hit.start):
            continue
        number, span = article.sentence_at(hit.start), article.span(hit.start, hit.end)
        if role == "team":
            teams.update(_team(reader, span, by_sentence.get(number, ())))
            continue
        if number not in surnames:
            surnames[number] = _mentioned(reader, number, by_sentence, people)
        nearest = _nearest(span, surnames[number])
        if nearest is not None:
            people[nearest].roles.add(role)
    return frozenset(teams)


def _complete(reader: _Reader, people: dict[str, _Mentions], teams: frozenset[str]) -> None:
    """Give those without a body the one named in full elsewhere: "of Marlow" is its university."""
    text = reader.article.document.text
    known = teams.union(*(found.bodies for found in people.values()))
    full = {body.split()[0]: body for body in sorted(known)}
    for found in people.values():
        if found.bodies:
            continue
        span = found.spans[0]
        for match in _PARTS.finditer(text, span.end, span.end + _NEAR):
            body = full.get(_bare(match[0])) if match[0][0].isupper() else None
            if body is not None and _bare(match[0]) not in reader.widespread:
                found.bodies.add(body)
                break


def _mentioned(
    reader: _Reader,
    number: int,
    by_sentence: dict[int, list[NamedSource]],
    people: dict[str, _Mentions],
) -> list[tuple[int, int, str]]:
    """Where a sentence names someone, be it by the surname alone."""
    span = reader.article.sentence_span(number)
    text = reader.article.text(span)
    return [
        (span.start + match.start(), span.start + match.end(), key)
        for match in _PARTS.finditer(text)
        if (key := _bare(match[0])) in people and match[0][0].isupper()
    ]


def _nearest(span: Span, mentions: Iterable[tuple[int, int, str]]) -> str | None:
    """The person named nearest to a wording, if it is near enough."""
    found: str | None = None
    best = _NEAR + 1
    for start, end, key in mentions:
        away = start - span.end if start >= span.end else span.start - end
        if away < best:
            found, best = key, away
    return found


def _team(reader: _Reader, span: Span, sources: Iterable[NamedSource]) -> Iterator[str]:
    """The body that stands right behind "researchers at"."""
    for source in sources:
        if source.kind == "organisation" and 0 <= source.span.start - span.end <= _BEFORE:
            if not _is_periodical(reader, source):
                yield _plain(source.name)
            return


def _surname(reader: _Reader, name: str) -> str:
    parts = [part for part in name.split() if _bare(part) not in reader.credentials]
    return _bare((parts or name.split())[-1])


def _bare(word: str) -> str:
    lowered = word.strip(".,'’").lower()
    return lowered[:-2] if lowered.endswith(("'s", "’s")) else lowered


def _plain(name: str) -> str:
    return name.split(",")[0].lower().removesuffix("'s").removesuffix("’s")


def _is_periodical(reader: _Reader, source: NamedSource) -> bool:
    return any(_bare(part) in reader.periodicals for part in source.name.split())


def _stands_apart(
    bodies: frozenset[str], within: frozenset[str], widespread: frozenset[str]
) -> bool:
    """Whether somebody belongs to a body, and to none of those."""
    return bool(bodies) and not any(
        are_one(body, other, widespread) for body in bodies for other in within
    )


def are_one(body: str, other: str, widespread: frozenset[str]) -> bool:
    """Whether two names are of one body: "Marlow" and its clinic, "Marlow School of Health" and
    "Marlow Hospital"; not all that begins with "National"."""
    if body in other or other in body:
        return True
    first = body.split()[0]
    return first == other.split()[0] and first not in widespread
