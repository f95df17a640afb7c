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
from healthlint.nlp.encoder import DANGER, FALSEHOOD, OUTPUTS, load_encoder, read_encoder

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
