"""Reading the YAML files people write, so that every mistake can be named with its place.

YAML is read as version 1.2 has it: only ``true`` and ``false`` are booleans (a phrase list may
say ``no`` or ``on``), and a date stays text. A key given twice is a mistake, not an override.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from healthlint.data import data_dir

Key = tuple[str | int, ...]

_TYPE_WORDS = {
    "object": "a mapping",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "nothing (null)",
}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a data file: where it is, and what is wrong with it."""

    path: str
    key: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


@dataclass(frozen=True)
class DataFile:
    """A YAML file as plain values, with the line on which each value stands."""

    path: str
    value: Any = None
    lines: Mapping[Key, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def problem(self, key: Key, message: str) -> Problem:
        """A problem at that key; its line is that of the nearest enclosing value known."""
        line = None
        for length in range(len(key), -1, -1):
            line = self.lines.get(key[:length])
            if line is not None:
                break
        return Problem(self.path, key_path(key), message, line)


def key_path(key: Key) -> str:
    """A key as people write it: ``facts.symptoms[2].urgency``."""
    text = ""
    for part in key:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


def shown(value: object) -> str:
    """A value as a message quotes it: one line, cut short."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the nearest known word, else nothing."""
    near = _nearest(word, tuple(known))
    return f"; did you mean {near!r}?" if near else ""


@lru_cache(maxsize=4096)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    # One wrong word is often wrong in many places, and a search of all concepts takes 4 ms.
    import difflib

    return next(iter(difflib.get_close_matches(word, known, n=1, cutoff=0.7)), None)


def shown_path(path: Path) -> str:
    """The path as a message prints it: from the working directory where that contains it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_yaml(path: Path) -> DataFile:
    """The file's value with lines; mistakes of encoding, syntax and repeated keys are kept."""
    try:
        return parse_yaml(path.read_bytes(), shown_path(path))
    except OSError as error:
        reason = error.strerror or "cannot be read"
        return DataFile(shown_path(path), problems=(Problem(shown_path(path), "", reason),))


def parse_yaml(content: bytes, path: str) -> DataFile:
    """The value of a YAML text with lines, as :func:`read_yaml` gives it."""
    # yaml takes about 30 ms to import, and a warm start reads compiled data instead.
    import yaml

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return DataFile(path, problems=(Problem(path, "", "not UTF-8 text", line),))
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        return DataFile(path, problems=(_syntax_problem(path, error),))
    reader = _Reader(path)
    value = reader.read(node, ())
    return DataFile(path, value, reader.lines, tuple(reader.problems))


def _syntax_problem(path: str, error: Any) -> Problem:
    mark = getattr(error, "problem_mark", None)
    words = " ".join(
        part for part in (getattr(error, "problem", None), getattr(error, "context", None)) if part
    )
    line = mark.line + 1 if mark is not None else None
    return Problem(path, "", f"not valid YAML: {words or error}", line)


class _Reader:
    """Turns composed nodes into plain values and remembers where each stood."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[Key, int] = {}
        self.problems: list[Problem] = []
        self._open: set[int] = set()

    def read(self, node: Any, key: Key) -> Any:
        if node is None:
            return None
        self.lines.setdefault(key, node.start_mark.line + 1)
        if node.id == "scalar":
            return self._scalar(node, key)
        # An anchor that contains itself would never end.
        if id(node) in self._open:
            self._complain(key, "an alias that contains itself", node)
            return None
        self._open.add(id(node))
        try:
            if node.id == "sequence":
                return [self.read(item, (*key, i)) for i, item in enumerate(node.value)]
            return self._mapping(node, key)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: Any, key: Key) -> dict[str, Any]:
        value: dict[str, Any] = {}
        for name_node, item in node.value:
            if name_node.id != "scalar":
                self._complain(key, "a key must be plain text", name_node)
                continue
            name = name_node.value
            at = (*key, name)
            if name in value:
                first = self.lines[at]
                self._complain(at, f"given twice (first on line {first})", name_node)
                continue
            self.lines[at] = name_node.start_mark.line + 1
            value[name] = self.read(item, at)
        return value

    def _scalar(self, node: Any, key: Key) -> Any:
        text: str = node.value
        kind = node.tag.rpartition(":")[2]
        if kind == "null":
            return None
        if kind == "bool" and text.lower() in ("true", "false"):
            return text.lower() == "true"
        if kind in ("int", "float"):
            try:
                return int(text) if kind == "int" else float(text)
            except ValueError:
                return text
        if kind not in ("str", "bool", "timestamp", "merge", "value"):
            self._complain(key, f"the tag {node.tag} is not accepted", node)
        return text

    def _complain(self, key: Key, message: str, node: Any) -> None:
        line = node.start_mark.line + 1
        self.problems.append(Problem(self.path, key_path(key), message, line))


@cache
def schema_bytes(name: str) -> bytes:
    """The packaged JSON Schema ``schemas/<name>.schema.json``, as bytes (for digests too)."""
    return (data_dir("schemas") / f"{name}.schema.json").read_bytes()


@cache
def _validator(name: str) -> Any:
    # jsonschema is slow to import and only needed where files are compiled.
    import jsonschema

    schema = json.loads(schema_bytes(name))
    definitions = schema.pop("$defs", {})
    return jsonschema.Draft202012Validator(_inlined(schema, definitions))


def _inlined(schema: Any, definitions: Mapping[str, Any]) -> Any:
    # Looking references up took half of the time. Our schemas never refer to themselves, and a
    # definition's own description, which says what is accepted, serves messages better.
    if isinstance(schema, list):
        return [_inlined(part, definitions) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: _inlined(part, definitions) for name, part in schema.items() if name != "$ref"}
    if isinstance(target := schema.get("$ref"), str):
        definition = definitions[target.removeprefix("#/$defs/")]
        return {**parts, **_inlined(definition, definitions)}
    return parts


def schema_problems(file: DataFile, schema: str) -> list[Problem]:
    """Every way in which the file breaks that schema, in the order of the file's lines."""
    found: list[Problem] = []
    for error in _validator(schema).iter_errors(file.value):
        at: Key = tuple(error.absolute_path)
        found.extend(file.problem(key, message) for key, message in _explain(error, at))
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.line or 0, problem.key))


def _explain(error: Any, at: Key) -> Iterator[tuple[Key, str]]:
    keyword = error.validator
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    seen = shown(error.instance)
    accepted = schema.get("description", "")
    if keyword == "additionalProperties":
        known = list(schema.get("properties", {}))
        for name in error.instance:
            if name not in known:
                hint = did_you_mean(name, known)
                yield (*at, name), f"unknown key{hint}; accepted: {', '.join(known)}"
    elif keyword == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield at, f"{name!r} is missing"
    elif keyword == "enum":
        options = [option for option in error.validator_value if isinstance(option, str)]
        hint = did_you_mean(str(error.instance), options)
        yield at, f"saw {seen}; accepted: {', '.join(options)}{hint}"
    elif keyword == "const":
        yield at, f"saw {seen}; accepted: {shown(error.validator_value)}"
    elif keyword == "type":
        kinds = error.validator_value
        kinds = [kinds] if isinstance(kinds, str) else kinds
        words = " or ".join(_TYPE_WORDS.get(kind, kind) for kind in kinds)
        yield at, f"saw {seen}; accepted: {words}"
    elif keyword == "uniqueItems":
        yield at, f"saw {seen}; accepted: each item once"
    elif keyword in ("minItems", "minProperties", "minLength"):
        yield at, f"saw {seen}; accepted: at least {error.validator_value}{_of(accepted)}"
    elif keyword == "maxItems":
        most = error.validator_value or "none"
        yield at, f"saw {seen}; accepted: {most} at most here{_of(accepted)}"
    elif keyword == "pattern":
        yield at, f"saw {seen}; accepted: {accepted or error.validator_value}"
    elif keyword == "not":
        yield at, "not accepted here (it belongs to another kind)"
    else:
        yield at, error.message


def _of(description: str) -> str:
    return f" ({description.rstrip('.')})" if description else ""
