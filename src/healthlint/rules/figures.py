"""Numbers that give the size of a risk."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article

_REACH = 3  # tokens between a number and its unit: "5 to 10 percent", "1 person in 100"


def risk_figures(article: Article) -> Iterator[CueHit]:
    """Rates and shares with a number beside them ("12 %", "3 in 100", "per 1,000")."""
    doc = article.doc
    for hit in article.cues("risk-figure"):
        if hit.cue.settings["kind"] == "absolute":
            yield hit
            continue
        before = doc[max(0, hit.start - _REACH) : hit.start]
        if any(token.like_num for token in before):
            yield hit
