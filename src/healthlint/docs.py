"""The manual's generated pages: ``python -m healthlint.docs [--check] [FOLDER]``.

A page for every rule, from its module's docstring, and one for every file format people write or
read, from its schema. They are generated, never edited; a test fails when they drift.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from healthlint.data import data_dir
from healthlint.finding import FAMILIES, Rule

FOLDER = Path(__file__).resolve().parents[2] / "docs"
_MADE = "<!-- made by python -m healthlint.docs; edit the {} instead -->\n\n"


def pages() -> dict[str, str]:
    """Every generated page: its path below ``docs/`` and its text."""
    from healthlint.rules import RULES

    made = {f"rules/{rule.code}.md": _rule_page(rule) for rule in RULES}
    made["rules/index.md"] = "".join(_rule_index(RULES))
    schemas = sorted(data_dir("schemas").glob("*.schema.json"))
    for path in schemas:
        made[f"files/{_name(path)}.md"] = "".join(_schema_page(path))
    made["files/index.md"] = "".join(_schema_index(schemas))
    return made


def _rule_page(rule: Rule) -> str:
    genres = ", ".join(sorted(genre.value.replace("-", " ") for genre in rule.genres))
    preview = "\n\nPreview: it may still change." if rule.preview else ""
    return (
        f"{_MADE.format('docstring of the rule’s module')}# {rule.code} {rule.name}\n\n"
        f"Severity {rule.severity.label}; runs on: {genres}.{preview}\n\n{rule.page.strip()}\n\n"
        f"Silence it where it is wrong: `<!-- healthlint: ignore[{rule.code}] why -->`.\n\n"
        "[All rules](index.md)\n"
    )


def _rule_index(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield _MADE.format("docstrings of the rules’ modules") + "# Rules\n"
    families = dict.fromkeys(rule.family for rule in rules)
    for family in families:
        yield f"\n## {family}: {FAMILIES.get(family, family)}\n\n"
        yield "| Rule | Severity | What it reports |\n| --- | --- | --- |\n"
        for rule in rules:
            if rule.family == family:
                summary = rule.summary.replace("|", "\\|")
                link = f"[{rule.code}]({rule.code}.md) {rule.name}"
                yield f"| {link} | {rule.severity.label} | {summary} |\n"


def _name(path: Path) -> str:
    return path.name.removesuffix(".schema.json")


def _schema(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(path.read_bytes())
    return found


def _schema_index(paths: list[Path]) -> Iterator[str]:
    yield _MADE.format("schemas") + "# File formats\n\n"
    for path in paths:
        yield f"- [{_schema(path).get('title', _name(path))}]({_name(path)}.md)\n"


def _schema_page(path: Path) -> Iterator[str]:
    schema = _schema(path)
    yield f"{_MADE.format(f'schema, schemas/{path.name}')}# {schema.get('title', _name(path))}\n"
    if schema.get("description"):
        yield f"\n{schema['description']}\n"
    if "properties" in schema:
        yield from _fields(schema)
    for key in ("oneOf", "anyOf", "allOf"):
        choices = [_type(choice) for choice in schema.get(key, ())]
        if choices:
            yield f"\n{'All' if key == 'allOf' else 'One'} of: {', '.join(choices)}.\n"
    for name, definition in schema.get("$defs", schema.get("definitions", {})).items():
        yield f"\n## {name}\n"
        if definition.get("description"):
            yield f"\n{definition['description']}\n"
        if "properties" in definition:
            yield from _fields(definition)
        else:
            yield f"\n{_type(definition)}\n"


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    needed = set(schema.get("required", ()))
    yield "\n| Field | Value | Meaning |\n| --- | --- | --- |\n"
    for name, value in schema["properties"].items():
        mark = " (required)" if name in needed else ""
        meaning = str(value.get("description", "")) if isinstance(value, dict) else ""
        yield f"| `{name}`{mark} | {_type(value)} | {_cell(meaning)} |\n"


def _type(value: Any) -> str:
    """A schema's kind of value in words."""
    if not isinstance(value, dict):
        return "anything" if value else "nothing"
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})" if value["$ref"].startswith("#") else f"`{name}`"
    if "const" in value:
        return f"`{_cell(orjson.dumps(value['const']).decode())}`"
    if "enum" in value:
        return _cell(", ".join(f"`{item}`" for item in value["enum"]))
    for key in ("oneOf", "anyOf"):
        if key in value:
            return " or ".join(_type(choice) for choice in value[key])
    kind = value.get("type", "object" if "properties" in value else "anything")
    kinds = " or ".join(kind) if isinstance(kind, list) else str(kind)
    if kind == "array":
        return f"list of {_type(value.get('items', True))}"
    if "pattern" in value:
        return f"{kinds} matching `{_cell(value['pattern'])}`"
    return kinds


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def drift(folder: Path) -> list[str]:
    """What differs between the pages and the files below a folder, a line each."""
    made = pages()
    found = [
        f"{name}: {'missing' if not (folder / name).is_file() else 'out of date'}"
        for name, text in made.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
    for part in ("rules", "files"):
        for path in sorted((folder / part).glob("*.md")):
            if f"{part}/{path.name}" not in made:
                found.append(f"{part}/{path.name}: belongs to nothing any more")
    return sorted(found)


def write(folder: Path) -> None:
    """Write every page, and remove pages of what is gone."""
    made = pages()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for part in ("rules", "files"):
        for path in (folder / part).glob("*.md"):
            if f"{part}/{path.name}" not in made:
                path.unlink()


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say what is out of date."""
    folders = [Path(argument) for argument in arguments if not argument.startswith("-")]
    folder = folders[0] if folders else FOLDER
    if "--check" not in arguments:
        write(folder)
        return 0
    found = drift(folder)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
