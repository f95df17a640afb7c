"""A harmless condition is framed as dangerous, or a dangerous one as harmless.

**What it finds.** A sentence that calls a condition dangerous, deadly or life-threatening (or "not
always dangerous", which says that it mostly is) although the reference has it as usually
harmless; or harmless, "nothing to worry about", although it needs urgent care.

**Why it matters.** Fear without cause sends people to hospital; calm without cause keeps them
away (HealthNewsReview criterion 5).

**Example.** "Although a Baker's cyst is not always dangerous ..." Better: "A Baker's cyst is
usually harmless."

**Limits.** A dangerous complication ("it can rupture") is not a framing of the condition.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.entities import Entity
from healthlint.reference.model import Entry, Urgency
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES

_NEAR = 6


def check(article: Article) -> Iterator[Finding]:
    frames = {(hit.start, hit.end): hit.cue.id for hit in article.cues("severity-frame")}
    for number, entities in article.entities_by_sentence.items():
        if article.is_question(number):
            continue
        for entity in entities:
            entry = article.reference.get(entity.id)
            if entity.label != "CONDITION" or entry is None or entity.context:
                continue
            yield from _framed(article, number, entity, entry, frames)


def _framed(
    article: Article,
    number: int,
    entity: Entity,
    entry: Entry,
    frames: dict[tuple[int, int], str],
) -> Iterator[Finding]:
    sentence = article.sentences[number]
    for (start, end), frame in frames.items():
        near = entity.end <= start <= entity.end + _NEAR and end <= sentence.end
        if not near or _interrupted(article, entity.end, start):
            continue
        if (frame == "mostly-dangerous" and entry.benign) or (
            frame == "mostly-harmless" and entry.urgency >= Urgency.URGENT
        ):
            yield _finding(article, entry, entity, (start, end))


def _interrupted(article: Article, start: int, end: int) -> bool:
    """Whether another thing stands between ("a Baker's cyst can rupture, and a clot is ...")."""
    return any(
        e.label in ("CONDITION", "SYMPTOM") and start <= e.start < end for e in article.entities
    ) or any(token.text in ",;:" for token in article.doc[start:end])


def _finding(article: Article, entry: Entry, entity: Entity, spot: tuple[int, int]) -> Finding:
    usual = "is usually harmless" if entry.benign else f"needs care: {entry.urgency.label}"
    best = next((f for f in entry.facts if f.importance == "essential"), entry.facts[0])
    return RULE.finding(
        f"{entry.name} {usual}; these words say the opposite.",
        article.span(entity.start, spot[1]),
        severity=Severity.CRITICAL if entry.urgency >= Urgency.URGENT else Severity.MAJOR,
        topic=entry.id,
        facts=(best.key,),
        sources=entry.citations(best.sources),
        suggestion=f"{entry.name} is usually harmless." if entry.benign else best.says,
    )


RULE = Rule(
    code="UC005",
    name="severity-misframed",
    severity=Severity.MAJOR,
    summary="A harmless condition is framed as dangerous, or the reverse.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
