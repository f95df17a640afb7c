"""Names that two concepts have, names that share a word, and choices within a phrase."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.source import Source
from healthlint.vocabulary.choices import spelt_out


def _found(text: str) -> list[tuple[str, str]]:
    article = Checker().read(Source("x", text, "markdown"))
    return [(article.doc[e.start : e.end].text, e.id) for e in article.entities]


def test_a_choice_is_spelt_out_in_every_way() -> None:
    assert list(spelt_out(["(can't|cannot) pass water", "damage (|the) kidneys", "plain"])) == [
        "can't pass water",
        "cannot pass water",
        "damage kidneys",
        "damage the kidneys",
        "plain",
    ]


def test_text_in_brackets_without_a_choice_is_left_alone() -> None:
    assert list(spelt_out(["gastrointestinal (GI) tract"])) == ["gastrointestinal (GI) tract"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Breast, lung and bowel cancer run in families.", ("lung", "lung-cancer")),
        ("Cancers of the ovary and the womb are rarer.", ("womb", "endometrial-cancer")),
        ("Hepatitis B and C are spread by blood.", ("C", "hepatitis-c")),
        ("They lack vitamins A, C and D today.", ("C", "vitamin-c")),
    ],
)
def test_a_name_without_the_word_it_shares(text: str, expected: tuple[str, str]) -> None:
    assert expected in _found(text)


def test_a_part_of_the_body_beside_an_illness_stays_one() -> None:
    assert ("breast", "breast") in _found("Pain in the breast and bowel cancer are not the same.")


def test_the_narrower_name_counts_where_the_wider_is_named_too() -> None:
    assert ("slipped disc", "slipped-disc") in _found(
        "Low back pain is common. It may come from a slipped disc."
    )


def test_the_sign_counts_where_the_illness_is_named_too() -> None:
    found = _found("The menopause can bring hot flushes.")
    assert ("hot flushes", "hot-flush") in found


def test_alone_such_a_name_is_the_illness() -> None:
    found = _found("Hot flushes can wake you.")
    assert ("Hot flushes", "menopause-and-hot-flushes") in found
