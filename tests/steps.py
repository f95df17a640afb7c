"""Work counted in lines run and calls made: the same on every machine, however busy."""

from __future__ import annotations

import sys
from collections.abc import Callable


def steps(run: Callable[[], object]) -> int:
    """How many steps of Python a call takes."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> object:
        nonlocal counted
        counted += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        run()
    finally:
        sys.settrace(before)
    return counted
