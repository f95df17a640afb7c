"""Every kind of archive gives the same articles; what is broken is a problem in its place."""

from __future__ import annotations

import csv
import gzip
import io
import json
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
