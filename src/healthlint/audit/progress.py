"""How far an audit is: a bar on a terminal, plain lines anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from healthlint.audit.running import Count, Watch

_EVERY = 10.0  # seconds between lines of a log


class _Pace:
    """Rate and remaining time of this run; what an earlier run did is no work of this one."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._base: int | None = None

    def rate(self, count: Count) -> float:
        """Articles a second."""
        return (count.articles - count.resumed) / max(1e-6, time.monotonic() - self._began)

    def remaining(self, count: Count) -> float | None:
        """Seconds, judged by the bytes still to read; ``None`` before anything is done."""
        if self._base is None:
            self._base = count.position if count.resumed else 0
        done = count.position - self._base
        if done <= 0 or not count.total:
            return None
        spent = time.monotonic() - self._began
        return max(0.0, (count.total - count.position) * spent / done)


def said(count: Count, pace: _Pace) -> str:
    """One line: articles, rate, remaining time, findings, errors."""
    left = pace.remaining(count)
    remaining = "" if left is None else f", {clock(left)} left"
    return (
        f"{count.articles:,} articles, {pace.rate(count):.1f} a second{remaining}, "
        f"{count.findings:,} findings, {count.errors:,} errors"
    )


def brief(count: Count, pace: _Pace) -> str:
    """The same beside a bar, for a terminal of 80 columns."""
    left = pace.remaining(count)
    remaining = "" if left is None else f", {clock(left)} left"
    errors = f", {count.errors:,} errors" if count.errors else ""
    return (
        f"{count.articles:,} articles, {pace.rate(count):.1f}/s{remaining}, "
        f"{count.findings:,} findings{errors}"
    )


def clock(seconds: float) -> str:
    """A duration as ``1:02:03`` or ``2:03``."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


@contextmanager
def shown(screen: TextIO) -> Iterator[Watch]:
    """What is told how far the run is."""
    pace = _Pace()
    if not screen.isatty():
        yield _lines(screen, pace)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    console = Console(file=screen)
    columns = (
        BarColumn(bar_width=max(8, min(40, console.width - 70))),
        TaskProgressColumn(),
        TextColumn("{task.fields[said]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("auditing", total=None, said="starting")

        def watch(count: Count) -> None:
            bar.update(
                task, total=count.total or None, completed=count.position, said=brief(count, pace)
            )

        yield watch


def _lines(screen: TextIO, pace: _Pace) -> Callable[[Count], None]:
    last = time.monotonic()

    def watch(count: Count) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            print(f"healthlint: {said(count, pace)}", file=screen, flush=True)

    return watch
