"""The same rows from one process, from local workers and from a cluster of two nodes; a worker
killed in the middle costs only time.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from healthlint.audit.running import Count
from healthlint.audit.store import Store
from tests.audit.archive import CLI, archive, audited, contents, environment

ARTICLES, SLICE = 200, 10
SLICES = ARTICLES // SLICE


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive(tmp_path_factory.mktemp("archive") / "archive.jsonl", ARTICLES)


@pytest.fixture(scope="module")
def alone(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The audit in one process, which the others must equal."""
    store, count = audited(tmp_path_factory.mktemp("alone"), source, slice_size=SLICE)
    assert count.articles == ARTICLES
    assert count.findings > 500
    return store


class Killer:
    """Kills a worker once some slices are back and others are not."""

    def __init__(self, victims: list[int] | None = None) -> None:
        self._victims = victims
        self.killed_after = 0

    def __call__(self, count: Count) -> None:
        if self.killed_after or count.slices < 4:
            return
        victims = self._victims or [
            child.pid
            for child in psutil.Process().children(recursive=True)
            if "spawn_main" in " ".join(child.cmdline())
        ]
        assert victims, "no worker to kill"
        os.kill(victims[0], signal.SIGKILL)
        self.killed_after = count.slices


def test_local_workers_give_the_same_rows_with_one_killed(
    alone: Store, source: Path, tmp_path: Path
) -> None:
    killer = Killer()
    store, count = audited(tmp_path, source, slice_size=SLICE, jobs=2, watch=killer)
    assert 0 < killer.killed_after < SLICES
    assert count.errors == 0
    assert contents(store) == contents(alone)


def test_a_cluster_gives_the_same_rows_with_a_node_killed(
    alone: Store, source: Path, tmp_path: Path
) -> None:
    with cluster(2) as (address, nodes):
        killer = Killer([nodes[0].pid])
        store, count = audited(tmp_path, source, slice_size=SLICE, scheduler=address, watch=killer)
        assert 0 < killer.killed_after < SLICES
        assert nodes[0].wait(timeout=20) == -signal.SIGKILL
        assert nodes[1].poll() is None
    assert count.errors == 0
    assert contents(store) == contents(alone)


@pytest.mark.skipif(sys.platform == "win32", reason="needs process groups")
def test_ctrl_c_ends_workers_without_a_word_of_theirs(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = subprocess.Popen(
        [*CLI, "audit", source, "--out", out, "--jobs", "2", "--slice", "4", "--isolated"],
        env=environment(), stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not list(out.glob("slices/0*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    below = psutil.Process(run.pid).children(recursive=True)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: to all of them
    said = run.communicate(timeout=60)[1]
    assert run.returncode == 130
    assert "Traceback" not in said
    assert below
    assert not psutil.wait_procs(below, timeout=20)[1]


@contextmanager
def cluster(number: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and that many nodes, each a process of its own on the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    dask = [sys.executable, "-m", "dask"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment()}
    host, port = "127.0.0.1", address.rpartition(":")[2]
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", host, "--port", port, "--no-dashboard"],
        **quiet,  # type: ignore[call-overload]
    )
    nodes = [
        subprocess.Popen(
            [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"],
            **quiet,  # type: ignore[call-overload]
        )
        for _ in range(number)
    ]
    try:
        from distributed import Client

        with Client(address, timeout="30s", set_as_default=False) as client:
            client.wait_for_workers(number, timeout=60)
        yield address, nodes
    finally:
        for process in (*nodes, scheduler):
            process.kill()
            process.wait()
