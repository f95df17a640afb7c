"""What can go wrong with an audit's folder is said clearly, and what was done stays done."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import jsonschema
import pytest

from healthlint.audit import tables
from healthlint.audit.store import Store
from healthlint.errors import StoreError
from tests.audit.archive import archive, audited, contents, record, rows

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "audit.schema.json"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return archive(tmp_path / "archive.jsonl", 6)


def test_the_published_schema_is_that_of_the_tables_and_rows_keep_to_it(
    source: Path, tmp_path: Path
) -> None:
    published = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert published == tables.json_schema(), "run benchmarks/audit.py schema"
    store, _ = audited(tmp_path / "out", source)
    for name in ("articles", "findings", "claims", "entities"):
        found = rows(store, name)
        assert found, name
        for row in found:
            plain = {k: dict(v) if k == "modifiers" else v for k, v in row.items()}
            jsonschema.validate(plain, published["$defs"][name])


def test_a_failing_article_is_a_row_of_errors(source: Path, tmp_path: Path) -> None:
    with open(source, "a", encoding="utf-8") as file:
        file.write('{"id": "empty", "text": " "}\nnonsense\n')
        file.write(json.dumps({**record(50), "id": "last\ud800"}) + "\n")
    store, count = audited(tmp_path / "out", source, slice_size=4)
    assert (count.articles, count.errors) == (9, 2)
    assert [(row["article"], row["id"]) for row in rows(store, "errors")] == [
        (7, "empty"),
        (8, "8"),
    ]
    assert [row["article"] for row in rows(store, "articles")] == [1, 2, 3, 4, 5, 6, 9]


def test_an_input_that_changed_is_refused(source: Path, tmp_path: Path) -> None:
    store, _ = audited(tmp_path / "out", source, slice_size=2)
    before = contents(store)
    with open(source, "a", encoding="utf-8") as file:
        file.write(json.dumps(record(77)) + "\n")
    with pytest.raises(StoreError, match=r"archive.jsonl: changed since this audit began"):
        audited(tmp_path / "out", source, slice_size=2)
    assert contents(store) == before


def test_a_copy_with_another_time_is_the_same_input(source: Path, tmp_path: Path) -> None:
    audited(tmp_path / "out", source)
    source.write_bytes(source.read_bytes())
    _, count = audited(tmp_path / "out", source)
    assert count.resumed == 6


def test_other_settings_are_refused(source: Path, tmp_path: Path) -> None:
    audited(tmp_path / "out", source, slice_size=2)
    with pytest.raises(StoreError, match="was begun with slice_size 2, and now 3"):
        audited(tmp_path / "out", source, slice_size=3)


@pytest.mark.parametrize("damage", ["cut", "gone", "note"])
def test_a_broken_part_is_named_with_its_remedy(source: Path, tmp_path: Path, damage: str) -> None:
    store, _ = audited(tmp_path / "out", source, slice_size=2)
    before = contents(store)
    part = store.place(2) / "findings.parquet"
    if damage == "cut":
        part.write_bytes(part.read_bytes()[:-1])
    elif damage == "gone":
        part.unlink()
    else:
        (store.place(2) / "slice.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=r"slices/000002.* is broken.*remove the folder"):
        audited(tmp_path / "out", source, slice_size=2)
    for path in store.place(2).iterdir():
        path.unlink()
    store.place(2).rmdir()
    audited(tmp_path / "out", source, slice_size=2)
    assert contents(store) == before


def test_a_full_disk_keeps_what_is_done(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from healthlint.audit import store as module

    write = module.pq.write_table
    calls = 0

    def full(table: Any, path: Any, **options: Any) -> None:
        nonlocal calls
        calls += 1
        if calls > 8:  # in the middle of the second slice
            Path(path).write_bytes(b"PAR1 half")
            raise OSError(errno.ENOSPC, "No space left on device")
        write(table, path, **options)

    monkeypatch.setattr(module.pq, "write_table", full)
    with pytest.raises(StoreError, match=r"slice 2 cannot be written: the disk is full.*goes on"):
        audited(tmp_path / "out", source, slice_size=2)
    store = Store(tmp_path / "out")
    assert [note.number for note in store.done()] == [1]
    assert not list(store.slices.glob(".*"))
    monkeypatch.undo()
    _, count = audited(tmp_path / "out", source, slice_size=2)
    assert (count.articles, count.resumed) == (6, 2)


def test_what_comes_after_the_slices_is_made_up_for(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up, or a kill, between the last slice and the file for other tools."""
    from healthlint.audit import questions, running

    class Full:
        def __enter__(self) -> Any:
            (tmp_path / "out" / ".writing-audit.duckdb.wal").write_bytes(b"x")
            raise duckdb.IOException(f"Could not write file: {os.strerror(errno.ENOSPC)}")

        def __exit__(self, *_: object) -> None: ...

    monkeypatch.setattr(questions, "connect", lambda store: Full())
    with pytest.raises(StoreError, match=r"audit.duckdb cannot be written: the disk is full"):
        audited(tmp_path / "out", source)
    store = Store(tmp_path / "out")
    assert len(list(store.done())) == 1
    assert not list(store.folder.glob(".writing*"))
    monkeypatch.undo()
    assert running.DUCKDB == "audit.duckdb"
    _, count = audited(tmp_path / "out", source)
    assert count.resumed == 6
    assert (store.folder / "audit.duckdb").exists()


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="mounting needs root")
def test_a_disk_that_is_really_full(source: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", disk]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("this container may not mount")
    try:
        with pytest.raises(StoreError, match="the disk is full"):
            audited(disk / "out", source, slice_size=1)
        kept = len(list(Store(disk / "out").done()))
        assert 0 < kept < 6
        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        store, count = audited(disk / "out", source, slice_size=1)
        assert (count.articles, count.resumed) == (6, kept)
        assert contents(store) == contents(audited(tmp_path / "calm", source, slice_size=1)[0])
    finally:
        subprocess.run(["umount", disk], check=True)


def test_other_tools_read_one_file(source: Path, tmp_path: Path) -> None:
    store, count = audited(tmp_path / "out", source, slice_size=2)
    with duckdb.connect(str(store.folder / "audit.duckdb"), read_only=True) as connection:
        (found,) = connection.execute("select count(*) from found").fetchone() or (0,)
    assert found == count.findings > 0
