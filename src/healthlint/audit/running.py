"""One audit from inputs to a finished folder; run again, it goes on where it was."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from healthlint import __version__
from healthlint.audit.duplicates import find_duplicates
from healthlint.audit.engines import engine
from healthlint.audit.inputs import files_of, read_items
from healthlint.audit.items import Meter, Slice, sliced
from healthlint.audit.questions import write_duckdb
from healthlint.audit.records import Columns
from healthlint.audit.register import register
from healthlint.audit.store import DUCKDB, DUPLICATES, SliceNote, Store
from healthlint.audit.work import Done
from healthlint.config import Settings
from healthlint.errors import StoreError
from healthlint.results import state_of
from healthlint.workers import Recipe

SLICE = 100


@dataclass(frozen=True)
class Request:
    """All that decides an audit's rows, and how they are made."""

    inputs: tuple[str, ...]
    recipe: Recipe
    columns: Columns = field(default_factory=Columns)
    slice_size: int = SLICE
    jobs: int = 1
    scheduler: str | None = None
    pinned_today: bool = False  # whether the user named the day


@dataclass
class Count:
    """How far a run is; the progress shows it."""

    articles: int = 0
    words: int = 0
    findings: int = 0
    errors: int = 0
    slices: int = 0
    resumed: int = 0
    position: int = 0
    total: int = 0

    def add(self, words: int, rows: dict[str, int], position: int) -> None:
        """Count a slice in."""
        self.slices += 1
        self.articles += rows["articles"] + rows["errors"]
        self.words += words
        self.findings += rows["findings"]
        self.errors += rows["errors"]
        self.position = max(self.position, position)


Watch = Callable[[Count], None]


def run(request: Request, store: Store, watch: Watch) -> Count:
    """Audit the inputs into the store. Raises ``StoreError`` and ``InputError``."""
    store.prepare()
    with store.locked():
        recipe, state = _agreed(request, store)
        exclude = recipe.settings.exclude
        count = Count(total=register(store, files_of(request.inputs, exclude)))
        done = {note.number: note for note in store.done()}
        meter = Meter()
        items = read_items(files_of(request.inputs, exclude), request.columns, meter)
        slices = _Slices(sliced(items, request.slice_size, meter), done, count)
        with engine(recipe, state, request.jobs, request.scheduler) as work:
            for piece, result in work(slices.to_do()):
                store.keep(result)
                count.add(result.words, _rows(result), piece.position)
                watch(count)
        if slices.seen < len(done):
            raise StoreError(f"{store.folder}: holds more slices than the inputs give")
        # Made last: a run that was ended between them has the parts and not these.
        if slices.fresh or not all((store.folder / name).exists() for name in (DUPLICATES, DUCKDB)):
            find_duplicates(store)
            write_duckdb(store)
        return count


def _rows(done: Done) -> dict[str, int]:
    return {name: table.num_rows for name, table in done.tables.items()}


class _Slices:
    """The slices still to do; those that are done are counted and compared with their inputs."""

    def __init__(self, slices: Iterator[Slice], done: dict[int, SliceNote], count: Count) -> None:
        self._slices = slices
        self._done = done
        self._count = count
        self.seen = 0
        self.fresh = 0

    def to_do(self) -> Iterator[Slice]:
        """In order."""
        for piece in self._slices:
            note = self._done.get(piece.number)
            if note is None:
                self.fresh += 1
                yield piece
                continue
            if note.digest != piece.digest:
                last = piece.first + len(piece.items) - 1
                raise StoreError(
                    f"articles {piece.first} to {last} are not what they were when this audit "
                    "began; audit the new state into another --out"
                )
            self.seen += 1
            self._count.resumed += len(piece.items)
            self._count.add(note.words, dict(note.rows), piece.position)


def _agreed(request: Request, store: Store) -> tuple[Recipe, str]:
    """The recipe as this audit began with it. Raises ``StoreError`` if another is asked for."""
    state = state_of(request.recipe.folders())
    held = store.manifest()
    if held is None:
        store.write_manifest(_asked(request, state))
        return request.recipe, state
    recipe = request.recipe
    if not request.pinned_today:
        # Yesterday's run goes on as yesterday's: articles do not age in the middle of an audit.
        today = datetime.date.fromisoformat(held["settings"]["today"])
        recipe = replace(recipe, settings=replace(recipe.settings, today=today))
    asked = _asked(replace(request, recipe=recipe), state)
    for name in ("inputs", "columns", "slice_size", "settings", "reference", "patterns", "state"):
        if held.get(name) != asked[name]:
            raise StoreError(_otherwise(store, name, held.get(name), asked[name]))
    return recipe, state


def _otherwise(store: Store, name: str, was: Any, now: Any) -> str:
    if name == "state":
        return (
            f"{store.folder}: was begun with another healthlint, reference or patterns; finish it "
            "with those, or audit into another --out"
        )
    if isinstance(was, dict) and isinstance(now, dict):
        name, was, now = next(
            (f"{name}: {key}", was.get(key), now.get(key))
            for key in now
            if was.get(key) != now.get(key)
        )
    return (
        f"{store.folder}: was begun with {name} {was}, and now {now} is asked for; "
        "audit that into another --out"
    )


def _asked(request: Request, state: str) -> dict[str, Any]:
    recipe = request.recipe
    return {
        "healthlint": __version__,
        "inputs": list(request.inputs),
        "columns": {name: _plain(value) for name, value in asdict(request.columns).items()},
        "slice_size": request.slice_size,
        "settings": _settings(recipe.settings),
        "suppress": recipe.suppress,
        "reference": [str(path) for path in recipe.reference],
        "patterns": [str(path) for path in recipe.patterns],
        "state": state,
    }


def _settings(settings: Settings) -> dict[str, Any]:
    return {
        each.name: _plain(getattr(settings, each.name))
        for each in fields(settings)
        if each.name not in ("origins", "root")
    }


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_plain(inner) for inner in value]
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    return repr(value)
