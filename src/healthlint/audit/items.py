"""What is audited: articles with their number in the stream, and slices of them.

The number is the same in every run over the same inputs, so a slice is too: work is cut by it,
kept by it, and found again by it after a crash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from healthlint.source import Source


@dataclass(frozen=True, slots=True)
class Item:
    """One article, or (with ``problem``) one that could not be read.

    ``section``, ``outlet`` and ``authors`` are what the archive says of it: its rubric, where it
    appeared, and who wrote it, one by one where the record has a list.
    """

    path: str
    id: str | None
    source: Source | None
    problem: str | None = None
    section: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The digest of all that the check sees of it."""
        said = self.source.digest if self.source is not None else f"problem:{self.problem}"
        return f"{self.path}\0{self.id}\0{self.section}\0{self.outlet}\0{said}"


@dataclass(frozen=True)
class Slice:
    """Consecutive items; ``first`` is the number of the first, counted from 1.

    ``position`` is how many bytes of the inputs were read when it was cut.
    """

    number: int
    first: int
    items: tuple[Item, ...]
    position: int = 0

    @cached_property
    def digest(self) -> str:
        """The digest of its items, in order."""
        hashed = hashlib.sha256()
        for item in self.items:
            hashed.update(item.digest.encode("utf-8", "surrogatepass") + b"\0\0")
        return hashed.hexdigest()


class Meter:
    """How many bytes of the inputs have been read: moved by the reader, shown as progress."""

    def __init__(self) -> None:
        self.done = 0  # bytes of finished files
        self.within = 0  # bytes of the file in hand

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self.done + self.within


def sliced(items: Iterable[Item], size: int, meter: Meter) -> Iterator[Slice]:
    """The stream cut into slices of ``size`` items, held one at a time."""
    number, first, held = 1, 1, []
    for item in items:
        held.append(item)
        if len(held) == size:
            yield Slice(number, first, tuple(held), meter.position)
            number, first, held = number + 1, first + size, []
    if held:
        yield Slice(number, first, tuple(held), meter.position)
