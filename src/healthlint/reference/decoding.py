"""The plain values of a valid entry file, turned into an :class:`Entry`.

Compiled entries keep their facts as bytes until they are looked at: decoding those of 72 entries
took 80 ms at every start, and an article needs the facts of two or three.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

from healthlint.finding import Citation
from healthlint.reference.model import Cause, Entry, Fact, Group, Statement, Target, Urgency

_GROUPS = {group.value: group for group in Group}
_URGENCIES = {level.label: level for level in Urgency}
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class CompiledEntry:
    """A valid entry as the cache keeps it: all but its facts as plain values, these as bytes."""

    head: Mapping[str, Any]
    facts: bytes


def compile_entry(value: Mapping[str, Any]) -> CompiledEntry:
    """The compiled form of an entry's plain values; they must have passed validation."""
    head = {name: part for name, part in value.items() if name != "facts"}
    for name in ("harmful_advice", "false_claims", "contradictions"):
        head[name] = [{**item, "asserts": _slots(item["asserts"])} for item in head.get(name, ())]
    return CompiledEntry(head, marshal.dumps(value["facts"]))


def decode_entry(compiled: CompiledEntry, path: str = "") -> Entry:
    """The entry that was compiled; ``path`` is where its file lies."""
    value = compiled.head
    ident = value["id"]
    return Entry(
        id=ident,
        kind=value["kind"],
        name=value["name"],
        synonyms=tuple(value.get("synonyms", ())),
        acronyms=tuple(value.get("acronyms", ())),
        benign=value.get("benign", False),
        urgency=_URGENCIES[value["urgency"]],
        facts=StoredFacts(ident, compiled.facts),
        harmful_advice=_statements(ident, "harmful-advice", value["harmful_advice"]),
        false_claims=_statements(ident, "false-claims", value["false_claims"]),
        causes=tuple(_cause(cause) for cause in value.get("causes", ())),
        sources={name: _citation(source) for name, source in value["sources"].items()},
        short_forms=tuple(value.get("short_forms", ())),
        broader=tuple(value.get("broader", ())),
        mimicked_by=tuple(value.get("mimicked_by", ())),
        codes={system: tuple(codes) for system, codes in value.get("codes", _NOTHING).items()},
        review={name: day or "" for name, day in value["review"].items()},
        path=path,
        not_in=tuple(value.get("not_in", ())),
        presentations=_targets(value.get("presents_as")),
        people=tuple(value.get("people", ())),
        contradictions=_statements(ident, "contradictions", value.get("contradictions", ())),
    )


def _slots(asserts: Sequence[Sequence[str]]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    # Split once, when compiled: false claims of all entries are wanted at every start.
    return tuple(tuple(tuple(slot.split("|")) for slot in slots) for slots in asserts)


class StoredFacts(Sequence[Fact]):
    """The facts of one entry, decoded when first looked at."""

    def __init__(self, entry: str, content: bytes) -> None:
        self._entry = entry
        self._content = content

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        groups = marshal.loads(self._content)
        return tuple(
            _fact(self._entry, group, fact)
            for name, group in _GROUPS.items()
            for fact in groups.get(name, ())
        )

    @overload
    def __getitem__(self, index: int) -> Fact: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Fact, ...]: ...
    def __getitem__(self, index: int | slice) -> Fact | tuple[Fact, ...]:
        return self._facts[index]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._facts == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._facts)


def _fact(entry: str, group: Group, value: Mapping[str, Any]) -> Fact:
    get = value.get
    ident = value["id"]
    return Fact(
        f"{entry}/{group.value}/{ident}",
        entry,
        group,
        ident,
        _targets(get("about")),
        value["says"].strip(),
        get("importance", "optional"),
        get("when", "main"),
        get("frequency"),
        get("polarity", "affirmed"),
        group is Group.RED_FLAGS or get("red_flag", False),
        _URGENCIES[value["urgency"]] if "urgency" in value else None,
        tuple(f"{entry}/{trigger}" for trigger in get("triggers", ())),
        {name: tuple(values) for name, values in get("excludes", _NOTHING).items()},
        tuple(value["sources"]),
        tuple(get("evidence", ())),
        get("note"),
        get("complaint"),
    )


def _targets(about: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None) -> tuple[Target, ...]:
    if about is None:
        return ()
    if isinstance(about, Mapping):
        about = (about,)
    return tuple(
        Target(target["concept"], target.get("site"), target.get("modifiers", {}))
        for target in about
    )


def _statements(
    entry: str, name: str, values: Sequence[Mapping[str, Any]]
) -> tuple[Statement, ...]:
    return tuple(
        Statement(
            key=f"{entry}/{name}/{value['id']}",
            entry=entry,
            id=value["id"],
            claim=value["claim"].strip(),
            correction=value["correction"].strip(),
            severity=value["severity"],
            asserts=value["asserts"],
            unless=tuple(value.get("unless", ())),
            scope=value["scope"],
            sources=tuple(value["sources"]),
            within=value.get("within", 32),
        )
        for value in values
    )


def _cause(value: Mapping[str, Any]) -> Cause:
    return Cause(
        condition=value["condition"],
        must_not_miss=value["must_not_miss"],
        common=value["common"],
        says=value["says"].strip(),
        sources=tuple(value["sources"]),
        complaint=value.get("complaint"),
    )


def _citation(value: Mapping[str, Any]) -> Citation:
    return Citation(value["title"], value["url"], value["publisher"], value["seen"] or "")
