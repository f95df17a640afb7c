"""The command line: options in, exit code out. Commands import what they need when they run, so
that ``--help`` and ``--version`` answer without spaCy.
"""

from __future__ import annotations

import os
import sys

import typer

from healthlint import __version__
from healthlint.cli import (
    auditing,
    baselines,
    checking,
    listing,
    patterns,
    references,
    scoring,
    serving,
    settings,
    starting,
)

FOUND, FAILED, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="healthlint",
    help="A second opinion for health articles: what is missing, unsupported, unsafe.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"healthlint {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    del version


checking.register(app)
listing.register(app)
scoring.register(app)
app.add_typer(references.app, name="reference")
app.add_typer(patterns.app, name="patterns")
app.add_typer(settings.app, name="config")
app.add_typer(baselines.app, name="baseline")
app.add_typer(auditing.app, name="audit")
starting.register(app)
serving.register(app)


def main() -> None:
    """Run the command line; errors of the user's become one line each and exit code 2."""
    from healthlint.errors import HealthlintError

    try:
        app()
    except HealthlintError as error:
        for line in str(error).splitlines():
            print(f"healthlint: {line}", file=sys.stderr)
        raise SystemExit(FAILED) from None
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        # The reader went away; Python would complain again while closing standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
