"""``healthlint check --watch``: which articles were saved."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from healthlint.errors import InputError, SettingsError

_DEBOUNCE, _STEP = 300, 50  # milliseconds: an editor's save is several changes of the folder


def refuse(**options: object) -> None:
    """Raise ``SettingsError`` where an option makes no sense beside ``--watch``."""
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value]
    if given:
        raise SettingsError(f"--watch: cannot be used with {', '.join(given)}")


def saved_articles(names: Sequence[str], exclude: Sequence[str]) -> Iterator[list[str]]:
    """The articles saved since the last time, as the user would name them, without end.

    Raises ``SettingsError`` for standard input, ``InputError`` for a path that does not exist.
    """
    for name in names:
        if name == "-":
            raise SettingsError("--watch: standard input cannot be watched; name files or folders")
        if not os.path.exists(name):
            raise InputError(f"{name}: no such file or folder")
    folders = [name for name in names if os.path.isdir(name)]
    return _saved([name for name in names if name not in folders], folders, exclude)


def _saved(
    files: Sequence[str], folders: Sequence[str], exclude: Sequence[str]
) -> Iterator[list[str]]:
    from watchfiles import watch

    # Editors save by renaming a new file over the old one: only the folder sees that.
    roots = {*map(os.path.realpath, folders), *(str(Path(f).resolve().parent) for f in files)}
    for changes in watch(
        *sorted(roots),
        recursive=bool(folders),
        debounce=_DEBOUNCE,
        step=_STEP,
        watch_filter=None,
        raise_interrupt=True,
    ):
        changed = {os.path.realpath(path) for _, path in changes}
        found = [name for name in _watched(files, folders, exclude) if _is_one(name, changed)]
        if found:
            yield found


def _watched(files: Sequence[str], folders: Sequence[str], exclude: Sequence[str]) -> Iterator[str]:
    """Every article below what is watched, each once; new ones too."""
    from healthlint.document.reading import files_below

    seen: set[str] = set()
    for name in (*files, *(path for folder in folders for path in files_below(folder, exclude))):
        if name not in seen and os.path.exists(name):
            seen.add(name)
            yield name


def _is_one(name: str, changed: set[str]) -> bool:
    return os.path.realpath(name) in changed
