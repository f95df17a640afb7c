"""Where slices are worked on: in this process, or by workers of ``dask.distributed``.

Every engine takes slices and gives back tables, in any order; only this process writes. Nothing
but texts goes out and nothing but Arrow tables comes back.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

from healthlint.audit.items import Slice
from healthlint.audit.work import Done, do_slice, failed_slice, joined
from healthlint.errors import SettingsError, StoreError
from healthlint.workers import Recipe

if TYPE_CHECKING:
    from distributed import Client

Engine = Callable[[Iterable[Slice]], Iterator[tuple[Slice, Done]]]
_AHEAD = 2  # slices in hand for each worker: one at work, one waiting
_FATAL = "internal error: the process that checked it died"


@contextmanager
def engine(recipe: Recipe, state: str, jobs: int, scheduler: str | None) -> Iterator[Engine]:
    """The engine asked for; workers of our own end with it, a cluster's stay."""
    if scheduler is None and jobs == 1:
        yield lambda slices: _here(recipe, state, slices)
        return
    with _client(jobs, scheduler) as client:
        yield lambda slices: _there(client, recipe, state, slices)


def _here(recipe: Recipe, state: str, slices: Iterable[Slice]) -> Iterator[tuple[Slice, Done]]:
    for piece in slices:
        yield piece, do_slice(recipe, state, piece)


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Client]:
    from distributed import Client, LocalCluster

    # A lost worker is a matter of course here; its traceback on the screen is not.
    for name in ("distributed", "distributed.worker", "distributed.nanny", "distributed.core",
                 "distributed.scheduler", "distributed.client"):  # fmt: skip
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout="20s")
        except (OSError, ValueError, TimeoutError) as error:
            raise SettingsError(f"--scheduler: {scheduler!r} cannot be reached: {error}") from None
        with client:
            yield client
        return
    with _interrupt_held():
        # One thread a worker: the work holds the interpreter's lock, threads would only wait.
        local = LocalCluster(
            n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )  # fmt: skip
    with local as cluster, Client(cluster) as client:
        yield client


@contextmanager
def _interrupt_held() -> Iterator[None]:
    """Hold Ctrl-C back while workers are started: a terminal sends it to every process, and theirs
    would answer with a traceback each. The thread that starts them, and so they, keep it held.
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - Windows
        yield
        return
    # Starting this one lets go of the signal again (until Python 3.12): so it is started before.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _there(
    client: Client, recipe: Recipe, state: str, slices: Iterable[Slice]
) -> Iterator[tuple[Slice, Done]]:
    from distributed import CancelledError, wait
    from distributed.comm.core import CommClosedError
    from distributed.scheduler import KilledWorker

    remaining = iter(slices)
    waiting: dict[Any, Slice] = {}

    def fill() -> None:
        # As many as the cluster has hands for now: nodes may come and go.
        hands = max(1, sum(client.nthreads().values()))
        while len(waiting) < _AHEAD * hands:
            piece = next(remaining, None)
            if piece is None:
                return
            waiting[_submit(client, recipe, state, piece)] = piece

    fill()
    while waiting:
        ended = wait(list(waiting), return_when="FIRST_COMPLETED").done
        for future in sorted(ended, key=lambda each: waiting[each].number):
            piece = waiting.pop(future)
            try:
                done = future.result()
            except KilledWorker:
                done = _one_by_one(client, recipe, state, piece)
            except (CancelledError, CommClosedError):
                raise StoreError(
                    "the scheduler is gone; what was done stays done, and the same command goes "
                    "on from there"
                ) from None
            with suppress(Exception):
                future.release()
            yield piece, done
        fill()


def _submit(client: Client, recipe: Recipe, state: str, piece: Slice) -> Any:
    # Named by what it is: two audits on one cluster must not take each other's results.
    key = f"healthlint-{state[:12]}-{piece.first}-{piece.digest}"
    return client.submit(do_slice, recipe, state, piece, key=key)


def _one_by_one(client: Client, recipe: Recipe, state: str, piece: Slice) -> Done:
    """A slice that killed worker after worker: only the article that does it is an error."""
    from distributed.scheduler import KilledWorker

    parts = []
    for place, item in enumerate(piece.items):
        alone = Slice(piece.number, piece.first + place, (item,))
        try:
            parts.append(_submit(client, recipe, state, alone).result())
        except KilledWorker:
            parts.append(failed_slice(alone, _FATAL))
    return joined(piece, parts)
