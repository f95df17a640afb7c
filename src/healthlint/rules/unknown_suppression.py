"""A suppression names a rule that does not exist.

**What it finds.** A code, name or family in an inline directive that no rule has.

**Why it matters.** The directive does nothing, and whoever wrote it believes that it does.

**Example.** ``<!-- healthlint: ignore[AT01] -->``. Better: ``ignore[AT001]``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import EVERY_PAGE
from healthlint.rules.selection import fit
from healthlint.rules.suppression import Directive


def check(article: Article) -> Iterator[Finding]:
    """Nothing by itself: directives are read where they are applied."""
    yield from ()


def unknown(directives: Sequence[Directive], rules: Sequence[Rule]) -> Iterator[Finding]:
    """Codes that no rule has, in source coordinates."""
    names = [name for rule in rules for name in (rule.code, rule.name)]
    for directive in directives:
        for code in directive.codes:
            if any(fit(code, rule) for rule in rules):
                continue
            near = get_close_matches(code.upper(), names, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield RULE.finding(
                f"No rule is called {code!r}{hint}.",
                directive.place,
                suggestion=f"Write {near[0]}." if near else None,
            )


RULE = Rule(
    code="SP002",
    name="unknown-suppression",
    severity=Severity.MINOR,
    summary="An inline suppression names no known rule.",
    check=check,
    genres=EVERY_PAGE,
    page=__doc__,
)
