"""Folding: texts that read alike become alike, and nothing loses its place."""

from __future__ import annotations

import pytest
from tests.steps import steps

from healthlint.document.folding import Piece, fold, fold_pieces


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Baker’s “cyst”", 'Baker\'s "cyst"'),
        ("2–3 weeks — or more", "2-3 weeks - or more"),
        ("well\u2011being", "well-being"),
        ("5\u00a0mg\u2009daily", "5 mg daily"),
        ("throm\u00adbosis", "thrombosis"),
        ("in\u200bflamed\ufeff", "inflamed"),
        ("ﬁbula ﬂow oﬃce", "fibula flow office"),
        ("cafe\u0301", "café"),
        ("one\r\ntwo\n\tthree", "one two three"),
        ("a \u200b b", "a b"),
        ("wait…", "wait…"),
        ("\ud800", "\ufffd"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


def test_what_carries_meaning_is_kept() -> None:
    for text in ("½ mg", "37 °C", "µg", "x²", "≥ 3", "naïve", "Ménière", "H₂O", "№ 5"):
        assert fold(text) == text


def test_marks_follow_the_words() -> None:
    text = "  an  ﬁrm\u00ad lump"
    start = text.index("lump")
    folded = fold_pieces([Piece(text, 0, len(text))], [start, start + 4])
    assert folded.text == "an firm lump"
    assert folded.text[slice(*folded.marks)] == "lump"


def test_pieces_that_stand_for_others_map_as_a_whole() -> None:
    folded = fold_pieces([Piece("a", 0, 1), Piece("&", 1, 6), Piece("b", 6, 7)])
    assert [(s.start, s.end, s.source_start, s.source_end) for s in folded.segments] == [
        (0, 1, 0, 1),
        (1, 2, 1, 6),
        (2, 3, 6, 7),
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "Pain behind the knee may pass. ",
        "Don’t wait — it’s sore\u00a0now.  ",
        "e\u0301",
        " \u200b",
        "\r\n\t",
        "ﬁ",
    ],
)
def test_folding_is_linear(unit: str) -> None:
    def work(length: int) -> int:
        text = unit * (length // len(unit))
        return steps(lambda: fold_pieces([Piece(text, 0, len(text))]))

    # Eight times the length: 64 times the work, were it quadratic.
    assert work(16_000) < 12 * work(2_000)
