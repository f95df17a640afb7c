"""Concepts to and from spaCy ``SpanRuler`` patterns, one JSON object a line.

``{"label": "SYMPTOM", "pattern": "swelling", "id": "swelling"}``: a phrase is matched without
regard to case (``phrase_matcher_attr: LOWER``), a list of ``{"TEXT": word}`` exactly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from healthlint.datafile import did_you_mean, shown, shown_path
from healthlint.errors import DataError, InputError
from healthlint.vocabulary.model import Concept, Kind

Forms = Callable[[Concept], Iterable[str]]

_KINDS = {kind.value.replace("-", "_").upper(): kind for kind in Kind}
# Other people's names for our kinds, as their rulers have them.
_KINDS.update(
    {
        "DISEASE": Kind.CONDITION,
        "DISORDER": Kind.CONDITION,
        "PROBLEM": Kind.CONDITION,
        "SIGN": Kind.SYMPTOM,
        "DRUG": Kind.MEDICINE,
        "MEDICATION": Kind.MEDICINE,
        "ANATOMY": Kind.BODY_SITE,
        "PROCEDURE": Kind.TREATMENT,
    }
)
_WORDS = frozenset({"LOWER", "TEXT", "ORTH"})
_NOT_ID = re.compile(r"[^a-z0-9]+")


def as_written(concept: Concept) -> Iterator[str]:
    """A concept's phrases without the forms that are supplied when articles are read."""
    yield from concept.phrases
    yield from concept.verbs


def span_ruler_lines(concepts: Iterable[Concept], forms: Forms = as_written) -> Iterator[str]:
    """One line a phrase, sorted by concept. Short forms, which need a definition, are left out."""
    for concept in sorted(concepts, key=lambda c: (c.kind.value, c.id)):
        label = concept.kind.value.replace("-", "_").upper()
        for phrase in dict.fromkeys(forms(concept)):
            yield _line(label, phrase, concept.id)
        for phrase in concept.exact:
            yield _line(label, [{"TEXT": word} for word in phrase.split()], concept.id)


def _line(label: str, pattern: object, concept: str) -> str:
    row = {"label": label, "pattern": pattern, "id": concept}
    return json.dumps(row, ensure_ascii=False)


def read_span_ruler(path: Path) -> tuple[Concept, ...]:
    """The concepts of a JSONL file. Raises ``DataError`` with every line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    problems: list[str] = []
    found: dict[str, Concept] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        read = _read(line)
        if isinstance(read, str):
            problems.append(f"{shown_path(path)}:{number}: {read}")
            continue
        known = found.get(read.id)
        if known is not None and known.kind is not read.kind:
            problems.append(
                f"{shown_path(path)}:{number}: id {read.id!r} is already a {known.kind.value}"
            )
            continue
        found[read.id] = read if known is None else _both(known, read)
    if problems:
        raise DataError(problems)
    return tuple(found.values())


def _read(line: str) -> Concept | str:
    """The concept of one line, or what is wrong with it."""
    try:
        row = json.loads(line)
    except ValueError as error:
        return f"not JSON: {error}"
    if not isinstance(row, dict):
        return f"saw {shown(row)}; accepted: an object with label and pattern"
    label = str(row.get("label", "")).upper().replace("-", "_")
    if label not in _KINDS:
        accepted = ", ".join(_KINDS)
        return f"label: saw {shown(row.get('label'))}; accepted: {accepted}" + did_you_mean(
            label, _KINDS
        )
    words = _words(row.get("pattern"))
    if words is None:
        return f"pattern: saw {shown(row.get('pattern'))}; accepted: a phrase, or tokens with " + (
            "one of LOWER, TEXT, ORTH each"
        )
    phrase, is_exact = words
    identity = slug(str(row.get("id") or phrase))
    if not identity:
        return f"id: saw {shown(row.get('id') or phrase)}; accepted: letters or digits"
    own = (phrase,)
    if is_exact:
        return Concept(identity, _KINDS[label], phrase, exact=own)
    return Concept(identity, _KINDS[label], phrase, phrases=own)


def _words(pattern: Any) -> tuple[str, bool] | None:
    if isinstance(pattern, str) and pattern.strip():
        return pattern.strip(), False
    if not isinstance(pattern, list) or not pattern:
        return None
    words, exact = [], False
    for token in pattern:
        if not isinstance(token, dict) or len(token) != 1:
            return None
        ((name, value),) = token.items()
        if str(name).upper() not in _WORDS or not isinstance(value, str):
            return None
        exact = exact or str(name).upper() != "LOWER"
        words.append(value)
    return " ".join(words), exact


def _both(known: Concept, added: Concept) -> Concept:
    return replace(
        known,
        phrases=tuple(dict.fromkeys((*known.phrases, *added.phrases))),
        exact=tuple(dict.fromkeys((*known.exact, *added.exact))),
    )


def slug(name: str) -> str:
    """A name as a concept id."""
    return _NOT_ID.sub("-", name.lower().replace("'", "")).strip("-")


def write_concepts(concepts: Iterable[Concept], folder: Path, name: str) -> list[Path]:
    """Pattern files ``concepts/<kind>/<name>.yaml`` below the folder, one a kind."""
    import yaml

    by_kind: dict[Kind, list[dict[str, object]]] = {}
    for concept in concepts:
        by_kind.setdefault(concept.kind, []).append(_item(concept))
    written = []
    for kind, items in sorted(by_kind.items()):
        path = folder / "concepts" / kind.value / f"{name}.yaml"
        value = {"kind": kind.value, "concepts": sorted(items, key=lambda item: str(item["id"]))}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            text = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path}: {error.strerror or error}") from None
        written.append(path)
    return written


def _item(concept: Concept) -> dict[str, object]:
    item: dict[str, object] = {"id": concept.id, "name": concept.name}
    for name in ("phrases", "exact", "short_forms", "parents"):
        values = getattr(concept, name)
        if values:
            item[name] = list(values)
    return item
