"""``healthlint rules`` and ``healthlint explain``."""

from __future__ import annotations

from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(rules)
    app.command()(explain)


def rules(
    format: Annotated[str, typer.Option("--format", "-f", help="table or json.")] = "table",
) -> None:
    """List the rules."""
    from healthlint.cli.checking import one_of
    from healthlint.cli.streams import output
    from healthlint.rules import RULES

    stream = output()
    if one_of("--format", format, {"table": False, "json": True}):
        import orjson

        rows = [
            {
                "code": rule.code,
                "name": rule.name,
                "severity": rule.severity.label,
                "summary": rule.summary,
                "genres": sorted(genre.value for genre in rule.genres),
                "preview": rule.preview,
            }
            for rule in RULES
        ]
        stream.write(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode() + "\n")
        return
    for rule in RULES:
        preview = " (preview)" if rule.preview else ""
        stream.write(
            f"{rule.code}  {rule.name:<28} {rule.severity.label:<9} {rule.summary}{preview}\n"
        )


def explain(rule: Annotated[str, typer.Argument(help="A rule's code or name.")]) -> None:
    """Show a rule's manual page."""
    from healthlint.cli.streams import output
    from healthlint.errors import SettingsError
    from healthlint.rules import RULES
    from healthlint.rules.selection import selected

    found = next((r for r in RULES if rule.upper() == r.code or rule.lower() == r.name), None)
    if found is None:
        selected([rule], None, RULES)  # names the nearest rule where it can
        raise SettingsError(f"{rule!r} is a family; explain takes a code or a name")
    genres = ", ".join(sorted(genre.value for genre in found.genres))
    output().write(
        f"{found.code} {found.name} (default: {found.severity.label}; runs on: {genres})\n\n"
        f"{found.page.strip()}\n"
    )
