"""Packed archives as streams that say when they are cut off, and lines of bounded length.

Libraries differ in what they make of a file that ends early: some stop as if nothing were missing.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any

LONGEST = 64 << 20  # bytes of a record: an archive without line ends must not fill the memory
_CHUNK = 16 << 10  # small: a chunk of a hostile frame unpacks to thousands of times its size


def unpacked(raw: IO[bytes], name: str) -> AbstractContextManager[Any]:
    """The bytes of a file, unpacked as its name says; ``OSError`` where it is cut off."""
    lowered = name.lower()
    if lowered.endswith(".gz"):
        return io.BufferedReader(_Members(raw, lambda: zlib.decompressobj(31)), 1 << 16)
    if lowered.endswith(".zst"):
        import zstandard

        # Large windows too (zstd --long=31): big dumps are packed so.
        packer = zstandard.ZstdDecompressor(max_window_size=1 << 31)
        return io.BufferedReader(_Members(raw, packer.decompressobj), 1 << 16)
    return nullcontext(raw)


def lines_of(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The lines of a stream; ``None`` for one that is longer than ``LONGEST``."""
    while line := stream.readline(LONGEST + 1):
        if len(line) <= LONGEST:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LONGEST)
        yield None


class _Members(io.RawIOBase):
    """Packed members (gzip) or frames (Zstandard) one after the other."""

    def __init__(self, raw: IO[bytes], unpacker: Callable[[], Any]) -> None:
        super().__init__()
        self._raw = raw
        self._unpacker = unpacker
        self._member: Any = None
        self._packed = b""  # read and not unpacked
        self._ready = memoryview(b"")  # unpacked and not given out

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As ``io.RawIOBase`` has it."""
        while not self._ready:
            if not self._advance():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _advance(self) -> bool:
        """Unpack a chunk more; whether there was one."""
        self._packed = self._packed or self._raw.read(_CHUNK)
        if not self._packed:
            if self._member is not None:
                # No EOFError: warcio takes that for an end like any other.
                raise OSError("the packed data is cut off")
            return False
        if self._member is None:
            self._packed = self._packed.lstrip(b"\0")  # padding between members
            if not self._packed:
                return True
            self._member = self._unpacker()
        self._ready = memoryview(self._member.decompress(self._packed))
        self._packed = b""
        if self._member.eof:
            self._packed, self._member = self._member.unused_data, None
        return True
