"""Reports kept between runs, so that a check of what has not changed costs next to nothing.

A report's key is made of everything it depends on: the article's content, the settings in force
for it (and the day), the contents of the reference and the patterns, healthlint's own code and
the versions of the libraries under it. Nothing ever has to be declared stale. Reports with
findings are kept as well as clean ones. They are kept as JSON: a cache that a CI service hands
from run to run must not be able to run code.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from healthlint.cache import write_whole
from healthlint.config import Settings
from healthlint.data import data_dir
from healthlint.finding import ArticleReport
from healthlint.source import Source

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_LIBRARIES = ("spacy", "scispacy", "lemminflect", "markdown-it-py", "lxml", "py3langid")
_DATA = ("patterns", "reference", "schemas")
# What a settings file says of which files and what is shown does not change a report.
_APART = frozenset(
    (
        "origins",
        "root",
        "overrides",
        "per_file_ignores",
        "exclude",
        "fail_on",
        "min_severity",
        "reference",
        "patterns",
    )
)
_KEPT_DAYS = 45


@dataclass(frozen=True)
class ResultCache:
    """The reports below a folder that were made from one state of code and data."""

    folder: Path
    state: str

    def key(self, source: Source, settings: Settings, silences: bool) -> str:
        """The key of an article's report under the settings in force for it."""
        values = [
            f"{field.name}={getattr(settings, field.name)!r}"
            for field in fields(settings)
            if field.name not in _APART
        ]
        parts = (self.state, source.digest, *sorted(values), str(silences))
        return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:40]

    def get(self, key: str, source: Source) -> ArticleReport | None:
        """The report kept under that key, as one of that source; anything wrong with it is none."""
        path = self._path(key)
        try:
            report = _reports().validate_json(path.read_bytes())
        except (OSError, ValueError):
            return None
        with suppress(OSError):
            os.utime(path)  # what is in use is not thrown away
        return replace(report, path=source.path, id=source.id)

    def put(self, key: str, report: ArticleReport) -> None:
        """Keep a report, unless it failed; a cache that cannot be written is the same as none."""
        if report.error is None:
            with suppress(OSError, ValueError):
                write_whole(self._path(key), _reports().dump_json(report))

    def facts(self) -> Mapping[str, Any] | None:
        """What a run prints of the reference, if it was kept."""
        try:
            found: Mapping[str, Any] = _facts().validate_json(self._path("facts").read_bytes())
        except (OSError, ValueError):
            return None
        return found

    def put_facts(self, facts: Mapping[str, Any]) -> None:
        """Keep what a run prints of the reference, so that the next need not load it."""
        with suppress(OSError, ValueError):
            write_whole(self._path("facts"), _facts().dump_json(dict(facts)))

    def prune(self) -> None:
        """Throw away what no run has asked for in a while."""
        oldest = time.time() - _KEPT_DAYS * 86_400
        for path in self.folder.glob("*/*.json"):
            with suppress(OSError):
                if path.stat().st_mtime < oldest:
                    path.unlink()

    def _path(self, key: str) -> Path:
        if key == "facts":
            return self.folder / "facts" / f"{self.state[:40]}.json"
        return self.folder / key[:2] / f"{key[2:]}.json"


def state_of(folders: Iterable[Path]) -> str:
    """The digest of all that every report depends on: code, libraries, and the data's contents.

    ``folders`` are a team's own reference and patterns.
    """
    hashed = hashlib.sha256(_code_digest().encode())
    for folder in (*map(data_dir, _DATA), *folders):
        _add_files(hashed, folder, (".yaml", ".yml", ".json", ".tsv", ".txt", ".npz"))
    return hashed.hexdigest()


@lru_cache(maxsize=1)
def _code_digest() -> str:
    # Contents, not times: a CI service installs anew what it restores the cache for.
    hashed = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            hashed.update(f"{name} {metadata.version(name)}\0".encode())
    _add_files(hashed, Path(__file__).resolve().parent, (".py", ".toml"))
    return hashed.hexdigest()


def _add_files(hashed: hashlib._Hash, folder: Path, suffixes: tuple[str, ...]) -> None:
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if name.endswith(suffixes):
                path = os.path.join(root, name)
                hashed.update(os.path.relpath(path, folder).encode("utf-8", "replace") + b"\0")
                with suppress(OSError), open(path, "rb") as file:
                    hashed.update(hashlib.sha256(file.read()).digest())


@lru_cache(maxsize=1)
def _reports() -> TypeAdapter[ArticleReport]:
    # Imported here: a run without a cache needs no JSON reader for dataclasses.
    from pydantic import TypeAdapter

    return TypeAdapter(ArticleReport)


@lru_cache(maxsize=1)
def _facts() -> TypeAdapter[dict[str, Any]]:
    from pydantic import TypeAdapter

    return TypeAdapter(dict[str, Any])
