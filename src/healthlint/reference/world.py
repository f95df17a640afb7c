"""What the checks of the reference see, and what they report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from healthlint.data import data_dir
from healthlint.reference.concepts import entry_concepts
from healthlint.reference.model import Entry, Reference
from healthlint.vocabulary.loading import with_concepts
from healthlint.vocabulary.model import Concept, Vocabulary

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Inconsistency:
    """One thing that does not agree: the entry's file, the fact's key, what, and how bad."""

    path: str
    key: str
    message: str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.path}: {self.key}: {self.level}: {self.message}"


@dataclass(frozen=True)
class World:
    """The reference with the vocabulary its entries have added their own concepts to."""

    reference: Reference
    vocabulary: Vocabulary
    authorities: tuple[str, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self.reference.entries.values())

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.vocabulary.concepts))

    @cached_property
    def authority(self) -> re.Pattern[str]:
        options = "|".join(re.escape(name) for name in self.authorities)
        return re.compile(rf"(?<!\w)(?:{options or '(?!)'})(?!\w)")

    def concept(self, ident: str) -> Concept | None:
        return self.vocabulary.concepts.get(ident)

    def related(self, one: str, other: str) -> bool:
        """Whether one is the other, or a kind or part of it."""
        return self.vocabulary.is_a(one, other) or self.vocabulary.is_a(other, one)


def build_world(
    reference: Reference, vocabulary: Vocabulary, authorities: tuple[str, ...] | None = None
) -> World:
    """The reference and vocabulary as the checks need them."""
    merged = with_concepts(vocabulary, entry_concepts(reference))
    known = read_authorities() if authorities is None else authorities
    return World(reference, merged, known)


def read_authorities(path: Path | None = None) -> tuple[str, ...]:
    """The publishers that count as a current authority (``reference/AUTHORITIES``)."""
    file = path or data_dir("reference") / "AUTHORITIES"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
