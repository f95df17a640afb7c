"""The genre of short texts of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from healthlint.check import Checker
from healthlint.source import Source

CASES: dict[str, list[str]] = yaml.safe_load(
    (Path(__file__).parent / "genres.yaml").read_text(encoding="utf-8")
)


@cache
def checker() -> Checker:
    return Checker()


def genre(text: str) -> str:
    return checker().read(Source("a.md", text, "markdown")).genre.value


@pytest.mark.parametrize(
    ("expected", "text"),
    [(expected, text) for expected, texts in CASES.items() for text in texts],
    ids=lambda value: " ".join(value.split()[:6]),
)
def test_genre(expected: str, text: str) -> None:
    assert genre(text) == expected
