"""Checks of what entries point at: concepts, body sites, conditions and facts that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.datafile import did_you_mean
from healthlint.reference.model import Fact, Target
from healthlint.reference.world import Inconsistency, World
from healthlint.vocabulary.model import Kind

_TRAITS = "traits"


def unknown_concepts(world: World) -> Iterator[Inconsistency]:
    """Concepts that entries point at and nobody defines."""
    for entry in world.entries:
        for target in entry.presentations:
            for message in _target_messages(world, target):
                yield Inconsistency(entry.path, f"{entry.id}/presents-as", message)
        for fact in entry.facts:
            for message in _fact_messages(world, fact):
                yield Inconsistency(entry.path, fact.key, message)
        for statement in entry.statements:
            slots = (ident for slots in statement.asserts for slot in slots for ident in slot)
            for ident in dict.fromkeys((*slots, *statement.unless)):
                if ident[0] in "<>":  # a bound on a quantity; the schema knows its units
                    continue
                for message in _unknown(world, ident, "concept"):
                    yield Inconsistency(entry.path, statement.key, message)


def wordings_of_nothing(world: World) -> Iterator[Inconsistency]:
    """Wordings in ``patterns/cues`` of a fact or statement that the entry does not have."""
    known = {*world.reference.facts, *world.reference.statements}
    for cue, key in _pointed_at(world):
        entry = world.reference.get(key.partition("/")[0])
        if entry is not None and key not in known:
            message = f"the wordings {cue!r} point here{did_you_mean(key, sorted(known))}"
            yield Inconsistency(entry.path, key, message)


def statements_never_found(world: World) -> Iterator[Inconsistency]:
    """Statements with neither concepts nor wordings: no article can be found to make them."""
    pointed = {key for _cue, key in _pointed_at(world)}
    for entry in world.entries:
        for statement in entry.statements:
            if not statement.asserts and statement.key not in pointed:
                message = "it has no asserts, and no wordings in patterns/cues: nothing finds it"
                yield Inconsistency(entry.path, statement.key, message, "warning")


def _pointed_at(world: World) -> Iterator[tuple[str, str]]:
    for cues in world.vocabulary.cues.values():
        for cue in cues:
            if "statement" in cue.settings:
                yield cue.id, str(cue.settings["statement"])


def _fact_messages(world: World, fact: Fact) -> Iterator[str]:
    for target in fact.targets:
        yield from _target_messages(world, target)
    for dimension, values in fact.excludes.items():
        for value in values:
            yield from _quality_messages(world, dimension, value)


def _target_messages(world: World, target: Target) -> Iterator[str]:
    yield from _unknown(world, target.concept, "concept")
    if target.site is not None:
        yield from _not_a(world, target.site, Kind.BODY_SITE, "body site")
    for dimension, value in target.modifiers.items():
        yield from _quality_messages(world, dimension, value)


def _quality_messages(world: World, dimension: str, value: str) -> Iterator[str]:
    concept = world.concept(value)
    if concept is not None and concept.dimension == dimension:
        return
    if concept is not None and concept.dimension:
        yield f"{value!r} is a value of {concept.dimension}, not of {dimension}"
        return
    known = sorted(c.id for c in world.vocabulary.concepts.values() if c.dimension == dimension)
    options = ", ".join(known) or "none"
    yield f"unknown {dimension} {value!r}{did_you_mean(value, known)}; accepted: {options}"


def unknown_traits(world: World) -> Iterator[Inconsistency]:
    """Conditions, body sites and values of traits that nothing stands for."""
    table = world.reference.traits
    lists = {cue.id for cue in world.vocabulary.cues.get("trait-word", ())}
    for traits in table.by_condition.values():
        key = f"{traits.condition}/traits"
        for message in _unknown(world, traits.condition, "condition"):
            yield Inconsistency(_TRAITS, key, message)
        for part in (traits.values, traits.wrong, traits.also):
            for dimension, values in part.items():
                for value in values:
                    if dimension in ("site", "typical-site"):
                        for message in _unknown(world, value, "body site"):
                            yield Inconsistency(_TRAITS, key, message)
                    elif table.dimensions[dimension].values or f"{dimension}-{value}" in lists:
                        continue
                    else:
                        message = f"unknown {dimension} {value!r}{did_you_mean(value, lists)}"
                        yield Inconsistency(_TRAITS, key, message)


def _unknown(world: World, ident: str, what: str) -> Iterator[str]:
    if world.concept(ident) is None:
        yield f"unknown {what} {ident!r}{did_you_mean(ident, world.names)}"


def _not_a(world: World, ident: str, kind: Kind, what: str) -> Iterator[str]:
    """Why an id is none of that kind: unknown, or of another."""
    yield from _unknown(world, ident, what)
    concept = world.concept(ident)
    if concept is not None and concept.kind is not kind:
        yield f"{ident!r} is a {concept.kind.value}, not a {what}"


def dangling_ids(world: World) -> Iterator[Inconsistency]:
    """Ids of conditions and triggers that lead nowhere, or to the wrong kind of thing."""
    for entry in world.entries:
        pointers = [("broader", ident) for ident in entry.broader]
        pointers += [("mimicked-by", ident) for ident in entry.mimicked_by]
        pointers += [("causes", cause.condition) for cause in entry.causes]
        for ident in entry.people:
            for message in _not_a(world, ident, Kind.POPULATION, "population"):
                yield Inconsistency(entry.path, f"{entry.id}/people", message)
        for name, ident in pointers:
            key = f"{entry.id}/{name}"
            if name == "broader":
                messages = _unknown(world, ident, "condition")
            else:
                messages = _not_a(world, ident, Kind.CONDITION, "condition")
            for message in messages:
                yield Inconsistency(entry.path, key, message)
        own = {fact.key for fact in entry.facts}
        for fact in entry.facts:
            for trigger in fact.triggers:
                if trigger not in own:
                    hint = did_you_mean(trigger, sorted(own))
                    message = f"unknown trigger {trigger!r}{hint}"
                    yield Inconsistency(entry.path, fact.key, message)
