"""Who wrote, checked and dated an article, and what it says of itself: what PV rules share."""

from __future__ import annotations

import datetime
import re

from healthlint.document.model import BlockKind
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article

_EDGE = 5  # blocks at the top and the foot in which an organisation signs
_SHORT = 90  # characters of a line that signs rather than tells
_SPLIT = re.compile(r"[^\w.]+")


def signed_by(article: Article) -> str | None:
    """The author, else the organisation the page is signed by."""
    metadata = article.document.metadata
    if metadata.author:
        return metadata.author
    if metadata.site or metadata.extra.get("publisher"):
        return metadata.site or metadata.extra.get("publisher")
    return _signing_body(article)


def _signing_body(article: Article) -> str | None:
    """An organisation in a short line at the top or foot ("Produced by Hillford Clinic")."""
    document = article.document
    sets = word_sets(article.vocabulary, "naming")
    edge = [*document.blocks[:_EDGE], *document.blocks[-_EDGE:]]
    for block in edge:
        text = document.block_text(block)
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.BOILERPLATE):
            continue
        if len(text) > _SHORT or text.endswith((":", "?")):
            continue
        words = [word for word in _SPLIT.split(text) if word]
        capitals = sum(word[0].isupper() for word in words)
        bodies = sets.get("organisation-word", frozenset())
        acronyms = sets.get("organisation-acronym", frozenset())
        named = any(w in acronyms or (w[0].isupper() and w.lower() in bodies) for w in words)
        if named and capitals * 2 >= len(words):
            return text
    return None


def is_credentialed(article: Article, name: str | None) -> bool:
    """Whether a name carries a title or a qualification ("Dr", "MD", "RN")."""
    if not name:
        return False
    sets = word_sets(article.vocabulary, "naming")
    words = {word.replace(".", "") for word in _SPLIT.split(name)}
    titled = {word for word in words if word.lower() in sets.get("title", frozenset())}
    qualified = {
        word
        for word in words
        if word.lower() in sets.get("credential", frozenset()) and word[:1].isupper()
    }
    return bool(titled or qualified)


def states(article: Article, item: str) -> bool:
    """Whether the article has a cue of that kind: disclaimer, contact, disclosure, review ..."""
    return any(hit.cue.settings.get("item") == item for hit in article.cues("provenance"))


def dated(article: Article) -> datetime.date | None:
    """The latest day the article was published, changed or reviewed."""
    metadata = article.document.metadata
    days = [_day(value) for value in (metadata.reviewed, metadata.modified, metadata.published)]
    return max((day for day in days if day is not None), default=None)


def _day(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
