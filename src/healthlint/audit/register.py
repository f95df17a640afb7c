"""The register of input files: their sizes, times and digests, kept with the audit.

A run that goes on must read what the first one read; the register says which file changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from healthlint.audit.inputs import file_facts
from healthlint.audit.store import Store, file_digest
from healthlint.errors import StoreError

NAME = "inputs.parquet"
_FIELDS: dict[str, pa.DataType] = {
    "path": pa.string(),
    "bytes": pa.int64(),
    "changed_ns": pa.int64(),
    "digest": pa.string(),
}
_SCHEMA = pa.schema(_FIELDS)
_BATCH = 5_000


class Registered(NamedTuple):
    """One input file as it was when the audit began."""

    path: str
    bytes: int
    changed_ns: int
    digest: str


def register(store: Store, files: Iterable[str]) -> int:
    """Note every file, or compare with what was noted; the number of bytes in all.

    Raises ``StoreError`` naming the first file that is not as it was.
    """
    path = store.folder / NAME
    if path.exists():
        return _compare(path, files)
    total = 0
    with store.writing(NAME) as writing, pq.ParquetWriter(writing, _SCHEMA) as writer:
        batch: list[Registered] = []
        for name in files:
            found = _look(name)
            total += max(0, found.bytes)
            batch.append(found)
            if len(batch) == _BATCH:
                writer.write_table(_table(batch))
                batch = []
        writer.write_table(_table(batch))
    return total


def _table(batch: list[Registered]) -> pa.Table:
    return pa.Table.from_pylist([entry._asdict() for entry in batch], schema=_SCHEMA)


def _look(name: str) -> Registered:
    size, changed = file_facts(name)
    digest = "missing"
    if size >= 0:
        try:
            digest = file_digest(Path(name))
        except OSError as error:
            digest = f"unreadable: {error.strerror}"
    return Registered(name, size, changed, digest)


def _compare(path: Path, files: Iterable[str]) -> int:
    total = 0
    for was, name in zip_longest(_noted(path), files):
        if was is None:
            raise StoreError(f"{name}: is a new input since this audit began; {_REMEDY}")
        if name is None or was.path != name:
            raise StoreError(f"{was.path}: is no longer an input of this audit; {_REMEDY}")
        # Equal size and time need no reading; a copy with another time has its digest looked at.
        if file_facts(name) != (was.bytes, was.changed_ns) and _look(name).digest != was.digest:
            raise StoreError(f"{name}: changed since this audit began; {_REMEDY}")
        total += max(0, was.bytes)
    return total


_REMEDY = "audit the new state into another --out and see: healthlint audit compare"


def _noted(path: Path) -> Iterator[Registered]:
    try:
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    yield Registered(**row)
    except pa.ArrowInvalid as error:
        raise StoreError(f"{path}: is broken: {error}") from None
