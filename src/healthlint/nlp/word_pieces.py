"""Words cut into the pieces that an encoder knows.

The scheme is BERT's for lower-cased English: accents are dropped, marks stand alone, and a word is
cut greedily into the longest known pieces, those within a word marked ``##``. Source: Devlin et
al. 2019; the same pieces as the ``bert-base-uncased`` tokenizer gives, without its library.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

UNKNOWN, FIRST, LAST = "[UNK]", "[CLS]", "[SEP]"
_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_LONGEST = 60  # characters of a word that is cut; longer ones are no words


def piece_numbers(pieces: Mapping[str, int], text: str, most: int) -> list[int]:
    """The numbers of the pieces of a text, between those of its first and last mark; at most
    ``most`` of them, what follows being left out."""
    found = [pieces[FIRST]]
    for word in _WORD.findall(_plain(text)):
        found += _cut(pieces, word)
        if len(found) >= most:
            break
    return [*found[: most - 1], pieces[LAST]]


def bare_numbers(pieces: Mapping[str, int], text: str) -> list[int]:
    """The numbers of all pieces of a text, without marks."""
    return [number for word in _WORD.findall(_plain(text)) for number in _cut(pieces, word)]


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")


def _cut(pieces: Mapping[str, int], word: str) -> list[int]:
    known = pieces.get(word)
    if known is not None:
        return [known]
    if len(word) > _LONGEST:
        return [pieces[UNKNOWN]]
    found = list(_longest_pieces(pieces, word))
    return found if all(number >= 0 for number in found) else [pieces[UNKNOWN]]


def _longest_pieces(pieces: Mapping[str, int], word: str) -> Iterator[int]:
    """The longest known pieces from left to right; -1 for a rest that has none."""
    start = 0
    while start < len(word):
        mark = "##" if start else ""
        for end in range(len(word), start, -1):
            number = pieces.get(mark + word[start:end])
            if number is not None:
                yield number
                start = end
                break
        else:
            yield -1
            return
