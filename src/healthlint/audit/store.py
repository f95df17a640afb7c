"""An audit's folder: Parquet parts that are there wholly or not at all.

    manifest.json            what was asked: inputs, slices, settings, versions
    inputs.parquet           every input file with size, time and digest
    slices/000001/*.parquet  the tables of a slice, and slice.json with their digests
    duplicates.parquet       made when all slices are there
    audit.duckdb             the same tables for other tools, made last

A slice is written beside its place and renamed into it, folder and all: the rename is the only
moment at which it comes to be. After ``kill -9`` there is at most a folder ``.writing-*`` too many.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from healthlint.audit.tables import TABLES, VERSION
from healthlint.audit.work import Done
from healthlint.errors import StoreError

MANIFEST = "manifest.json"
DUPLICATES = "duplicates.parquet"
DUCKDB = "audit.duckdb"
_WRITING = ".writing-"


@dataclass(frozen=True)
class SliceNote:
    """What ``slice.json`` says of a slice that is done."""

    number: int
    digest: str
    words: int
    rows: Mapping[str, int]


class Store:
    """The folder of one audit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slices = folder / "slices"

    # What was asked.

    def manifest(self) -> dict[str, Any] | None:
        """The manifest, if there is one. Raises ``StoreError`` if it is broken."""
        path = self.folder / MANIFEST
        try:
            value = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: is broken: {error}") from None
        if not isinstance(value, dict) or value.get("version") != VERSION:
            raise StoreError(f"{path}: is not a manifest of version {VERSION}")
        return value

    def needed_manifest(self) -> dict[str, Any]:
        """The manifest. Raises ``StoreError`` if the folder holds no audit."""
        found = self.manifest()
        if found is None:
            raise StoreError(f"{self.folder}: holds no audit (there is no {MANIFEST})")
        return found

    def write_manifest(self, values: Mapping[str, Any]) -> None:
        """Write the manifest, at once or not at all."""
        text = json.dumps({"version": VERSION, **values}, indent=1, sort_keys=True)
        with self.writing(MANIFEST) as path:
            path.write_text(text + "\n", encoding="utf-8")

    # Slices.

    def prepare(self) -> None:
        """Make the folder, and clear away what a killed run was writing."""
        with self._explained("cannot be made"):
            self.slices.mkdir(parents=True, exist_ok=True)
        for folder in (self.folder, self.slices):
            for path in folder.glob(_WRITING + "*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def place(self, number: int) -> Path:
        """Where a slice is, or will be."""
        return self.slices / f"{number:06d}"

    def done(self) -> Iterator[SliceNote]:
        """Every slice that is done, in order. Raises ``StoreError`` where a part is broken."""
        for path in sorted(self.slices.glob("[0-9]*")):
            yield self._checked(path)

    def _checked(self, path: Path) -> SliceNote:
        remedy = f"remove the folder {path} and run the same command again"
        try:
            note = json.loads((path / "slice.json").read_text(encoding="utf-8"))
            for name in TABLES:
                part = path / f"{name}.parquet"
                if file_digest(part) != note["parts"][name]:
                    raise StoreError(f"{part}: is broken (its digest is another); {remedy}")
            return SliceNote(int(path.name), note["digest"], note["words"], note["rows"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}: is broken: {error}; {remedy}") from None

    def keep(self, done: Done) -> None:
        """Write a slice. Raises ``StoreError`` if it cannot be written; then it is not there."""
        place = self.place(done.number)
        writing = self.slices / f"{_WRITING}{place.name}"
        with self._explained(f"slice {done.number} cannot be written"):
            try:
                self._write_slice(writing, done)
                os.rename(writing, place)
                _flush(self.slices)
            except BaseException:
                shutil.rmtree(writing, ignore_errors=True)
                raise

    def _write_slice(self, folder: Path, done: Done) -> None:
        folder.mkdir()
        parts: dict[str, str] = {}
        for name, table in done.tables.items():
            path = folder / f"{name}.parquet"
            pq.write_table(table, path, compression="zstd")
            _flush(path)
            parts[name] = file_digest(path)
        note = {
            "digest": done.digest,
            "words": done.words,
            "rows": {name: table.num_rows for name, table in done.tables.items()},
            "parts": parts,
        }
        path = folder / "slice.json"
        path.write_text(json.dumps(note, sort_keys=True) + "\n", encoding="utf-8")
        _flush(path)
        _flush(folder)

    # Files beside them.

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """A path to write to; what is written becomes ``name`` if nothing is raised."""
        temporary = self.folder / f"{_WRITING}{name}"
        with self._explained(f"{name} cannot be written"):
            try:
                yield temporary
                _flush(temporary)
                os.replace(temporary, self.folder / name)
            except BaseException:
                for left in self.folder.glob(f"{temporary.name}*"):  # DuckDB has a log beside it
                    with suppress(OSError):
                        left.unlink()
                raise

    @contextmanager
    def _explained(self, what: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror or error
            raise StoreError(
                f"{self.folder}: {what}: {reason}; what was done stays done, and the same command "
                "goes on from there"
            ) from error

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for one run; the system lets go of it when the process ends anyhow."""
        try:
            import fcntl
        except ImportError:  # pragma: no cover - Windows has no such locks
            yield
            return
        with open(self.folder / ".lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise StoreError(f"{self.folder}: another audit is writing there") from None
            yield


def file_digest(path: Path) -> str:
    """``sha256:`` and the digest of a file, read in pieces."""
    with open(path, "rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _flush(path: Path) -> None:
    # A rename may reach the disk before what it renames: a power cut would leave empty parts.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
