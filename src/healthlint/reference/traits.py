"""What can be said of many illnesses in one word each: whether they are catching, who gets them.

A fact of an entry says what is true; most of what turns a fact round it cannot foresee. A trait
has a few values that rule each other out (:file:`reference/traits/dimensions.yaml`): an illness
that a virus causes is not caused by bacteria, whatever words an article finds for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from healthlint.cache import cached
from healthlint.data import data_dir
from healthlint.datafile import (
    DataFile,
    Problem,
    did_you_mean,
    parse_yaml,
    schema_bytes,
    schema_problems,
)
from healthlint.errors import DataError
from healthlint.finding import Citation

FOLDER = "traits"
_DIMENSIONS = "dimensions.yaml"
_EVERYONE = "everyone"
_PROSE = frozenset({"condition", "name", "sources", "called", "not", "also"})


class Dimension(NamedTuple):
    """One thing to say of an illness; ``values`` are its values in words, none where they are
    body sites or levels. See the file for ``closed``, ``all`` and ``groups``."""

    id: str
    says: str
    closed: bool
    all: bool
    values: Mapping[str, str]
    no: str
    groups: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True)
class Traits:
    """The traits of one illness: by dimension its values, those known to be wrong, and those that
    are neither; ``called``: words of which one must stand in its name."""

    condition: str
    name: str
    values: Mapping[str, tuple[str, ...]]
    wrong: Mapping[str, tuple[str, ...]]
    also: Mapping[str, tuple[str, ...]]
    sources: tuple[Citation, ...]
    called: tuple[str, ...] = ()

    def is_meant(self, name: str) -> bool:
        """Whether a name, lower-cased, stands for this illness and not for one kept with it."""
        return not self.called or any(word in name for word in self.called)


@dataclass(frozen=True)
class TraitTable:
    """All traits, by the condition's concept."""

    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    by_condition: Mapping[str, Traits] = field(default_factory=dict)

    def says(self, traits: Traits, dimension: str) -> str:
        """What is true, as a sentence."""
        known = self.dimensions[dimension]
        values = [
            known.values.get(v, v.replace("-", " ")) for v in traits.values.get(dimension, ())
        ]
        listed = ", ".join(values[:-1]) + (" and " if values[:-1] else "") + "".join(values[-1:])
        said = (known.says if values else known.no).format(name=traits.name, values=listed)
        return said[0].upper() + said[1:]


def load_traits() -> TraitTable:
    """The packaged traits, compiled once. Raises ``DataError`` with every mistake of every file."""
    folder = data_dir("reference") / FOLDER
    files = [(path, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))]
    digest = hashlib.sha256(schema_bytes("traits"))
    for path, content in files:
        digest.update(path.name.encode() + b"\0" + content + b"\0")
    return cached("traits", digest.hexdigest(), lambda: compile_traits(files))


def compile_traits(files: Sequence[tuple[Path, bytes]]) -> TraitTable:
    """The table of those files, ``dimensions.yaml`` among them. Raises ``DataError``."""
    read = {path.name: parse_yaml(content, path.as_posix()) for path, content in files}
    problems = [str(p) for data in read.values() for p in data.problems]
    dimensions = _dimensions(read.pop(_DIMENSIONS))
    found: dict[str, Traits] = {}
    for data in read.values():
        mistakes = schema_problems(data, "traits") or list(_mistakes(data, dimensions, found))
        problems.extend(map(str, mistakes))
        if not mistakes:
            found.update(
                (t["condition"], _traits(t, data.value["sources"])) for t in data.value["traits"]
            )
    if problems:
        raise DataError(problems)
    return TraitTable(dimensions, found)


def _dimensions(data: DataFile) -> dict[str, Dimension]:
    return {
        name: Dimension(
            name,
            value["says"],
            value["closed"],
            value["all"],
            value["values"] if isinstance(value["values"], dict) else {},
            value.get("no", value["says"]),
            tuple(map(frozenset, value.get("groups", ()))),
        )
        for name, value in data.value["dimensions"].items()
    }


def _mistakes(
    data: DataFile, dimensions: Mapping[str, Dimension], found: Mapping[str, Traits]
) -> Iterator[Problem]:
    for number, item in enumerate(data.value["traits"]):
        at = ("traits", number)
        if item["condition"] in found:
            yield data.problem((*at, "condition"), f"{item['condition']!r} is described twice")
        for source in item["sources"]:
            if source not in data.value["sources"]:
                hint = did_you_mean(source, data.value["sources"])
                yield data.problem((*at, "sources"), f"unknown source {source!r}{hint}")
        for name, value in _said(item):
            accepted = dimensions[name].values if name in dimensions else None
            if accepted is None:
                yield data.problem(
                    at, f"unknown dimension {name!r}{did_you_mean(name, dimensions)}"
                )
            elif accepted and value not in accepted and value != _EVERYONE:
                options = ", ".join(accepted)
                yield data.problem((*at, name), f"unknown value {value!r}; accepted: {options}")


def _said(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in (item, item.get("not", {}), item.get("also", {})):
        for name, values in part.items():
            if name not in _PROSE:
                yield from ((name, value) for value in values)


def _traits(item: Mapping[str, Any], sources: Mapping[str, Mapping[str, Any]]) -> Traits:
    values = {name: _spelt_out(given) for name, given in item.items() if name not in _PROSE}
    if {"inherited", "partly"} & set(values.get("inherited", ())):
        values["family-link"] = ("linked",)
    also = {name: tuple(given) for name, given in item.get("also", {}).items()}
    if "partly" in values.get("inherited", ()):  # "it runs in families" says no more than that
        also["inherited"] = (*also.get("inherited", ()), "inherited")
    return Traits(
        item["condition"],
        item["name"],
        values,
        {name: tuple(given) for name, given in item.get("not", {}).items()},
        also,
        tuple(
            Citation(s["title"], s["url"], s["publisher"], s["seen"] or "")
            for s in (sources[name] for name in item["sources"])
        ),
        tuple(item.get("called", ())),
    )


def _spelt_out(values: Sequence[str]) -> tuple[str, ...]:
    everyone = ("men", "women", "children", "adults", "older")
    return tuple(v for value in values for v in (everyone if value == _EVERYONE else (value,)))
