"""Advice in news: what is told to readers, and what a study report only sounds like."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthlint.check import Checker
from healthlint.source import Source

NEWS = Path("corpus/articles/salt-swap-blood-pressure-news.md")


@pytest.fixture(scope="module")
def advice():  # type: ignore[no-untyped-def]
    checker = Checker()
    news = NEWS.read_text(encoding="utf-8")

    def read(text: str) -> str:
        article = checker.read(Source("a.md", f"{news}\n\n{text}\n", "markdown"))
        assert article.genre.value == "news"
        return article.labels[-1].advice

    return read


@pytest.mark.parametrize(
    "text",
    [
        "A lot more work needs to be done.",
        "The scan appears to be a better way to measure the lungs.",
        "Future research might focus on what could help children.",
        "If you do not get the mail, please check your spam folder.",
    ],
)
def test_reports_advise_nobody(advice, text: str) -> None:  # type: ignore[no-untyped-def]
    assert advice(text) == "none"


@pytest.mark.parametrize(
    "text",
    [
        "Patients should not stop taking their inhaler.",
        "If your lips turn blue, call an ambulance.",
        "The society recommends that women get mammograms every year.",
    ],
)
def test_readers_are_advised(advice, text: str) -> None:  # type: ignore[no-untyped-def]
    assert advice(text) == "strong"
