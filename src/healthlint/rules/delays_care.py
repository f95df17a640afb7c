"""The reader is told to wait, to cure themselves or to stay away from doctors with a danger sign.

**What it finds.** Advice to wait, ignore, sleep it off, treat at home or not see a doctor, within
two sentences of a sign that the reference calls an emergency or urgent. Warnings against waiting
("don't wait", "never ignore") are what the article should say, and are not reported.

**Why it matters.** Delay kills. HONcode, complementarity: information supports a doctor's care, it
does not replace it.

**Example.** "If you have chest pain, lie down and see whether it passes." Better: "Call 999, 112
or 911 for chest pain."

**Limits.** "Wait for your appointment" without a danger sign near is ordinary advice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.entities import Entity
from healthlint.nlp.lexicon import ConceptHit
from healthlint.reference.model import Entry, Fact, Group, Urgency
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.assertions import is_imperative
from healthlint.rules.presence import is_clearly

_DELAYS = ("wait", "ignore", "avoid-doctor", "sleep-off", "self-treat")
_TAKEN_BACK = frozenset({"negated", "warning", "myth", "historical", "no-evidence", "other-person"})
_REACH = 1  # sentences before and after


def check(article: Article) -> Iterator[Finding]:
    for number, hits in article.concepts_by_sentence.items():
        for hit in hits:
            if not _is_delay(article, hit) or not _is_told(article, number, hit):
                continue
            found = _danger_near(article, number, hit)
            if found is None:
                continue
            sign, entry, fact = found
            yield RULE.finding(
                f"This tells the reader to put off care for {article.described(sign)}, which "
                f"needs {_level(fact)} care.",
                article.span(hit.start, hit.end),
                topic=entry.id,
                facts=(fact.key,),
                sources=entry.citations(fact.sources),
                suggestion=fact.says,
                evidence=(article.span(sign.start, sign.end),),
            )
            break


def _level(fact: Fact) -> str:
    return "emergency" if fact.urgency is Urgency.EMERGENCY else "urgent"


def _is_delay(article: Article, hit: ConceptHit) -> bool:
    return hit.kind == "action" and any(article.vocabulary.is_a(hit.id, d) for d in _DELAYS)


def _is_told(article: Article, number: int, hit: ConceptHit) -> bool:
    values = article.contexts.get((hit.start, hit.end), ((), ()))[0]
    if _TAKEN_BACK.intersection(values) or article.is_question(number):
        return False
    if _is_condemned(article, number, hit):
        return False
    if article.vocabulary.is_a(hit.id, "avoid-doctor"):
        return True
    return (
        article.labels[number].advice != "none"
        or is_imperative(article, hit)
        or bool(article.cues_in(number, "permission"))
    )


def _is_condemned(article: Article, number: int, hit: ConceptHit) -> bool:
    """ "Waiting for a rash is a poor plan": the deed is the subject of what condemns it."""
    if not article.doc[hit.start].lower_.endswith("ing"):
        return False
    return any(
        cue.cue.id == "deed" and cue.start >= hit.end for cue in article.cues_in(number, "condemn")
    )


def _danger_near(
    article: Article, number: int, hit: ConceptHit
) -> tuple[Entity, Entry, Fact] | None:
    block = article.sentences[number].block
    for other in sorted(range(number - _REACH, number + _REACH + 1), key=lambda n: abs(n - number)):
        if not 0 <= other < len(article.sentences) or article.sentences[other].block != block:
            continue
        for entity in article.entities_by_sentence.get(other, ()):
            if entity.start >= hit.start and entity.end <= hit.end:
                continue
            found = danger_of(article, entity)
            if found is not None and _is_real(entity):
                return (entity, *found)
    return None


def _is_real(entity: Entity) -> bool:
    """Said to be so; a customer's case tells the reader what to do as much as plain advice."""
    return not _TAKEN_BACK.intersection(entity.context) - {"warning", "other-person"}


def danger_of(article: Article, entity: Entity) -> tuple[Entry, Fact] | None:
    """The most urgent danger sign that a mention is: an emergency of any entry, or what an entry
    in play wants seen the same day."""
    best: tuple[Entry, Fact] | None = None
    for entry, fact in _dangers(article):
        if best is not None and (best[1].urgency or 0) >= (fact.urgency or 0):
            continue
        if any(is_clearly(article, entity, target) for target in fact.targets):
            best = (entry, fact)
    return best


def _dangers(article: Article) -> Iterator[tuple[Entry, Fact]]:
    for entry in article.reference.entries.values():
        for fact in entry.by_group.get(Group.RED_FLAGS, ()):
            if fact.urgency is Urgency.EMERGENCY:
                yield entry, fact
    for _topic, entry in article.topic_entries("main", "listed"):
        for fact in entry.by_group.get(Group.RED_FLAGS, ()):
            if fact.urgency is Urgency.URGENT:
                yield entry, fact
        for care in entry.by_group.get(Group.SEEK_CARE, ()):
            if care.urgency is not None and care.urgency >= Urgency.URGENT:
                for key in care.triggers:
                    sign = entry.by_key.get(key)
                    if sign is not None and sign.urgency is None:
                        yield entry, replace(sign, urgency=care.urgency)


RULE = Rule(
    code="AD002",
    name="delays-care",
    severity=Severity.CRITICAL,
    summary="Tells the reader to wait or avoid doctors with a danger sign.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
