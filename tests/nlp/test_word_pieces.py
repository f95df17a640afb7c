"""Words cut into pieces as the encoder's own tokenizer cuts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthlint.nlp.encoder import MOST_PIECES, load_encoder
from healthlint.nlp.word_pieces import piece_numbers

PIECES = ["[UNK]", "[CLS]", "[SEP]", "wait", "##ing", "w", "##a", "don", "'", "t", ".", "cafe"]
KNOWN = {name: number for number, name in enumerate(PIECES)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wait.", ["wait", "."]),
        ("WAITING", ["wait", "##ing"]),
        ("wa", ["w", "##a"]),
        ("don't", ["don", "'", "t"]),
        ("café", ["cafe"]),
        ("xyz wait", ["[UNK]", "wait"]),
        ("waitx", ["[UNK]"]),
        ("", []),
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(text: str, expected: list[str]) -> None:
    numbers = piece_numbers(KNOWN, text, 20)
    assert [PIECES[number] for number in numbers] == ["[CLS]", *expected, "[SEP]"]


def test_what_is_too_long_is_left_out_but_the_end_is_marked() -> None:
    numbers = piece_numbers(KNOWN, "wait " * 50, 10)
    assert len(numbers) == 10
    assert PIECES[numbers[-1]] == "[SEP]"


@given(st.text(max_size=300))
def test_any_text_can_be_cut(text: str) -> None:
    encoder = load_encoder()
    numbers = piece_numbers(encoder.pieces, text, MOST_PIECES)
    assert 2 <= len(numbers) <= MOST_PIECES
    assert max(numbers) < len(encoder.pieces)
