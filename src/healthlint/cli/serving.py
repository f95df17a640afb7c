"""``healthlint lsp``: the language server."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(lsp)


def lsp(
    stdio: Annotated[
        bool, typer.Option("--stdio", help="Standard input and output: the only way there is.")
    ] = True,
) -> None:
    """Run the language server, for an editor that starts it: findings while you write."""
    del stdio  # editors name it; there is nothing else to choose
    from healthlint.errors import SettingsError

    try:
        from healthlint.lsp.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise SettingsError(
            "lsp: the language server is an extra; install it with: pip install 'healthlint[lsp]'"
        ) from None
    serve()
