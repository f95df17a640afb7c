"""What kind of page this is: the best control of false alarms, so decided before any rule.

Cues of ``patterns/cues/genre.yaml`` vote with their weights, per thousand words and with a bonus
in headline and headings; structure votes too (a presenting symptom as main topic, sections on
symptoms and treatment).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from healthlint.document.model import BlockKind
from healthlint.finding import Genre

if TYPE_CHECKING:
    from healthlint.nlp.reading import ArticleReading

_SHORT = 200  # characters: less than that is no article


def genre_of(reading: ArticleReading) -> Genre:
    """The genre of an article."""
    if _is_blocked(reading):
        return Genre.BLOCKED_PAGE
    votes = _votes(reading)
    if votes[Genre.ADVERTISEMENT] >= 3 and votes[Genre.ADVERTISEMENT] > votes[Genre.NEWS]:
        return Genre.ADVERTISEMENT
    if not _is_health(reading):
        return Genre.NOT_HEALTH
    if votes[Genre.NEWS] >= 2.5 and votes[Genre.NEWS] > votes[Genre.EXPLAINER]:
        return Genre.NEWS
    if any(t.kind == "symptom" and t.role == "main" for t in reading.topics):
        return Genre.SYMPTOM_GUIDE
    return Genre.EXPLAINER


def _is_blocked(reading: ArticleReading) -> bool:
    text = reading.document.text.strip()
    if len(text) < _SHORT:
        return True
    return len(text) < 2_000 and bool(reading.cue_hits("blocked-page"))


def _is_health(reading: ArticleReading) -> bool:
    telling = {"CONDITION", "SYMPTOM", "MEDICINE", "TREATMENT", "TEST"}
    mentions = sum(1 for e in reading.entities if e.label in telling)
    words = max(1, len(reading.doc))
    return mentions >= 3 and mentions / words > 0.004


def _votes(reading: ArticleReading) -> dict[Genre, float]:
    votes = dict.fromkeys(Genre, 0.0)
    document = reading.document
    seen: set[str] = set()
    for hit in reading.cue_hits("genre"):
        settings = hit.cue.settings
        words = reading.doc[hit.start : hit.end].text.lower()
        if words in seen:  # a word repeated is not more evidence
            continue
        seen.add(words)
        votes[Genre(settings["genre"])] += float(settings["weight"])
    relations = {s.relation for s in reading.sections if s.relation is not None}
    votes[Genre.EXPLAINER] += 1.2 * len(relations)
    items = sum(1 for b in document.blocks if b.kind is BlockKind.LIST_ITEM)
    votes[Genre.EXPLAINER] += min(2.0, items / 6)
    return votes
