"""Two statements of the article cannot both hold.

**What it finds.** In one section, opposed qualities of the same sign ("especially at rest" and
"improves with rest"); two sentences with the same words, one of which denies it ("eczema is
catching", "eczema is not catching"); and, over the whole article, one sign with care levels two
steps or more apart ("always a medical emergency"; "see a doctor if").

**Why it matters.** The reader acts on whichever they read last.

**Example.** "It hurts most at rest ... It improves with rest." Better: say which stage of the
illness, or which cause, each belongs to.

**Limits.** Sections about different conditions are not compared with each other, except on how
urgent a sign is. Levels that belong to different degrees of a sign ("severe") are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.care import CareAdvice
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import block_of
from healthlint.reference.model import Urgency
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING
from healthlint.rules.naming import name_of
from healthlint.rules.opposed_statements import opposed_statements
from healthlint.rules.qualities import qualities_of

_GAP = 2
Place = tuple[int, int]


def check(article: Article) -> Iterator[Finding]:
    yield from _qualities(article)
    yield from _urgencies(article)
    for one, other in opposed_statements(article):
        yield RULE.finding(
            "These two sentences of the article say the opposite of each other.",
            article.sentence_span(one),
            article.sentence_span(other),
            suggestion="Keep the one that the sources bear out, or say when each of them holds.",
            confidence=Confidence.MEDIUM,
        )


def _qualities(article: Article) -> Iterator[Finding]:
    pairs = [cue.phrases for cue in article.vocabulary.cues.get("opposites", ())]
    places: dict[tuple[int | None, str], dict[str, Place]] = {}
    for quality_of, value, start, end in qualities_of(article):
        section = article.section_of(block_of(article.layout, start))
        if section is not None:
            places.setdefault((section.heading, quality_of), {}).setdefault(value, (start, end))
    for (_heading, sign), values in places.items():
        for first, second in pairs:
            if first in values and second in values and values[first] != values[second]:
                yield _opposed(article, sign, first, second, values)


def _opposed(
    article: Article, sign: str, first: str, second: str, values: dict[str, Place]
) -> Finding:
    ordered = sorted((values[value], value) for value in (first, second))
    one, other = (name_of(article, value) for _place, value in ordered)
    return RULE.finding(
        f"The same section says of {name_of(article, sign)} both “{one}” and “{other}”.",
        *(article.span(start, end) for (start, end), _value in ordered),
        suggestion="Say which stage or which cause each of the two belongs to.",
        confidence=Confidence.MEDIUM,
    )


def _urgencies(article: Article) -> Iterator[Finding]:
    stated: dict[str, list[tuple[Urgency, CareAdvice]]] = {}
    for advice in article.advice:
        level = advice.urgency if advice.urgency is not None else Urgency.ROUTINE
        for sign in advice.signs:
            if sign.label == "SYMPTOM" and not _graded(sign):
                stated.setdefault(sign.id, []).append((level, advice))
    explained = {
        target.concept
        for _topic, entry in article.topic_entries("main")
        for target in entry.presentations
    }
    for said, levels in stated.items():
        if said in explained:  # the complaint itself: its levels are what the guide is about
            continue
        low = min(levels, key=lambda pair: pair[0])
        high = max(levels, key=lambda pair: pair[0])
        if high[0] - low[0] < _GAP or low[1] is high[1] or not _flat(article, high[1]):
            continue
        told = dict.fromkeys((level, advice.start, advice.end) for level, advice in levels)
        ordered = sorted(told, key=lambda row: row[1])
        yield RULE.finding(
            f"The article gives {name_of(article, said)} different urgencies: "
            f"{', '.join(_words(article, row) for row in ordered)}.",
            *(article.span(start, end) for _level, start, end in ordered),
            suggestion="Say once, for each sign, how fast the reader must act.",
            confidence=Confidence.MEDIUM,
        )


def _words(article: Article, row: tuple[Urgency, int, int]) -> str:
    return f"“{article.text(article.span(row[1], row[2]))}”"


def _graded(sign: Entity) -> bool:
    return any(dimension in ("severity", "duration", "onset") for dimension, _ in sign.modifiers)


def _flat(article: Article, advice: CareAdvice) -> bool:
    """Whether the highest level is said without condition ("should always be treated as")."""
    return article.is_emphatic(advice.sentence)


RULE = Rule(
    code="UC004",
    name="internal-contradiction",
    severity=Severity.MAJOR,
    summary="Two statements in the article clash.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
