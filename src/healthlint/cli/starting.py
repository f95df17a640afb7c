"""``healthlint init``: settings, hook and workflow for the project it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Annotated, Any

import typer

_HUGO = ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json")
_OLD_HUGO = ("config.toml", "config.yaml", "config.yml")
_JEKYLL = ("_config.yml", "_config.yaml")
_MKDOCS = ("mkdocs.yml", "mkdocs.yaml")
_ARTICLES = ("articles", "content", "docs", "posts", "pages", "src")


@dataclass(frozen=True)
class Project:
    """What kind of site it is, where its articles are, and what of it is none."""

    name: str
    folders: tuple[str, ...]
    exclude: tuple[str, ...] = ()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(help="The project's folder.")] = Path("."),
) -> None:
    """Write settings, a pre-commit hook and a GitHub workflow for the project found here.

    Files that are there already are left alone, and said.
    """
    from healthlint.cli.streams import output
    from healthlint.errors import SettingsError

    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder")
    project = project_of(folder)
    stream = output()
    stream.write(f"{project.name}; articles in {', '.join(project.folders)}\n")
    for name, text in files_of(project):
        path = folder / name
        taken = _taken(folder, name)
        if taken is not None:
            stream.write(f"kept     {taken} (it is there already)\n")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x": a file that came into being meanwhile is not overwritten either.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        stream.write(f"written  {name}\n")
    folders = " ".join(project.folders)
    stream.write(
        "\nNext: healthlint check "
        f"{folders}\nTo begin with what is there now: healthlint baseline write {folders}\n"
    )


def _taken(folder: Path, name: str) -> str | None:
    """The file that stands where this one would, if any; settings have three possible homes."""
    from healthlint.config.loading import settings_files

    if name == "healthlint.toml":
        here = folder.resolve()
        for found in settings_files(folder):
            if found.parent == here:
                return found.name
    return name if (folder / name).exists() else None


def files_of(project: Project) -> Iterator[tuple[str, str]]:
    """The files to write: their paths and texts."""
    import json
    import re
    import shlex
    from importlib import resources

    from healthlint import __version__

    everywhere = "." in project.folders
    prefixes = "|".join(re.escape(name) for name in project.folders)
    values = {
        "project": project.name,
        "folders": " ".join(shlex.quote(name) for name in project.folders),
        "exclude": json.dumps(list(project.exclude), ensure_ascii=False),
        "files": json.dumps("" if everywhere else f"^({prefixes})/"),
        "version": __version__,
    }
    starter = resources.files("healthlint") / "starter"
    for source, target in (
        ("settings.toml", "healthlint.toml"),
        ("pre-commit.yaml", ".pre-commit-config.yaml"),
        ("workflow.yml", ".github/workflows/healthlint.yml"),
    ):
        text = (starter / source).read_text(encoding="utf-8")
        yield target, Template(text).substitute(values)


def project_of(folder: Path) -> Project:
    """The kind of site in a folder."""
    finders: tuple[Callable[[Path], Project | None], ...] = (_mkdocs, _jekyll, _hugo)
    for find in finders:
        project = find(folder)
        if project is not None:
            return project
    named = tuple(name for name in _ARTICLES if (folder / name).is_dir())
    return Project("Plain folders", named or (".",))


def _first(folder: Path, names: tuple[str, ...]) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _hugo(folder: Path) -> Project | None:
    settings = _first(folder, _HUGO) or _first(folder / "config" / "_default", _HUGO)
    if settings is None:
        # The name config.toml says little by itself; older Hugo sites have these folders too.
        parts = ("themes", "layouts", "archetypes")
        settings = _first(folder, _OLD_HUGO)
        if settings is None or not any((folder / part).is_dir() for part in parts):
            return None
    chosen = str(_values(settings).get("contentDir", "content"))
    return Project("Hugo site", (chosen,), ("public/", "themes/", "resources/", "layouts/"))


def _jekyll(folder: Path) -> Project | None:
    settings = _first(folder, _JEKYLL)
    if settings is None:
        return None
    collections = _values(settings).get("collections")
    own = [f"_{name}" for name in collections] if isinstance(collections, (dict, list)) else []
    names = dict.fromkeys(["_posts", "_pages", "pages", *own])
    folders = tuple(name for name in names if (folder / name).is_dir())
    exclude = ("_site/", "_layouts/", "_includes/", "vendor/", "node_modules/")
    return Project("Jekyll site", folders or (".",), exclude)


def _mkdocs(folder: Path) -> Project | None:
    settings = _first(folder, _MKDOCS)
    if settings is None:
        return None
    return Project("MkDocs site", (str(_values(settings).get("docs_dir", "docs")),), ("site/",))


def _values(path: Path) -> dict[str, Any]:
    """A site's own settings; what cannot be read is somebody else's to complain about."""
    import json
    import tomllib

    import yaml

    class Loader(yaml.SafeLoader):
        """Passes over tags that only the site's generator knows."""

    Loader.add_multi_constructor("", lambda _loader, _suffix, _node: None)
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":
            return tomllib.loads(text)
        # A SafeLoader: it builds plain values only.
        found = json.loads(text) if path.suffix == ".json" else yaml.load(text, Loader)
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return found if isinstance(found, dict) else {}
