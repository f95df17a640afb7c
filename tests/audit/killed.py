"""Run as a program: audits an archive again and again, killing each run after a random while.

The pipeline is built before the fork, so that the kills fall into the work and not into its start.
A run that gets to its end is followed by a new one in the next folder of OUT; the last is left
to end. Arguments: INPUT, OUT, number of kills, seed, seconds one undisturbed run takes.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from pathlib import Path

from healthlint.audit import work
from healthlint.audit.running import Request, run
from healthlint.audit.store import Store
from healthlint.results import state_of
from tests.audit.archive import request


def main() -> None:
    source, out, kills, seed, seconds = sys.argv[1:]
    asked = request(source, slice_size=5)
    state = state_of(())
    work._checkers[(state, repr(asked.recipe))] = asked.recipe.build()
    random_ = random.Random(int(seed))
    killed = round_ = 0
    while killed < int(kills):
        child = _started(asked, Path(out) / str(round_))
        # Short spells, so that an archive takes several kills to get through.
        time.sleep(random_.uniform(0.01, float(seconds) / 3))
        os.kill(child, signal.SIGKILL)
        if _ended(child):
            round_ += 1
        else:
            killed += 1
    _ended(_started(asked, Path(out) / str(round_)))
    print(killed)


def _started(asked: Request, folder: Path) -> int:
    child = os.fork()
    if child:
        return child
    try:
        run(asked, Store(folder), lambda count: None)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def _ended(child: int) -> bool:
    """Whether a run came to its end; not if it was killed before."""
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("a run failed")
    return os.WIFEXITED(status)


if __name__ == "__main__":
    main()
