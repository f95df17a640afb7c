"""All who speak in a news story had a part in the work it tells of.

**What it finds.** News of a study or a product in which nobody speaks who is said to stand outside
the work, or who belongs to another body than those who did it. Press releases are left alone: they
owe a word on funding (PV005). So are stories with an expert of whom it is not said where they
belong, and those in which a regulator speaks of what others made or found.

**Why it matters.** Those who made a finding or a product are not the ones to judge it
(HealthNewsReview, criterion 6: independent sources).

**Example.** Better: add a sentence from someone who had no part in the study.

**Sources.** HealthNewsReview.org, review criteria.

**Limits.** Affiliations are read from names and the words beside them; a note, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.news_signs import hears_outsider, hears_regulator, is_release
from healthlint.rules.voices import Voice, opens_with_work, reports_work, voices_of

_SHOWN = 3  # names in the message


def check(article: Article) -> Iterator[Finding]:
    if is_release(article) or hears_outsider(article) or not reports_work(article):
        return
    if not article.attribution.named:  # AT003 speaks of that
        return
    voices = voices_of(article)
    told = voices.insiders or voices.teams or opens_with_work(article)
    if voices.leave_doubt or not told:
        return
    if hears_regulator(article) and not voices.insiders and not voices.teams:
        return
    within = voices.within
    yield RULE.finding(
        f"{_who(within)}; no independent voice is heard.",
        *sorted(span for voice in within for span in voice.spans),
        anchor=article.title_span,
        confidence=Confidence.LOW,
        suggestion="Quote someone who had no part in the work.",
    )


def _who(within: tuple[Voice, ...]) -> str:
    """What is known of those who speak."""
    if not within:
        return "Nobody who speaks here is said to stand outside the work"
    names = ", ".join(voice.name for voice in within[:_SHOWN])
    return f"Those who speak had a part in the work or belong to those who did it ({names})"


RULE = Rule(
    code="AT004",
    name="no-independent-voice",
    severity=Severity.INFO,
    summary="In news of a study or product, nobody speaks from outside the work.",
    check=check,
    genres=frozenset({Genre.NEWS}),
    page=__doc__,
)
