"""Checks of what a careful editor would not leave: care levels, sources, wording, measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthlint.reference.model import Entry, Fact, Group, Urgency
from healthlint.reference.scaffold import PLACEHOLDER
from healthlint.reference.world import Inconsistency, Level, World

LONGEST_SENTENCE = 240
MOST_ESSENTIALS = 14

_NEED_AUTHORITY = (Group.TREATMENTS, Group.RED_FLAGS, Group.SEEK_CARE)
_NOT_WORD = re.compile(r"\W+")


def uncovered_red_flags(world: World) -> Iterator[Inconsistency]:
    """A red flag that no care level of at least its urgency answers to."""
    for entry in world.entries:
        covered: dict[str, Urgency] = {}
        levels: dict[str, set[Urgency]] = {}
        for care in entry.by_group.get(Group.SEEK_CARE, ()):
            for trigger in care.triggers:
                level = care.urgency or Urgency.SELF_CARE
                covered[trigger] = max(level, covered.get(trigger, level))
                levels.setdefault(trigger, set()).add(level)
        for fact in entry.facts:
            if not fact.red_flag or fact.urgency is None or fact.urgency < Urgency.URGENT:
                continue
            best = covered.get(fact.key)
            if best is None or best < fact.urgency:
                yield _uncovered(entry, fact, best)
            elif fact.urgency not in levels[fact.key]:
                message = f"{fact.urgency.label} here, but its seek-care says {best.label}"
                yield Inconsistency(entry.path, fact.key, message, "warning")


def _uncovered(entry: Entry, fact: Fact, best: Urgency | None) -> Inconsistency:
    urgency = fact.urgency or Urgency.SELF_CARE
    found = "none names it" if best is None else f"the most urgent is {best.label}"
    name = f"{urgency.label} red flag without an {urgency.label} seek-care whose triggers name it"
    level: Level = "error" if urgency is Urgency.EMERGENCY else "warning"
    return Inconsistency(entry.path, fact.key, f"{name} ({found})", level)


def unsourced_facts(world: World) -> Iterator[Inconsistency]:
    """Facts without sources, and facts none of whose sources was ever opened."""
    for entry in world.entries:
        for key, ids in _cited(entry):
            known = [ident for ident in ids if ident in entry.sources]
            for ident in ids:
                if ident not in known:
                    yield Inconsistency(entry.path, key, f"unknown source {ident!r}")
            if not ids:
                yield Inconsistency(entry.path, key, "has no source")
            elif known and not any(entry.sources[ident].date for ident in known):
                message = f"none of its sources was opened ({', '.join(known)})"
                yield Inconsistency(entry.path, key, message, "warning")


def unused_sources(world: World) -> Iterator[Inconsistency]:
    """Sources that no fact cites."""
    for entry in world.entries:
        used = {ident for _, ids in _cited(entry) for ident in ids}
        for ident in entry.sources:
            if ident not in used:
                key = f"{entry.id}/sources/{ident}"
                yield Inconsistency(entry.path, key, "no fact cites it", "warning")


def _cited(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    for fact in entry.facts:
        yield fact.key, fact.sources
    for statement in entry.statements:
        yield statement.key, statement.sources
    for cause in entry.causes:
        yield f"{entry.id}/differential/{cause.condition}", cause.sources


def no_authority(world: World) -> Iterator[Inconsistency]:
    """Treatments, red flags and care levels that rest on no current authority."""
    for entry in world.entries:
        for group in _NEED_AUTHORITY:
            for fact in entry.by_group.get(group, ()):
                publishers = [source.publisher for source in entry.citations(fact.sources)]
                if publishers and not any(map(world.authority.search, publishers)):
                    message = f"cites no current authority (see AUTHORITIES): {publishers}"
                    yield Inconsistency(entry.path, fact.key, message, "warning")


def duplicate_wording(world: World) -> Iterator[Inconsistency]:
    """The same sentence for two facts; within one entry it is an error."""
    elsewhere: dict[str, str] = {}
    for entry in world.entries:
        own: dict[str, str] = {}
        for key, sentence in _sentences(entry):
            folded = _NOT_WORD.sub(" ", sentence.casefold()).strip()
            if folded in own:
                message = f"says the same as {own[folded]}"
                yield Inconsistency(entry.path, key, message)
            elif folded in elsewhere:
                message = f"says the same as {elsewhere[folded]}"
                yield Inconsistency(entry.path, key, message, "warning")
            own.setdefault(folded, key)
        for folded, key in own.items():
            elsewhere.setdefault(folded, key)


def _sentences(entry: Entry) -> Iterator[tuple[str, str]]:
    for fact in entry.facts:
        yield fact.key, fact.says
    for statement in entry.statements:
        yield statement.key, statement.claim
        yield f"{statement.key}/correction", statement.correction
    for cause in entry.causes:
        yield f"{entry.id}/differential/{cause.condition}", cause.says


def long_sentences(world: World) -> Iterator[Inconsistency]:
    """Sentences too long to paste."""
    for entry in world.entries:
        for key, sentence in _sentences(entry):
            if len(sentence) > LONGEST_SENTENCE:
                message = f"{len(sentence)} characters; at most {LONGEST_SENTENCE} read well"
                yield Inconsistency(entry.path, key, message, "warning")


def placeholders(world: World) -> Iterator[Inconsistency]:
    """What the scaffold of a new entry left to be written."""
    for entry in world.entries:
        for key, sentence in _sentences(entry):
            if PLACEHOLDER in sentence:
                yield Inconsistency(entry.path, key, f"still says {PLACEHOLDER}")
        for ident, source in entry.sources.items():
            if PLACEHOLDER in source.title or PLACEHOLDER in source.url:
                key = f"{entry.id}/sources/{ident}"
                yield Inconsistency(entry.path, key, f"still says {PLACEHOLDER}")


def too_many_essentials(world: World) -> Iterator[Inconsistency]:
    """Entries that would ask too much of a short article."""
    for entry in world.entries:
        asked = [f for f in entry.facts if f.importance == "essential" and f.when == "listed"]
        if len(asked) > MOST_ESSENTIALS:
            message = f"{len(asked)} facts are essential when listed; at most {MOST_ESSENTIALS}"
            yield Inconsistency(entry.path, entry.id, message, "warning")
