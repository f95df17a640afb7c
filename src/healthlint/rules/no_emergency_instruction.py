"""An emergency sign is named, but nobody is told to call for help.

**What it finds.** The article mentions a sign that the reference calls an emergency for a
condition in play, and nowhere says to call an emergency number, an ambulance, or to go to an
emergency department. "Immediate evaluation" or "prompt medical attention" does not count: it
names neither a number nor a place. A guide to the whole of an illness that can become an emergency
is asked for the instruction (major) though it names none of the signs, where it describes the
illness or says when to get help.

**Why it matters.** NHS care cards put the action first: "Call 999 if ...". A reader with chest
pain needs to know what to do, not that it is serious (PEMAT, actionability).

**Example.** "Doctors urge immediate evaluation if there is shortness of breath or chest pain."
Better: "Call 999, 112 or 911 if you become breathless or have chest pain."

**Limits.** An instruction in an image is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from healthlint.finding import Confidence, Finding, Rule, Severity, Topic
from healthlint.nlp.entities import Entity
from healthlint.reference.model import Entry, Fact, Group, Urgency
from healthlint.rules.article import Article
from healthlint.rules.asking import (
    EXPLAINING,
    anchor_of,
    article_says_emergency,
    named,
    sign_of,
)
from healthlint.rules.care_told import tells_emergency
from healthlint.rules.naming import name_with_site
from healthlint.rules.presence import clear_mentions
from healthlint.rules.scope import Scope, is_of_kind, scope_of, titles_means, told_of

_WORDS = 250
_DESCRIBED = 3  # facts on symptoms
_SHOWN = 2  # signs


def check(article: Article) -> Iterator[Finding]:
    if article_says_emergency(article) or tells_emergency(article):
        return
    yield from islice(chain(_of_named_signs(article), _of_a_whole_guide(article)), 1)


def _of_named_signs(article: Article) -> Iterator[Finding]:
    """Of the emergency signs that the article names of its topics."""
    signs: dict[tuple[int, int], Entity] = {}
    facts: dict[str, tuple[Entry, Fact]] = {}
    topic = None
    for of, entry in article.topic_entries("main", "listed"):
        for fact in entry.by_group.get(Group.RED_FLAGS, ()):
            if fact.urgency is not Urgency.EMERGENCY or fact.importance == "optional":
                continue
            for mention in clear_mentions(article, fact):
                if _counts(article, mention) and _in_scope(article, mention, of):
                    signs[mention.start, mention.end] = mention
                    facts[fact.key] = (entry, fact)
                    topic = topic or of.id
    if not signs:
        return
    ordered = [signs[place] for place in sorted(signs)]
    words = dict.fromkeys(name_with_site(article, e) for e in ordered)
    entry, fact = next(iter(facts.values()))
    yield RULE.finding(
        f"{named(list(words)).capitalize()} can be an emergency, but the article never says to "
        "call an emergency number or go to an emergency department.",
        *(article.span(e.start, e.end) for e in ordered),
        topic=topic,
        facts=tuple(facts),
        sources=entry.citations(fact.sources),
        suggestion=_instruction(article, tuple(facts.values())) or fact.says,
        confidence=Confidence.HIGH,
    )


def _of_a_whole_guide(article: Article) -> Iterator[Finding]:
    """Of a guide to the whole of an illness that can become an emergency: it tells of the symptoms
    or of help, and of none of the signs that need it at once."""
    if article.words < _WORDS or titles_means(article) or is_of_kind(article, "diagnosed"):
        return
    for topic, entry in article.topic_entries("main"):
        if scope_of(article, topic) is not Scope.WHOLE or not _guides(article, entry):
            continue
        facts = [f for f in entry.by_group.get(Group.RED_FLAGS, ()) if _is_grave(f)]
        care = [f for f in entry.by_group.get(Group.SEEK_CARE, ()) if _is_grave(f)]
        if not facts or not care:
            continue
        signs = list(dict.fromkeys(sign_of(article, fact) for fact in facts))
        yield RULE.finding(
            f"{entry.name} can become an emergency ({'; '.join(signs[:_SHOWN])}), but the article "
            "never says to call an emergency number or go to an emergency department.",
            severity=Severity.MAJOR,
            topic=topic.id,
            facts=tuple(fact.key for fact in facts),
            sources=entry.citations(care[0].sources),
            suggestion=care[0].says,
            confidence=Confidence.MEDIUM,
            anchor=anchor_of(article, topic),
        )


def _is_grave(fact: Fact) -> bool:
    return fact.urgency is Urgency.EMERGENCY and fact.importance == "essential"


def _guides(article: Article, entry: Entry) -> bool:
    """Whether it says when to get help, or describes the symptoms."""
    return bool(article.advice) or told_of(article, entry, Group.SYMPTOMS) >= _DESCRIBED


def _counts(article: Article, mention: Entity) -> bool:
    if mention.label != "SYMPTOM" or not mention.is_asserted():
        return False
    # "Pain" and "weakness" alone are no emergency; "chest pain", "sudden weakness" are.
    plain = not mention.sites and not mention.modifiers
    return not (plain and mention.id in article.everyday_signs) and not article.is_boilerplate(
        mention.start
    )


def _in_scope(article: Article, mention: Entity, topic: Topic) -> bool:
    """A listed condition's signs count only where the article speaks of it."""
    return topic.role == "main" or topic.id in article.subjects_at(mention.start)


def _instruction(article: Article, found: tuple[tuple[Entry, Fact], ...]) -> str | None:
    """The care-level sentence of an entry whose triggers hold one of the signs."""
    for entry, fact in found:
        for care in entry.by_group.get(Group.SEEK_CARE, ()):
            if care.urgency is Urgency.EMERGENCY and fact.key in care.triggers:
                return care.says
    return None


RULE = Rule(
    code="OM004",
    name="no-emergency-instruction",
    severity=Severity.CRITICAL,
    summary="An emergency sign is mentioned without an instruction to call for help.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
