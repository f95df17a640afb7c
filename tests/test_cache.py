"""The cache: what is kept, what is trusted, and that its absence never shows."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from healthlint import cache
from healthlint.cache import CACHE_VARIABLE, cache_dir, cached


class Counter:
    """A builder that counts how often it was asked."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> dict[str, int]:
        self.calls += 1
        return {"built": 1}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(path))
    return path


def test_built_once_for_one_digest(folder: Path) -> None:
    build = Counter()
    assert [cached("name", "one", build) for _ in range(3)] == [{"built": 1}] * 3
    assert build.calls == 1
    cached("name", "two", build)
    cached("other", "one", build)
    assert build.calls == 3


def test_a_change_of_the_code_is_another_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = Counter()
    cached("name", "one", build)
    monkeypatch.setattr(cache, "_code_stamp", lambda: "another version")
    cached("name", "one", build)
    assert build.calls == 2


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:10])


def _other_class(path: Path) -> None:
    path.write_bytes(b"cno_such_module\nThing\n.")


def _writable_by_others(path: Path) -> None:
    path.chmod(0o666)


def _folder_writable_by_others(path: Path) -> None:
    path.parent.chmod(0o777)


@pytest.mark.parametrize(
    "spoil", [_truncate, _other_class, _writable_by_others, _folder_writable_by_others]
)
def test_spoilt_or_untrusted_values_are_built_anew(
    spoil: Callable[[Path], None], folder: Path
) -> None:
    if sys.platform == "win32" and "writable" in spoil.__name__:
        pytest.skip("no permission bits")
    build = Counter()
    cached("name", "one", build)
    spoil(next(folder.iterdir()))
    assert cached("name", "one", build) == {"built": 1}
    assert build.calls == 2


def test_a_pickle_of_others_is_never_run(folder: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(folder / "ran"),)

    cached("name", "one", Counter())
    path = next(folder.iterdir())
    path.write_bytes(pickle.dumps(Evil()))
    path.chmod(0o666)
    cached("name", "one", Counter())
    assert not (folder / "ran").exists()


def test_an_unusable_folder_is_the_same_as_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file" / "cache"))
    build = Counter()
    assert [cached("name", "one", build) for _ in range(2)] == [{"built": 1}] * 2
    assert build.calls == 2


def test_errors_of_the_builder_come_through(folder: Path) -> None:
    def fail() -> int:
        raise ValueError("broken data")

    with pytest.raises(ValueError, match="broken data"):
        cached("name", "one", fail)
    assert not folder.exists()


def test_only_the_newest_are_kept(folder: Path) -> None:
    cached("name-longer", "one", Counter())
    for number in range(20):
        cached("name", str(number), Counter())
    assert len(list(folder.glob("name-[0-9a-f]*.pickle"))) == 8
    assert len(list(folder.glob("name-longer-*.pickle"))) == 1
    assert not list(folder.glob(".writing-*"))
    build = Counter()
    cached("name", "19", build)
    assert build.calls == 0


def test_the_usual_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    assert "healthlint" in str(cache_dir())
