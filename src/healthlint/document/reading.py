"""Inputs as they are on disk: files, folders, records of ``.jsonl``, standard input.

What cannot be read is an :class:`InputProblem` in its place in the stream, so that one bad file
never stops the others. Line ends are never translated: offsets count the file's own characters.
"""

from __future__ import annotations

import codecs
import gzip
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from healthlint.errors import InputError
from healthlint.source import Format, Source

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

STDIN = "-"
FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        ".txt": "text",
        ".text": "text",
        ".md": "markdown",
        ".markdown": "markdown",
        ".html": "html",
        ".htm": "html",
        ".xhtml": "html",
    }
)
RECORDS = (".jsonl", ".ndjson", ".jsonl.gz")
_BODIES: Mapping[str, Format] = MappingProxyType(
    {"text": "text", "markdown": "markdown", "html": "html"}
)
_ACCEPTED = f"{', '.join((*FORMATS, *RECORDS))}, a folder, or - for standard input"
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive (.docx, .odt and .epub are such)",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"{\\rtf": "a rich-text file",
    b"\x7fELF": "a program",
}
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One input that could not be read, in one line; a warning if it is not ``fatal``."""

    path: str
    message: str
    id: str | None = None
    fatal: bool = True


def read_source(path: str | Path) -> Source:
    """The article in a file. Raises :class:`InputError` if it cannot be read.

    A ``.jsonl`` file holds several: use :func:`read_sources`.
    """
    name = str(path)
    if name.lower().endswith(RECORDS):
        raise InputError(f"{name}: holds many articles; read it with read_sources")
    return Source(name, decode(_bytes(name), name), _format(name))


def read_sources(
    paths: Iterable[str | Path],
    *,
    stdin: IO[bytes] | None = None,
    stdin_filename: str | None = None,
    exclude: Sequence[str] = (),
) -> Iterator[Source | InputProblem]:
    """Every article in files, folders and standard input, in the order given.

    ``stdin_filename`` names what ``-`` reads and so decides its format; without it, it is plain
    text. ``exclude`` are patterns as in ``.gitignore`` for what lies inside folders.
    """
    for path in paths:
        name = str(path)
        try:
            if name == STDIN:
                yield from _read_stdin(stdin, stdin_filename)
            elif os.path.isdir(name):
                yield from _read_folder(name, exclude)
            else:
                yield from _read_file(name)
        except InputError as error:
            yield InputProblem(name, str(error))


def _read_file(name: str) -> Iterator[Source | InputProblem]:
    if not name.lower().endswith(RECORDS):
        yield read_source(name)
        return
    try:
        with _open_records(name) as stream:
            yield from _read_records(stream, name)
    except (OSError, EOFError) as error:
        yield InputProblem(name, f"{name}: {_reason(error)}")


def _open_records(name: str) -> IO[bytes] | gzip.GzipFile:
    return gzip.open(name, "rb") if name.lower().endswith(".gz") else open(name, "rb")


def _read_stdin(stdin: IO[bytes] | None, filename: str | None) -> Iterator[Source | InputProblem]:
    stream = stdin if stdin is not None else sys.stdin.buffer
    name = filename or STDIN
    if name.lower().endswith(RECORDS):
        yield from _read_records(stream, name)
        return
    format_ = _format(name) if filename else "text"
    yield Source(name, decode(stream.read(), name), format_)


def _format(name: str) -> Format:
    suffix = Path(name).suffix.lower()
    if suffix not in FORMATS:
        seen = f"the suffix {suffix!r}" if suffix else "no suffix"
        raise InputError(f"{name}: has {seen}; accepted are {_ACCEPTED}")
    return FORMATS[suffix]


def _bytes(name: str) -> bytes:
    try:
        with open(name, "rb") as stream:
            return stream.read()
    except OSError as error:
        raise InputError(f"{name}: {_reason(error)}") from error


def _reason(error: OSError | EOFError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error) or type(error).__name__


def decode(data: bytes, name: str) -> str:
    """The text of a file's bytes. Raises :class:`InputError` if they are no text.

    UTF-8, or what a byte order mark says, or else what charset-normalizer makes of it. The mark
    stays: it is a character of the file.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _not_empty(_strict(data, encoding, name), name)
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(f"{name}: is {what}, not text; accepted are {_ACCEPTED}")
    if b"\0" in data:
        raise InputError(f"{name}: is a binary file (it holds NUL bytes), not text")
    try:
        return _not_empty(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _not_empty(_guess(data, name), name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: begins as {encoding.upper()} but byte {error.start} is not that"
        ) from error


def _not_empty(text: str, name: str) -> str:
    if not text.strip("\ufeff \t\r\n\x0b\x0c"):
        raise InputError(f"{name}: is empty")
    return text


def _guess(data: bytes, name: str) -> str:
    """Text of a single-byte encoding: Windows' own where it fits, else the likeliest."""
    control = sum(data.count(code) for code in (*range(1, 9), *range(14, 27)))
    if control * 100 > len(data):
        raise InputError(f"{name}: is a binary file, not text")
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = None
    # charset-normalizer takes short western texts for eastern ones; most of these are western.
    strange = sum(byte >= 0x80 for byte in data)
    if western is not None and strange * 10 <= len(data):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(data[: 1 << 20]).best()
    if best is not None:
        try:
            return data.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    return western if western is not None else data.decode("latin-1")


def _read_folder(name: str, exclude: Sequence[str]) -> Iterator[Source | InputProblem]:
    found = False
    for path in files_below(name, exclude):
        found = True
        try:
            yield from _read_file(path)
        except InputError as error:
            yield InputProblem(path, str(error))
    if not found:
        message = f"{name}: holds no articles; accepted are {', '.join((*FORMATS, *RECORDS))}"
        yield InputProblem(name, message, fatal=False)


def files_below(
    root: str,
    exclude: Sequence[str] = (),
    also: tuple[str, ...] = (),
    leave: Callable[[str], bool] = lambda folder: False,
) -> Iterator[str]:
    """The supported files below a folder, sorted, without what git would ignore.

    ``also`` are endings of other files that the caller can read; ``leave`` says which folders it
    does not enter.
    """
    records = (*RECORDS, *also)
    ignored = _Ignored(root, exclude)
    for folder, folders, files in os.walk(root):
        ignored.enter(folder)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and not ignored.matches(os.path.join(folder, name) + "/")
            and not leave(os.path.join(folder, name))
        )
        for name in sorted(files):
            path = os.path.join(folder, name)
            lowered = name.lower()
            supported = Path(lowered).suffix in FORMATS or lowered.endswith(records)
            if supported and not name.startswith(".") and not ignored.matches(path):
                yield path


class _Ignored:
    """The ``.gitignore`` files that hold for a folder and below, as git reads them."""

    def __init__(self, root: str, exclude: Sequence[str]) -> None:
        self.root = os.path.abspath(root)
        self.excluded = _spec(exclude)
        self.specs: list[tuple[str, GitIgnoreSpec]] = []
        for folder in self._above(self.root):
            self._read(folder)

    def _above(self, root: str) -> list[str]:
        """Folders above the root, up to the one that holds the repository; none outside one."""
        above: list[str] = []
        folder = root
        while not os.path.exists(os.path.join(folder, ".git")):
            parent = os.path.dirname(folder)
            if parent == folder:
                return []
            above.append(parent)
            folder = parent
        return above[::-1]

    def enter(self, folder: str) -> None:
        """Read the ignore file of a folder that is being walked."""
        self._read(os.path.abspath(folder))

    def _read(self, folder: str) -> None:
        try:
            text = Path(folder, ".gitignore").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        self.specs.append((folder, _spec(text.splitlines())))

    def matches(self, path: str) -> bool:
        """Whether a path is ignored; a folder's ends in a slash. The nearest file decides."""
        absolute = os.path.abspath(path)
        if self._verdict(self.excluded, absolute, self.root, path):
            return True
        decided = False
        for folder, spec in self.specs:
            if absolute.startswith(folder.rstrip(os.sep) + os.sep):
                verdict = self._verdict(spec, absolute, folder, path)
                decided = decided if verdict is None else verdict
        return decided

    def _verdict(self, spec: GitIgnoreSpec, absolute: str, folder: str, path: str) -> bool | None:
        relative = os.path.relpath(absolute, folder).replace(os.sep, "/")
        return spec.check_file(relative + ("/" if path.endswith("/") else "")).include


def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def _read_records(stream: Iterable[bytes], name: str) -> Iterator[Source | InputProblem]:
    """One record a line; a broken line is a problem of its own."""
    number = 0
    for number, line in enumerate(stream, start=1):
        if not line.strip(b"\xef\xbb\xbf \t\r\n"):
            continue
        try:
            yield _record(line, name, number)
        except InputError as error:
            yield InputProblem(name, str(error), id=str(number))
    if number == 0:
        yield InputProblem(name, f"{name}: is empty")


def _record(line: bytes, name: str, number: int) -> Source:
    import json

    where = f"{name}:{number}"
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"{where}: is not UTF-8 (byte {error.start} of the line)") from error
    except ValueError as error:
        raise InputError(f"{where}: is not JSON: {error}") from error
    except RecursionError:
        raise InputError(f"{where}: is not an article: nested too deeply") from None
    if not isinstance(data, dict):
        raise InputError(
            f"{where}: is {_kind(data)}; a record is an object with text, html or markdown"
        )
    bodies = [key for key in _BODIES if isinstance(data.get(key), str)]
    if not bodies:
        raise InputError(f"{where}: has no text, html or markdown that is a string")
    if len(bodies) > 1:
        raise InputError(f"{where}: has {' and '.join(bodies)}; a record has one of them")
    text = data[bodies[0]]
    if not text.strip("\ufeff \t\r\n\x0b\x0c"):
        raise InputError(f"{where}: is empty")
    identity = data.get("id")
    return Source(
        path=name,
        text=text,
        format=_BODIES[bodies[0]],
        id=str(identity) if identity is not None else str(number),
        metadata=_record_metadata(data),
    )


def _kind(value: Any) -> str:
    names = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _record_metadata(data: Mapping[str, Any]) -> dict[str, str]:
    found = {key: _as_text(data.get(key)) for key in ("title", "author", "date", "url")}
    if not found["author"]:
        found["author"] = _as_text(data.get("authors"))
    return {key: value for key, value in found.items() if value}


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_as_text, value)))
    if isinstance(value, bool) or value is None or isinstance(value, dict):
        return ""
    return str(value).strip()
