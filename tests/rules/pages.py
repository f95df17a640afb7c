"""What the pages of several tests have in common: words that say nothing, and their scope."""

from __future__ import annotations

from healthlint.check import Checker
from healthlint.finding import Topic
from healthlint.rules.scope import Scope, scope_of
from healthlint.source import Source

# Shorter than 200 letters, a page is taken for one that did not load.
CLINIC = (
    "This page was written by the team of the clinic for everybody who lives with it and for the "
    "people around them, and it is read again every other year in the light of what is new. "
)
FILLER = (
    "The sheet was put together at the health centre by the harbour, where it lies beside the "
    "door, and it is read again each spring by the people who wrote it and by two neighbours. "
)


def scope_under(checker: Checker, title: str, body: str, topic: Topic) -> Scope:
    """What a page with that title sets out to tell of a topic."""
    article = checker.examine(Source("x", f"# {title}\n\n{body}\n", "markdown"))[1]
    assert article is not None
    return scope_of(article, topic)
