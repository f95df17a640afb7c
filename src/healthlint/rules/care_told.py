"""Advice on care that is told in few words: "999 is the right one", "ring us early".

The concepts of care are phrases that order it. Before an article is said to give no such advice,
its sentences are read once more for the bare number or place beside a word that asks for it, and
for an elliptic word on whom to turn to (``patterns/cues/care-told.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article

_FAMILY = "care-told"
_BEFORE = 4  # tokens before a word in which it is taken back


def tells_emergency(article: Article) -> bool:
    """Whether a sentence names an emergency number or place and asks for it."""
    return any(_asks_for_it(article, hits) for hits in _by_sentence(article))


def tells_care(article: Article) -> bool:
    """Whether a sentence says whom to turn to, or asks for an emergency service."""
    return any(
        _asks_for_it(article, hits) or bool(_of(hits, "turning")) for hits in _by_sentence(article)
    )


def discouraging(article: Article) -> frozenset[int]:
    """The sentences that keep somebody from going to an emergency place ("don't rush to A&E")."""
    hits = _of(article.cues(_FAMILY), "discouraging")
    return frozenset(article.sentence_at(hit.start) for hit in hits)


def _by_sentence(article: Article) -> Iterator[Sequence[CueHit]]:
    for number in range(len(article.sentences)):
        hits = article.cues_in(number, _FAMILY)
        if hits and not article.is_boilerplate(article.sentences[number].start):
            yield hits


def _asks_for_it(article: Article, hits: Sequence[CueHit]) -> bool:
    refusing = _of(hits, "refusing")
    places = [hit for hit in _of(hits, "emergency") if not _is_after(hit, refusing)]
    asking = [hit for hit in _of(hits, "asking") if not _is_after(hit, refusing)]
    return bool(places and asking)


def _of(hits: Sequence[CueHit], name: str) -> list[CueHit]:
    return [hit for hit in hits if hit.cue.id == name]


def _is_after(hit: CueHit, others: Sequence[CueHit]) -> bool:
    return any(0 <= hit.start - other.end < _BEFORE for other in others)
