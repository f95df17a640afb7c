"""People, bodies and journals an article names, without a tagger.

A capitalised run of words is a person if a title, a credential, a verb of saying or a trade of
medicine or science stands beside it, and a body if it holds a word bodies' names are made of; "Ana
Ruiz of the University of Porto" is both. The words come from ``patterns/cues/naming.yaml``; only
the shape of a name is written here. One pass over the text.
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
    # A reference number that was raised once: "... in most adults.3 Others ...", "adults.3,4".
    r"|\.(?<=[a-z)]{2}\.)\d{1,3}(?:[,–-]\d{1,3})*(?=\s|$)|[.,](?<=[a-z)][.,])[¹²³⁰⁴-⁹]"
)
_NEXT = 90  # characters after a name in which its verb may stand ("..., a nurse in Leeds, said")
_BEFORE = 64  # characters before a name in which its verb and its trade may stand
_LEADING = 5  # words before a name: its verb and what its bearer is
_TOLD = 10  # words behind a name that tell what its bearer does
_WORD = re.compile(r"[^\W\d_][\w.'-]*")
_LONG_AGO = re.compile(r"\b1[0-9]\d\d\b")
_OWNED = re.compile(r"['’]s$")
_MEMBER = re.compile(r" (?:of|at|from)(?: the)? (?=[A-Z])")
_PERSONAL = re.compile(r"[A-Z](?:[\w'’-]*[a-z]|\.|)\.?")


class _Words(NamedTuple):
    name: re.Pattern[str]
    titles: frozenset[str]
    credentials: frozenset[str]
    bodies: frozenset[str]
    acronyms: frozenset[str]
    reporting: frozenset[str]
    hearers: frozenset[str]
    trades: frozenset[str]
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
        hearers=sets.get("hearer", empty),
        trades=sets.get("trade", empty),
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
    member = _member(text, Span(start, end), block, words)
    if member is not None:
        people, start = member
        for person in people:
            yield NamedSource("person", text[person.start : person.end], person)
    parts = text[start:end].split()
    while parts and parts[0].lower() in words.common:  # "The University of ..."
        start += len(parts[0]) + 1
        parts = parts[1:]
    if not parts:
        return
    name, span = " ".join(parts), Span(start, end)
    plain = _plain(parts)
    if _is_person(text, span, parts, plain, block, words):
        yield NamedSource("person", name, span)
    elif _is_body(parts, plain, words):
        yield NamedSource("organisation", name, span)


def _plain(parts: list[str]) -> list[str]:
    """The words of a name without marks: "Institute's" is an institute."""
    return [_OWNED.sub("", part).strip(".,'").lower() for part in parts]


def _member(text: str, run: Span, block: Span, words: _Words) -> tuple[list[Span], int] | None:
    """ "Ana Ruiz and Tom Hall of Porto University": the people, and where the body begins."""
    link = _MEMBER.search(text, run.start, run.end)
    if link is None:
        return None
    tail = text[link.end() : run.end].split()
    if not _is_body(tail, _plain(tail), words):
        return None
    names: list[Span] = []
    place = run.start
    for head in text[run.start : link.start()].split(" and "):
        name = _without_trade(head, place, words)
        if name is None:
            return None
        names.append(name)
        place += len(head) + len(" and ")
    before = text[max(block.start, run.start - _BEFORE) : run.start].rstrip()
    after = text[run.end : min(block.end, run.end + _NEXT)]
    titled = _plain(text[names[0].start : names[0].end].split())[0] in words.titles
    opens = not before or before[-1] in ".!?\"'”’,"
    if titled or opens or _is_said_by(before, ["", ""], words) or _speaks(after, words):
        return names, link.end()
    return None


def _without_trade(head: str, place: int, words: _Words) -> Span | None:
    """The name in "Neurologist Ana Ruiz", if it can be a person's."""
    parts = head.split()
    start = place
    titled_at = next((n for n, p in enumerate(_plain(parts)) if p in words.titles), 0)
    start += sum(len(part) + 1 for part in parts[:titled_at])  # "According to Dr Ana Ruiz"
    parts = parts[titled_at:]
    while parts and (parts[0].lower() in words.trades or parts[0].lower() in words.common):
        start += len(parts[0]) + 1
        parts = parts[1:]
    plain = _plain(parts)
    titled = bool(plain) and plain[0] in words.titles
    long_enough = len(parts) - titled >= (1 if titled else 2)
    if not long_enough or len(parts) > 4 + titled or not _personal(parts[titled:], plain, words):
        return None
    return Span(start, place + len(head))


def _personal(parts: list[str], plain: list[str], words: _Words) -> bool:
    """Whether every word can be part of a person's name."""
    if any(word in words.bodies or word in words.trades for word in plain):
        return False
    return all(_PERSONAL.fullmatch(part) and part not in words.acronyms for part in parts)


def _is_body(parts: list[str], plain: list[str], words: _Words) -> bool:
    if any(_OWNED.sub("", part) in words.acronyms for part in parts):
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
    before = text[max(block.start, span.start - _BEFORE) : span.start].rstrip()
    if _is_said_by(before, parts, words) or (len(parts) > 1 and _speaks(after, words)):
        return True
    return _has_trade(before, after, parts, plain, words)


def _has_trade(before: str, after: str, parts: list[str], plain: list[str], words: _Words) -> bool:
    """ "the pharmacist Ana Ruiz", "Ana Ruiz, a practice nurse in Leeds", "Ana Ruiz is a nurse";
    not one of long ago ("in 1867 the surgeon Joseph Lister")."""
    if len(parts) < 2 or not _personal(parts, plain, words):
        return False
    if _LONG_AGO.search(before) or _LONG_AGO.search(after):
        return False
    tail = _WORD.findall(before)[-1:]
    if tail and before.endswith(tail[0]) and tail[0].lower() in words.trades:
        return True
    if after.startswith(","):
        told = re.split(r"[,.;:]", after[1:], maxsplit=1)[0]
    elif after.startswith((" is a", " was a", " has been a")):
        told = re.split(r"[,.;:]", after, maxsplit=1)[0]
    else:
        return False
    return any(word.lower() in words.trades for word in _WORD.findall(told)[:_TOLD])


def _credential_follows(after: str, parts: list[str], words: _Words) -> bool:
    if not after.startswith((",", " (")) or len(parts) < 2:
        return False
    following = _WORD.search(after[:14])
    if following is None:
        return False
    written = following[0].rstrip(".")
    return written.replace(".", "").lower() in words.credentials and written[0].isupper()


def _is_said_by(before: str, parts: list[str], words: _Words) -> bool:
    """ "said Wang", "according to Jane Doe", "says stroke neurologist Jane Doe"."""
    tail = [word.lower() for word in _WORD.findall(before)[-_LEADING:]]
    if not tail or before.endswith((".", "!", "?", ":", ";")):
        return False
    if tail[-1] in words.hearers:
        return False
    if tail[-1] in words.reporting:
        return len(parts) > 1 or tail[-1] == "said"
    if len(parts) < 2:
        return False
    # "according to", and a trade between the verb and the name.
    traded = tail[-1] in words.trades and not words.reporting.isdisjoint(tail)
    return traded or not words.reporting.isdisjoint(tail[-2:-1])


def _speaks(after: str, words: _Words) -> bool:
    """Whether a verb of saying follows, at once or behind an apposition between commas."""
    if after.startswith(","):
        _, comma, after = after[1:].partition(",")
        if not comma:
            return False
    following = _WORD.findall(after[:24])[:2]
    return any(word.lower() in words.reporting for word in following)
