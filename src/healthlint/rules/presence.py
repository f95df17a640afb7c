"""Whether an article mentions what a fact is about, however it words it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthlint.nlp.entities import Entity
from healthlint.nlp.lexicon import ConceptHit
from healthlint.reference.model import Entry, Fact, Group, Target
from healthlint.rules.article import Article
from healthlint.rules.qualities import led_values
from healthlint.rules.second_look import still_missing

_SIGNS = frozenset({Group.RED_FLAGS, Group.SYMPTOMS})
# Values of these dimensions make another symptom of it ("pain at rest"); the others only colour
# it, and an article that leaves them out has still named the sign.
TELLING = frozenset({"trigger", "relief", "timing", "quality"})


def mentions_of(article: Article, entry: Entry, fact: Fact) -> Iterator[Entity | ConceptHit]:
    """Every mention of the fact's signs or things, in order of its targets."""
    for target in fact.targets:
        yield from target_mentions(article, target, entry.id)


def is_present(article: Article, entry: Entry, fact: Fact) -> bool:
    """Whether the article speaks of it at all; of a danger sign, whether as one."""
    mentions = mentions_of(article, entry, fact)
    if fact.group is not Group.RED_FLAGS:
        found = next(mentions, None) is not None
    else:
        found = any(_is_danger(article, fact, mention) for mention in mentions)
    return (
        found
        or _is_composed(article, fact)
        or _is_broadly_named(article, fact)
        or _is_remedied(article, fact)
    )


def _is_broadly_named(article: Article, fact: Fact) -> bool:
    """Whether a test is named by its kind: "a brain scan" for a CT or MRI scan, "the doctor
    refers" for the specialist."""
    if fact.group is not Group.TESTS:
        return False
    is_a, kinds = article.vocabulary.is_a, article.once(_kinds_of_tests)
    return any(is_a(target.concept, kind) for target in fact.targets for kind in kinds)


def _kinds_of_tests(article: Article) -> frozenset[str]:
    tests = {e.id for e in article.entities if e.label == "TEST"}
    return frozenset(tests.union(hit.cue.id for hit in article.cues("broad-name")))


def _is_remedied(article: Article, fact: Fact) -> bool:
    """Whether what is done about a risk is told: who is to lose weight is overweight."""
    if fact.group is not Group.RISK_FACTORS:
        return False
    remedies = article.vocabulary.word_sets("remedied-risk")
    return any(
        bool(article.concept_mentions(remedy))
        for target in fact.targets
        for remedy in remedies.get(target.concept, ())
    )


def _is_composed(article: Article, fact: Fact) -> bool:
    """Whether the sign is told in everyday words ("too out of breath to speak")."""
    if fact.group not in _SIGNS:
        return False
    composed = article.once(_composed_signs)
    return any(target.key in composed for target in fact.targets)


def _composed_signs(article: Article) -> frozenset[tuple[object, ...]]:
    """Targets of the danger signs that are put together from everyday words, read when a sign
    seems to be left out: "speech may come out garbled"."""
    facts = {
        sign.fact
        for number in range(len(article.sentences))
        for sign in article.reading.danger_signs(number)
    }
    known = (article.reference.facts.get(key) for key in facts)
    return frozenset(target.key for fact in known if fact for target in fact.targets)


def _is_danger(article: Article, fact: Fact, mention: Entity | ConceptHit) -> bool:
    """Whether what makes it a danger sign is said.

    "Pain" in an article on the heart is not yet "pain that spreads to the jaw", nor "shortness of
    breath" yet "too breathless to speak".
    """
    targets = [t for t in fact.targets if article.vocabulary.is_a(mention.id, t.concept)]
    if not isinstance(mention, Entity):
        return any(target.site is None and not target.modifiers for target in targets)
    return any(_says_danger(article, target, mention) for target in targets)


def _says_danger(article: Article, target: Target, mention: Entity) -> bool:
    severity = target.modifiers.get("severity")
    if severity is not None and ("severity", severity) not in mention.modifiers:
        return False
    if mention.id not in article.everyday_signs or not (target.site or target.modifiers):
        return True
    is_a = article.vocabulary.is_a
    if target.site and any(is_a(o, target.site) or is_a(target.site, o) for o in mention.sites):
        return True
    return any(pair in mention.modifiers for pair in target.modifiers.items())


def target_mentions(article: Article, target: Target, entry: str) -> Iterator[Entity | ConceptHit]:
    """Mentions of one target; a symptom without a site counts in a section about the entry."""
    found = [e for e in article.mentions(target.concept) if sits(article, e, target, entry)]
    yield from found
    if not found and target.site is None and not target.modifiers:
        yield from article.concept_mentions(target.concept)


def sits(article: Article, entity: Entity, target: Target, entry: str) -> bool:
    """Whether the mention's site and modifiers agree with the target's."""
    if target.site is not None and not _site_agrees(article, entity, target.site, entry):
        return False
    own = dict(entity.modifiers)
    values = {value for _dimension, value in entity.modifiers} | led_values(article, entity)
    for dimension, value in target.modifiers.items():
        if value in values:
            continue
        if dimension in TELLING or dimension in own:
            return False
    return True


def is_clearly(article: Article, entity: Entity, target: Target) -> bool:
    """Whether the mention is the target and nothing less: its site named, every modifier said."""
    vocabulary = article.vocabulary
    if not vocabulary.is_a(entity.id, target.concept):
        return False
    if target.site is not None and not any(
        vocabulary.is_a(site, target.site) for site in entity.sites
    ):
        return False
    return all(pair in entity.modifiers for pair in target.modifiers.items())


def clear_mentions(article: Article, fact: Fact) -> Iterator[Entity]:
    """Mentions that are clearly one of the fact's targets, in order of place."""
    seen: set[tuple[int, int]] = set()
    for target in fact.targets:
        for entity in article.mentions(target.concept):
            if (entity.start, entity.end) not in seen and is_clearly(article, entity, target):
                seen.add((entity.start, entity.end))
                yield entity


def _site_agrees(article: Article, entity: Entity, site: str, entry: str) -> bool:
    is_a = article.vocabulary.is_a
    if entity.sites:
        return any(is_a(own, site) or is_a(site, own) for own in entity.sites)
    return entry in article.subjects_at(entity.start)


def missing(article: Article, entry: Entry, facts: Iterable[Fact]) -> list[Fact]:
    """Those of the facts that the article neither mentions nor has a sentence for that may be
    telling them; without those of a complaint that it does not speak of."""
    absent = [
        fact
        for fact in facts
        if concerns(article, fact.complaint) and not is_present(article, entry, fact)
    ]
    return still_missing(article, entry, absent)


def concerns(article: Article, complaint: str | None) -> bool:
    """Whether the article speaks of a complaint: blood in the urine owes no word on piles."""
    return complaint is None or bool(article.concept_mentions(complaint))


def asked(fact: Fact, role: str) -> bool:
    """Whether a fact is asked for when its condition plays that role."""
    return role == "main" or (role == "listed" and fact.when == "listed")
