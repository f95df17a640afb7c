"""People, bodies and journals an article names, without a tagger.

A capitalised run of words is a person if a title, a credential or a verb of saying stands beside
it, and a body if it holds a word bodies' names are made of. The words come from
``patterns/cues/naming.yaml``; only the shape of a name is written here. One pass over the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from healthlint.document.model import BlockKind, Document
from healthlint.nlp.word_sets import word_sets
from healthlint.source import Span
from healthlint.vocabulary import Vocabulary

SourceKind = Literal["person", "organisation"]

# Blocks in which somebody may be quoted; headings capitalise everything.
_SPOKEN = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.TABLE_ROW}
)
# Every branch begins with a plain character, by which the engine skips the rest of the text: what
# must not stand before a word is asked behind its first letter.
_CITATION = re.compile(
    r"https?://\S|www\.\w|d(?<!\wd)oi:|1(?<!\w1)0\.\d{4,}/|e(?<!\we)t al\b|\[\d{1,3}\]"
    r"|\((?:19|20)\d\d[a-z]?\)|1(?<!\w1)9\d\d;\s?\d+|2(?<!\w2)0\d\d;\s?\d+|, (?:19|20)\d\d\)"
)
_NEXT = 90  # characters after a name in which its verb may stand ("..., a nurse in Leeds, said")
_WORD = re.compile(r"[^\W\d_][\w.'-]*")


class _Words(NamedTuple):
    name: re.Pattern[str]
    titles: frozenset[str]
    credentials: frozenset[str]
    bodies: frozenset[str]
    acronyms: frozenset[str]
    reporting: frozenset[str]
    common: frozenset[str]
    ordinary: frozenset[str]


@dataclass(frozen=True, slots=True)
class NamedSource:
    """Who or what is named, and where (document coordinates)."""

    kind: SourceKind
    name: str
    span: Span


def named_sources(document: Document, vocabulary: Vocabulary) -> tuple[NamedSource, ...]:
    """Everyone and everything named in the article's sentences, in order of place."""
    words = _read_words(vocabulary)
    text = document.text
    found: list[NamedSource] = []
    starts = [block.span.start for block in document.blocks]
    for match in words.name.finditer(text):
        block = document.blocks[max(0, bisect_right(starts, match.start()) - 1)]
        if block.kind not in _SPOKEN or match.end() > block.span.end:
            continue
        found.extend(_classified(text, match, block.span, words))
    return tuple(found)


def citations(document: Document) -> tuple[Span, ...]:
    """Addresses, reference numbers, years in brackets: the shapes of a citation."""
    return tuple(Span(*match.span()) for match in _CITATION.finditer(document.text))


def _read_words(vocabulary: Vocabulary) -> _Words:
    sets = word_sets(vocabulary, "naming")
    empty: frozenset[str] = frozenset()
    titles = sets.get("title", empty)
    return _Words(
        name=_name_pattern(titles, sets.get("joiner", empty)),
        titles=titles,
        credentials=sets.get("credential", empty),
        bodies=sets.get("organisation-word", empty),
        acronyms=sets.get("organisation-acronym", empty),
        reporting=sets.get("reporting", empty),
        common=sets.get("not-a-name", empty),
        ordinary=sets.get("not-of-bodies", empty),
    )


@lru_cache(maxsize=4)
def _name_pattern(titles: frozenset[str], joiners: frozenset[str]) -> re.Pattern[str]:
    """Runs of capitalised words, joined by small words; a full stop only after a title or an
    initial, so that a run never crosses the end of a sentence."""
    dotted = sorted(title.capitalize() for title in titles)
    # A pattern that begins with a capital lets the engine skip the rest of the text at once; what
    # must not stand before it, and how a title goes on, is asked behind it.
    tails = "|".join(f"(?<={title[0]}){re.escape(title[1:])}" for title in dotted)
    small = "|".join(sorted(re.escape(word) for word in joiners))
    tail = rf"(?:(?:{tails})\.|\.(?:[A-Z]\.)*|[\w'&-]*)"
    return re.compile(rf"[A-Z](?<![\w.][A-Z]){tail}(?: (?:(?:{small}) ){{0,2}}[A-Z]{tail})*")


def _classified(
    text: str, match: re.Match[str], block: Span, words: _Words
) -> Iterator[NamedSource]:
    start, end = match.span()
    parts = match[0].split()
    while parts and parts[0].lower() in words.common:  # "The University of ..."
        start += len(parts[0]) + 1
        parts = parts[1:]
    if not parts:
        return
    name, span = " ".join(parts), Span(start, end)
    plain = [part.strip(".,'").lower() for part in parts]
    if _is_person(text, span, parts, plain, block, words):
        yield NamedSource("person", name, span)
    elif _is_body(parts, plain, words):
        yield NamedSource("organisation", name, span)


def _is_body(parts: list[str], plain: list[str], words: _Words) -> bool:
    if any(part in words.acronyms for part in parts):
        return True
    if len(parts) < 2 or " ".join(plain) in words.ordinary:
        return False
    return any(word in words.bodies for word in plain)


def _is_person(
    text: str, span: Span, parts: list[str], plain: list[str], block: Span, words: _Words
) -> bool:
    if any(word in words.bodies for word in plain):
        return False
    if plain[0] in words.titles and len(parts) > 1:
        return True
    if len(parts) > 2 and plain[-1] in words.credentials:
        return True
    after = text[span.end : min(block.end, span.end + _NEXT)]
    if _credential_follows(after, parts, words):
        return True
    if len(parts) > 4 or any(not part[0].isupper() for part in parts):
        return False
    before = text[max(block.start, span.start - 24) : span.start].rstrip()
    return _is_said_by(before, parts, words) or (len(parts) > 1 and _speaks(after, words))


def _credential_follows(after: str, parts: list[str], words: _Words) -> bool:
    if not after.startswith((",", " (")) or len(parts) < 2:
        return False
    following = _WORD.search(after[:14])
    if following is None:
        return False
    written = following[0].rstrip(".")
    return written.replace(".", "").lower() in words.credentials and written[0].isupper()


def _is_said_by(before: str, parts: list[str], words: _Words) -> bool:
    """ "said Wang", "according to Jane Doe"."""
    tail = _WORD.findall(before)[-2:]
    if not tail or before.endswith((".", "!", "?", ":", ";")):
        return False
    if tail[-1].lower() in words.reporting:
        return len(parts) > 1 or tail[-1].lower() == "said"
    return len(tail) == 2 and tail[0].lower() in words.reporting and len(parts) > 1


def _speaks(after: str, words: _Words) -> bool:
    """Whether a verb of saying follows, at once or behind an apposition between commas."""
    if after.startswith(","):
        _, comma, after = after[1:].partition(",")
        if not comma:
            return False
    following = _WORD.findall(after[:24])[:2]
    return any(word.lower() in words.reporting for word in following)
