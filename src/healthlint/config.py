"""Settings a check runs under."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; every field has the default a newcomer gets.

    ``today`` is the day staleness is judged by; ``target_grade`` the reading grade aimed at.
    """

    today: datetime.date
    target_grade: float = 9.0
    stale_years: int = 3
