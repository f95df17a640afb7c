"""Near-duplicates and syndicated copies: MinHash signatures, banded for a join on disk.

Signatures are made where an article is checked; copies are found after the run, by joining equal
bands in DuckDB, so that memory does not grow with the archive (an index in memory would).
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

from datasketch import MinHash, MinHashLSH

PERMUTATIONS = 64
THRESHOLD = 0.8
_SHINGLE = 3
_FEWEST = 20  # words; shorter texts resemble each other by chance


@lru_cache(maxsize=1)
def banding() -> tuple[int, int]:
    """Bands and rows in a band, chosen by datasketch for our threshold, leaning to recall."""
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, weights=(0.2, 0.8))
    return index.b, index.r


@lru_cache(maxsize=1)
def _empty() -> MinHash:
    return MinHash(num_perm=PERMUTATIONS, seed=1)


def signature_of(text: str) -> tuple[list[int], bytes] | None:
    """The bands and the signature of a text; none of a very short one."""
    words = text.casefold().split()
    if len(words) < _FEWEST:
        return None
    grams = {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}
    sketch = _empty().copy()
    sketch.update_batch([gram.encode("utf-8", "surrogatepass") for gram in grams])
    signature = sketch.hashvalues.astype("<u4").tobytes()
    bands, rows = banding()
    return [_band(number, signature, rows) for number in range(bands)], signature


def _band(number: int, signature: bytes, rows: int) -> int:
    piece = signature[number * rows * 4 : (number + 1) * rows * 4]
    digest = hashlib.blake2b(bytes([number]) + piece, digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def words_digest(text: str) -> str:
    """The digest of a text's words: equal in copies that differ only in layout and case."""
    folded = " ".join(text.casefold().split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:32]
