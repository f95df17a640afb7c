"""Something was never filled in, or the page never loaded.

**What it finds.** Placeholders ("Image preview", lorem ipsum, "[insert figure]", TK). And pages
that are no article: a robot check, a "not found", or fewer than 200 characters; then this is the
only finding, and it is critical.

**Why it matters.** A placeholder reached the reader; a page that did not load says nothing about
the article behind it.

**Example.** "[insert dose here]". Better: the dose.

**Sources.** Editorial practice.

**Limits.** Editors' notes in round brackets are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from healthlint.document.cues import furniture
from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Genre, Rule, Severity
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.source import Span
from healthlint.vocabulary import Cue

_SHORT = 200
_NOTE = re.compile(r"\[([^\[\]]{1,80})\](?!\()|\{\{([^{}]{1,80})\}\}|<([A-Z][A-Z _-]{2,40})>")
_CAPITALS = re.compile(r"\b[A-Z]{2,6}\b")
_FIELDS = frozenset({"placeholder", "filler"})


def check(article: Article) -> Iterator[Finding]:
    if article.genre is Genre.BLOCKED_PAGE:
        yield _blocked(article)
        return
    found = dict.fromkeys((*_lines(article), *_phrases(article), *_notes(article)))
    spans = _outermost(sorted(found, key=lambda span: (span.start, -span.end)))
    if spans:
        yield RULE.finding(
            "A placeholder was never filled in.",
            *spans,
            suggestion="Fill it in or take it out.",
        )


def _blocked(article: Article) -> Finding:
    hits = article.cues("blocked-page")
    short = len(article.document.text.strip()) < _SHORT
    why = "the page did not load" if hits else "there are fewer than 200 characters"
    return RULE.finding(
        f"This is no article: {why}. Nothing else was checked.",
        *(article.span(hit.start, hit.end) for hit in hits),
        severity=Severity.CRITICAL,
        suggestion="Fetch the article again." if hits or not short else None,
    )


def is_placeholder_cue(cue: Cue) -> bool:
    """Whether a boilerplate cue is a placeholder rather than the site's own text."""
    return cue.id in _FIELDS


def _lines(article: Article) -> Iterator[Span]:
    cues = furniture()
    document = article.document
    bare = word_sets(article.vocabulary, "placeholder").get("bare", frozenset())
    for block in document.blocks:
        if block.kind is BlockKind.BOILERPLATE:
            cue = cues.cue(document.block_text(block))
            if cue is not None and is_placeholder_cue(cue):
                yield block.span
        elif len(block.span) <= 12 and document.block_text(block).strip(" .:[]()") in bare:
            yield block.span


def _phrases(article: Article) -> Iterator[Span]:
    for hit in article.cues("placeholder"):
        block = article.block_of(hit.start)
        if block.kind is not BlockKind.CODE:
            yield article.span(hit.start, hit.end)


def _notes(article: Article) -> Iterator[Span]:
    sets = word_sets(article.vocabulary, "placeholder")
    text = article.document.text
    for match in _NOTE.finditer(text):
        if _is_note(match, sets):
            yield Span(*match.span())
    marks = sets.get("anywhere", frozenset())
    for match in _CAPITALS.finditer(text):
        if match[0] in marks and _stands_free(text, match.end()):
            yield Span(*match.span())


def _is_note(match: re.Match[str], sets: Mapping[str, frozenset[str]]) -> bool:
    if match[2]:  # a template that nobody filled
        return True
    inside = (match[1] or match[3]).strip().lower()
    words = inside.replace(":", " ").split()
    if not words or words[0] not in sets.get("bracket-opening", frozenset()):
        return False
    return len(words) > 1 or words[0] not in sets.get("bracket-plain", frozenset())


def _stands_free(text: str, end: int) -> bool:
    """Whether a word in capitals is a mark and not part of a name ("TK Maxwell")."""
    following = text[end : end + 2]
    return not following[:1].isalnum() and not following.strip()[:1].isupper()


def _outermost(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


RULE = Rule(
    code="HY004",
    name="placeholder-or-blocked",
    severity=Severity.MINOR,
    summary="A placeholder, or a page that is blocked, missing or too short.",
    check=check,
    genres=frozenset(Genre),
    page=__doc__,
)
