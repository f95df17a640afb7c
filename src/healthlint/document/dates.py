"""Dates in bylines and mark-up, as ISO dates.

Only the shapes that bylines use are looked for; python-dateutil reads them. A numeric date is
day first unless that is impossible: most of the world writes it so.
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime

_MONTH_NAMES = {*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"}
_MONTHS = "|".join(sorted(_MONTH_NAMES, key=lambda name: (-len(name), name)))
_DAY_NAMES = {*calendar.day_name, *calendar.day_abbr, "Tues", "Thurs"}
_DAYS = "|".join(sorted(_DAY_NAMES, key=lambda name: (-len(name), name)))
_MONTH = rf"(?:{_MONTHS})\b\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_ISO = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_SHAPES = "|".join(
    (
        _ISO,
        r"\d{4}[/.]\d{1,2}[/.]\d{1,2}",
        r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})",
        rf"{_ORDINAL}[ -](?:of )?{_MONTH},?[ -]\d{{4}}",
        rf"{_MONTH} {_ORDINAL},? \d{{4}}",
        rf"{_MONTH},? \d{{4}}",
    )
)
DATE = re.compile(rf"(?<![\w/.])(?:{_SHAPES})(?![\w/])", re.IGNORECASE)
# What may stand beside a date and only says when on that day.
CLOCK = re.compile(
    rf"\b(?:{_DAYS})\b\.?,?|\b\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?: ?[ap]\.?m\b\.?)?"
    r"|\b\d{1,2} ?[ap]\.?m\b\.?"
    r"|\b(?:GMT|UTC|BST|CET|IST|[ECMP][SD]T)\b(?:[+-]\d+)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"-?\d{9,11}(?:\.\d+)?")
_DEFAULT = datetime(2000, 1, 1)


def iso_date(written: str) -> str | None:
    """The first date in a string, as ``YYYY-MM-DD``; an epoch in seconds counts as one."""
    written = written.strip()
    if _EPOCH.fullmatch(written):
        return datetime.fromtimestamp(float(written), tz=UTC).date().isoformat()
    found = DATE.search(written)
    return parse_date(found[0]) if found else None


def parse_date(shape: str) -> str | None:
    """The ISO date of what :data:`DATE` found; ``None`` if there is no such day."""
    if re.match(r"\d{4}-", shape):
        try:
            return date.fromisoformat(shape[:10]).isoformat()
        except ValueError:
            return None
    # Imported here: most texts hold no byline, and the import costs more than the check of one.
    from dateutil import parser

    try:
        day_first = not re.match(r"\d{4}", shape)
        return parser.parse(shape, dayfirst=day_first, default=_DEFAULT).date().isoformat()
    except (ValueError, OverflowError):
        return None
