"""A suppression that silences nothing.

**What it finds.** An inline directive (``healthlint: ignore[...]`` and its kin) that silences no
finding; and, where the settings ask for a reason, one without a reason.

**Why it matters.** A directive that outlives its fault hides the next one.

**Example.** ``<!-- healthlint: ignore[AT001] -->`` beside a sentence that names its source. Better:
remove the directive.

**Limits.** Directives for rules that do not run in this check are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import EVERY_PAGE
from healthlint.rules.selection import fit
from healthlint.rules.suppression import Directive


def check(article: Article) -> Iterator[Finding]:
    """Nothing by itself: what silenced nothing is known only after all other rules ran."""
    yield from ()


def unused(
    directives: Sequence[Directive], used: set[int], rules: Sequence[Rule], *, need_reason: bool
) -> Iterator[Finding]:
    """Directives that silenced nothing, or lack the reason asked for, in source coordinates."""
    for number, directive in enumerate(directives):
        running = [r for r in rules if any(fit(code, r) for code in directive.codes)]
        if number not in used and running:
            yield RULE.finding(
                f"This suppression of {', '.join(directive.codes)} silences nothing.",
                directive.place,
                suggestion="Remove it.",
            )
        elif need_reason and number in used and not directive.reason:
            yield RULE.finding(
                f"This suppression of {', '.join(directive.codes)} gives no reason.",
                directive.place,
                suggestion="Say why after the closing bracket.",
            )


RULE = Rule(
    code="SP001",
    name="unused-suppression",
    severity=Severity.MINOR,
    summary="An inline suppression silences nothing, or gives no reason.",
    check=check,
    genres=EVERY_PAGE,
    page=__doc__,
)
