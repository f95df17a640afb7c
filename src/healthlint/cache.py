"""Compiled data kept between runs, in the user's own cache folder.

Entries are keyed by content, so nothing ever has to be declared stale. They are pickles, which
can run code when read: only a folder and files that belong to this user, and that nobody else
may write, are trusted. A cache that cannot be read or written is the same as none.
"""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

Built = TypeVar("Built")

CACHE_VARIABLE = "HEALTHLINT_CACHE_DIR"
_KEPT = 8


def cache_dir() -> Path:
    """Where compiled data is kept: ``HEALTHLINT_CACHE_DIR``, or the platform's place for it."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("healthlint")


def cached(name: str, digest: str, build: Callable[[], Built]) -> Built:
    """What ``build`` gives, from the cache if it was built before from the same ``digest``.

    ``digest`` stands for everything that ``build`` reads except healthlint's own code, which is
    part of the key anyway. The value must survive pickling. Errors of ``build`` are not kept.
    """
    key = hashlib.sha256(f"{name}\0{digest}\0{_code_stamp()}".encode()).hexdigest()[:32]
    path = cache_dir() / f"{name}-{key}.pickle"
    with suppress(Exception):
        # Whatever is wrong with a stored value, building it anew is right.
        value: Built = _read(path)
        return value
    built = build()
    content = pickle.dumps(built, protocol=pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        write_whole(path, content)
        _prune(path.parent, name)
    return built


@lru_cache(maxsize=1)
def _code_stamp() -> str:
    # Stored values depend on the classes they were made of. Sizes and times of the modules tell a
    # new version, and an edit in a checkout, for half a millisecond.
    hashed = hashlib.sha256(sys.version.encode())
    package = Path(__file__).resolve().parent
    for path in sorted(package.rglob("*.py")):
        with suppress(OSError):
            status = path.stat()
            name = path.relative_to(package).as_posix()
            hashed.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return hashed.hexdigest()


def _read(path: Path) -> Any:
    with path.open("rb") as file:
        if not (_ours(os.fstat(file.fileno())) and _ours(path.parent.stat())):
            raise PermissionError(path)
        # Thousands of small objects arrive at once; collecting in between only costs time.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return pickle.load(file)
        finally:
            if collecting:
                gc.enable()


def _ours(status: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True
    others = stat.S_IWGRP | stat.S_IWOTH
    return status.st_uid == os.geteuid() and not status.st_mode & others


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by renaming: another process sees all of it or nothing. Raises ``OSError``."""
    import tempfile

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        # Renaming is atomic: another process sees the whole file or none.
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _prune(folder: Path, name: str) -> None:
    files = [path for path in folder.glob(f"{name}-*.pickle") if path.stem[:-33] == name]
    for path in sorted(files, key=lambda file: file.stat().st_mtime_ns)[:-_KEPT]:
        path.unlink(missing_ok=True)
