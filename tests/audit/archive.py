"""Small archives made of our own sentences, and audits of them."""

from __future__ import annotations

import datetime
import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from healthlint.audit.records import Columns
from healthlint.audit.running import Count, Request, run
from healthlint.audit.store import Store
from healthlint.config import Settings
from healthlint.workers import Recipe

SUBJECTS = ("a sore knee", "heartburn", "a swollen calf", "back pain", "migraine", "a chesty cough")
SENTENCES = (
    "Doctors warn that {} can be the first sign of something else.",
    "Most people with {} feel better within two weeks.",
    "This one spice cures {} for good.",
    "Ask a pharmacist which painkiller suits you if {} keeps you awake.",
    "A blood clot in the leg can cause swelling, warmth and pain in one calf.",
    "Never stop taking your tablets because of {} unless your doctor agrees.",
    "Call an ambulance if you are short of breath or have crushing chest pain.",
    "According to Dr Ilse Marrow, a rheumatologist, rest is seldom the answer to {}.",
    "Massage the swollen calf hard until the clot dissolves.",
    "A diary of meals, sleep and stress often shows what brings {} on.",
)


def record(number: int, seed: int = 7) -> dict[str, Any]:
    """One short article; the same number and seed give the same one."""
    random_ = random.Random(f"{seed}:{number}")
    subject = random_.choice(SUBJECTS)
    chosen = random_.sample(SENTENCES, 5)
    text = "\n\n".join(sentence.format(subject) for sentence in chosen)
    return {
        "id": f"a{number:04}",
        "title": f"What to know about {subject}, part {number}",
        "author": random_.choice(["Ola Finch", None]),
        "date": f"20{random_.randint(19, 25)}-0{random_.randint(1, 9)}-11",
        "section": random_.choice(["body", "food"]),
        "text": f"What to know about {subject}, part {number}\n\n{text}\n",
    }


def archive(path: Path, number: int, seed: int = 7) -> Path:
    """A ``.jsonl`` of that many articles."""
    with open(path, "w", encoding="utf-8") as file:
        for each in range(number):
            file.write(json.dumps(record(each, seed)) + "\n")
    return path


def request(*inputs: Path | str, **values: Any) -> Request:
    """What an audit of inputs asks for, on a fixed day."""
    columns = values.pop("columns", Columns())
    settings = Settings(today=datetime.date(2026, 1, 5))
    names = tuple(map(str, inputs))
    return Request(names, Recipe(settings), columns, pinned_today=True, **values)


def audited(out: Path, *inputs: Path | str, **values: Any) -> tuple[Store, Count]:
    """The audit of inputs, in this process unless asked otherwise."""
    watch = values.pop("watch", lambda count: None)
    store = Store(out)
    return store, run(request(*inputs, **values), store, watch)


def contents(store: Store) -> dict[str, bytes]:
    """Every file of the result that must be the same in equal audits."""
    paths = [*store.slices.glob("*/*"), store.folder / "duplicates.parquet"]
    return {str(path.relative_to(store.folder)): path.read_bytes() for path in paths}


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    """All rows of a table, slices in order."""

    def parts() -> Iterator[dict[str, Any]]:
        for path in sorted(store.slices.glob(f"*/{table}.parquet")):
            yield from pq.read_table(path).to_pylist()

    return list(parts())


def environment() -> dict[str, str]:
    """The environment of a command started by a test: this checkout's code."""
    source = str(Path(__file__).resolve().parents[2] / "src")
    return {**os.environ, "PYTHONPATH": source, "NO_COLOR": "1"}


CLI = (sys.executable, "-c", "from healthlint.cli import main; main()")
