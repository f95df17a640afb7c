"""Read ``patterns/`` into a :class:`Vocabulary`, with every mistake of every file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from healthlint.cache import cached
from healthlint.data import data_dir
from healthlint.datafile import parse_yaml, schema_problems, shown_path
from healthlint.errors import DataError
from healthlint.vocabulary.choices import spelt_out
from healthlint.vocabulary.model import Concept, Cue, Kind, Vocabulary

_LISTS = (
    "phrases",
    "verbs",
    "exact",
    "short_forms",
    "parents",
    "not_in",
    "compound",
    "match",
    "no_match",
)


def load_vocabulary(extra: Sequence[Path] = ()) -> Vocabulary:
    """The packaged vocabulary, with the pattern files of ``extra`` folders added.

    Compiled once and cached by content. Raises :class:`DataError` with every mistake found.
    """
    roots = (data_dir("patterns"), *extra)
    files = tuple(pattern_files(roots))
    contents = tuple(path.read_bytes() for path in files)
    hashed = hashlib.sha256(spelling_file().read_bytes())
    for path, content in zip(files, contents, strict=True):
        hashed.update(path.name.encode() + b"\0" + content + b"\0")
    digest = hashed.hexdigest()
    return cached("vocabulary", digest, lambda: _compile(files, contents, digest))


def pattern_files(roots: Iterable[Path]) -> Iterator[Path]:
    """The concept and cue files below those folders, in a stable order."""
    for root in roots:
        for folder in ("concepts", "cues"):
            yield from sorted((root / folder).rglob("*.yaml"))


def spelling_file() -> Path:
    """The pairs of spellings (British and American) that phrases are expanded by."""
    return data_dir("patterns") / "spelling.yaml"


def parse_pattern_file(path: Path, content: bytes) -> tuple[list[Concept], list[Cue], list[str]]:
    """The concepts, cues and mistakes of one file; its folder says which of the two it holds."""
    file = parse_yaml(content, shown_path(path))
    schema = "cues" if "cues" in path.parts[-2:] else "concepts"
    problems = [str(p) for p in (*file.problems, *schema_problems(file, schema))]
    if problems:
        return [], [], problems
    data = file.value
    if schema == "concepts":
        kind = Kind(data["kind"])
        return [_concept(kind, item, path) for item in data["concepts"]], [], []
    return [], [_cue(data["family"], item) for item in data["cues"]], []


def _concept(kind: Kind, item: dict[str, Any], path: Path) -> Concept:
    lists = {name: tuple(spelt_out(item.get(name, ()))) for name in _LISTS}
    return Concept(
        id=item["id"],
        kind=kind,
        name=item["name"],
        composes=item.get("composes", False),
        site=item.get("site"),
        dimension=item.get("dimension"),
        path=f"{path.parent.name}/{path.name}",
        **lists,
    )


def _cue(family: str, item: dict[str, Any]) -> Cue:
    return Cue(family, item["id"], tuple(item["phrases"]), item.get("settings", {}))


def _compile(files: Sequence[Path], contents: Sequence[bytes], digest: str) -> Vocabulary:
    concepts: dict[str, Concept] = {}
    cues: dict[str, list[Cue]] = {}
    problems: list[str] = []
    for path, content in zip(files, contents, strict=True):
        found, lists, mistakes = parse_pattern_file(path, content)
        problems.extend(mistakes)
        for concept in found:
            earlier = concepts.get(concept.id)
            if earlier is not None and earlier.kind is concept.kind:
                # A further file may add wording to a concept; its first file names it.
                concepts[concept.id] = _merge(concept, earlier)
            elif earlier is not None:
                problems.append(
                    f"{path}: concept id {concept.id!r} is already a {earlier.kind} in "
                    f"{earlier.path}; ids are unique over all kinds"
                )
            else:
                concepts[concept.id] = concept
        for cue in lists:
            cues.setdefault(cue.family, []).append(cue)
    if problems:
        raise DataError(problems)
    return Vocabulary(concepts, {family: tuple(found) for family, found in cues.items()}, digest)


def with_concepts(vocabulary: Vocabulary, concepts: Iterable[Concept]) -> Vocabulary:
    """The vocabulary with those concepts added.

    A concept whose id is already known adds its phrases to the known one: so a reference entry
    brings its condition's names, and ``patterns/`` may hold further wording for it.
    """
    merged = dict(vocabulary.concepts)
    hashed = hashlib.sha256(vocabulary.digest.encode())
    for concept in concepts:
        known = merged.get(concept.id)
        merged[concept.id] = concept if known is None else _merge(known, concept)
        hashed.update(repr(merged[concept.id]).encode())
    return Vocabulary(merged, vocabulary.cues, hashed.hexdigest())


def _merge(known: Concept, added: Concept) -> Concept:
    lists: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(known, name), *getattr(added, name))))
        for name in _LISTS
    }
    return replace(known, kind=added.kind, name=added.name, **lists)
