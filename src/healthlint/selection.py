"""Which rules run: codes, names or families; the longest match wins."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from healthlint.errors import SettingsError
from healthlint.finding import Rule

ALL = "ALL"


def selected(
    select: Sequence[str] | None, ignore: Sequence[str] | None, rules: Sequence[Rule]
) -> tuple[Rule, ...]:
    """The rules left by ``select`` (default all) and ``ignore``; each takes codes, names,
    families and ``ALL``, several to a word with commas. The longer match wins.

    Raises :class:`SettingsError` naming every selector that fits no rule.
    """
    chosen, refused = _words(select or (ALL,)), _words(ignore or ())
    unknown = [w for w in (*chosen, *refused) if not any(fit(w, rule) for rule in rules)]
    if unknown:
        raise SettingsError("\n".join(_complaint(word, rules) for word in dict.fromkeys(unknown)))
    return tuple(r for r in rules if _strength(chosen, r) > _strength(refused, r))


def _words(given: Iterable[str]) -> list[str]:
    return [word.strip() for item in given for word in item.split(",") if word.strip()]


def fit(word: str, rule: Rule) -> int:
    """How closely a selector names a rule: 0 not at all, 1 all, 2 its family, 3 itself."""
    upper = word.upper()
    if upper == rule.code or word.lower() == rule.name:
        return 3
    if upper == rule.family:
        return 2
    return 1 if upper == ALL else 0


def _strength(words: Iterable[str], rule: Rule) -> int:
    return max((fit(word, rule) for word in words), default=0)


def _complaint(word: str, rules: Sequence[Rule]) -> str:
    known = [name for rule in rules for name in (rule.code, rule.name, rule.family)]
    near = difflib.get_close_matches(word.upper(), known, n=1) or difflib.get_close_matches(
        word.lower(), known, n=1
    )
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"unknown rule {word!r}{hint} (accepted: a code, a name, a family such as OM, or ALL)"
