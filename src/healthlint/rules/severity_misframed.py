"""A harmless condition is framed as dangerous, or a dangerous one as harmless.

**What it finds.** A sentence that calls a condition dangerous, deadly or life-threatening (or "not
always dangerous", which says that it mostly is) although the reference has it as usually
harmless; or harmless, "nothing to worry about", although it needs urgent care.

**Why it matters.** Fear without cause sends people to hospital; calm without cause keeps them
away (HealthNewsReview criterion 5).

**Example.** "Although a Baker's cyst is not always dangerous ..." Better: "A Baker's cyst is
usually harmless."

**Limits.** A dangerous complication ("it can rupture") is not a framing of the condition, and "can
be" is none either. Emergencies without an entry (sepsis, meningitis) are known by name.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.entities import Entity
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Entry, Urgency
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.naming import name_of
from healthlint.rules.severity import DANGER, HARMLESS, Framing, framing_of, is_complement
from healthlint.source import Span

_NEAR = 6  # tokens between an illness and a whole phrase about it
_TAKEN_BACK = frozenset({"myth", "no-evidence", "warning", "hypothetical", "historical", "quoted"})


def check(article: Article) -> Iterator[Finding]:
    grave = word_sets(article.vocabulary, "emergency-conditions")["ids"]
    for number, entities in article.entities_by_sentence.items():
        if article.is_question(number):
            continue
        for entity in entities:
            if entity.label == "CONDITION" and not _TAKEN_BACK.intersection(entity.context):
                yield from _framed(article, number, entity, entity.id in grave)


def _framed(article: Article, number: int, entity: Entity, grave: bool) -> Iterator[Finding]:
    entry = article.reference.get(entity.id)
    framing = _whole(article, number, entity) or framing_of(article, number, entity)
    if framing is None:
        return
    called, start, end = framing
    urgent = grave if entry is None else entry.urgency >= Urgency.URGENT
    if entry is None:
        if urgent and called == HARMLESS:
            yield _unlisted(article, entity, article.span(start, end))
    elif (called == DANGER and entry.benign) or (called == HARMLESS and urgent):
        yield _finding(article, entry, article.span(start, end))


def _whole(article: Article, number: int, entity: Entity) -> Framing | None:
    """ "Not always dangerous" as one phrase: it says that it mostly is."""
    sentence = article.sentences[number]
    if is_complement(article, number, entity):
        return None
    for hit in article.cues_in(number, "severity-frame"):
        near = entity.end <= hit.start <= entity.end + _NEAR and hit.end <= sentence.end
        if near and not _interrupted(article, entity.end, hit.start):
            danger = hit.cue.id == "mostly-dangerous"
            return (DANGER if danger else HARMLESS), entity.start, hit.end
    return None


def _interrupted(article: Article, start: int, end: int) -> bool:
    """Whether another thing stands between ("a Baker's cyst can rupture, and a clot is ...")."""
    return any(
        e.label in ("CONDITION", "SYMPTOM") and start <= e.start < end for e in article.entities
    ) or any(token.text in ",;:" for token in article.doc[start:end])


def _unlisted(article: Article, entity: Entity, span: Span) -> Finding:
    """An emergency that has no entry of its own."""
    name = name_of(article, entity.id)
    return RULE.finding(
        f"{name[:1].upper()}{name[1:]} is an emergency; these words say the opposite.",
        span,
        severity=Severity.CRITICAL,
        suggestion=f"Say that {name} needs emergency care, and for which signs to call.",
    )


def _finding(article: Article, entry: Entry, span: Span) -> Finding:
    usual = "is usually harmless" if entry.benign else f"needs care: {entry.urgency.label}"
    best = next((f for f in entry.facts if f.importance == "essential"), entry.facts[0])
    return RULE.finding(
        f"{entry.name} {usual}; these words say the opposite.",
        span,
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
