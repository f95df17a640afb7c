"""Checks of whether entries agree: relations that hold both ways, polarity, urgency."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.reference.model import Entry, Fact, Group, Target, Urgency
from healthlint.reference.world import Inconsistency, Level, World


def one_way_complications(world: World) -> Iterator[Inconsistency]:
    """A complication whose own entry does not know its cause."""
    for entry in world.entries:
        if entry.kind != "condition":
            continue
        for fact in entry.by_group.get(Group.COMPLICATIONS, ()):
            for target in fact.targets:
                other = world.reference.get(target.concept)
                if other is None or other.kind != "condition" or fact.polarity == "negated":
                    continue
                # An attack of the condition itself, or of a kind of it.
                if world.related(other.id, entry.id):
                    continue
                if not _knows_cause(world, other, entry.id):
                    message = (
                        f"{other.id} is a complication, but its entry names {entry.id} neither as "
                        "a cause nor as a risk factor"
                    )
                    yield Inconsistency(entry.path, fact.key, message)


def _knows_cause(world: World, entry: Entry, cause: str) -> bool:
    groups = entry.by_group
    facts = (*groups.get(Group.CAUSES, ()), *groups.get(Group.RISK_FACTORS, ()))
    return any(
        world.related(target.concept, cause)
        for fact in facts
        if fact.polarity == "affirmed"
        for target in fact.targets
    )


def one_way_mimics(world: World) -> Iterator[Inconsistency]:
    """A look-alike that does not know its counterpart."""
    for entry in world.entries:
        for ident in entry.mimicked_by:
            other = world.reference.get(ident)
            if other is not None and entry.id not in other.mimicked_by:
                message = f"{ident} looks like it, but {entry.id} is not in mimicked_by there"
                yield Inconsistency(entry.path, f"{entry.id}/mimicked-by", message, "warning")


def one_way_presentations(world: World) -> Iterator[Inconsistency]:
    """A cause of a presenting symptom whose own entry has no such symptom."""
    for entry in world.entries:
        for cause in entry.causes:
            other = world.reference.get(cause.condition)
            if other is None or other.kind != "condition":
                continue
            groups = other.by_group
            signs = (*groups.get(Group.SYMPTOMS, ()), *groups.get(Group.RED_FLAGS, ()))
            if not any(
                _same_complaint(world, target, presented)
                for fact in signs
                if fact.polarity == "affirmed"
                for target in fact.targets
                for presented in entry.presentations
            ):
                message = f"{other.id} is a cause, but its entry has no such symptom"
                yield Inconsistency(entry.path, f"{entry.id}/causes", message, "warning")


def _same_complaint(world: World, one: Target, other: Target) -> bool:
    if not world.related(one.concept, other.concept):
        return False
    sites = [target.site or _implied_site(world, target.concept) for target in (one, other)]
    return sites[0] is None or sites[1] is None or world.related(sites[0], sites[1])


def _implied_site(world: World, ident: str) -> str | None:
    concept = world.concept(ident)
    return concept.site if concept else None


# Entries that disagree, with themselves or each other

_Key = tuple[object, ...]


def opposed(world: World) -> Iterator[Inconsistency]:
    """The same pair of concepts affirmed in one place and negated in another."""
    first: dict[tuple[_Key, str], Fact] = {}
    for entry in world.entries:
        for fact in entry.facts:
            for target in fact.targets:
                pair = _pair(entry, fact, target)
                if pair is None:
                    continue
                first.setdefault((pair, fact.polarity), fact)
                opposite = "affirmed" if fact.polarity == "negated" else "negated"
                other = first.get((pair, opposite))
                if other is not None:
                    message = f"{fact.polarity} here, {opposite} in {other.key}"
                    yield Inconsistency(entry.path, fact.key, message)


def _pair(entry: Entry, fact: Fact, target: Target) -> _Key | None:
    match fact.group:
        case Group.SEEK_CARE:
            return None
        # A complication of one condition is a cause of the other: one pair, cause first.
        case Group.CAUSES if entry.kind == "condition":
            return ("cause", target.concept, entry.id, target.site)
        case Group.COMPLICATIONS:
            return ("cause", entry.id, *_target_key(target))
        case Group.TREATMENTS | Group.SELF_CARE:
            relation = "treatment"
        case Group.SYMPTOMS | Group.RED_FLAGS:
            relation = "symptom"
        case group:
            relation = group.value
    return (relation, entry.id, *_target_key(target))


def misjudged_causes(world: World) -> Iterator[Inconsistency]:
    """A condition's own urgency against what a presenting symptom makes of it."""
    for entry in world.entries:
        for cause in entry.causes:
            other = world.reference.get(cause.condition)
            if other is None:
                continue
            key = f"{entry.id}/causes"
            if other.urgency is Urgency.EMERGENCY and not cause.must_not_miss:
                message = f"{other.id} is an emergency by its own entry, but may be missed here"
                yield Inconsistency(entry.path, key, message)
            elif cause.must_not_miss and (other.benign or other.urgency <= Urgency.ROUTINE):
                what = "usually harmless" if other.benign else other.urgency.label
                message = f"{other.id} must not be missed here, but is {what} by its own entry"
                # A routine condition may still be one whose rare course is dangerous.
                level: Level = "error" if other.benign else "warning"
                yield Inconsistency(entry.path, key, message, level)


def urgencies(world: World) -> Iterator[Inconsistency]:
    """One sign of one condition with two urgencies, in one entry or in two."""
    for entry in world.entries:
        own: dict[_Key, Fact] = {}
        for fact, target, key in _signs(entry):
            other = own.setdefault(key, fact)
            if other.urgency is not fact.urgency:
                yield _two_urgencies(entry, fact, other, target)
        for cause in entry.causes:
            condition = world.reference.get(cause.condition)
            if condition is None:
                continue
            theirs = {key: fact for fact, _, key in _signs(condition)}
            for fact, target, key in _signs(entry):
                found = theirs.get(key)
                if found is not None and found.urgency is not fact.urgency:
                    yield _two_urgencies(entry, fact, found, target)


def _signs(entry: Entry) -> Iterator[tuple[Fact, Target, _Key]]:
    for fact in entry.facts:
        if fact.urgency is not None and fact.group is not Group.SEEK_CARE:
            for target in fact.targets:
                yield fact, target, _target_key(target)


def _target_key(target: Target) -> _Key:
    # A target does not hash, because its modifiers are a mapping.
    return (target.concept, target.site, *sorted(target.modifiers.items()))


def _two_urgencies(entry: Entry, fact: Fact, other: Fact, target: Target) -> Inconsistency:
    here, there = (f.urgency or Urgency.SELF_CARE for f in (fact, other))
    message = f"{target.concept} is {here.label} here, {there.label} in {other.key}"
    far = other.entry == fact.entry or abs(here - there) > 1
    return Inconsistency(entry.path, fact.key, message, "error" if far else "warning")
