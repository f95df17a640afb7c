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
Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        help="text, json, sarif, github, gitlab, junit, rdjson, markdown or html.",
    ),
]
Outputs = Annotated[
    list[str] | None,
    typer.Option("--output", "-o", help="FORMAT=FILE: write another format too; repeatable."),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option("--baseline", help="Findings in this file are known: only new ones count."),
]
Diff = Annotated[
    str | None,
    typer.Option(
        "--diff",
        help="Only what changed since this git revision, or in the diff on standard input (-). "
        "Whole files are read; omissions count where their section, the title or the file is "
        "new, or where the change took the words out.",
    ),
]
Jobs = Annotated[
    str, typer.Option("--jobs", "-j", help="Processes: a number, or auto (many for many files).")
]
NoCache = Annotated[
    bool, typer.Option("--no-cache", help="Check everything anew; keep no results.")
]
CacheFolder = Annotated[
    Path | None, typer.Option("--cache-dir", help="Where results are kept between runs.")
]
ForceExclude = Annotated[
    bool, typer.Option("--force-exclude", help="Exclude named files too, as hooks need it.")
]
Watch = Annotated[
    bool, typer.Option("--watch", help="Stay, and check an article again when it is saved.")
]
Fuzzy = Annotated[
    bool,
    typer.Option(
        "--fuzzy", help="Read misspelt and reordered names too, with lower confidence; slower."
    ),
]
