"""How long ``--help`` and ``--version`` take beyond Python's own start: ``python
benchmarks/startup.py [RUNS]``. Aim: within 150 ms. The best of several runs counts: a machine that
is busy shows less in it.
"""

from __future__ import annotations

import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "healthlint --version": ["-m", "healthlint", "--version"],
    "healthlint --help": ["-m", "healthlint", "--help"],
    "healthlint check --help": ["-m", "healthlint", "check", "--help"],
}


def seconds(arguments: list[str]) -> float:
    """The time of one run."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main(runs: int) -> None:
    """Print each command's time, and how far it lies above Python's own."""
    best: dict[str, float] = {}
    for name, arguments in COMMANDS.items():
        seconds(arguments)
        best[name] = min(seconds(arguments) for _ in range(runs))
    own = best["python -c pass"]
    for name, spent in best.items():
        print(f"{name:<26}{spent * 1000:7.0f} ms  {(spent - own) * 1000:+7.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 11)
