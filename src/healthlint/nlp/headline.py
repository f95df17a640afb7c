"""Whether a headline and the body under it are about the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthlint.nlp.reading import ArticleReading


def matches_body(reading: ArticleReading) -> bool:
    """Placeholder until measured."""
    del reading
    return True
