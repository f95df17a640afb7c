"""Made-up entries and a small vocabulary: nothing here depends on the packaged data."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from healthlint.cache import CACHE_VARIABLE
from healthlint.reference.loading import load_folders
from healthlint.reference.model import Reference
from healthlint.vocabulary.model import Concept, Kind, Vocabulary

Value = dict[str, Any]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder for each test, so that none sees what another compiled."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


def _fact(ident: str, concept: str, **more: Any) -> Value:
    says = f"The made-up sign {ident} goes with {concept}."
    return {"id": ident, "about": {"concept": concept}, "says": says, "sources": ["nhs"], **more}


def _entry(ident: str = "glass-knee", **more: Any) -> Value:
    value: Value = {
        "version": 1,
        "id": ident,
        "kind": "condition",
        "name": ident.replace("-", " ").capitalize(),
        "urgency": "soon",
        "review": {
            "status": "drafted",
            "drafted": "2026-01-05",
            "next_review": "2028-01-05",
            "reviewer": None,
        },
        "sources": {
            "nhs": {
                "publisher": "NHS",
                "title": "A made-up page",
                "url": "https://example.org/page",
                "seen": "2026-01-05",
            }
        },
        "facts": {"symptoms": [_fact("ache", "pain", says=f"{ident} aches in its own way.")]},
    }
    return {**copy.deepcopy(value), **more}


@pytest.fixture
def fact() -> Callable[..., Value]:
    """Makes the plain values of a fact: ``fact(id, concept, **more)``."""
    return _fact


@pytest.fixture
def entry() -> Callable[..., Value]:
    """Makes the plain values of a valid entry: ``entry(id, **more)``."""
    return _entry


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes entries into a folder: ``write(*values, folder="name")``."""

    def write_entries(*values: Value, folder: str = "own") -> Path:
        root = tmp_path / folder
        root.mkdir(exist_ok=True)
        for earlier in root.glob("*.yaml"):
            earlier.unlink()
        for value in values:
            text = yaml.safe_dump(value, sort_keys=False, allow_unicode=True)
            (root / f"{value['id']}.yaml").write_text(text, encoding="utf-8")
        return root

    return write_entries


@pytest.fixture
def load(write: Callable[..., Path]) -> Callable[..., Reference]:
    """A reference of those entries alone."""
    return lambda *values, folder="own": load_folders((write(*values, folder=folder),))


def _concepts() -> Iterator[Concept]:
    for ident in ("fever", "itch", "breathlessness", "collapse"):
        yield Concept(ident, Kind.SYMPTOM, ident)
    for ident in ("pain", "swelling"):
        yield Concept(ident, Kind.SYMPTOM, ident, composes=True)
    yield Concept("body", Kind.BODY_SITE, "body")
    yield Concept("leg", Kind.BODY_SITE, "leg", parents=("body",))
    yield Concept("knee", Kind.BODY_SITE, "knee", parents=("leg",))
    yield Concept("arm", Kind.BODY_SITE, "arm", parents=("body",))
    yield Concept("one-sided", Kind.QUALITY, "on one side", dimension="laterality")
    yield Concept("sudden", Kind.QUALITY, "sudden", dimension="onset")
    yield Concept("smoking", Kind.RISK_FACTOR, "smoking")
    yield Concept("children", Kind.POPULATION, "children")
    yield Concept("antibiotic", Kind.MEDICINE, "antibiotics")
    yield Concept("rest", Kind.TREATMENT, "rest")
    yield Concept("scan", Kind.TEST, "scan")
    yield Concept("massage", Kind.ACTION, "massage")


@pytest.fixture
def vocabulary() -> Vocabulary:
    """A dozen concepts of different kinds."""
    return Vocabulary({concept.id: concept for concept in _concepts()}, {}, "made-up")
