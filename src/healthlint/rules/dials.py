"""The summing-up: three dials, the QUEST items, and for news the ten review criteria.

Never one number. A dial says how serious the worst is, how much there is of it, and which rules
moved it. The trust items follow QUEST (Robillard and others, 2018): seven items with weights, 0
to 28; healthlint answers them from what it can see, and says why. The criteria are those of
HealthNewsReview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from healthlint.finding import Finding, Genre, Severity
from healthlint.rules.article import Article
from healthlint.rules.criteria import criteria_of
from healthlint.rules.quest import TrustItem, trust_items

DIALS = (
    ("medical completeness and safety", ("OM", "UC", "AD")),
    ("trust", ("AT", "PV")),
    ("language and presentation", ("HL", "LG", "RD", "HY")),
)
LEVELS = {
    Severity.CRITICAL: "dangerous",
    Severity.MAJOR: "poor",
    Severity.MINOR: "fair",
    Severity.INFO: "good",
}
_NOTHING = "good"
_UNCHECKED = "not-checked"
_CODES_SHOWN = 6


def dials_of(article: Article, findings: Sequence[Finding], codes: Iterable[str]) -> dict[str, Any]:
    """Dials, trust items and criteria of one article, as plain values; ``codes`` are the rules
    that were run: a dial of which none was says that it was not checked.

    Empty for a page that could not be read as an article.
    """
    if article.genre in (Genre.BLOCKED_PAGE, Genre.NOT_HEALTH):
        return {}
    items = trust_items(article, findings)
    score = sum(item.points for item in items)
    highest = sum(item.highest for item in items)
    run = {code[:2] for code in codes}
    dials = [_dial(name, families, findings, run) for name, families in DIALS]
    for dial in dials:
        if dial["name"] == "trust" and dial["level"] != _UNCHECKED:
            dial["score"], dial["max"] = score, highest
            dial["reading"] = f"{score} of {highest} · {dial['reading']}"
    value: dict[str, Any] = {
        "dials": dials,
        "quest": {"score": score, "max": highest, "items": [_item(item) for item in items]},
    }
    if article.genre is Genre.NEWS:
        value["criteria"] = criteria_of(article, findings)
    return value


def _dial(
    name: str, families: Sequence[str], findings: Sequence[Finding], run: set[str]
) -> dict[str, Any]:
    concerned = [finding for finding in findings if finding.rule[:2] in families]
    counts = Counter(finding.severity for finding in concerned)
    worst = max(counts, default=None)
    level = LEVELS[worst] if worst is not None else _NOTHING
    left_out = [family for family in families if family not in run]
    if len(left_out) == len(families):
        level = _UNCHECKED
    moved = [
        {"rule": code, "severity": severity.label, "findings": count}
        for (severity, code), count in sorted(
            Counter((finding.severity, finding.rule) for finding in concerned).items(),
            key=lambda pair: (-pair[0][0], pair[0][1]),
        )
    ]
    return {
        "name": name,
        "level": level,
        "reading": _reading(level, counts, [str(entry["rule"]) for entry in moved], left_out),
        "counts": {s.label: counts[s] for s in sorted(Severity, reverse=True)},
        "moved_by": moved,
    }


def _reading(
    level: str, counts: Counter[Severity], codes: Sequence[str], left_out: Sequence[str]
) -> str:
    if level == _UNCHECKED:
        return "not checked"
    unread = f"; not checked: {', '.join(left_out)}" if left_out else ""
    if not codes:
        return f"{level}: nothing found{unread}"
    said = ", ".join(f"{counts[s]} {s.label}" for s in sorted(Severity, reverse=True) if counts[s])
    shown = list(dict.fromkeys(codes))
    rest = f" and {len(shown) - _CODES_SHOWN} more" if len(shown) > _CODES_SHOWN else ""
    return f"{level}: {said} ({', '.join(shown[:_CODES_SHOWN])}{rest}){unread}"


def _item(item: TrustItem) -> dict[str, Any]:
    return {
        "item": item.name,
        "level": item.level,
        "levels": item.levels,
        "weight": item.weight,
        "score": item.points,
        "max": item.highest,
        "why": item.why,
    }
