"""A sign that looks different on brown or black skin, or a medicine that is not for everyone.

**What it finds.** An article about a condition that names redness, pallor or blue lips among its
signs, and nowhere says how they look on brown or black skin; and advice to take a medicine sold
without prescription (an anti-inflammatory, a decongestant) where nothing says a word of pregnancy,
children or whom to ask.

**Why it matters.** Readers with brown or black skin miss a sign that is described for white skin
only; some common medicines harm in pregnancy or childhood (NHS style guide; PIF TICK 6).

**Example.** "The skin may turn red." Better: "The skin may turn red; this can be harder to see on
brown or black skin."

**Sources.** NHS digital service manual, skin symptoms; PIF TICK criterion 6.

**Limits.** Asked only where the reference lists the sign for the article's main topic.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity, Topic
from healthlint.nlp.entities import Entity
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, named
from healthlint.rules.naming import name_of
from healthlint.rules.presence import clear_mentions

_SIGNS = (Group.SYMPTOMS, Group.RED_FLAGS)


def check(article: Article) -> Iterator[Finding]:
    if not article.cues("skin-tone"):
        yield from _skin(article)
    yield from _medicines(article)


def _skin(article: Article) -> Iterator[Finding]:
    signs = word_sets(article.vocabulary, "skin-tone").get("signs", frozenset())
    for topic, entry in article.topic_entries("main"):
        places: dict[tuple[int, int], Entity] = {}
        facts: list[Fact] = []
        for fact in _facts(entry, signs):
            mentions = [e for e in clear_mentions(article, fact) if _is_said(article, e, signs)]
            if mentions:
                facts.append(fact)
                places.update({(e.start, e.end): e for e in mentions})
        if facts:
            yield _skin_finding(article, topic, entry, facts, places)
            return


def _facts(entry: Entry, signs: frozenset[str]) -> Iterator[Fact]:
    for group in _SIGNS:
        for fact in entry.by_group.get(group, ()):
            if any(target.concept in signs for target in fact.targets):
                yield fact


def _is_said(article: Article, entity: Entity, signs: frozenset[str]) -> bool:
    # A fact may be about warmth or redness; only the colour looks different.
    return entity.is_asserted() and not article.vocabulary.ancestors(entity.id).isdisjoint(signs)


def _skin_finding(
    article: Article,
    topic: Topic,
    entry: Entry,
    facts: list[Fact],
    places: dict[tuple[int, int], Entity],
) -> Finding:
    return RULE.finding(
        f"{entry.name}: the article describes a change of colour, but not how it looks on brown or "
        "black skin.",
        *(article.span(*place) for place in sorted(places)),
        topic=topic.id,
        facts=tuple(fact.key for fact in facts),
        sources=entry.citations(facts[0].sources),
        suggestion="Add that the change may be harder to see on brown or black skin, and what to "
        "look for instead.",
        confidence=Confidence.MEDIUM,
    )


def _medicines(article: Article) -> Iterator[Finding]:
    wanted = word_sets(article.vocabulary, "medicine-kinds").get("caveat", frozenset())
    if article.cues("caution"):
        return
    found = [
        entity
        for entity in article.entities
        if entity.label == "MEDICINE"
        and not article.vocabulary.ancestors(entity.id).isdisjoint(wanted)
        and not {"negated", "warning", "myth", "quoted", "historical"}.intersection(entity.context)
        and article.labels[article.sentence_at(entity.start)].advice == "strong"
        and article.doc[max(0, entity.start - 1)].text != "-"
    ]
    if not found:
        return
    names = list(dict.fromkeys(name_of(article, entity.id) for entity in found))
    yield RULE.finding(
        f"The article advises {named(names)} and says nothing of pregnancy, children or other "
        "readers for whom it is not safe.",
        *(article.span(entity.start, entity.end) for entity in found),
        suggestion="Say who should not take it, and to ask a pharmacist when in doubt.",
        confidence=Confidence.MEDIUM,
    )


RULE = Rule(
    code="OM008",
    name="population-caveat",
    severity=Severity.MINOR,
    summary="A sign or a medicine without the caveat some readers need.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
