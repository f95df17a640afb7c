"""Settings in memory: what is in force, and where each value came from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any

from pathspec import GitIgnoreSpec

DEFAULT = "default"


@dataclass(frozen=True)
class Override:
    """Settings for the files that match one of the patterns (as in ``.gitignore``)."""

    files: tuple[str, ...]
    values: Mapping[str, Any]
    origin: str

    @cached_property
    def spec(self) -> GitIgnoreSpec:
        """The patterns, compiled."""
        return GitIgnoreSpec.from_lines(self.files)


@dataclass(frozen=True)
class Settings:
    """What the user chose; every field has the default a newcomer gets.

    ``today`` is the day staleness is judged by, ``target_grade`` the reading grade aimed at,
    ``emergency_numbers`` those the readers can call (empty: any known one counts),
    ``day_first`` how 03/04/2026 is read, ``fuzzy`` whether misspelt and reordered names are read
    too. ``select``, ``ignore`` and the keys of ``severity`` are
    codes, names or families. ``origins`` says where each value that is not a default came from;
    ``root`` is the folder that paths and patterns are relative to.
    """

    today: datetime.date = field(default_factory=datetime.date.today)
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "major"
    min_severity: str = "info"
    profile: str | None = None
    target_grade: float = 9.0
    stale_years: int = 3
    fear_words_per_100: float = 1.0
    emergency_numbers: tuple[str, ...] = ()
    day_first: bool = True
    require_reason: bool = False
    fuzzy: bool = False
    reference: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    per_file_ignores: tuple[Override, ...] = ()
    overrides: tuple[Override, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    root: str = "."

    def origin(self, name: str) -> str:
        """Where a value came from: a file, ``command line``, a profile, or ``default``."""
        return self.origins.get(name, DEFAULT)

    def having(self, values: Mapping[str, Any], origin: str) -> Settings:
        """These settings with some values replaced, and their origin noted."""
        if not values:
            return self
        origins = {**self.origins, **dict.fromkeys(values, origin)}
        return replace(self, **values, origins=origins)

    def for_file(self, path: str) -> Settings:
        """The settings for one file: overrides and per-file ignores that match its path, which
        is relative to ``root``."""
        settings = self
        for override in self.overrides:
            if override.spec.match_file(path):
                settings = settings.having(override.values, override.origin)
        extra = [
            code
            for override in self.per_file_ignores
            if override.spec.match_file(path)
            for code in override.values["ignore"]
        ]
        if extra:
            settings = replace(settings, ignore=(*settings.ignore, *extra))
        return settings


NAMES = tuple(f.name for f in fields(Settings) if f.name not in ("origins", "root", "today"))
