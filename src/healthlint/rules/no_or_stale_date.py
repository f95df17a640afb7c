"""No date, a date in the future, or a last review too long ago.

**What it finds.** An article without a day of publication or review; one dated after the day of
the check; one last reviewed, changed or published more than ``stale_years`` (3) ago. Only dates
of the article itself count, never dates its sentences speak of.

**Why it matters.** Advice ages (JAMA benchmarks: currency).

**Example.** "Reviewed March 2019." Better: review it again and say when.

**Sources.** Silberg et al., JAMA 1997; Robillard et al., QUEST, 2018.

**Limits.** 04/05/2026 is read day first; a date that is in the future only when read that way
is not reported.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.provenance import dated

_LATE = datetime.timedelta(days=1)  # time zones


def check(article: Article) -> Iterator[Finding]:
    day, today = dated(article), article.settings.today
    if day is None:
        keeps = article.document.keeps_links
        yield RULE.finding(
            "The article has no date.",
            confidence=Confidence.HIGH if keeps else Confidence.LOW,
            suggestion="Add the day it was published or last reviewed.",
            anchor=article.title_span,
        )
    elif day > today + _LATE:
        if not _may_be_month_first(article, day):
            yield RULE.finding(
                f"The article is dated {day}, which is after {today}.",
                severity=Severity.MAJOR,
                anchor=article.title_span,
            )
    elif day < _years_before(today, article.settings.stale_years):
        yield RULE.finding(
            f"The article was last dated {day}, more than {article.settings.stale_years} years "
            "ago.",
            severity=Severity.MAJOR,
            suggestion="Review it against current guidance and give the new day.",
            anchor=article.title_span,
        )


def _may_be_month_first(article: Article, day: datetime.date) -> bool:
    """Whether 02/12/2026 may have meant 12 February and so lies in the past."""
    if day.day > 12 or day.isoformat() in article.document.source.text:
        return False
    swapped = datetime.date(day.year, day.day, day.month)
    written = {f"{a}{sep}{b}{sep}" for sep in "/.-" for a, b in _spellings(day)}
    text = article.document.source.text
    return swapped <= article.settings.today and any(form in text for form in written)


def _spellings(day: datetime.date) -> Iterator[tuple[str, str]]:
    yield f"{day.day:02}", f"{day.month:02}"
    yield str(day.day), str(day.month)


def _years_before(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


RULE = Rule(
    code="PV003",
    name="no-or-stale-date",
    severity=Severity.MINOR,
    summary="No date, a future date, or a review older than three years.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
