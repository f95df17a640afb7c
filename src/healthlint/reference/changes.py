"""What changed between two versions of the reference, in plain words.

A change *matters* if an article that was right and complete by the old version may not be so by
the new one; other changes (wording, sources, less asked for) only concern the reference's editors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from healthlint.finding import Citation
from healthlint.reference.model import Cause, Entry, Fact, Reference, Statement
from healthlint.reference.wordings import targets_words

_IMPORTANCE = {"optional": 0, "expected": 1, "essential": 2}
_WHEN = {"main": 0, "listed": 1}
_SEVERITY = {"major": 0, "critical": 1}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One change: of which entry, of what in it (a fact's key), of which aspect, in words."""

    entry: str
    key: str
    aspect: str
    text: str
    matters: bool = False

    def __str__(self) -> str:
        return f"{self.key}: {self.text}"


def diff(old: Reference, new: Reference) -> tuple[Change, ...]:
    """Every change from ``old`` to ``new``, sorted by entry and key."""
    found: list[Change] = []
    for ident in sorted({*old.entries, *new.entries}):
        before, after = old.get(ident), new.get(ident)
        if before is None and after is not None:
            text = f"new {after.kind} {after.name!r} with {len(after.facts)} facts"
            found.append(Change(ident, ident, "entry", text, matters=True))
        elif before is not None and after is None:
            text = f"{before.kind} {before.name!r} is no longer in the reference"
            found.append(Change(ident, ident, "entry", text))
        elif before is not None and after is not None:
            found.extend(_entry_changes(before, after))
    return tuple(sorted(found))


def changed_keys(
    changes: Iterable[Change], *, mattering: bool = True
) -> Mapping[str, tuple[str, ...]]:
    """The keys that changed, by entry; by default only of changes that matter to articles."""
    keys: dict[str, dict[str, None]] = {}
    for change in changes:
        if change.matters or not mattering:
            keys.setdefault(change.entry, {})[change.key] = None
    return {entry: tuple(found) for entry, found in keys.items()}


def _entry_changes(old: Entry, new: Entry) -> Iterator[Change]:
    ident = new.id
    for aspect, before, after, matters in _entry_aspects(old, new):
        if before != after:
            yield Change(ident, ident, aspect, _from_to(aspect, before, after), matters)
    names = (
        (entry.name, *entry.synonyms, *entry.acronyms, *entry.short_forms) for entry in (old, new)
    )
    yield from _list_changes(ident, ident, "names", *names)
    yield from _list_changes(ident, ident, "mimicked by", old.mimicked_by, new.mimicked_by)
    yield from _list_changes(ident, ident, "people", old.people, new.people)
    yield from _source_changes(old, new)
    earlier, later = old.by_key, new.by_key
    for key in [key for key in earlier if key not in later]:
        # An article that says it rests on a fact that is gone.
        yield Change(ident, key, "removed", f"removed: {earlier[key].says}", matters=True)
    for key, fact in later.items():
        if key in earlier:
            yield from _fact_changes(earlier[key], fact)
        else:
            text = f"added ({fact.importance}): {fact.says}"
            yield Change(ident, key, "added", text, matters=True)
    yield from _statement_changes(old, new)
    yield from _cause_changes(old, new)


_Aspect = tuple[str, str, str, bool]


def _entry_aspects(old: Entry, new: Entry) -> Iterator[_Aspect]:
    yield "kind", old.kind, new.kind, True
    yield "urgency", old.urgency.label, new.urgency.label, True
    yield "usually harmless", _yes(old.benign), _yes(new.benign), True
    before, after = targets_words(old.presentations), targets_words(new.presentations)
    yield "presents as", before, after, True
    yield "codes", _mapping(old.codes), _mapping(new.codes), False
    yield "review", _mapping(old.review), _mapping(new.review), False


def _fact_changes(old: Fact, new: Fact) -> Iterator[Change]:
    for aspect, before, after, matters in _fact_aspects(old, new):
        if before != after:
            text = _from_to(aspect, before, after)
            yield Change(new.entry, new.key, aspect, text, matters)
    yield from _list_changes(new.entry, new.key, "sources", old.sources, new.sources)


def _fact_aspects(old: Fact, new: Fact) -> Iterator[_Aspect]:
    raised = _IMPORTANCE[new.importance] > _IMPORTANCE[old.importance]
    yield "importance", old.importance, new.importance, raised
    yield "when", old.when, new.when, _WHEN[new.when] > _WHEN[old.when]
    yield "urgency", _urgency(old), _urgency(new), True
    yield "red flag", _yes(old.red_flag), _yes(new.red_flag), new.red_flag
    yield "polarity", old.polarity, new.polarity, True
    yield "about", targets_words(old.targets), targets_words(new.targets), True
    yield "excludes", _mapping(old.excludes), _mapping(new.excludes), True
    yield "triggers", ", ".join(old.triggers), ", ".join(new.triggers), True
    yield "frequency", old.frequency or "", new.frequency or "", False
    yield "wording", old.says, new.says, False


def _statement_changes(old: Entry, new: Entry) -> Iterator[Change]:
    before = {item.key: item for item in old.statements}
    after = {item.key: item for item in new.statements}
    for key in [key for key in before if key not in after]:
        yield Change(new.id, key, "removed", f"removed: {before[key].claim}")
    for key, item in after.items():
        if key not in before:
            text = f"added ({item.severity}): {item.claim}"
            yield Change(new.id, key, "added", text, matters=True)
            continue
        for aspect, was, now, matters in _statement_aspects(before[key], item):
            if was != now:
                yield Change(new.id, key, aspect, _from_to(aspect, was, now), matters)
        yield from _list_changes(new.id, key, "sources", before[key].sources, item.sources)


def _statement_aspects(old: Statement, new: Statement) -> Iterator[_Aspect]:
    raised = _SEVERITY[new.severity] > _SEVERITY[old.severity]
    yield "severity", old.severity, new.severity, raised
    yield "asserts", _asserts(old), _asserts(new), True
    yield "unless", ", ".join(old.unless), ", ".join(new.unless), True
    yield "scope", old.scope, new.scope, new.scope == "anywhere"
    yield "claim", old.claim, new.claim, False
    yield "correction", old.correction, new.correction, False


def _cause_changes(old: Entry, new: Entry) -> Iterator[Change]:
    before = {cause.condition: cause for cause in old.causes}
    after = {cause.condition: cause for cause in new.causes}
    for ident in [ident for ident in before if ident not in after]:
        text = f"{ident} is no longer among its causes"
        yield Change(new.id, cause_key(new.id, before[ident]), "removed", text, matters=True)
    for ident, cause in after.items():
        key = cause_key(new.id, cause)
        if ident not in before:
            weight = "must not be missed" if cause.must_not_miss else "may be left out"
            yield Change(new.id, key, "added", f"added ({weight}): {cause.says}", matters=True)
            continue
        was = before[ident]
        for aspect, one, other, matters in (
            ("must not be missed", was.must_not_miss, cause.must_not_miss, cause.must_not_miss),
            ("common", was.common, cause.common, False),
        ):
            if one != other:
                text = _from_to(aspect, _yes(one), _yes(other))
                yield Change(new.id, key, aspect, text, matters)
        if was.says != cause.says:
            yield Change(new.id, key, "wording", _from_to("wording", was.says, cause.says))


def cause_key(entry: str, cause: Cause) -> str:
    """The key of a cause of a presenting symptom, which has no id of its own."""
    return f"{entry}/differential/{cause.condition}"


def _source_changes(old: Entry, new: Entry) -> Iterator[Change]:
    for ident in dict.fromkeys((*old.sources, *new.sources)):
        before, after = _source(old.sources.get(ident)), _source(new.sources.get(ident))
        if before != after:
            key = f"{new.id}/sources/{ident}"
            yield Change(new.id, key, "sources", _from_to("source", before, after))


def _source(citation: Citation | None) -> str:
    if citation is None:
        return ""
    seen = f", seen {citation.date}" if citation.date else ""
    return f"{citation.publisher}: {citation.title} <{citation.url}>{seen}"


def _list_changes(
    entry: str, key: str, aspect: str, old: tuple[str, ...], new: tuple[str, ...]
) -> Iterator[Change]:
    added = [item for item in new if item not in old]
    removed = [item for item in old if item not in new]
    parts = [f"added {', '.join(added)}"] if added else []
    parts += [f"removed {', '.join(removed)}"] if removed else []
    if parts:
        yield Change(entry, key, aspect, f"{aspect}: {'; '.join(parts)}")


def _from_to(aspect: str, before: str, after: str) -> str:
    if aspect in ("wording", "claim", "correction"):
        return f"{aspect} was {before!r}, is now {after!r}"
    return f"{aspect} was {before or 'not given'}, is now {after or 'not given'}"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _urgency(fact: Fact) -> str:
    return fact.urgency.label if fact.urgency is not None else ""


def _asserts(statement: Statement) -> str:
    alternatives = (" + ".join("|".join(slot) for slot in slots) for slots in statement.asserts)
    return " or ".join(alternatives)


def _mapping(values: Mapping[str, str] | Mapping[str, tuple[str, ...]]) -> str:
    items = sorted(values.items())
    return "; ".join(
        f"{name}: {value if isinstance(value, str) else ', '.join(value)}"
        for name, value in items
        if value
    )
