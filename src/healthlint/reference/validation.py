"""Whether reference files are valid: every mistake of every file at once.

``python -m healthlint.reference.validation [PATH...]`` prints the mistakes of files and folders
(by default the packaged reference) and exits with 2 if there are any.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from healthlint.data import data_dir
from healthlint.datafile import (
    DataFile,
    Key,
    Problem,
    did_you_mean,
    parse_yaml,
    schema_problems,
    shown,
    shown_path,
)

_FOLDER_KINDS = {"conditions": "condition", "symptoms": "symptom"}
_SUFFIXES = (".yaml", ".yml")
TRAITS_FOLDER = "traits"  # holds tables of many conditions, not entries
_STATEMENTS = ("harmful_advice", "false_claims", "contradictions")


@dataclass(frozen=True, slots=True)
class EntryFile:
    """The bytes of one entry's file; ``name`` is its path below the root it was found in."""

    path: Path
    name: str
    content: bytes


def entry_files(root: Path) -> list[EntryFile]:
    """The entry files in a folder, or the one file given, sorted by name.

    Raises ``OSError`` where a file cannot be read.
    """
    if root.is_file():
        return [EntryFile(root, root.name, root.read_bytes())]
    found = (
        path
        for path in root.rglob("*")
        if path.suffix in _SUFFIXES
        and path.is_file()
        and path.relative_to(root).parts[0] != TRAITS_FOLDER
    )
    files = [
        EntryFile(path, path.relative_to(root).as_posix(), path.read_bytes()) for path in found
    ]
    return sorted(files, key=lambda file: file.name)


def root_problems(root: Path) -> list[Problem]:
    """Why a path given as a place of entries cannot be one."""
    path = root.as_posix()
    if not root.exists():
        return [Problem(path, "", "there is no such file or folder")]
    if root.is_dir() and not any(p.suffix in _SUFFIXES for p in root.rglob("*")):
        return [Problem(path, "", "holds no entries; accepted: .yaml files, one entry each")]
    return []


def validate_files(files: Iterable[EntryFile]) -> tuple[list[DataFile], list[Problem]]:
    """The files of one root as plain values, with every mistake in them."""
    read: list[DataFile] = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for file in files:
        data = parse_yaml(file.content, shown_path(file.path))
        read.append(data)
        broken = data.value is None and data.problems
        found = [*data.problems, *(() if broken else _problems(data, file))]
        if isinstance(data.value, dict) and isinstance(ident := data.value.get("id"), str):
            if ident in first:
                found.append(data.problem(("id",), f"{ident!r} is also defined by {first[ident]}"))
            first.setdefault(ident, data.path)
        problems.extend(sorted(found, key=lambda problem: (problem.line or 0, problem.key)))
    return read, problems


def _problems(data: DataFile, file: EntryFile) -> list[Problem]:
    found = schema_problems(data, "reference")
    if isinstance(data.value, dict):
        entry: dict[str, Any] = data.value
        for check in (_names, _fact_ids, _citations, _triggers, _statements, _days, _itself):
            found.extend(data.problem(key, message) for key, message in check(entry, file))
    return found


# The checks below see files that may break the schema, so each looks only at parts of the right
# shape: what has the wrong one is already reported.


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _facts(entry: dict[str, Any]) -> Iterator[tuple[Key, dict[str, Any]]]:
    for group, facts in _dict(entry.get("facts")).items():
        for index, fact in enumerate(_list(facts)):
            if isinstance(fact, dict):
                yield ("facts", group, index), fact


def _cited_items(entry: dict[str, Any]) -> Iterator[tuple[Key, dict[str, Any]]]:
    yield from _facts(entry)
    for name in (*_STATEMENTS, "causes"):
        for index, item in enumerate(_list(entry.get(name))):
            if isinstance(item, dict):
                yield (name, index), item


def _names(entry: dict[str, Any], file: EntryFile) -> Iterator[tuple[Key, str]]:
    ident = entry.get("id")
    if isinstance(ident, str) and ident != file.path.stem:
        yield ("id",), f"saw {shown(ident)}; accepted: the file's own name, {file.path.stem!r}"
    kind = _FOLDER_KINDS.get(file.path.parent.name)
    if kind and entry.get("kind") in _FOLDER_KINDS.values() and entry["kind"] != kind:
        folder = file.path.parent.name
        yield ("kind",), f"saw {shown(entry['kind'])}; accepted in the folder {folder}: {kind}"


def _repeated(items: Iterable[tuple[Key, Any]], what: str) -> Iterator[tuple[Key, str]]:
    seen: set[str] = set()
    for key, ident in items:
        if not isinstance(ident, str):
            continue
        if ident in seen:
            yield key, f"{shown(ident)} is given twice; accepted: each {what} once"
        seen.add(ident)


def _fact_ids(entry: dict[str, Any], _: EntryFile) -> Iterator[tuple[Key, str]]:
    for group, facts in _dict(entry.get("facts")).items():
        ids = (
            (("facts", group, i, "id"), _dict(fact).get("id"))
            for i, fact in enumerate(_list(facts))
        )
        yield from _repeated(ids, f"id in {group}")


def _citations(entry: dict[str, Any], _: EntryFile) -> Iterator[tuple[Key, str]]:
    known = _dict(entry.get("sources"))
    for key, item in _cited_items(entry):
        for index, source in enumerate(_list(item.get("sources"))):
            if isinstance(source, str) and source not in known:
                options = ", ".join(known) or "none are listed"
                hint = did_you_mean(source, known)
                message = f"saw {shown(source)}; accepted: the entry's sources ({options}){hint}"
                yield (*key, "sources", index), message


def _triggers(entry: dict[str, Any], _: EntryFile) -> Iterator[tuple[Key, str]]:
    known = {f"{key[1]}/{fact.get('id')}" for key, fact in _facts(entry)}
    for key, fact in _facts(entry):
        for index, trigger in enumerate(_list(fact.get("triggers"))):
            if isinstance(trigger, str) and "/" in trigger and trigger not in known:
                hint = did_you_mean(trigger, sorted(known))
                message = f"saw {shown(trigger)}; accepted: group/id of a fact of this entry{hint}"
                yield (*key, "triggers", index), message


def _statements(entry: dict[str, Any], _: EntryFile) -> Iterator[tuple[Key, str]]:
    for name in _STATEMENTS:
        items = enumerate(_list(entry.get(name)))
        ids = (((name, i, "id"), _dict(item).get("id")) for i, item in items)
        yield from _repeated(ids, f"id in {name}")
    items = enumerate(_list(entry.get("causes")))
    conditions = ((("causes", i, "condition"), _dict(item).get("condition")) for i, item in items)
    yield from _repeated(conditions, "condition")


def _days(entry: dict[str, Any], _: EntryFile) -> Iterator[tuple[Key, str]]:
    days: list[tuple[Key, Any]] = []
    review = _dict(entry.get("review"))
    for name in ("drafted", "checked", "reviewed", "next_review"):
        days.append((("review", name), review.get(name)))
    for ident, source in _dict(entry.get("sources")).items():
        days.append((("sources", ident, "seen"), _dict(source).get("seen")))
    for key, day in days:
        if isinstance(day, str) and len(day) == 10 and _day(day) is None:
            yield key, f"saw {shown(day)}; accepted: a day of the calendar"
    drafted, due = _day(review.get("drafted")), _day(review.get("next_review"))
    if drafted and due and due <= drafted:
        yield ("review", "next_review"), f"saw {due}; accepted: a day after {drafted} (drafted)"


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _itself(entry: dict[str, Any], _: EntryFile) -> Iterator[tuple[Key, str]]:
    for name in ("broader", "mimicked_by"):
        for index, ident in enumerate(_list(entry.get(name))):
            if ident is not None and ident == entry.get("id"):
                yield (name, index), "names the entry itself"


def validate_paths(paths: Sequence[Path]) -> list[Problem]:
    """Every mistake of the entries in those files and folders."""
    problems: list[Problem] = []
    for path in paths:
        bad = root_problems(path)
        problems.extend(bad or validate_files(entry_files(path))[1])
    return problems


def main(arguments: Sequence[str]) -> int:
    """Print the mistakes of the paths given; 2 if there are any."""
    problems = validate_paths([Path(argument) for argument in arguments] or [data_dir("reference")])
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else "valid", file=sys.stderr)
    return 2 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
