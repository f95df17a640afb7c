"""How sure a sentence is of an effect, and what kind of study a story rests on.

The label of a sentence (:mod:`healthlint.nlp.causal`) is fitted on abstracts; before it accuses a
headline, the words themselves have to bear it out. Words: ``patterns/cues/stated-link.yaml``.
"""

from __future__ import annotations

from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article

_FAMILY = "stated-link"


def is_outright(article: Article, number: int) -> bool:
    """Whether a sentence states an effect and takes nothing of it back ("may be linked to")."""
    direct = article.labels[number].causal == "direct"
    return direct and not article.is_question(number) and not _parts(article, number) - {"earlier"}


def is_held_open(article: Article, number: int) -> bool:
    """Whether a sentence holds an effect possible, or tells of a link, in so many words."""
    label, parts = article.labels[number].causal, _parts(article, number)
    return (label == "conditional" and bool(parts)) or (
        label == "correlational" and "link" in parts
    )


def designs_of(article: Article) -> dict[str, list[CueHit]]:
    """Kind of study -> where the story says so, of its own study and in its own text."""
    found: dict[str, list[CueHit]] = {}
    for hit in article.cues("study-design"):
        number = article.sentence_at(hit.start)
        if "earlier" not in _parts(article, number) and not article.is_boilerplate(hit.start):
            found.setdefault(hit.cue.settings["design"], []).append(hit)
    return found


def _parts(article: Article, number: int) -> set[str]:
    return {hit.cue.settings["part"] for hit in article.cues_in(number, _FAMILY)}
