"""A second look before something is said to be left out: whether a sentence may be telling it.

The first look finds phrases. An article may say the same with the words apart ("bad for the eyes,
the kidneys and the nerves") or in a sentence much like the reference's own. Such a sentence is no
proof, but where there is doubt nothing is reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log

from healthlint.document.model import BlockKind
from healthlint.nlp.scattered import Scattered, Senses, Spread
from healthlint.reference.model import Entry, Fact, Group, Target
from healthlint.rules.article import Article

_ALIKE = 0.6  # of the weight of the reference's sentence
_ALIKE_SIGN = 0.75  # the same for a danger sign
_SHARED = 2  # senses
Names = tuple[Spread, ...]

_OUTSIDE = frozenset({BlockKind.TITLE, BlockKind.BOILERPLATE, BlockKind.BYLINE})


def may_be_told(article: Article, entry: Entry, fact: Fact) -> bool:
    """Whether a sentence has all words of a name of the fact's, or most of the fact's own."""
    sentences = list(_sentences(article))
    name_in = _sign_in if fact.group is Group.RED_FLAGS else _name_in
    scattered = article.reading.knowledge.scattered
    own = _own_name(scattered, entry)
    known = _all_of(said for _number, said in sentences)
    for target in fact.targets:
        parts = [_among(names, known) for names in _parts(scattered, target)]
        if not all(parts):
            continue
        for number, said in sentences:
            found = name_in(scattered, parts, said)
            if not found <= own and _has_site(article, number, target.site):
                return True
    return _is_alike(scattered, entry, fact, own, (said for _number, said in sentences))


def _sentences(article: Article) -> Iterator[tuple[int, Spread]]:
    for number, said in enumerate(article.spread):
        block = article.document.blocks[article.sentences[number].block]
        if block.kind not in _OUTSIDE:
            yield number, said


def _all_of(sentences: Iterable[Spread]) -> Spread:
    every = list(sentences)
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


def _is_alike(
    scattered: Scattered, entry: Entry, fact: Fact, own: Senses, sentences: Iterable[Spread]
) -> bool:
    """Whether a sentence has most of the reference's, and (but for a course of symptoms) a word of
    what that is about; what many facts of the entry say counts little, and the entry's own name
    nothing."""
    things = frozenset(
        sense
        for target in fact.targets
        for name in scattered.names(target.concept)
        for sense in name.senses
    )
    counts = Counter(s for other in entry.facts for s in scattered.of_text(other.says).senses)
    weights = {
        sense: log(1 + len(entry.facts) / counts[sense])
        for sense in scattered.of_text(fact.says).senses - own
    }
    least = (_ALIKE_SIGN if fact.group is Group.RED_FLAGS else _ALIKE) * sum(weights.values())
    return any(
        len(shared := said.senses & weights.keys()) >= _SHARED
        and (fact.group is Group.SYMPTOMS or not shared.isdisjoint(things))
        and sum(weights[sense] for sense in shared) >= least
        for said in sentences
    )
