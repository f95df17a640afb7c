"""A second look before something is said to be left out: whether a sentence may be telling it.

The first look finds phrases. An article may say the same with the words apart ("bad for the eyes,
the kidneys and the nerves") or in a sentence much like the reference's own. Such a sentence is no
proof, but where there is doubt nothing is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import NamedTuple

from healthlint.document.model import BlockKind
from healthlint.nlp.lowered import lowered
from healthlint.nlp.scattered import Scattered, Senses, Spread
from healthlint.reference.model import Cause, Entry, Fact, Group, Target
from healthlint.rules.article import Article
from healthlint.rules.lead_ins import leads

_ALIKE = 0.6  # of the weight of the reference's sentence
_ALIKE_SIGN = 0.75  # the same for a danger sign
_SHARED = 2  # senses, or signs
_COMMON = 8  # entries that have a sign: pain and fever tell of no illness
Names = tuple[Spread, ...]

_OUTSIDE = frozenset({BlockKind.TITLE, BlockKind.BOILERPLATE, BlockKind.BYLINE})


class _Look(NamedTuple):
    """What the look for an entry's facts or causes needs: the sentences, all that they say, the
    words of the entry's own name, and how many of its facts say each thing."""

    scattered: Scattered
    sentences: tuple[tuple[int, Spread], ...]
    known: Spread
    own: Senses
    told: Counter[str]
    facts: int


def still_missing(article: Article, entry: Entry, facts: Sequence[Fact]) -> list[Fact]:
    """Those of the facts for which no sentence has all words of a name, or most of their own."""
    if not facts:
        return []
    look = _look_for(article, entry)
    return [fact for fact in facts if not _may_be_told(article, fact, look)]


def untold(article: Article, entry: Entry, causes: Sequence[Cause]) -> list[Cause]:
    """Those of the causes of a symptom for which no sentence has all words of a name ("aneurysm of
    the abdominal aorta"), or two of the signs of that illness ("hives with a swollen face")."""
    if not causes:
        return []
    look = _look_for(article, entry)
    organs = _organs_of_causes(article, entry)
    named = _organs_named(article, frozenset().union(*organs.values()))
    return [
        cause
        for cause in causes
        if not _is_named(cause, look)
        and not _has_its_signs(article, cause, entry)
        and named.isdisjoint(organs[cause.condition])
    ]


def _organs_of_causes(article: Article, entry: Entry) -> dict[str, frozenset[str]]:
    """For each cause the words of its id, where it is an illness of a whole organ, which is among
    them ("chronic-kidney-disease"): a heart attack is more than a weak heart."""
    # An id is made of the words for its parts, which are the ids of body sites too: a table of
    # illnesses and their organs would say the same once more, and lack each illness that is added.
    kinds = article.vocabulary.word_sets("organ-illness").get("words", frozenset())
    words = {cause.condition: frozenset(cause.condition.split("-")) for cause in entry.causes}
    return {cause: frozenset() if kinds.isdisjoint(own) else own for cause, own in words.items()}


def _organs_named(article: Article, known: frozenset[str]) -> frozenset[str]:
    """The organs that a sentence lists, several of them those of causes of the symptom: "Heart,
    kidneys, liver: each can make legs swell" names the illnesses of the three."""
    found: set[str] = set()
    for hits in article.concepts_by_sentence.values():
        here = {hit.id for hit in hits if hit.kind == "body-site" and hit.id in known}
        if len(here) >= _SHARED:
            found |= here
    return frozenset(found)


def _look_for(article: Article, entry: Entry) -> _Look:
    scattered = article.reading.knowledge.scattered
    sentences = tuple(_sentences(article))
    return _Look(
        scattered,
        sentences,
        _all_of([said for _number, said in sentences]),
        _own_name(scattered, entry),
        Counter(s for other in entry.facts for s in scattered.of_text(other.says).senses),
        len(entry.facts),
    )


def _is_named(cause: Cause, look: _Look) -> bool:
    names = [_among(look.scattered.names(cause.condition), look.known)]
    return any(
        not _name_in(look.scattered, names, said) <= look.own for _number, said in look.sentences
    )


def _has_its_signs(article: Article, cause: Cause, entry: Entry) -> bool:
    """Whether one sentence tells two of the illness's own signs, that the guide is not asked for
    anyway."""
    illness = article.reference.get(cause.condition)
    if illness is None:
        return False
    is_a = article.vocabulary.is_a
    shared = article.reference.shared
    signs = {
        target.concept
        for group in (Group.SYMPTOMS, Group.RED_FLAGS)
        for fact in illness.by_group.get(group, ())
        for target in fact.targets
        if shared[target.concept] <= _COMMON
    } - entry.concepts
    for hits in article.concepts_by_sentence.values():
        told = {(sign, hit.start) for hit in hits for sign in signs if is_a(hit.id, sign)}
        # One word may stand for two signs, and two words for one.
        if min(len({sign for sign, _ in told}), len({place for _, place in told})) >= _SHARED:
            return True
    return False


def _may_be_told(article: Article, fact: Fact, look: _Look) -> bool:
    name_in = _sign_in if fact.group is Group.RED_FLAGS else _name_in
    for target in fact.targets:
        parts = [_among(names, look.known) for names in _parts(look.scattered, target)]
        if not all(parts):
            continue
        for number, said in look.sentences:
            found = name_in(look.scattered, parts, said)
            if not found <= look.own and _has_site(article, number, target.site):
                return True
    return _is_alike(fact, look)


def _sentences(article: Article) -> Iterator[tuple[int, Spread]]:
    words = lowered(article.doc)
    back = article.vocabulary.word_sets("pointing-back").get("words", frozenset())
    spread = article.once(_spread)
    for number, said in enumerate(spread):
        sentence = article.sentences[number]
        if article.document.blocks[sentence.block].kind in _OUTSIDE:
            continue
        yield number, said
        before = article.sentences[number - 1] if number else None
        if before is not None and before.block == sentence.block and words[sentence.start] in back:
            first = spread[number - 1]
            yield number - 1, Spread(first.stems | said.stems, first.senses | said.senses)


def _spread(article: Article) -> tuple[Spread, ...]:
    """By sentence: what its words say one by one, with those of its lead-in."""
    read, words = article.reading.knowledge.scattered.spread, lowered(article.doc)
    own = [read(words[sentence.start : sentence.end]) for sentence in article.sentences]
    above = leads(article)
    return tuple(
        said.beside(own[above[number]]) if number in above else said
        for number, said in enumerate(own)
    )


def _all_of(every: Sequence[Spread]) -> Spread:
    return Spread(
        frozenset(stem for said in every for stem in said.stems),
        frozenset(sense for said in every for sense in said.senses),
    )


def _among(names: Names, known: Spread) -> Names:
    """The few names whose words the article has somewhere: each sentence is asked for them."""
    return tuple(name for name in names if name.senses <= known.senses)


def _has_site(article: Article, number: int, site: str | None) -> bool:
    """Whether a sentence names the place, in no other sense ("the pain comes back")."""
    if site is None:
        return True
    is_a = article.vocabulary.is_a
    return any(is_a(hit.id, site) for hit in article.concepts_by_sentence.get(number, ()))


def _own_name(scattered: Scattered, entry: Entry) -> Senses:
    """The words that name the topic: everywhere in the article, they say nothing of a fact."""
    names = scattered.names(entry.id)
    return frozenset(word for name in names for word in (*name.stems, *name.senses))


def _parts(scattered: Scattered, target: Target) -> Iterator[Names]:
    """The names of the target's concept, of its site and of each of its qualities."""
    yield scattered.names(target.concept)
    if target.site is not None:
        yield scattered.names(target.site)
    for value in target.modifiers.values():
        yield scattered.names(value)


def _name_in(scattered: Scattered, parts: Iterable[Names], said: Spread) -> Senses:
    """The words of a sentence that name every part; one is enough that says something alone."""
    found = _found(([name.senses for name in names] for names in parts), said.senses)
    return frozenset() if scattered.is_wide(found) else found


def _sign_in(scattered: Scattered, parts: Sequence[Names], said: Spread) -> Senses:
    """The same of a danger sign, in its very words; one is enough where another insists."""
    found = _found(([name.stems for name in names] for names in parts), said.stems)
    if len(found) >= _SHARED:
        return found
    found = _name_in(scattered, parts, said)
    return found if found <= said.insisted else frozenset()


def _found(parts: Iterable[Iterable[Senses]], said: Senses) -> Senses:
    """The longest name of every part that stands in what is said, together; nothing where one has
    none."""
    found: Senses = frozenset()
    for names in parts:
        longest = max((name for name in names if name <= said), key=len, default=None)
        if longest is None:
            return frozenset()
        found |= longest
    return found


def _is_alike(fact: Fact, look: _Look) -> bool:
    """Whether a sentence has most of the reference's, and (but for a course of symptoms) a word of
    what that is about; what many facts of the entry say counts little, and the entry's own name
    nothing."""
    things = frozenset(
        sense
        for target in fact.targets
        for name in look.scattered.names(target.concept)
        for sense in name.senses
    )
    weights = {
        sense: log(1 + look.facts / look.told[sense])
        for sense in look.scattered.of_text(fact.says).senses - look.own
    }
    least = (_ALIKE_SIGN if fact.group is Group.RED_FLAGS else _ALIKE) * sum(weights.values())
    return any(
        len(shared := said.senses & weights.keys()) >= _SHARED
        and (fact.group is Group.SYMPTOMS or not shared.isdisjoint(things))
        and sum(weights[sense] for sense in shared) >= least
        for _number, said in look.sentences
    )
