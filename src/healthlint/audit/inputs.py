"""An archive as a stream of items: files and folders, records, tables, crawled pages.

What cannot be read is an item with a problem, in its place. Nothing is held but the record in hand.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from healthlint.audit.items import Item, Meter
from healthlint.audit.records import Columns, item_of
from healthlint.audit.store import MANIFEST
from healthlint.audit.unpacking import LONGEST, lines_of, unpacked
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
    """Every file of the inputs, in order; folders are walked, sorted, but audits in them are not:
    ``healthlint audit . --out audit`` must not read what it writes.
    """
    for name in names:
        if os.path.isdir(name):
            yield from files_below(name, exclude, ARCHIVES, leave=_is_audit)
        else:
            yield name


def _is_audit(folder: str) -> bool:
    return all(os.path.exists(os.path.join(folder, name)) for name in (MANIFEST, "slices"))


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
    empty = True
    try:
        for item in reader(name, columns, meter):
            empty = False
            yield item
        if empty:
            yield Item(name, None, None, f"{name}: holds no articles")
    except InputError as error:
        yield Item(name, None, None, str(error))
    except Exception as error:  # whatever a broken archive makes its library raise
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        yield Item(name, None, None, f"{name}: cannot be read further: {_line(str(reason))}")


def _line(text: str) -> str:
    return " ".join(text.split())[:300]


def _json_lines(name: str, columns: Columns, meter: Meter) -> Iterator[Item]:
    with open(name, "rb") as raw, unpacked(raw, name) as stream:
        for number, line in enumerate(lines_of(stream), start=1):
            meter.within = raw.tell()
            if number == 1:
                _check_encoding(name, line or b"")
            if line is None or line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield item_of(_object(line), name, number, columns)


def _check_encoding(name: str, start: bytes) -> None:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(f"{name}: is UTF-16; tables are read as UTF-8")


def _object(line: bytes | None) -> Mapping[str, Any] | str:
    """The record of a line, or what is wrong with it."""
    if line is None:
        return f"is longer than {LONGEST >> 20} MB"
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
    # Bounded: a quote that is never closed takes the rest of the file for one field.
    csv.field_size_limit(LONGEST)
    with open(name, "rb") as raw, unpacked(raw, name) as stream:
        _check_encoding(name, raw.peek(2))
        # Bytes that are no UTF-8 spoil their own row only.
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
        table = csv.DictReader(text)
        _check_columns(name, table.fieldnames or (), columns)
        for number, row in enumerate(table, start=1):
            meter.within = raw.tell()
            yield item_of(row if _is_utf8(row) else "is not UTF-8", name, number, columns)


def _is_utf8(row: Mapping[str, Any]) -> bool:
    try:
        for value in row.values():
            str(value).encode()
    except UnicodeEncodeError:
        return False
    return True


def _parquet(name: str, columns: Columns, meter: Meter) -> Iterator[Item]:
    import pyarrow.parquet as pq

    size = os.path.getsize(name)
    # Buffered: without, a file of one row group has its columns read whole.
    with pq.ParquetFile(name, buffer_size=1 << 20) as file:
        present = file.schema_arrow.names
        _check_columns(name, present, columns)
        wanted = [column for column in present if columns.knows(column)]
        total, number = max(1, file.metadata.num_rows), 0
        for batch in file.iter_batches(batch_size=64, columns=wanted):
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

    # Unpacked here: warcio takes a packed file that is cut off for one that ends.
    with open(name, "rb") as raw, unpacked(raw, name) as stream:
        # Without its buffer: that would lose what comes before the end of one that is cut off.
        for record in ArchiveIterator(stream if stream is raw else stream.raw):
            meter.within = raw.tell()
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            kind = _kind(record)
            body = _body(record) if kind else b""
            while record.raw_stream.read(1 << 16):
                pass
            if getattr(record.raw_stream, "limit", 0) > 0:
                raise InputError(f"{name}: is cut off in the middle of a record")
            if body is None:
                yield Item(name, url, None, f"{name}#{url}: is longer than {LONGEST >> 20} MB")
            elif kind:
                yield _crawled(name, url, kind, body)
        if stream is raw and not _ends_as_a_record(raw):
            raise InputError(f"{name}: is cut off in the middle of a record")


def _ends_as_a_record(raw: IO[bytes]) -> bool:
    """Whether an unpacked crawl ends in an empty line, as every record does."""
    raw.seek(max(0, raw.seek(0, os.SEEK_END) - 4))
    return raw.read().replace(b"\r", b"").endswith(b"\n\n")


def _kind(record: Any) -> str | None:
    """What a record holds for readers: a page that was served well, or a page's plain text."""
    if record.rec_type == "conversion":
        return "text"
    if record.rec_type not in ("response", "resource"):
        return None
    headers = record.http_headers
    served = headers.get_header("Content-Type") if headers is not None else None
    kind = (served or record.rec_headers.get_header("Content-Type") or "").lower()
    if headers is not None and headers.get_statuscode() != "200":
        return None
    if "html" in kind:
        return "html"
    return "text" if kind.startswith("text/plain") else None


def _body(record: Any) -> bytes | None:
    """The page's bytes; none of one that is too long."""
    stream, parts, size = record.content_stream(), [], 0
    while part := stream.read(1 << 16):
        parts.append(part)
        size += len(part)
        if size > LONGEST:
            return None
    return b"".join(parts)


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
