"""A scoring run: every article of a corpus read, checked and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from healthlint.check import Checker
from healthlint.extract import extraction_of
from healthlint.score.comparing import compare
from healthlint.score.figures import Scorecard, totalled
from healthlint.score.gold import GoldArticle

Watch = Callable[[Iterable[GoldArticle]], Iterable[GoldArticle]]


def score(
    checker: Checker, corpus: Iterable[GoldArticle], watch: Watch = lambda articles: articles
) -> Scorecard:
    """The figures of a corpus. ``watch`` sees the articles go by (a progress bar)."""
    card = Scorecard()
    for gold in watch(corpus):
        read = extraction_of(checker.read(gold.source))
        compare(card, gold, read, checker.check_source(gold.source))
    return totalled(card)
