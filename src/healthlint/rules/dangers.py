"""Which danger sign of the reference a mention is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from healthlint.nlp.entities import Entity
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Entry, Fact, Group, Urgency
from healthlint.rules.article import Article
from healthlint.rules.presence import is_clearly

_GRAVE = ("severe", "unbearable")


def danger_of(article: Article, entity: Entity, soon: bool = False) -> tuple[Entry, Fact] | None:
    """The most urgent danger sign that a mention is: of any entry, an emergency or what it wants
    seen the same day (``soon``: or within days)."""
    best: tuple[Entry, Fact] | None = None
    if any(name == "relief" for name, _value in entity.modifiers):
        return None  # what eases with rest is angina that one knows, not an attack
    if is_side_effect(article, entity):
        return None
    for entry, fact in _dangers(article, entity, soon):
        if best is not None and (best[1].urgency or 0) >= (fact.urgency or 0):
            continue
        if any(is_clearly(article, entity, target) for target in fact.targets) and (
            _is_in_play(article, entry) or _is_telling(article, entity)
        ):
            best = (entry, fact)
    return best


def is_side_effect(article: Article, entity: Entity) -> bool:
    """ "If your tablets make you drowsy": what a medicine does is no sign of the illness."""
    words = word_sets(article.vocabulary, "emergency-conditions")
    makes, you = (token.lower_ for token in article.doc[max(0, entity.start - 2) :][:2])
    if makes not in words["makes"] or you not in words["whom"]:
        return False
    others = article.entities_by_sentence.get(article.sentence_at(entity.start), ())
    return any(other.label == "MEDICINE" and other.end <= entity.start for other in others)


def _is_in_play(article: Article, entry: Entry) -> bool:
    return any(entry.id == topic.id for topic, _entry in article.topic_entries("main", "listed"))


def _is_telling(article: Article, entity: Entity) -> bool:
    """Whether a sign means danger on any page: no everyday one, and no condition that is only
    dangerous beside something else (diabetes, low blood pressure)."""
    if entity.label == "CONDITION":
        known = word_sets(article.vocabulary, "emergency-conditions")["ids"]
        return not article.vocabulary.ancestors(entity.id).isdisjoint(known)
    sites = word_sets(article.vocabulary, "emergency-conditions")["sites"]
    return (
        entity.id not in article.everyday_signs
        or any(not sites.isdisjoint(article.vocabulary.ancestors(site)) for site in entity.sites)
        or any(name == "severity" and value in _GRAVE for name, value in entity.modifiers)
    )


def _dangers(article: Article, entity: Entity, soon: bool) -> Iterator[tuple[Entry, Fact]]:
    """What the mention may be: red flags about it or about what it is a kind of, in the entries'
    order; then what an entry in play sends to urgent care for."""
    least = Urgency.SOON if soon else Urgency.URGENT
    signs = article.reference.danger_signs
    above = article.vocabulary.ancestors(entity.id)
    for _number, entry, fact in sorted(
        {(n, e.id): (n, e, f) for concept in above for n, e, f in signs.get(concept, ())}.values(),
        key=lambda sign: sign[0],
    ):
        if (fact.urgency or Urgency.ROUTINE) >= least:
            yield entry, fact
    for _topic, entry in article.topic_entries("main", "listed"):
        for care in entry.by_group.get(Group.SEEK_CARE, ()):
            if care.urgency is not None and care.urgency >= Urgency.URGENT:
                for key in care.triggers:
                    sign = entry.by_key.get(key)
                    if sign is not None and sign.urgency is None:
                        yield entry, replace(sign, urgency=care.urgency)
