"""Entries whose review date has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from healthlint.reference.model import Reference


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """An entry that must be looked at again: since when, and what was last done to it."""

    id: str
    name: str
    due: date
    days: int
    status: str
    reviewer: str

    def __str__(self) -> str:
        by = self.reviewer or "no clinician yet"
        return f"{self.id}: due {self.due}, {self.days} days ago ({self.status}; {by})"


def stale(reference: Reference, today: date) -> tuple[StaleEntry, ...]:
    """The entries due for review on or before ``today``, longest overdue first."""
    found = []
    for entry in reference.entries.values():
        due = date.fromisoformat(entry.review["next_review"])
        if due <= today:
            status, reviewer = entry.review["status"], entry.review.get("reviewer", "")
            found.append(
                StaleEntry(entry.id, entry.name, due, (today - due).days, status, reviewer)
            )
    return tuple(sorted(found, key=lambda each: (each.due, each.id)))
