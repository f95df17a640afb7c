"""``kill -9`` at random moments costs time and nothing else."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from healthlint.audit.store import Store
from tests.audit.archive import archive, audited, contents, environment

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_twenty_kills_leave_the_result_of_an_undisturbed_run(tmp_path: Path) -> None:
    source = archive(tmp_path / "archive.jsonl", 60)
    audited(tmp_path / "warm", source, slice_size=5)
    began = time.monotonic()
    calm, count = audited(tmp_path / "calm", source, slice_size=5)
    seconds = time.monotonic() - began
    assert count.articles == 60

    out = tmp_path / "killed"
    command = [sys.executable, "-m", "tests.audit.killed", source, out, "20", "3", str(seconds)]
    ended = subprocess.run(
        list(map(str, command)), cwd=ROOT, env=environment(), capture_output=True, text=True,
        timeout=240,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) == 20
    rounds = sorted(out.iterdir())
    # Many rounds would mean that hardly a kill hit a run in its middle.
    assert 1 <= len(rounds) <= 12
    for folder in rounds:
        assert contents(Store(folder)) == contents(calm)
        assert not list(folder.glob("**/.writing*"))


def test_a_folder_is_written_by_one_run_at_a_time(tmp_path: Path) -> None:
    from healthlint.errors import StoreError

    source = archive(tmp_path / "archive.jsonl", 2)
    store, _ = audited(tmp_path / "out", source)
    with store.locked(), pytest.raises(StoreError, match="another audit is writing"):
        audited(tmp_path / "out", source)
