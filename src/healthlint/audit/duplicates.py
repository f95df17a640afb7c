"""Copies among the articles, found by joining equal bands of their signatures in DuckDB.

Each article is compared with the earliest of every bucket it falls into, not with all: work grows
with the archive, not with the square of its largest family of copies.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from healthlint.audit.copies import PERMUTATIONS, THRESHOLD
from healthlint.audit.questions import connect_parts
from healthlint.audit.store import DUPLICATES, Store
from healthlint.audit.tables import DUPLICATES as SCHEMA

_BATCH = 20_000
_PAIRS = """
with banded as (select article, unnest(bands) as band from signatures),
     pairs as (
        select distinct article, first from (
            select article, min(article) over (partition by band) as first from banded)
        where first < article)
select p.article, p.first, a.signature as one, b.signature as other
from pairs p join signatures a using (article) join signatures b on b.article = p.first
order by p.article, p.first
"""


def find_duplicates(store: Store) -> int:
    """Write ``duplicates.parquet``; the number of articles that resemble an earlier one."""
    found = 0
    with (
        connect_parts(store) as connection,
        store.writing(DUPLICATES) as path,
        pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer,
    ):
        for table in _resembling(connection):
            writer.write_table(table)
            found += table.num_rows
    return found


def _resembling(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.Table]:
    """The earliest article each one resembles, in batches."""
    last = 0
    result = connection.execute(_PAIRS)
    while pairs := result.fetchmany(_BATCH):
        alike = _similarity([pair[2] for pair in pairs], [pair[3] for pair in pairs])
        rows = []
        for (number, first, _one, _other), share in zip(pairs, alike, strict=True):
            if share >= THRESHOLD and number != last:
                rows.append({"article": number, "duplicate_of": first, "similarity": share})
                last = number
        yield pa.Table.from_pylist(rows, schema=SCHEMA)


def _similarity(one: list[bytes], other: list[bytes]) -> list[float]:
    """The share of equal places in two columns of signatures."""
    left, right = (
        np.frombuffer(b"".join(column), dtype="<u4").reshape(-1, PERMUTATIONS)
        for column in (one, other)
    )
    shares: list[float] = (left == right).mean(axis=1).tolist()
    return shares
