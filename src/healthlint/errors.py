"""The exception tree. Every error a user can cause is a :class:`HealthlintError`.

A message names the file, the place, the value seen and what is accepted; the command line
prints it as it stands and exits with code 2.
"""

from __future__ import annotations

from collections.abc import Iterable


class HealthlintError(Exception):
    """Anything that a user, an input or a data file did wrong."""


class InputError(HealthlintError):
    """An article could not be read: missing, unreadable, binary, undecodable or malformed."""


class SettingsError(HealthlintError):
    """An option or a settings file is not valid."""


class StoreError(HealthlintError):
    """An audit's folder cannot be used: other inputs or settings, a broken part, a full disk."""


class DataError(HealthlintError):
    """A pattern or reference file is not valid; ``problems`` holds every mistake found."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__("\n".join(self.problems))
