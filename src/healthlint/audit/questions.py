"""Questions to an audit, in SQL over its parts; the ready ones are in ``asking``.

``articles`` comes with ``duplicate_of`` and ``similarity``; ``found`` is every finding with its
article's title, section, source, author and year.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from healthlint.audit.store import DUCKDB, DUPLICATES, Store
from healthlint.audit.tables import TABLES
from healthlint.errors import SettingsError, StoreError

_FOUND = """
create or replace view found as
select f.*, a.path, a.id, a.title, a.section, a.source, a.author, a.year, a.date, a.genre,
       a.topics, a.duplicate_of
from findings f join articles a using (article)
"""


@contextmanager
def connect(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the tables of a finished or unfinished audit."""
    store.needed_manifest()
    with connect_parts(store) as connection:
        _add_duplicates(connection, store)
        connection.execute(_FOUND)
        yield connection


@contextmanager
def connect_parts(store: Store) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with views over the parts, as they are."""
    with duckdb.connect() as connection:
        # Bounded: an archive is larger than memory, and DuckDB goes to disk beyond this.
        connection.execute("set memory_limit = '2GB'")
        connection.execute(f"set temp_directory = {_quoted(store.folder / '.spill')}")
        add_parts(connection, store)
        yield connection


def add_parts(connection: duckdb.DuckDBPyConnection, store: Store, prefix: str = "") -> None:
    """Views over the parts of a store; where it has none yet, empty tables."""
    parts = any(store.slices.glob("[0-9]*/slice.json"))
    for name, schema in TABLES.items():
        table = f"{prefix}{'parts_' if name == 'articles' else ''}{name}"
        if parts:
            place = _quoted(store.slices / "[0-9]*" / f"{name}.parquet")
            connection.execute(f"create view {table} as select * from read_parquet({place})")
        else:
            connection.register(table, schema.empty_table())


def _add_duplicates(connection: duckdb.DuckDBPyConnection, store: Store, prefix: str = "") -> None:
    """The articles with what they are copies of."""
    path = store.folder / DUPLICATES
    if path.exists():
        connection.execute(
            f"create view {prefix}duplicates as select * from read_parquet({_quoted(path)})"
        )
    else:
        connection.execute(
            f"create table {prefix}duplicates "
            "(article bigint, duplicate_of bigint, similarity double)"
        )
    connection.execute(
        f"create view {prefix}articles as select p.*, d.duplicate_of, d.similarity "
        f"from {prefix}parts_articles p left join {prefix}duplicates d using (article)"
    )


def attach(connection: duckdb.DuckDBPyConnection, store: Store, prefix: str) -> None:
    """A second audit's tables, under names with a prefix."""
    store.needed_manifest()
    add_parts(connection, store, prefix)
    _add_duplicates(connection, store, prefix)


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


Answer = tuple[list[str], list[tuple[Any, ...]]]


def ask(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> Answer:
    """The columns and rows of a query. Raises ``SettingsError`` with what DuckDB says of it."""
    try:
        result = connection.execute(sql, list(values))
        names = [column[0] for column in result.description or ()]
        return names, result.fetchall()
    except duckdb.IOException as error:
        raise StoreError(f"a part cannot be read: {_first(error)}") from None
    except duckdb.Error as error:
        raise SettingsError(f"the query does not work: {_first(error)}") from None


def _first(error: Exception) -> str:
    return " ".join(str(error).split())[:400]


def write_duckdb(store: Store) -> None:
    """Write ``audit.duckdb`` anew: the same tables in one file, for other tools."""
    with store.writing(DUCKDB) as path:
        path.unlink(missing_ok=True)
        try:
            with connect(store) as connection:
                connection.execute(f"attach {_quoted(path)} as kept")
                connection.execute("set preserve_insertion_order = true")
                for name in ("articles", "findings", "claims", "entities", "errors"):
                    connection.execute(f"create table kept.{name} as select * from main.{name}")
                connection.execute(_FOUND.replace("view found", "view kept.found"))
                connection.execute("detach kept")
        except duckdb.Error as error:
            said = _first(error)
            full = "the disk is full: " if os.strerror(errno.ENOSPC) in str(error) else ""
            raise StoreError(
                f"{store.folder}: {DUCKDB} cannot be written: {full}{said}; the parts are all "
                "there, and the same command makes it"
            ) from None
