"""What an article says an illness is, against the traits that the reference knows of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.nlp.statements import Pattern, StatementMatch
from healthlint.nlp.traits import Named, TraitSaid
from healthlint.reference.model import Statement
from healthlint.reference.traits import Dimension, Traits, TraitTable
from healthlint.rules.article import Article
from healthlint.rules.assertions import is_asserted

_NOT_OWN = frozenset({"myth", "no-evidence", "historical", "other-person", "warning"})
_SUPPOSED = "hypothetical"
_FELT = "silent"  # "you would know if you had it": supposed, and said all the same
_KINDS = frozenset({"condition", "medicine", "treatment"})


_TRAIT = Pattern(Statement("", "", "", "", "", "major", ()), (), False, True)


class Opposed(NamedTuple):
    """A trait said wrongly: in which tokens, of which illness, and what is true."""

    sentence: int
    start: int
    end: int
    traits: Traits
    dimension: str
    says: str


def opposed_traits(article: Article) -> Iterator[Opposed]:
    """Every trait that the article says wrongly, in order of place, one a sentence."""
    table = article.reference.traits
    frames = article.reading.knowledge.traits
    words = lowered(article.doc)
    for number, hits in article.concepts_by_sentence.items():
        illnesses = [hit for hit in _outermost(hits) if hit.id in table.by_condition]
        if not illnesses:
            continue
        sentence = article.sentences[number]
        own = [_named(hit, sentence.start) for hit in illnesses if _is_own(article, table, hit)]
        sites = [_named(hit, sentence.start) for hit in hits if hit.kind == "body-site"]
        others = [_named(hit, sentence.start) for hit in hits if hit.kind == "condition"]
        for said in frames.find(words[sentence.start : sentence.end], own, sites, others):
            traits = table.by_condition[said.illness.id]
            start, end = sentence.start + said.start, sentence.start + said.end
            if said.dimension != _FELT and _is_supposed(article, said.illness, sentence.start):
                continue
            if _opposes(article, table, traits, said) and _is_meant(article, number, start, end):
                says = table.says(traits, said.dimension)
                yield Opposed(number, start, end, traits, said.dimension, says)
                break


def _is_meant(article: Article, number: int, start: int, end: int) -> bool:
    """The article's own words: neither taken back nor asked. Denials inside are the trait's."""
    said = ConceptHit(start, end, "property", "trait", 0)
    named = (
        hit
        for hit in article.concepts_by_sentence[number]
        if hit.kind in _KINDS and start <= hit.start and hit.end <= end
    )
    return is_asserted(article, StatementMatch(_TRAIT, number, (said, *named)))


def _named(hit: ConceptHit, start: int) -> Named:
    return Named(hit.start - start, hit.end - start, hit.id)


def _outermost(hits: list[ConceptHit]) -> list[ConceptHit]:
    """The conditions and medicines that are no part of another name ("flu" of "flu vaccine")."""
    return [
        hit
        for hit in hits
        if hit.kind in _KINDS
        and not any(
            other.kind != "property"
            and other.end - other.start > hit.end - hit.start
            and other.start <= hit.start
            and hit.end <= other.end
            for other in hits
        )
    ]


def _is_own(article: Article, table: TraitTable, hit: ConceptHit) -> bool:
    name = " ".join(lowered(article.doc)[hit.start : hit.end])
    if not table.by_condition[hit.id].is_meant(name):
        return False
    values, _cues = article.contexts.get((hit.start, hit.end), ((), ()))
    return _NOT_OWN.isdisjoint(values)


def _is_supposed(article: Article, illness: Named, start: int) -> bool:
    place = (illness.start + start, illness.end + start)
    return _SUPPOSED in article.contexts.get(place, ((), ()))[0]


def _opposes(article: Article, table: TraitTable, traits: Traits, said: TraitSaid) -> bool:
    true = traits.values.get(said.dimension, ())
    dimension = table.dimensions[said.dimension]
    if said.dimension == "site":
        return bool(true) and not said.denied and not _is_near(article, said, traits)
    if not said.denied and said.value in traits.wrong.get(said.dimension, ()):
        return True
    if not true or (said.only and said.denied):
        return False  # "no disease of men alone" says that others get it too
    if said.mostly and not said.denied and dimension.groups:
        return _is_unlike(dimension, traits, said.value)
    if said.value in traits.also.get(said.dimension, ()):
        return False
    if said.only and not said.denied:
        return any(
            said.value in group and not group.isdisjoint(set(true) - {said.value})
            for group in dimension.groups
        )
    if said.denied:
        return said.value in true and (dimension.all or len(true) == 1)
    if dimension.groups:
        group = next((g for g in dimension.groups if said.value in g), frozenset())
        return said.value not in true and not group.isdisjoint(true)
    return dimension.closed and said.value not in true


def _is_unlike(dimension: Dimension, traits: Traits, value: str) -> bool:
    """Whether "mostly" or "more often" is said of another value than it is true of."""
    group = next((g for g in dimension.groups if value in g), frozenset())
    typical = traits.values.get(f"typical-{dimension.id}", ())
    if group.isdisjoint(typical):
        # Whom it strikes most is not known, only who gets it at all.
        typical = traits.values.get(dimension.id, ())
    return value not in typical and not group.isdisjoint(typical)


def _is_near(article: Article, said: TraitSaid, traits: Traits) -> bool:
    """Whether a body site is one of the illness's, part of one, or holds one.

    What is part of nothing (the immune system) is no place.
    """
    is_a, site = article.vocabulary.is_a, said.value
    if not article.vocabulary.concepts[site].parents:
        return True
    known = traits.values.get("typical-site" if said.mostly else "site", ())
    if not said.mostly or not known:
        known = (*traits.values.get("site", ()), *traits.also.get("site", ()))
    return any(is_a(site, own) or is_a(own, site) for own in known)
