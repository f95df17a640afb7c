"""How fast and how large an audit is, on an archive made by repeating and perturbing our own
articles: ``python benchmarks/audit.py make 20000 archive.jsonl``, then ``measure archive.jsonl``.

``measure`` runs, side by side, spaCy's tokenizer alone, ``nlp.pipe(n_process=2)``, one process,
two local workers and a Dask cluster of two nodes, and projects each to a million articles.
``schema`` rewrites ``schemas/audit.schema.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

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
    memory_ = commands.add_parser("memory")
    memory_.add_argument("file", type=Path)
    commands.add_parser("schema")
    options = parser.parse_args()
    if options.command == "make":
        make(options.articles, options.file)
    elif options.command == "measure":
        measure(options.file, options.articles)
    elif options.command == "memory":
        memory(options.file)
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


def memory(path: Path) -> None:
    """Peak memory of one process at a third of the archive and at its end."""
    peaks: list[tuple[int, float]] = []

    def watch(count: Any) -> None:
        peaks.append((count.articles, _peak()))

    seconds, count, size = _audit(path, watch=watch)
    third = next(peak for articles, peak in peaks if articles >= count.articles / 3)
    print(
        f"one process: {count.articles:,} articles, {count.words:,} words in {seconds:.0f} s "
        f"({count.words / seconds:,.0f} words/s); peak {third:.0f} MB at a third, "
        f"{peaks[-1][1]:.0f} MB at the end of the slices, {_peak():.0f} MB with the copies found; "
        f"{size / count.articles / 1000:.1f} kB an article on disk"
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(path: Path, articles: int) -> None:
    """The comparison, each engine on the same first articles of the archive."""
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.jsonl"
        with open(path, encoding="utf-8") as whole:
            part.write_text("".join(islice(whole, articles)), encoding="utf-8")
        texts, words = _texts(part)
        _audit(part, limit_warm=True)
        _say("spaCy's tokenizer alone", _timed(lambda: _tokenized(texts)), articles, words)
        _say("nlp.pipe(n_process=2), tokenizer", _timed(lambda: _piped(texts)), articles, words)
        _say("healthlint, one process", _steady(part), articles, words)
        _say("healthlint, --jobs 2", _steady(part, jobs=2), articles, words)
        with _cluster(2) as address:
            seconds = _steady(part, scheduler=address)
            _say("healthlint, Dask, two nodes", seconds, articles, words)


def _steady(path: Path, **values: Any) -> float:
    """Seconds for the archive at the rate after the workers' start: a million articles pay that
    start once, a short comparison would be nothing else.
    """
    seen: list[tuple[int, float]] = []
    _, count, _ = _audit(
        path,
        watch=lambda count: seen.append((count.articles, time.perf_counter())),
        slice_size=10,
        **values,
    )
    # Two workers end their first slices together: count from the second.
    (first, began), (last, ended) = seen[1], seen[-1]
    return (ended - began) / (last - first) * count.articles


def _say(name: str, seconds: float, articles: int, words: int) -> None:
    hours = seconds / articles * MILLION / 3600
    print(
        f"{name:<34} {seconds:7.1f} s  {words / seconds:10,.0f} words/s  "
        f"a million articles: {hours:6.1f} h",
        flush=True,
    )


def _timed(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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


def _audit(path: Path, *, limit_warm: bool = False, **values: Any) -> tuple[float, Any, int]:
    from healthlint.audit.running import Request, run
    from healthlint.audit.store import Store
    from healthlint.config import Settings
    from healthlint.workers import Recipe

    watch = values.pop("watch", lambda count: None)
    with tempfile.TemporaryDirectory() as folder:
        source = path
        if limit_warm:
            source = Path(folder) / "warm.jsonl"
            with open(path, encoding="utf-8") as whole:
                source.write_text("".join(islice(whole, 20)), encoding="utf-8")
        out = Path(folder) / "out"
        began = time.perf_counter()
        values.setdefault("slice_size", 50)
        count = run(Request((str(source),), Recipe(Settings()), **values), Store(out), watch)
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
