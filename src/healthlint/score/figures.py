"""Figures: counts of right, wrong and missed, and the errors behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

SAVED_VERSION = 1


@dataclass(slots=True)
class Figure:
    """Counts of one row of the table: right, found though not there, there but not found."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; ``None`` where nothing was found."""
        found = self.right + self.spurious
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was found; ``None`` where nothing is there."""
        there = self.right + self.missed
        return self.right / there if there else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean; ``None`` where there was nothing and nothing was found."""
        total = 2 * self.right + self.spurious + self.missed
        return 2 * self.right / total if total else None

    def add(self, other: Figure) -> None:
        """Count the other's counts too."""
        self.right += other.right
        self.spurious += other.spurious
        self.missed += other.missed


@dataclass(frozen=True, slots=True)
class Error:
    """One thing counted wrong: in which section and row, where, and what is wrong with it."""

    section: str
    row: str
    article: str
    line: int | None
    column: int | None
    words: str
    what: str

    def __str__(self) -> str:
        place = self.article if self.line is None else f"{self.article}:{self.line}:{self.column}"
        words = f' "{" ".join(self.words.split())}"' if self.words else ""
        return f"{place}{words} {self.row}: {self.what}"


@dataclass
class Scorecard:
    """All figures of a run: ``figures[section][row]``, in the order they were first counted.

    Sections that measure a share right of a total (accuracy) count the rest as missed.
    """

    articles: int = 0
    figures: dict[str, dict[str, Figure]] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)

    def figure(self, section: str, row: str) -> Figure:
        """The counts of that row."""
        return self.figures.setdefault(section, {}).setdefault(row, Figure())

    def errors_of(self, name: str) -> Iterator[Error]:
        """The errors of a row (a label, a rule ...), of a rule family, or of a whole section."""
        wanted = name.lower()
        for error in self.errors:
            row = error.row.lower()
            is_family = error.section in RULE_SECTIONS and wanted == row[:2]
            if is_family or wanted in (row, error.section.lower(), row.split(" ")[0]):
                yield error

    def names(self) -> list[str]:
        """Everything ``errors_of`` accepts."""
        rows = (row for rows in self.figures.values() for row in rows)
        return sorted({*self.figures, *rows})


ENTITIES = "entities"
STRICT = "entities, exact words"
LABELS_ONLY = "entities, whatever id"
CONTEXT = "context"
CONTEXT_ALL = "context accuracy"
DETAIL = "symptom detail accuracy"
CLAIMS = "claims"
ADVICE = "advice"
URGENCY = "urgency accuracy"
FINDINGS = "findings"
SILENCE = "must not flag"
GENRE = "genre accuracy"
SHORT_FORMS = "abbreviations"
PLANTS = "planted errors"
PLANTS_BY_LETTERS = "planted errors, by letters"
RULE_SECTIONS = (FINDINGS, SILENCE)
SHARES = (CONTEXT_ALL, DETAIL, URGENCY, GENRE, SILENCE, PLANTS, PLANTS_BY_LETTERS)
TOTAL = "all"


def totalled(card: Scorecard) -> Scorecard:
    """The card with a last row ``all`` in every section of several rows."""
    for section, rows in card.figures.items():
        if section in (CONTEXT_ALL, DETAIL) or len(rows) < 2 or TOTAL in rows:
            continue
        total = Figure()
        for figure in rows.values():
            total.add(figure)
        card.figures[section] = {**dict(sorted(rows.items())), TOTAL: total}
    return card


def saved(card: Scorecard) -> dict[str, Any]:
    """The figures as ``--save`` writes them."""
    return {
        "version": SAVED_VERSION,
        "articles": card.articles,
        "figures": {
            section: {
                row: {"right": f.right, "spurious": f.spurious, "missed": f.missed}
                for row, f in rows.items()
            }
            for section, rows in card.figures.items()
        },
    }


def restored(value: Mapping[str, Any]) -> Scorecard:
    """The card that ``saved`` wrote. Raises ``KeyError``, ``TypeError`` or ``ValueError``."""
    if value["version"] != SAVED_VERSION:
        raise ValueError(f"version {value['version']!r}")
    figures = {
        section: {
            row: Figure(int(f["right"]), int(f["spurious"]), int(f["missed"]))
            for row, f in rows.items()
        }
        for section, rows in value["figures"].items()
    }
    return Scorecard(int(value["articles"]), figures)
