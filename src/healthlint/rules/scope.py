"""How much of an illness a page sets out to tell, so that no more is asked of it.

A page entitled "Gout" or "Living with gout" is about the whole of it, and whatever it leaves out
is missed. "Kidney stones in gout", a column of letters or a story touches on it and is only asked
about what it takes up; so does one that names a treatment or a test ("Screening for breast
cancer"). "Hairy cell leukaemia" is an illness of its own: what is
true of leukaemia need not be true of it, nor what is true of any disturbed rhythm of "Heart block".
"Ten things people get wrong about gout" goes through what is said, and owes no list.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from healthlint.document.model import BlockKind
from healthlint.finding import Topic
from healthlint.nlp.entities import Entity
from healthlint.nlp.lowered import lowered
from healthlint.reference.model import RELATIONS, Entry, Group
from healthlint.rules.article import Article
from healthlint.rules.naming import name_of
from healthlint.rules.presence import is_present

_MEANS = frozenset({"MEDICINE", "TEST", "TREATMENT"})
_SUBTITLE = frozenset({":", "-", "–", "—", "?", "|", "("})
_TAKEN_UP = 2  # claims of a group that show that an article treats of it
_NAMED = 4  # facts of a group that it names, of whatever it tells them, that show the same


class Scope(Enum):
    """What a page's title says that the page is about."""

    WHOLE = "the illness"
    PART = "some of it, or something that touches on it"
    KIND = "a kind of it that has its own name"
    SAYINGS = "what people say of it"


def scope_of(article: Article, topic: Topic) -> Scope:
    """What the page tells of a topic, by the words of its headline around the topic's name. A
    topic with a heading of its own, and a page without a headline, are told as a whole."""
    number = article.document.headline
    if topic.role != "main" or number is None:
        return Scope.WHOLE
    if is_of_kind(article, "sayings"):
        return Scope.SAYINGS
    start, end = article.layout.blocks[number]
    named = titled(article)
    own = next((e for e in named if _is_topic(article, topic, e.id)), None)
    if own is None:
        return Scope.WHOLE if _is_foreign(article, named) else Scope.PART
    words = lowered(article.doc)
    plain = article.vocabulary.word_sets("title-word").get("plain", frozenset())
    taken = {token for e in named for token in range(e.start, e.end)}
    if own.start > start and _is_name_word(words[own.start - 1], plain, own.start - 1 in taken):
        return Scope.KIND
    if _is_named_kind(article, topic, own):
        return Scope.KIND
    mark = next((n for n in range(own.end, end) if words[n] in _SUBTITLE), end)
    if any(e.label == "CONDITION" and e.end < own.start for e in named):
        return Scope.PART  # "Kidney disease of diabetes"
    if any(e.label in _MEANS and e.start < mark and e is not own for e in named):
        return Scope.PART  # "Deep brain stimulation for Parkinson's disease"
    rest = (n for n in range(start, mark) if n not in taken and words[n][:1].isalpha())
    return Scope.WHOLE if all(words[n] in plain for n in rest) else Scope.PART


def _is_named_kind(article: Article, topic: Topic, own: Entity) -> bool:
    """Whether the headline's name for the topic is that of an illness of its own: "Heart block" is
    read as a disturbed rhythm, and "Vascular dementia" is a kind of what the entry is about."""
    hits = article.cues("headline-kind")
    if any(h.cue.id == "named-kind" and h.start <= own.start < h.end for h in hits):
        return True
    entry = article.reference.get(topic.id)
    name = name_of(article, own.id).lower()
    narrower = article.vocabulary.is_a(own.id, topic.id) and own.id != topic.id
    return (
        narrower
        and entry is not None
        and entry.kind == "condition"
        and name not in entry.name.lower()
    )


def _is_foreign(article: Article, named: Sequence[Entity]) -> bool:
    """Whether the headline names illnesses or complaints that the text never speaks of: it belongs
    to another article and says nothing of this one."""
    ills = {e.id for e in named if e.label in ("CONDITION", "SYMPTOM")}
    # A page may print its headline twice.
    return bool(ills) and not any(
        entity.id in ills and article.block_of(entity.start).kind is not BlockKind.TITLE
        for entity in article.entities
    )


def titled(article: Article) -> Sequence[Entity]:
    """What the headline names, in order of place."""
    return article.once(_titled)


def _titled(article: Article) -> Sequence[Entity]:
    number = article.document.headline
    if number is None:
        return ()
    start, end = article.layout.blocks[number]
    return [e for e in article.entities if start <= e.start < end]


def titles_means(article: Article) -> bool:
    """Whether the headline names a medicine, a test or a treatment."""
    return any(entity.label in _MEANS for entity in titled(article))


def is_shared(article: Article, topic: Topic) -> bool:
    """Whether the headline names another illness or complaint as well ("Atrial fibrillation and
    stroke")."""
    is_a = article.vocabulary.is_a
    return any(
        e.label in ("CONDITION", "SYMPTOM")
        and not is_a(e.id, topic.id)
        and not is_a(topic.id, e.id)
        for e in titled(article)
    )


def is_of_kind(article: Article, kind: str) -> bool:
    """Whether the words of the headline make it that kind of page (``headline-kinds.yaml``)."""
    number = article.document.headline
    if number is None:
        return False
    start, end = article.layout.blocks[number]
    hits = article.cues("headline-kind")
    return any(start <= hit.start < end and hit.cue.id == kind for hit in hits)


def _is_topic(article: Article, topic: Topic, concept: str) -> bool:
    entry = article.reference.get(topic.id)
    if topic.kind == "symptom" and entry is not None and entry.presentations:
        return any(article.vocabulary.is_a(concept, c.concept) for c in entry.presentations)
    return article.vocabulary.is_a(concept, topic.id) or article.vocabulary.is_a(topic.id, concept)


def _is_name_word(word: str, plain: frozenset[str], taken: bool) -> bool:
    return word.isalpha() and word not in plain and not taken


def takes_up(article: Article, topic: Topic, entry: Entry, group: Group) -> bool:
    """Whether the article treats of a group of the topic's facts: all of it, if the page is about
    the whole illness; else under a heading, or in several of them."""
    scope = scope_of(article, topic)
    if scope is not Scope.PART:  # what people say of it is no list of its facts
        return scope is Scope.WHOLE
    return is_treated(article, topic, entry, group)


def is_treated(article: Article, topic: Topic, entry: Entry, group: Group) -> bool:
    """Whether a heading announces the group, or several of its facts are told of the topic."""
    if has_section(article, group):
        return True
    relation = RELATIONS[group]
    told = {
        claim.object
        for claim in article.claims
        if claim.relation == relation and claim.subject == topic.id
    }
    return len(told) >= _TAKEN_UP or told_of(article, entry, group) >= _NAMED


def has_section(article: Article, group: Group) -> bool:
    """Whether a heading announces the group."""
    relation = RELATIONS[group]
    return any(section.relation == relation and section.blocks for section in article.sections)


def told_of(article: Article, entry: Entry, group: Group) -> int:
    """How many of a group's facts the article mentions."""
    return sum(1 for fact in entry.by_group.get(group, ()) if is_present(article, entry, fact))
