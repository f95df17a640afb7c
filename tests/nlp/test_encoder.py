"""The encoder: its file, its bounds, and that what it was fitted for carries over.

The sentences here are in no file it was fitted on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthlint.data import data_dir
from healthlint.errors import DataError
from healthlint.nlp.encoder import (
    DANGER,
    FALSEHOOD,
    MOST_AFTER,
    MOST_BEFORE,
    MOST_TITLE,
    OUTPUTS,
    Surroundings,
    load_context_encoder,
    load_encoder,
    read_context_encoder,
    read_encoder,
    window,
)

WEIGHTS = data_dir("patterns") / "weights"


@given(st.text(max_size=400))
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_read_and_reads_the_same_twice(text: str) -> None:
    encoder = load_encoder()
    read = encoder.read(text)
    assert set(read) == set(OUTPUTS)
    assert read == encoder.read(text)
    assert np.isfinite(encoder.vector(text)).all()


@pytest.mark.parametrize(
    ("dangerous", "safe"),
    [
        (
            "If your arm has gone weak and your speech is slurred, sleep on it and ring the "
            "surgery after the weekend.",
            "If your arm has gone weak and your speech is slurred, call an ambulance at once.",
        ),
        (
            "Once your blood pressure is normal you can stop the tablets without asking anyone.",
            "Once your blood pressure is normal, keep taking the tablets unless your doctor "
            "changes them.",
        ),
    ],
)
def test_dangerous_advice_reads_more_dangerous_than_its_safe_twin(
    dangerous: str, safe: str
) -> None:
    encoder = load_encoder()
    assert encoder.read(dangerous)[DANGER] > 0 > encoder.read(safe)[DANGER]


def test_a_falsehood_reads_more_false_than_its_denial() -> None:
    encoder = load_encoder()
    told = encoder.read("The measles jab is what gives children autism.")[FALSEHOOD]
    denied = encoder.read("The measles jab does not give children autism.")[FALSEHOOD]
    assert told > 0 > denied


def test_case_and_accents_do_not_matter() -> None:
    encoder = load_encoder()
    assert encoder.read("Naïve CAFÉ advice") == encoder.read("naive cafe advice")


def test_a_broken_file_is_told_by_name(tmp_path: Path) -> None:
    weights, pieces = tmp_path / "encoder.npz", tmp_path / "pieces.txt"
    np.savez(weights, outputs=np.zeros((384, 3)))
    pieces.write_text("a\nb\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"encoder\.npz"):
        read_encoder(weights, pieces)


def test_pieces_and_embeddings_go_together(tmp_path: Path) -> None:
    pieces = tmp_path / "pieces.txt"
    pieces.write_text("[UNK]\n[CLS]\n[SEP]\n", encoding="utf-8")
    with pytest.raises(DataError, match="3 pieces"):
        read_encoder(WEIGHTS / "encoder.npz", pieces)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=15, deadline=None)
def test_any_text_can_be_read_in_its_place(before: str, text: str, after: str) -> None:
    encoder = load_context_encoder()
    around = Surroundings("A title", before, after)
    read = encoder.read(text, around)
    assert set(read) == set(OUTPUTS)
    assert read == encoder.read(text, around)


def test_a_window_keeps_the_words_beside_the_passage() -> None:
    pieces = load_encoder().pieces
    long = " ".join(["heart"] * 200)
    around = Surroundings(f"first {long}", f"{long} last", f"first {long}")
    numbers, start, end = window(pieces, "lung", around)
    assert numbers[start:end] == [pieces["lung"]]
    assert numbers[1] == numbers[end + 1] == pieces["first"]
    assert numbers[start - 2] == pieces["last"]
    assert len(numbers) == 1 + MOST_TITLE + 1 + MOST_BEFORE + 1 + 1 + 1 + MOST_AFTER + 1


def test_a_broken_file_of_places_is_told_by_name(tmp_path: Path) -> None:
    weights = tmp_path / "encoder-context.npz"
    np.savez(weights, outputs=np.zeros((384, 3)))
    with pytest.raises(DataError, match=r"encoder-context\.npz: .*fit_context"):
        read_context_encoder(weights, load_encoder())
