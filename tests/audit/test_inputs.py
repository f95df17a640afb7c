"""Every kind of archive gives the same articles; what is broken is a problem in its place."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from healthlint.audit.inputs import files_of, names_of, read_items
from healthlint.audit.items import Item, Meter, sliced
from healthlint.audit.records import Columns
from healthlint.errors import InputError, SettingsError
from tests.audit.archive import record

RECORDS = [record(number) for number in range(5)]
LINES = "".join(json.dumps(each) + "\n" for each in RECORDS).encode()


def read(*paths: Path, columns: Columns | None = None) -> list[Item]:
    return list(read_items(files_of(map(str, paths)), columns or Columns(), Meter()))


def written(path: Path) -> Path:
    """The records in the format of the file's name."""
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(RECORDS), path)
    elif path.suffix == ".csv":
        with open(path, "w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(RECORDS[0]))
            table.writeheader()
            table.writerows(RECORDS)
    elif path.suffix == ".gz":
        path.write_bytes(gzip.compress(LINES))
    elif path.suffix == ".zst":
        # Two frames: tools append so.
        half = LINES.index(b"\n") + 1
        pack = zstandard.ZstdCompressor().compress
        path.write_bytes(pack(LINES[:half]) + pack(LINES[half:]))
    else:
        path.write_bytes(LINES)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.csv"])
def test_every_table_gives_the_same_articles(tmp_path: Path, name: str) -> None:
    items = read(written(tmp_path / name))
    assert [item.problem for item in items] == [None] * 5
    assert [item.id for item in items] == [each["id"] for each in RECORDS]
    assert [item.source.text for item in items if item.source] == [r["text"] for r in RECORDS]
    assert [item.section for item in items] == [each["section"] for each in RECORDS]
    for item, each in zip(items, RECORDS, strict=True):
        assert item.source is not None
        assert item.source.metadata["date"] == each["date"]
        assert item.source.metadata.get("author") == each["author"]


def test_columns_are_named_by_option(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("key,body,rubric\n7,# Rest\\n\nSleep helps.,sleep\n", encoding="utf-8")
    path.write_text("key,body,rubric\n7,Sleep helps.,sleep\n", encoding="utf-8")
    columns = Columns(text=("body",), id=("key",), section=("rubric",), format="markdown")
    (item,) = read(path, columns=columns)
    assert item.source is not None
    assert (item.id, item.section, item.source.format) == ("7", "sleep", "markdown")
    (item,) = read(path)
    assert "--text-column" in str(item.problem)
    assert "key, body, rubric" in str(item.problem)


def test_questions_and_answers_become_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    pairs = [{"question": "What helps?", "answer": "Rest."}, {"question": "For how long?"}]
    path.write_text(json.dumps({"focus": "Sprain", "qa": pairs}) + "\n", encoding="utf-8")
    (item,) = read(path, columns=Columns(render="qa"))
    assert item.source is not None
    assert item.source.text.startswith("# Sprain\n\n## What helps?\n\nRest.\n\n## For how long?")
    assert item.source.format == "markdown"
    with pytest.raises(SettingsError, match="--render"):
        Columns(render="poem")


def test_a_crawl_gives_its_pages_and_leaves_the_rest(tmp_path: Path) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    path = tmp_path / "crawl.warc.gz"
    html = b"<html><body><h1>Rest</h1><p>Sleep helps a sprain.</p></body></html>"
    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, status, kind in (
            ("https://www.one.example/rest", "200 OK", "text/html; charset=utf-8"),
            ("https://one.example/gone", "404 Not Found", "text/html"),
            ("https://one.example/logo", "200 OK", "image/png"),
        ):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=io.BytesIO(html), http_headers=headers
                )
            )
    (item,) = read(path)
    assert item.source is not None
    assert (item.id, item.source.format) == ("https://www.one.example/rest", "html")
    assert item.source.text == html.decode()


def test_folders_are_walked_in_order_and_problems_keep_their_place(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Rest\n\nSleep helps.\n", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"text": "Fine."}\nnot json\n{"n": 1}\n', encoding="utf-8")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(LINES)[:-30])
    (tmp_path / "d.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "e.parquet").write_bytes(b"no parquet at all")
    (tmp_path / "ignored.docx").write_bytes(b"x")
    items = read(tmp_path)
    names = [Path(item.path).name for item in items]
    assert names == sorted(names)
    assert "ignored.docx" not in names
    problems = {Path(i.path).name: i.problem for i in items if i.problem}
    assert set(problems) == {"b.jsonl", "c.jsonl.gz", "d.txt", "e.parquet"}
    broken = [i.problem for i in items if i.path.endswith("b.jsonl") and i.problem]
    assert ":2: is not JSON" in broken[0]
    assert ":3: has no text" in broken[1]
    assert "a PDF" in str(problems["d.txt"])


def _crawl(number: int) -> bytes:
    """An unpacked crawl of that many pages, every other one in pieces and packed by its server."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    file = io.BytesIO()
    writer = WARCWriter(file, gzip=False)
    for each in range(number):
        body, extra = f"<h1>Page {each}</h1><p>{'Sleep helps. ' * 700}</p>".encode(), []
        if each % 2:
            body, extra = gzip.compress(body), [("Content-Encoding", "gzip")]
        pieces = [body[place : place + 50] for place in range(0, len(body), 50)]
        body = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in [*pieces, b""])
        extra += [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]
        headers = StatusAndHeaders("200 OK", extra, protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://one.example/{each}", "response", payload=io.BytesIO(body),
                http_headers=headers,
            )
        )  # fmt: skip
    return file.getvalue()


def test_a_page_in_pieces_is_read_whole_and_one_member_is_a_crawl_too(tmp_path: Path) -> None:
    crawl = _crawl(6)
    (tmp_path / "a.warc").write_bytes(crawl)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(crawl))  # not a member a record
    items = read(tmp_path)
    assert [item.problem for item in items] == [None] * 12
    assert {len(item.source.text) for item in items if item.source} == {9122}


# What packs badly: a packed block of it is a fraction of the file.
_LONG = b"".join(
    b'{"text": "%s"}\n' % hashlib.sha512(b"%d" % n).hexdigest().encode() for n in range(5000)
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl.gz", gzip.compress(_LONG, 1)),
        ("a.jsonl.zst", zstandard.ZstdCompressor(level=1).compress(_LONG)),
        ("a.warc", _crawl(40)),
        ("a.warc.gz", gzip.compress(_crawl(40), 0)),
    ],
)
def test_an_archive_that_is_cut_off_says_so_after_what_it_holds(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content[: len(content) * 3 // 4])
    *items, last = read(path)
    assert re.search("cut off|cannot be read further", str(last.problem))
    assert items
    assert not any(item.problem for item in items)
    path.write_bytes(content)
    whole = read(path)
    assert len(whole) > len(items)
    assert not any(item.problem for item in whole)


def test_bytes_that_are_no_text_spoil_their_own_row_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n1,caf\xe9 food\n2,Sleep helps.\n")
    bad, good = read(path)
    assert str(bad.problem).endswith("a.csv:1: is not UTF-8")
    assert good.source is not None
    assert good.id == "2"


def test_a_record_without_end_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from healthlint.audit import inputs, unpacking

    for module in (inputs, unpacking):
        monkeypatch.setattr(module, "LONGEST", 2000)
    good = b'{"text": "Sleep helps."}\n'
    long = b'{"text": "' + b"x" * 9000 + b'"}\n'
    (tmp_path / "a.jsonl").write_bytes(good + long + good)
    (tmp_path / "b.csv").write_bytes(b'text\nSleep helps.\n"' + b"never closed\n" * 900)
    one, problem, two, row, rest = read(tmp_path)
    assert all(item.source for item in (one, two, row))
    assert ":2: is longer than" in str(problem.problem)
    assert "field larger than field limit (2000)" in str(rest.problem)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", b"", "holds no articles"),
        ("a.jsonl", b"\n \n", "holds no articles"),
        ("a.jsonl.gz", gzip.compress(b"", mtime=0), "holds no articles"),
        ("a.csv", b"id,text\n", "holds no articles"),
        ("a.csv", b"", "has the columns none"),
        ("a.warc.gz", b"", "holds no articles"),
        ("a.parquet", b"", "cannot be read further"),
        ("a.jsonl", LINES.decode().encode("utf-16"), "is UTF-16"),
        ("a.csv", "text\nFine\n".encode("utf-16"), "is UTF-16"),
    ],
)
def test_a_file_that_gives_no_article_is_one_problem(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (item,) = read(path)
    assert said in str(item.problem)


def test_binary_columns_are_text(tmp_path: Path) -> None:
    table = pa.table({"html": pa.array([b"<p>Sleep helps a caf\xc3\xa9.</p>"], pa.binary())})
    pq.write_table(table, tmp_path / "a.parquet")
    (item,) = read(tmp_path)
    assert item.source is not None
    assert (item.source.format, "café" in item.source.text) == ("html", True)


def test_authors_are_kept_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    many = {"text": "Sleep helps.", "author": [], "authors": ["Ola Finch, MD", "Bo Reed"]}
    path.write_text(json.dumps(many) + "\n" + json.dumps({**many, "authors": "Bo Reed"}) + "\n")
    assert [item.authors for item in read(path)] == [("Ola Finch, MD", "Bo Reed"), ("Bo Reed",)]


def test_an_audit_in_a_folder_is_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``healthlint audit . --out audit`` reads neither itself nor last year's."""
    from tests.audit.archive import archive, audited

    monkeypatch.chdir(tmp_path)
    archive(tmp_path / "archive.jsonl", 3)
    for out in ("audit", "last-year"):
        _, count = audited(Path(out), ".", slice_size=1)
        assert (count.articles, count.errors) == (3, 0)
    _, count = audited(Path("audit"), ".", slice_size=1)
    assert (count.articles, count.resumed) == (3, 3)


def test_a_list_on_standard_input_names_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("one.md\n\ntwo.md\n"))
    assert names_of(["-"]) == ["one.md", "two.md"]
    with pytest.raises(InputError, match="no such file"):
        names_of([str(tmp_path / "nowhere")])


def test_slices_hold_consecutive_numbers(tmp_path: Path) -> None:
    meter = Meter()
    path = written(tmp_path / "a.jsonl")
    pieces = list(sliced(read_items([str(path)], Columns(), meter), 2, meter))
    assert [(p.number, p.first, len(p.items)) for p in pieces] == [(1, 1, 2), (2, 3, 2), (3, 5, 1)]
    assert len({piece.digest for piece in pieces}) == 3
    assert meter.position == path.stat().st_size
