"""The command as users run it: a process of its own, with its streams and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-m", "healthlint")
PROSE = (
    "# Deep vein thrombosis\n\nBy Dr Ann Example, 3 March 2026.\n\n"
    "Deep vein thrombosis is a blood clot in a deep vein, most often in the leg. "
    "The leg can swell, hurt and feel warm, and some people notice nothing at all. "
    "Stop taking your blood thinner as soon as you feel better. "
    "Most people take tablets for three months or longer.\n"
)


def environment(**values: str) -> dict[str, str]:
    """This process's environment without what decides colours, and with other values."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "CI")}
    return {**kept, **values}


def healthlint(
    *arguments: str | Path, stdin: bytes = b"", folder: Path | None = None, **values: str
) -> subprocess.CompletedProcess[bytes]:
    """One run of the command."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env=environment(**values),
        timeout=120,
        check=False,
    )
