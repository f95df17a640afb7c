"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Paths = Annotated[
    list[str] | None,
    typer.Argument(help="Files, folders, .jsonl files, or - for standard input."),
]
ReferenceDirs = Annotated[
    list[Path] | None,
    typer.Option("--reference", help="A folder of your own reference entries, added to ours."),
]
PatternDirs = Annotated[
    list[Path] | None,
    typer.Option("--patterns", help="A folder of your own wording (concepts/, cues/)."),
]
Today = Annotated[
    str | None,
    typer.Option("--today", help="The day staleness is judged by, YYYY-MM-DD (default: today)."),
]
FilesFrom = Annotated[
    str | None,
    typer.Option("--files-from", help="Read the paths to check from a file, or - for stdin."),
]
StdinFilename = Annotated[
    str | None,
    typer.Option("--stdin-filename", help="The name (and so the format) of standard input."),
]
Color = Annotated[
    str, typer.Option("--color", help="auto, always or never; NO_COLOR and FORCE_COLOR count.")
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="The settings file, instead of the closest one.")
]
Isolated = Annotated[bool, typer.Option("--isolated", help="Read no settings file.")]
