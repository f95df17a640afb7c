"""Harder to read than its readers were promised.

**What it finds.** Prose whose Flesch-Kincaid grade lies above the target of the settings
(``target-grade``, 9 unless set). SMOG is given beside it. Only paragraphs count: list items have
no full stops and would pull the figure either way.

**Why it matters.** AHRQ and the NHS ask for grade 6 to 8; half of adults read below grade 9.

**Example.** "Ambulation should be resumed progressively." Better: "Start walking again, a little
more each day."

**Sources.** AHRQ Health Literacy Universal Precautions Toolkit; NHS digital service manual.

**Limits.** Syllables are counted by vowel groups, exact to some 3 % over a text; names of drugs
and diseases raise the grade. A note, not an error.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from healthlint.document.model import BlockKind
from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES

_FEWEST_WORDS = 100
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
# Endings whose e is not spoken ("likes", "named"), but for "tables", "boxes", "needed".
_SILENT = re.compile(
    r"(?:[^aeiouyl]e|[aeiouy]les?|(?<![tdaeiouy])ed|(?<![sxzcgaeiouyl])(?<!ch)(?<!sh)es)$"
)
# Vowels side by side that are spoken apart ("area", "diet", "fluid", "radius").
_APART = re.compile(r"i[aou]|[^q]ua|eo|ia|iet|uou|uid$|uity|[aeiou][^aeiou]+eas?$")
_JOINED = re.compile(r"[tcsg]i[aou]")


class Reading(NamedTuple):
    """Grades of one text's prose."""

    flesch_kincaid: float
    smog: float
    words: int
    sentences: int


def check(article: Article) -> Iterator[Finding]:
    reading = reading_of(article)
    target = article.settings.target_grade
    if reading is None or reading.flesch_kincaid <= target:
        return
    yield RULE.finding(
        f"The prose reads at grade {reading.flesch_kincaid:.1f} (Flesch-Kincaid; SMOG "
        f"{reading.smog:.1f}); the target is {target:g}.",
        confidence=Confidence.MEDIUM,
        suggestion=f"Shorten sentences (now {reading.words / reading.sentences:.0f} words on "
        "average) and use everyday words.",
        anchor=article.title_span,
    )


def reading_of(article: Article) -> Reading | None:
    """Grades of an article's paragraphs; ``None`` where there are too few words to tell."""
    document = article.document
    counts: Counter[str] = Counter()
    sentences = 0
    for number, block in enumerate(document.blocks):
        if block.kind is not BlockKind.PARAGRAPH:
            continue
        text = document.block_text(block)
        if text.endswith(":"):
            continue
        words = _WORD.findall(text.lower())
        if words:
            counts.update(words)
            first = article.layout.first_sentence
            sentences += max(1, first[number + 1] - first[number])
    total = sum(counts.values())
    if total < _FEWEST_WORDS or not sentences:
        return None
    all_syllables = long_words = 0
    for word, count in counts.items():
        spoken = syllables(word)
        all_syllables += spoken * count
        if spoken >= 3:
            long_words += count
    grade = 0.39 * total / sentences + 11.8 * all_syllables / total - 15.59
    smog = 1.043 * sqrt(long_words * 30 / sentences) + 3.1291
    return Reading(grade, smog, total, sentences)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """The syllables of a word in lower case, by its vowel groups."""
    count = len(_VOWELS.findall(word))
    count += len(_APART.findall(word)) - len(_JOINED.findall(word))
    if _SILENT.search(word):
        count -= 1
    return max(1, count)


RULE = Rule(
    code="RD001",
    name="grade-level",
    severity=Severity.INFO,
    summary="The prose reads above the target grade.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
