"""Where output goes: standard output as UTF-8, colours only where they are wanted."""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from healthlint.errors import InputError, SettingsError


def output() -> TextIO:
    """Standard output, writing UTF-8 whatever the locale, with its line ends left alone."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return sys.stdout


def wants_color(choice: str, stream: TextIO) -> bool:
    """Whether a stream gets colours: the option, then NO_COLOR, FORCE_COLOR, then a terminal."""
    if choice not in ("auto", "always", "never"):
        raise SettingsError(f"--color: {choice!r} is not accepted; use auto, always or never")
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty()


def day(text: str | None) -> datetime.date:
    """The day of ``--today``, by default the current one."""
    if text is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"--today: {text!r} is not a day; write it as YYYY-MM-DD") from None


def inputs(paths: Sequence[str] | None, files_from: str | None) -> list[str]:
    """The paths to read: those named, and those listed in ``--files-from``."""
    found = list(paths or ())
    if files_from is not None:
        found.extend(_listed(files_from))
    if not found:
        raise SettingsError("no input: name files, folders, or - for standard input")
    return found


def _listed(name: str) -> Iterable[str]:
    if name == "-":
        lines = sys.stdin.read().splitlines()
    else:
        try:
            lines = Path(name).read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(f"{name}: {error.strerror or error}") from None
    return [line for line in lines if line.strip()]
