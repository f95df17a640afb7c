"""Inputs: what is read, how it is decoded, and what bad ones say."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from healthlint.document import InputProblem, read_source, read_sources
from healthlint.errors import InputError
from healthlint.source import Source


def read_all(*paths: str | Path, **values: object) -> list[Source | InputProblem]:
    return list(read_sources(paths, **values))  # type: ignore[arg-type]


def sources(found: list[Source | InputProblem]) -> list[Source]:
    assert all(isinstance(item, Source) for item in found), found
    return [item for item in found if isinstance(item, Source)]


def problem(found: list[Source | InputProblem]) -> InputProblem:
    problems = [item for item in found if isinstance(item, InputProblem)]
    assert len(problems) == 1, found
    return problems[0]


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.txt", "text"),
        ("a.md", "markdown"),
        ("a.MARKDOWN", "markdown"),
        ("a.html", "html"),
        ("a.HTM", "html"),
    ],
)
def test_the_suffix_decides_the_format(tmp_path: Path, name: str, format_: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"Knee pain.\n")
    assert read_source(path) == Source(str(path), "Knee pain.\n", format_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
        (b"\xef\xbb\xbfknee", "\ufeffknee"),
        ("knee ’".encode("utf-16"), "\ufeffknee ’"),
        (b"\xfe\xff" + "knee ’".encode("utf-16-be"), "\ufeffknee ’"),
        ("knee 😀".encode("utf-32"), "\ufeffknee 😀"),
        ("Don’t wait — it’s café time for your knee".encode("cp1252"), None),
        ("Señora Núñez came in with a painful calf".encode("latin-1"), None),
    ],
)
def test_encodings_keep_every_character(tmp_path: Path, data: bytes, text: str | None) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read_source(path).text == (text if text is not None else data.decode("cp1252"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"knee\0pain", "NUL"),
        (b"\x01\x02\x03\xff\x05\x06\x07\x08", "binary"),
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\t", "is empty"),
        (b"\xff\xfek\x00n", "UTF-16"),
    ],
)
def test_what_is_no_text_is_one_clear_line(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=says) as caught:
        read_source(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_named_missing_file_is_fatal_and_stops_no_other(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Knee pain.")
    missing = tmp_path / "missing.txt"
    found = read_all(missing, good)
    assert problem(found) == InputProblem(str(missing), f"{missing}: no such file or folder")
    assert problem(found).fatal
    assert sources(found[1:])[0].text == "Knee pain."


def test_an_unknown_suffix_names_what_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_text("x")
    message = problem(read_all(path)).message
    assert "'.docx'" in message
    assert ".md" in message


class Unending(io.RawIOBase):
    """Lines without end: only a reader that streams gets anything out of it."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self.lines = lines
        self.read_lines = 0

    def __iter__(self) -> Unending:
        return self

    def __next__(self) -> bytes:
        self.read_lines += 1
        return next(self.lines)


def test_records_are_streamed() -> None:
    def lines() -> Iterator[bytes]:
        while True:
            yield b'{"text": "Knee pain."}\n'

    stream = Unending(lines())
    found = read_sources(["-"], stdin=stream, stdin_filename="x.jsonl")  # type: ignore[arg-type]
    assert [next(found) for _ in range(3)]
    assert stream.read_lines <= 4


def test_records(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    records = [
        {"text": "One.\r\nTwo.", "id": "a", "title": "Knees", "author": "J. Doe", "extra": 1},
        {"html": "<p>Two", "id": 7, "date": "2024-05-03", "url": "https://example.org/a"},
        {"markdown": "# Three", "authors": ["A", "B"]},
    ]
    path.write_text("\n".join(map(json.dumps, records)) + "\n\n", encoding="utf-8")
    found = sources(read_all(path))
    assert [(s.path, s.id, s.format, s.text) for s in found] == [
        (str(path), "a", "text", "One.\r\nTwo."),
        (str(path), "7", "html", "<p>Two"),
        (str(path), "3", "markdown", "# Three"),
    ]
    assert found[0].metadata == {"title": "Knees", "author": "J. Doe"}
    assert found[1].metadata == {"date": "2024-05-03", "url": "https://example.org/a"}
    assert found[2].metadata == {"author": "A, B"}


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{not json}", "is not JSON"),
        (b"[1, 2]", "is a list"),
        (b'"text"', "is a string"),
        (b'{"title": "x"}', "has no text, html or markdown"),
        (b'{"text": 5}', "has no text, html or markdown"),
        (b'{"text": "a", "html": "b"}', "text and html"),
        (b'{"text": "  "}', "is empty"),
        (b'{"text": "\xff"}', "is not UTF-8"),
        (b"[" * 100_000, "is not"),
    ],
)
def test_a_broken_line_is_one_problem(tmp_path: Path, line: bytes, says: str) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b'{"text": "Before."}\n' + line + b'\n{"text": "After."}\n')
    found = read_all(path)
    assert len(found) == 3
    assert problem(found).message.startswith(f"{path}:2: ")
    assert says in problem(found).message
    assert [s.text for s in found if isinstance(s, Source)] == ["Before.", "After."]


def test_packed_records(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "Knee."}\n'))
    assert sources(read_all(path))[0].text == "Knee."
    path.write_bytes(gzip.compress(b'{"text": "Knee."}\n')[:-9])
    assert problem(read_all(path)).message.startswith(f"{path}: ")
    path.write_bytes(b"no gzip")
    assert problem(read_all(path)).fatal


def test_folders(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "sub/c.html", "sub/d.py", ".hidden/e.md", ".f.md", "g.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "Knee."}')
    found = sources(read_all(tmp_path))
    assert [Path(s.path).relative_to(tmp_path).as_posix() for s in found] == [
        "a.txt",
        "b.md",
        "g.jsonl",
        "sub/c.html",
    ]


def test_folders_respect_gitignore(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("drafts/\n*.txt\n!keep.txt\n")
    for name in ("a.md", "b.txt", "keep.txt", "drafts/c.md", "sub/d.md", "sub/e.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Knee.")
    (tmp_path / "sub" / ".gitignore").write_text("/e.md\n")
    names = [Path(s.path).name for s in sources(read_all(tmp_path))]
    assert names == ["a.md", "keep.txt", "d.md"]
    # The repository's file holds for a folder below it, and a named file is read all the same.
    assert [Path(s.path).name for s in sources(read_all(tmp_path / "sub"))] == ["d.md"]
    assert sources(read_all(tmp_path / "drafts" / "c.md"))
    assert not [s for s in read_all(tmp_path, exclude=["*.md", "keep.*"]) if isinstance(s, Source)]


def test_a_folder_without_articles_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    found = problem(read_all(tmp_path))
    assert not found.fatal
    assert "no articles" in found.message


def test_standard_input() -> None:
    def stdin(data: bytes = b"# Knee\r\n") -> io.BytesIO:
        return io.BytesIO(data)

    plain = sources(read_all("-", stdin=stdin()))[0]
    assert (plain.path, plain.format, plain.text) == ("-", "text", "# Knee\r\n")
    named = sources(read_all("-", stdin=stdin(), stdin_filename="x/a.md"))[0]
    assert (named.path, named.format) == ("x/a.md", "markdown")
    assert "is empty" in problem(read_all("-", stdin=stdin(b""))).message
