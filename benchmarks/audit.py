"""How fast and how large an audit is, on an archive made by repeating and perturbing our own
articles: ``python benchmarks/audit.py make 20000 archive.jsonl``, then ``run archive.jsonl`` and
``measure archive.jsonl``.

``run`` audits all of it and samples the memory on the way. ``measure`` runs, side by side, spaCy's
tokenizer alone, ``nlp.pipe(n_process=2)``, one process, two local workers and a Dask cluster of two
nodes. Both count the processor's time beside the clock's: on a machine that others use, the clock
measures them. Projections to a million articles are from processor time, on cores of one's own.
``schema`` rewrites ``schemas/audit.schema.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
MILLION = 1_000_000
_KINDS = {".md": "markdown", ".txt": "text", ".html": "html"}


def main() -> None:
    """The command asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    make_ = commands.add_parser("make")
    make_.add_argument("articles", type=int)
    make_.add_argument("file", type=Path)
    measure_ = commands.add_parser("measure")
    measure_.add_argument("file", type=Path)
    measure_.add_argument("--articles", type=int, default=600, help="for the comparison")
    run_ = commands.add_parser("run")
    run_.add_argument("file", type=Path)
    run_.add_argument("--jobs", type=int, default=1)
    run_.add_argument("--every", type=int, default=1000, help="articles between samples")
    commands.add_parser("schema")
    options = parser.parse_args()
    if options.command == "make":
        make(options.articles, options.file)
    elif options.command == "measure":
        measure(options.file, options.articles)
    elif options.command == "run":
        run_all(options.file, options.jobs, options.every)
    else:
        schema()


def make(articles: int, path: Path) -> None:
    """Write an archive: own articles with paragraphs dropped, swapped and numbered."""
    own = [
        (each.stem, _KINDS[each.suffix], each.read_text(encoding="utf-8"))
        for each in sorted((ROOT / "corpus" / "articles").iterdir())
        if each.suffix in _KINDS
    ]
    with open(path, "w", encoding="utf-8") as file:
        for number in range(articles):
            random_ = random.Random(number)
            name, kind, text = own[number % len(own)]
            year, month = random_.randint(2015, 2026), random_.randint(1, 12)
            record = {
                "id": f"{name}-{number}",
                kind: _perturbed(text, random_, number),
                "date": f"{year}-{month:02}-01",
                "section": random_.choice(["heart", "skin", "body", "food", "mind"]),
            }
            file.write(json.dumps(record) + "\n")


def _perturbed(text: str, random_: random.Random, number: int) -> str:
    head, *parts = text.split("\n\n")
    kept = [part for part in parts if random_.random() > 0.12]
    if len(kept) > 2 and random_.random() < 0.5:
        place = random_.randrange(len(kept) - 1)
        kept[place], kept[place + 1] = kept[place + 1], kept[place]
    kept.insert(
        random_.randint(0, len(kept)),
        f"Reader {number} wrote to us on this in issue {number % 97}.",
    )
    return "\n\n".join([head, *kept])


def run_all(path: Path, jobs: int, every: int) -> None:
    """One audit of all of it: pace and memory at every so many articles."""
    began, spent, sampled = time.perf_counter(), _processor(), -every

    def watch(count: Any) -> None:
        nonlocal sampled
        if count.articles - sampled < every:
            return
        sampled = count.articles
        cpu = _processor() - spent
        print(
            f"{count.articles:>8,} articles {time.perf_counter() - began:7.0f} s, "
            f"{cpu:7.0f} s of processor, {_memory():6.0f} MB resident, "
            f"{count.words / cpu:8,.0f} words a processor second",
            flush=True,
        )

    print(f"--jobs {jobs}; load average {_load()}")
    with tempfile.TemporaryDirectory() as folder:
        seconds, count, size = _audit(path, Path(folder), watch=watch, jobs=jobs, slice_size=100)
        checking = _Cost(seconds, _processor() - spent)
        duplicates = Path(folder) / "out" / "duplicates.parquet"
        copies = _rows_of(duplicates)
    print(
        f"{count.articles:,} articles, {count.words:,} words, {count.findings:,} findings, "
        f"{copies:,} copies, {count.errors:,} errors; {size / count.articles / 1000:.1f} kB an "
        f"article in parts; {_memory():.0f} MB resident at the end, load average {_load()}"
    )
    _say(f"whole audit, --jobs {jobs}", checking, count.articles, count.words)


def _rows_of(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.ParquetFile(path).metadata.num_rows)


class _Cost(NamedTuple):
    """Seconds on the clock, and of the processor in this process and all below it."""

    clock: float
    processor: float


def _processor() -> float:
    import psutil

    own = psutil.Process()
    total = 0.0
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def _memory() -> float:
    """Resident MB of this process and all below it."""
    import psutil

    own = psutil.Process()
    total = 0
    for process in (own, *own.children(recursive=True)):
        with suppress(psutil.Error):
            total += process.memory_info().rss
    return total / (1 << 20)


def _load() -> str:
    import os

    return " ".join(f"{each:.1f}" for each in os.getloadavg())


def measure(path: Path, articles: int) -> None:
    """The comparison, each engine on the same first articles of the archive."""
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.jsonl"
        with open(path, encoding="utf-8") as whole:
            part.write_text("".join(islice(whole, articles)), encoding="utf-8")
        texts, words = _texts(part)
        print(f"{articles:,} articles, {words:,} words; load average {_load()}", flush=True)
        _say("spaCy's tokenizer alone", _timed(lambda: _tokenized(texts)), articles, words)
        _say("nlp.pipe(n_process=2), tokenizer", _timed(lambda: _piped(texts)), articles, words)
        _say("healthlint, one process", _steady(part), articles, words)
        _say("healthlint, --jobs 2", _steady(part, jobs=2), articles, words)
        with _cluster(2) as address:
            cost = _steady(part, scheduler=address)
            _say("healthlint, Dask, two nodes", cost, articles, words)
        print(f"load average {_load()}")


def _steady(path: Path, **values: Any) -> _Cost:
    """What the archive costs at the rate after the workers' start: a million articles pay that
    start once, a short comparison would be nothing else.
    """
    seen: list[tuple[int, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        _, count, _ = _audit(
            path,
            Path(folder),
            watch=lambda count: seen.append((count.articles, time.perf_counter(), _processor())),
            slice_size=10,
            **values,
        )
    # Workers start one after the other: count once all of them are at work.
    (first, began, spent), (last, ended, total) = seen[min(5, len(seen) // 3)], seen[-1]
    share = count.articles / (last - first)
    return _Cost((ended - began) * share, (total - spent) * share)


def _say(name: str, cost: _Cost, articles: int, words: int) -> None:
    hours = cost.processor / articles * MILLION / 3600
    print(
        f"{name:<34} {cost.clock:7.1f} s  {words / cost.clock:10,.0f} words/s; "
        f"{cost.processor:7.1f} s of processor  {words / cost.processor:10,.0f} words/s  "
        f"a million articles: {hours:6.2f} core hours",
        flush=True,
    )


def _timed(work: Callable[[], None]) -> _Cost:
    began, spent = time.perf_counter(), _processor()
    work()
    return _Cost(time.perf_counter() - began, _processor() - spent)


def _texts(path: Path) -> tuple[list[str], int]:
    from healthlint.document import parse_document, read_sources
    from healthlint.document.reading import InputProblem

    texts = [
        parse_document(source).text
        for source in read_sources([path])
        if not isinstance(source, InputProblem)
    ]
    return texts, sum(len(text.split()) for text in texts)


def _tokenized(texts: list[str]) -> None:
    import spacy

    nlp = spacy.blank("en")
    with nlp.memory_zone():
        for text in texts:
            nlp.make_doc(text)


def _piped(texts: list[str]) -> None:
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    for _doc in nlp.pipe(texts, n_process=2, batch_size=64):
        pass


def _audit(path: Path, folder: Path, **values: Any) -> tuple[float, Any, int]:
    from healthlint.audit.running import Request, run
    from healthlint.audit.store import Store
    from healthlint.config import Settings
    from healthlint.workers import Recipe

    watch = values.pop("watch")
    out = folder / "out"
    began = time.perf_counter()
    count = run(Request((str(path),), Recipe(Settings()), **values), Store(out), watch)
    seconds = time.perf_counter() - began
    size = sum(each.stat().st_size for each in out.glob("slices/*/*"))
    return seconds, count, size


@contextmanager
def _cluster(nodes: int) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address, dask = f"tcp://127.0.0.1:{port}", [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    commands = [[*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]]
    commands += [[*dask, "worker", address, "--nthreads", "1", "--no-dashboard"]] * nodes
    running = [subprocess.Popen(command, **quiet) for command in commands]
    try:
        from distributed import Client

        with Client(address, timeout="60s", set_as_default=False) as client:
            client.wait_for_workers(nodes, timeout=60)
        yield address
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait()


def schema() -> None:
    """Rewrite the published schema."""
    from healthlint.audit.tables import json_schema

    text = json.dumps(json_schema(), indent=2) + "\n"
    (ROOT / "schemas" / "audit.schema.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
