"""An archive as a stream of items: files and folders, records, tables, crawled pages.

What cannot be read is an item with a problem, in its place. Nothing is held but the record in hand.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from healthlint.audit.items import Item, Meter
from healthlint.audit.records import Columns, item_of
from healthlint.document.reading import FORMATS, InputProblem, files_below, read_sources
from healthlint.errors import InputError

_JSON = (".jsonl", ".ndjson")
_PACKED = ("", ".gz", ".zst")
_JSON_LINES = tuple(name + pack for name in _JSON for pack in _PACKED)
_CSV = tuple(".csv" + pack for pack in _PACKED)
_WARC = (".warc", ".warc.gz")
ARCHIVES = (*_JSON_LINES, *_CSV, ".parquet", *_WARC)
ACCEPTED = (*FORMATS, *ARCHIVES)
STDIN = "-"


def names_of(inputs: Sequence[str], listed: Iterable[str] = ()) -> list[str]:
    """The inputs as typed and those a list names; ``-`` is a list of files on standard input.

    Raises ``InputError`` for a typed one that is not there.
    """
    names: list[str] = []
    for name in inputs:
        if name == STDIN:
            names.extend(line for line in sys.stdin.read().splitlines() if line.strip())
        elif not os.path.exists(name):
            raise InputError(f"{name}: no such file or folder")
        else:
            names.append(name)
    return [*names, *listed]


def files_of(names: Iterable[str], exclude: Sequence[str] = ()) -> Iterator[str]:
    """Every file of the inputs, in order; folders are walked, sorted."""
    for name in names:
        if os.path.isdir(name):
            yield from files_below(name, exclude, ARCHIVES)
        else:
            yield name


def read_items(files: Iterable[str], columns: Columns, meter: Meter) -> Iterator[Item]:
    """Every article of the files, in order."""
    for name in files:
        try:
            size = os.path.getsize(name)
        except OSError as error:
            yield Item(name, None, None, f"{name}: {error.strerror or error}")
            continue
        yield from _read_file(name, columns, meter)
        meter.done, meter.within = meter.done + size, 0


def _read_file(name: str, columns: Columns, meter: Meter) -> Iterator[Item]:
    lowered = name.lower()
    reader = next((read for ends, read in _READERS if lowered.endswith(ends)), None)
    if reader is None:
        for source in read_sources([name]):
            if isinstance(source, InputProblem):
                yield Item(source.path, source.id, None, source.message)
            else:
                yield Item(name, source.id, source)
        return
    try:
        yield from reader(name, columns, meter)
    except InputError as error:
        yield Item(name, None, None, str(error))
    except Exception as error:  # whatever a broken archive makes its library raise
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield Item(name, None, None, f"{name}: cannot be read further: {_line(str(reason))}")


def _line(text: str) -> str:
    return " ".join(text.split())[:300]


def _opened(raw: IO[bytes], name: str) -> AbstractContextManager[Any]:
    lowered = name.lower()
    if lowered.endswith(".gz"):
        return gzip.GzipFile(fileobj=raw)
    if lowered.endswith(".zst"):
        import io

        import zstandard

        reader = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
        return io.BufferedReader(reader)
    return raw


def _json_lines(name: str, columns: Columns, meter: Meter) -> Iterator[Item]:
    number = 0
    with open(name, "rb") as raw, _opened(raw, name) as stream:
        for number, line in enumerate(stream, start=1):
            meter.within = raw.tell()
            if line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield item_of(_object(line), name, number, columns)
    if number == 0:
        yield Item(name, None, None, f"{name}: is empty")


def _object(line: bytes) -> Mapping[str, Any] | str:
    """The record of a line, or what is wrong with it."""
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return f"is not UTF-8 (byte {error.start} of the line)"
    except ValueError as error:
        return f"is not JSON: {error}"
    except RecursionError:
        return "is nested too deeply"
    return value if isinstance(value, dict) else "is not an object"


def _rows(name: str, columns: Columns, meter: Meter) -> Iterator[Item]:
    import io

    csv.field_size_limit(1 << 30)
    with open(name, "rb") as raw, _opened(raw, name) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        table = csv.DictReader(text)
        _check_columns(name, table.fieldnames or (), columns)
        for number, row in enumerate(table, start=1):
            meter.within = raw.tell()
            yield item_of(row, name, number, columns)


def _parquet(name: str, columns: Columns, meter: Meter) -> Iterator[Item]:
    import pyarrow.parquet as pq

    size = os.path.getsize(name)
    with pq.ParquetFile(name) as file:
        present = file.schema_arrow.names
        _check_columns(name, present, columns)
        wanted = [column for column in present if columns.knows(column)]
        total, number = max(1, file.metadata.num_rows), 0
        for batch in file.iter_batches(batch_size=256, columns=wanted):
            for row in batch.to_pylist():
                number += 1
                meter.within = size * number // total
                yield item_of(row, name, number, columns)


def _check_columns(name: str, present: Sequence[str], columns: Columns) -> None:
    if not any(column in present for column in columns.text):
        raise InputError(
            f"{name}: has the columns {', '.join(present) or 'none'}; the text is looked for in "
            f"{', '.join(columns.text)} (name another with --text-column)"
        )


def _warc(name: str, columns: Columns, meter: Meter) -> Iterator[Item]:
    from warcio.archiveiterator import ArchiveIterator

    with open(name, "rb") as raw:
        for record in ArchiveIterator(raw):
            meter.within = raw.tell()
            body = _page(record)
            if body is None:
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            kind, data = body
            yield _crawled(name, url, kind, data)


def _page(record: Any) -> tuple[str, bytes] | None:
    """What a record holds for readers: a page that was served well, or a page's plain text."""
    if record.rec_type == "conversion":
        return "text", record.content_stream().read()
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    served = headers.get_header("Content-Type") if headers is not None else None
    kind = (served or record.rec_headers.get_header("Content-Type") or "").lower()
    if headers is not None and headers.get_statuscode() != "200":
        return None
    if "html" in kind:
        return "html", record.content_stream().read()
    return ("text", record.content_stream().read()) if kind.startswith("text/plain") else None


def _crawled(name: str, url: str, kind: str, data: bytes) -> Item:
    from healthlint.document.reading import decode
    from healthlint.source import Source

    try:
        text = decode(data, f"{name}#{url}")
    except InputError as error:
        return Item(name, url, None, str(error))
    source = Source(name, text, kind, id=url, metadata={"url": url})  # type: ignore[arg-type]
    return Item(name, url, source)


_READERS: tuple[tuple[tuple[str, ...], Callable[[str, Columns, Meter], Iterator[Item]]], ...] = (
    (_JSON_LINES, _json_lines),
    (_CSV, _rows),
    ((".parquet",), _parquet),
    (_WARC, _warc),
)


def file_facts(path: str) -> tuple[int, int]:
    """Size and time of last change; of a file that is not there, -1 and 0."""
    try:
        status = Path(path).stat()
    except OSError:
        return -1, 0
    return status.st_size, status.st_mtime_ns
