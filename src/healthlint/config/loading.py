"""Settings files: the closest of ``.healthlint.toml``, ``healthlint.toml`` and ``pyproject.toml``
with ``[tool.healthlint]``. One is in force; it may ``extend`` another, and nothing else merges.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from healthlint.config.model import Override, Settings
from healthlint.datafile import DataFile, schema_problems, shown_path
from healthlint.errors import SettingsError

FILES = (".healthlint.toml", "healthlint.toml", "pyproject.toml")
_LISTS = ("select", "ignore", "emergency-numbers", "reference", "patterns", "exclude")
_PATHS = ("reference", "patterns")


def settings_files(start: Path) -> Iterator[Path]:
    """Settings files from a folder upwards, the closest first; only those that hold settings."""
    for folder in (start.resolve(), *start.resolve().parents):
        for name in FILES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or _holds_settings(path)):
                yield path


def _holds_settings(path: Path) -> bool:
    # A pyproject.toml that cannot be read is somebody else's to complain about.
    try:
        return "healthlint" in tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False


def load_settings(
    config: Path | None = None,
    *,
    isolated: bool = False,
    start: Path | None = None,
    today: datetime.date | None = None,
) -> Settings:
    """The settings in force: of ``config``, else of the closest file, else the defaults.

    Raises :class:`SettingsError` with every mistake of the file at once.
    """
    settings = Settings(today=today or datetime.date.today())
    path = config
    if path is None and not isolated:
        path = next(settings_files(start or Path.cwd()), None)
    if path is None:
        return settings
    return _apply(settings, path, ())


def _apply(settings: Settings, path: Path, seen: tuple[Path, ...]) -> Settings:
    path = path.resolve()
    if path in seen:
        chain = " -> ".join(shown_path(p) for p in (*seen, path))
        raise SettingsError(f"{shown_path(path)}: extend: settings extend themselves: {chain}")
    table = read_table(path)
    extended = table.pop("extend", None)
    if extended is not None:
        settings = _apply(settings, _extended(extended, path), (*seen, path))
    origin = shown_path(path)
    profiles = {**builtin_profiles(), **table.pop("profiles", {})}
    settings = _with_profile(settings, table.get("profile"), profiles, origin)
    values = _values(table, path.parent, settings)
    overrides = tuple(
        _override(item, path, profiles, settings) for item in table.get("overrides", ())
    )
    ignores = tuple(
        Override((pattern,), {"ignore": tuple(codes)}, origin)
        for pattern, codes in table.get("per-file-ignores", {}).items()
    )
    if overrides:
        values["overrides"] = (*settings.overrides, *overrides)
    if ignores:
        values["per_file_ignores"] = (*settings.per_file_ignores, *ignores)
    values["root"] = str(path.parent)
    return settings.having(values, origin)


def read_table(path: Path) -> dict[str, Any]:
    """The settings table of a file. Raises :class:`SettingsError` with all its mistakes."""
    name = shown_path(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{name}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{name}: not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name}: not valid TOML: {error}") from None
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("healthlint", {})
    problems = schema_problems(DataFile(name, table), "config")
    if problems:
        raise SettingsError("\n".join(str(problem) for problem in problems))
    return table


def _extended(value: str, path: Path) -> Path:
    """A path relative to the file, or ``package:file`` for a package's resource."""
    package, separator, name = value.partition(":")
    if separator and "/" not in package and "\\" not in package and len(package) > 1:
        try:
            found = resources.files(package) / name
        except ModuleNotFoundError:
            raise SettingsError(
                f"{shown_path(path)}: extend: no installed package {package!r}"
            ) from None
        return Path(str(found))
    return path.parent / value


def builtin_profiles() -> dict[str, dict[str, Any]]:
    """The profiles that come with healthlint."""
    text = (resources.files("healthlint.config") / "profiles.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _with_profile(
    settings: Settings, name: str | None, profiles: Mapping[str, dict[str, Any]], origin: str
) -> Settings:
    if name is None:
        return settings
    if name not in profiles:
        raise SettingsError(
            f"{origin}: profile: {name!r} is not known; accepted are {', '.join(sorted(profiles))}"
        )
    values = _values(profiles[name], Path(), settings)
    return settings.having({**values, "profile": name}, f"profile {name}")


def named_profile(settings: Settings, name: str) -> Settings:
    """The settings with a built-in profile applied, as ``--profile`` asks for."""
    return _with_profile(settings, name, builtin_profiles(), "--profile")


def _override(
    item: Mapping[str, Any], path: Path, profiles: Mapping[str, dict[str, Any]], base: Settings
) -> Override:
    values: dict[str, Any] = {}
    name = item.get("profile")
    if name is not None:
        applied = _with_profile(base, name, profiles, shown_path(path))
        keys = _values(profiles[name], Path(), base)
        values.update({key: getattr(applied, key) for key in keys}, profile=name)
    values.update(_values(item, path.parent, base))
    return Override(tuple(item["files"]), values, shown_path(path))


def _values(table: Mapping[str, Any], folder: Path, base: Settings) -> dict[str, Any]:
    """The table's settings as field values; ``extend-`` keys add to what was there."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key in ("profile", "overrides", "per-file-ignores", "files"):
            continue
        if key.startswith("extend-"):
            name = key.removeprefix("extend-")
            before = values.get(name, getattr(base, name))
            values[name] = (*before, *value)
            continue
        if key in _PATHS:
            value = [str(folder / item) for item in value]
        values[key.replace("-", "_")] = tuple(value) if key in _LISTS else value
    return values
