"""The same input gives the same report, whatever order Python's sets have in a process."""

from __future__ import annotations

import os
import subprocess
import sys

# Each of these orders is known by more than one statement of the reference.
TEXT = (
    "# Tablets after a clot\n\n"
    "Many people are given tablets after a clot in the leg, and many find them a bother. Stop your "
    "warfarin as soon as your leg feels well. Give your leftover morphine tablets to a friend "
    "who is in pain. You can stop your valproate once you have had no fits for a month. Walk a "
    "little every day and drink plenty of water, and you will soon forget the whole thing.\n"
)
SCRIPT = (
    "from healthlint.check import Checker\n"
    f"report = Checker().check_text({TEXT!r}, 'markdown')\n"
    "print([(f.rule, f.message, f.facts, f.spans) for f in report.findings])\n"
)


def _report(seed: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout


def test_findings_do_not_hang_on_the_order_of_sets() -> None:
    reports = {_report(seed) for seed in ("1", "2", "4")}
    assert len(reports) == 1
    assert "AD001" in reports.pop()
