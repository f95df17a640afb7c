"""Settings from the command line and the settings file; ``healthlint config show | files``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from healthlint.cli.options import ConfigFile, Isolated

if TYPE_CHECKING:
    from healthlint.config import Settings

app = typer.Typer(help="Show the settings in force.", no_args_is_help=True, rich_markup_mode=None)
_LINE = "command line"


def settings_of(
    *,
    config: Path | None = None,
    isolated: bool = False,
    profile: str | None = None,
    today: str | None = None,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    fail_on: str | None = None,
    min_severity: str | None = None,
    require_reason: bool = False,
    fuzzy: bool = False,
) -> Settings:
    """The settings file's values with those of the command line over them."""
    from healthlint.cli.streams import day
    from healthlint.config.loading import load_settings, named_profile

    settings = load_settings(config, isolated=isolated, today=day(today))
    if profile is not None:
        settings = named_profile(settings, profile)
    values: dict[str, object] = {
        "select": tuple(select) if select else None,
        "ignore": (*settings.ignore, *ignore) if ignore else None,
        "fail_on": fail_on,
        "min_severity": min_severity,
        "require_reason": require_reason or None,
        "fuzzy": fuzzy or None,
    }
    if extend_select:
        values["select"] = (*(select or settings.select), *extend_select)
    return settings.having({k: v for k, v in values.items() if v is not None}, _LINE)


@app.command()
def show(config: ConfigFile = None, isolated: Isolated = False) -> None:
    """Print every setting in force and where it came from."""
    from healthlint.cli.streams import output
    from healthlint.config.model import NAMES

    settings = settings_of(config=config, isolated=isolated)
    stream = output()
    for name in NAMES:
        value = getattr(settings, name)
        stream.write(f"{name.replace('_', '-'):<20} {_shown(value):<40} {settings.origin(name)}\n")


def _shown(value: object) -> str:
    from healthlint.config.model import Override

    if isinstance(value, tuple):
        parts = [
            f"{', '.join(item.files)}: {dict(item.values)}" if isinstance(item, Override) else item
            for item in value
        ]
        return "; ".join(str(part) for part in parts) if parts else "none"
    if isinstance(value, dict):
        return ", ".join(f"{key} = {item}" for key, item in value.items()) or "none"
    return "none" if value is None else str(value)


@app.command()
def files() -> None:
    """List the settings files found from here upwards; the first is in force."""
    from healthlint.cli.streams import output
    from healthlint.config.loading import settings_files

    for number, path in enumerate(settings_files(Path.cwd())):
        output().write(f"{path}{' (in force)' if number == 0 else ''}\n")
