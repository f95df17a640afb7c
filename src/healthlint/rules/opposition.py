"""What opposes a fact of any entry, by its group and by what a sentence says the thing does.

A risk "plays no part" or "lowers the risk"; a sign "never comes with" the illness or rules it out;
a complication leaves people "unharmed"; a treatment "does nothing" or "makes it worse". Nothing of
this is written per fact: the fact's concept, the illness and the stance stand in one sentence (or
the page is about the illness, and the sentence names no other).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from healthlint.nlp.entities import Entity
from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.stances import (
    CANNOT_SHOW,
    HELPS,
    LOWERS,
    NO_EFFECT,
    RAISES,
    RULED_OUT,
    SPARED,
    STANCES,
    USELESS,
    WORSENS,
)
from healthlint.nlp.statements import Pattern, StatementMatch
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Entry, Fact, Group, Statement
from healthlint.rules.article import Article
from healthlint.rules.assertions import is_asserted
from healthlint.rules.lead_ins import is_under_a_condition
from healthlint.rules.presence import sits
from healthlint.rules.stated import said_by_sentence

_PHRASE = 4  # tokens between a preposition and what it governs
_FEW = 3  # kinds of an illness with entries of their own
_NEAR = 14  # tokens between the stance and the thing, or the illness

_OPPOSES: dict[Group, frozenset[str]] = {
    Group.RISK_FACTORS: frozenset({NO_EFFECT, LOWERS, SPARED, HELPS}),
    Group.CAUSES: frozenset({NO_EFFECT, LOWERS, HELPS}),
    Group.SYMPTOMS: frozenset({NO_EFFECT, SPARED, RULED_OUT}),
    Group.RED_FLAGS: frozenset({NO_EFFECT, SPARED, RULED_OUT}),
    Group.COMPLICATIONS: frozenset({NO_EFFECT, SPARED}),
    Group.TESTS: frozenset({CANNOT_SHOW, USELESS, NO_EFFECT}),
    Group.TREATMENTS: frozenset({USELESS, WORSENS, RAISES}),
    Group.SELF_CARE: frozenset({USELESS, WORSENS, RAISES}),
    Group.PREVENTION: frozenset({USELESS, RAISES}),
}
# The sign stands after these: in "people with chest pain never get a rash" pain is not denied.
_SIGN_FOLLOWS = frozenset({NO_EFFECT, SPARED})
_THING_LEADS = frozenset({HELPS, LOWERS, RAISES, WORSENS, USELESS, CANNOT_SHOW, SPARED})
_RISKS = frozenset({Group.RISK_FACTORS})
_BRING_ABOUT = frozenset({Group.RISK_FACTORS, Group.CAUSES})
_SIGNS = frozenset({Group.SYMPTOMS, Group.RED_FLAGS})
_FIRM = frozenset({"essential", "expected"})


class Opposed(NamedTuple):
    """A fact that a sentence opposes, with the words that do."""

    entry: Entry
    fact: Fact
    match: StatementMatch


def opposed_facts(article: Article) -> Iterator[Opposed]:
    """Every fact opposed by a stance, each once a sentence."""
    for number, hits in said_by_sentence(article).items():
        stances = [
            hit._replace(id=name)
            for hit in hits
            for name in STANCES
            if article.vocabulary.is_a(hit.id, name)
            and not _is_conditional(article, number, hit)
            and not _only_describes(article, hit)
            and not _compares(article, hit)
        ]
        if not stances or article.is_question(number):
            continue
        for entry, illness in _entries(article, number):
            for stance in stances:
                found = _opposed(article, number, entry, illness, stance)
                if found is not None:
                    yield found
                    break


def _only_describes(article: Article, stance: ConceptHit) -> bool:
    """ "Symptoms not related to it": which ones are meant, not what is said of them."""
    if stance.start == 0 or article.doc[stance.start].lower_ != "not":
        return False
    before = article.doc[stance.start - 1].lower_
    return before.isalpha() and before not in article.reading.knowledge.joints.copulas


def _compares(article: Article, stance: ConceptHit) -> bool:
    """ "Does not work better than": a comparison denied, not the thing."""
    following = article.doc[stance.end : stance.end + _PHRASE]
    return any(
        token.lower_ in article.vocabulary.word_sets("composition")["comparing-words"]
        for token in following
    )


def _widened(article: Article, number: int, stance: ConceptHit) -> ConceptHit:
    """The stance with those it overlaps: "make no difference to", so that its "no" is its own."""
    near = [
        hit
        for hit in said_by_sentence(article)[number]
        if hit.kind == "property" and hit.start < stance.end and stance.start < hit.end
    ]
    start, end = min(hit.start for hit in near), max(hit.end for hit in near)
    return stance._replace(start=start, end=end)


def _is_conditional(article: Article, number: int, stance: ConceptHit) -> bool:
    start = article.sentences[number].start
    words = [token.lower_ for token in article.doc[start : stance.start]]
    if is_under_a_condition(article, number):
        return True
    return article.reading.knowledge.derived.stances.is_conditional(words, len(words))


def _entries(article: Article, number: int) -> Iterator[tuple[Entry, ConceptHit | None]]:
    """The entries a sentence speaks of: those it names, else the one its section is about."""
    conditions = [h for h in article.concepts_by_sentence.get(number, ()) if h.kind == "condition"]
    # The "disease" of "kidney disease" is none of its own.
    whole = [h for h in conditions if not any(_holds(other, h) for other in conditions)]
    about = article.subjects_at(article.sentences[number].start)[:1]
    named = {h.id: h for h in reversed(whole) if article.reference.get(h.id) is not None}
    for hit in whole:
        for ident in _kinds(article, hit, about):
            named.setdefault(ident, hit)
    for ident, hit in named.items():
        entry = article.reference.get(ident)
        if entry is not None:
            yield entry, hit
    for subject in about:
        entry = article.reference.get(subject)
        if entry is not None and subject not in named:
            yield entry, None


def _holds(longer: ConceptHit, hit: ConceptHit) -> bool:
    wider = longer.end - longer.start > hit.end - hit.start
    return wider and longer.start <= hit.start and hit.end <= longer.end


def _kinds(article: Article, hit: ConceptHit, about: Sequence[str]) -> Iterator[str]:
    """The entries that a wider name means: "a clot" on a page about deep vein thrombosis, and
    where nothing is known of it, the few kinds that there are."""
    is_a = article.vocabulary.is_a
    meant = [subject for subject in about if subject != hit.id and is_a(subject, hit.id)]
    if meant or article.reference.get(hit.id) is not None:
        yield from meant
        return
    kinds = [entry for entry in article.reference.entries if is_a(entry, hit.id)]
    if len(kinds) <= _FEW:
        yield from kinds


def _opposed(
    article: Article,
    number: int,
    entry: Entry,
    illness: ConceptHit | None,
    stance: ConceptHit,
) -> Opposed | None:
    for fact in entry.facts:
        if stance.id == HELPS and _is_remedy(article, number, entry):
            return None
        if stance.id not in _OPPOSES.get(fact.group, ()) or not _is_firm(fact):
            continue
        # Of a wider name only what raises the risk is held against its kinds.
        wider = illness is not None and illness.id != entry.id
        if wider and not _is_about(article, number, entry) and fact.group not in _RISKS:
            continue
        thing = _thing(article, number, entry, fact, illness, stance)
        if thing is None:
            continue
        said = _widened(article, number, stance)
        hits = (thing, said) if illness is None else (thing, said, illness)
        match = StatementMatch(_pattern(fact), number, hits)
        if is_asserted(article, match):
            return Opposed(entry, fact, match)
    return None


def _is_about(article: Article, number: int, entry: Entry) -> bool:
    return entry.id in article.subjects_at(article.sentences[number].start)[:1]


def _is_remedy(article: Article, number: int, entry: Entry) -> bool:
    """Whether it names what is also a treatment: exercise sets asthma off, and helps."""
    remedies = {
        target.concept
        for group in (Group.TREATMENTS, Group.SELF_CARE, Group.PREVENTION)
        for fact in entry.by_group.get(group, ())
        for target in fact.targets
    }
    return any(hit.id in remedies for hit in article.concepts_by_sentence.get(number, ()))


def _is_firm(fact: Fact) -> bool:
    if fact.polarity != "affirmed":
        return False
    return fact.importance in _FIRM or fact.group not in _SIGNS


def _thing(
    article: Article,
    number: int,
    entry: Entry,
    fact: Fact,
    illness: ConceptHit | None,
    stance: ConceptHit,
) -> ConceptHit | None:
    """The mention of what the fact is about, where it stands as the stance asks."""
    for hit in _mentions(article, number, entry, fact):
        if illness is not None and hit.start < illness.end and illness.start < hit.end:
            continue
        if illness is not None and article.vocabulary.is_a(hit.id, entry.id):
            continue
        if _stands(article, number, fact, hit, illness, stance):
            return hit
    return None


def _mentions(article: Article, number: int, entry: Entry, fact: Fact) -> Iterator[ConceptHit]:
    if fact.group in _SIGNS:
        for entity in article.entities_by_sentence.get(number, ()):
            if any(_is_sign(article, entry, entity, fact, n) for n in range(len(fact.targets))):
                yield ConceptHit(entity.start, entity.end, "symptom", entity.id, 0)
        return
    wanted = {target.concept for target in fact.targets}
    known = article.vocabulary.concepts
    for concept in tuple(wanted) if fact.group not in _BRING_ABOUT else ():
        # "Kidney disease" of "chronic kidney disease"; not "disease".
        parents = known[concept].parents if concept in known else ()
        wanted.update(p for p in parents if p in known and known[p].parents)
    hits = article.concepts_by_sentence.get(number, ())
    for hit in hits:
        if hit.id in wanted and not any(_is_another_kind(article, o, hit, wanted) for o in hits):
            yield hit


def _is_another_kind(
    article: Article, other: ConceptHit, hit: ConceptHit, wanted: Set[str]
) -> bool:
    """ "Vitamin C" is a supplement, as honey is; what is said of it is not said of honey."""
    within = other.start <= hit.start and hit.end <= other.end
    return within and other.id not in wanted and article.vocabulary.is_a(other.id, hit.id)


def _is_sign(article: Article, entry: Entry, entity: Entity, fact: Fact, which: int) -> bool:
    target = fact.targets[which]
    if entity.id != target.concept or (entity.modifiers and not target.modifiers):
        return False
    return sits(article, entity, target, entry.id)


def _stands(
    article: Article,
    number: int,
    fact: Fact,
    hit: ConceptHit,
    illness: ConceptHit | None,
    stance: ConceptHit,
) -> bool:
    if _gap(hit, stance) > _NEAR or (illness is not None and _gap(illness, stance) > _NEAR):
        return False
    if hit.start < stance.end and stance.start < hit.end:
        return False
    if _is_some(article, hit) or _is_cut_off(article, hit, stance):
        return False
    if fact.group in _BRING_ABOUT and hit.start >= stance.end and not _is_named_as(article, hit):
        return False
    if illness is None and _names_another(article, number, hit):
        return False
    derived = article.reading.knowledge.derived.stances
    start = article.sentences[number].start
    if derived.is_undone([token.lower_ for token in article.doc[start : hit.start]]):
        return fact.group in _SIGNS and stance.id == RULED_OUT and _is_missing(article, hit)
    if illness is None and (stance.id in (SPARED, RAISES) or hit.kind == "condition"):
        return False  # what is said of another illness is said of that one
    if stance.id == RAISES and hit.kind in ("risk-factor", "population", "condition", "symptom"):
        return False
    if fact.group in _SIGNS:
        if stance.id in _SIGN_FOLLOWS:
            return hit.start >= stance.end or _is_about_sign(article, number, hit, illness)
        return hit.end <= stance.start and _is_missing(article, hit)
    if stance.id in _THING_LEADS:
        if hit.end > stance.start or _is_governed(article, hit):
            return False
        if illness is not None and illness.start < hit.end:
            return False  # the illness is what it acts on ("makes gout less likely")
        between = [token.lower_ for token in article.doc[hit.end : stance.start]]
        return not derived.is_broken(between)
    return not (hit.end <= stance.start and _is_governed(article, hit))


def _is_some(article: Article, hit: ConceptHit) -> bool:
    """ "Most moles never become cancer": what holds of some is said of no rule."""
    some = word_sets(article.vocabulary, "stance")["some-of"]
    before = article.doc[max(0, hit.start - 2) : hit.start]
    return any(token.lower_ in some for token in before)


def _is_cut_off(article: Article, hit: ConceptHit, stance: ConceptHit) -> bool:
    """Whether a clause ends between them: "it is autoimmune; sugar does not cause it"."""
    between = article.doc[min(hit.end, stance.end) : max(hit.start, stance.start)]
    return any(token.text in ";:" for token in between)


def _is_named_as(article: Article, hit: ConceptHit) -> bool:
    """ "Not caused *by* a virus", "no link *to* smoking"; not "do not work *on* viruses"."""
    leads = word_sets(article.vocabulary, "stance")["names-cause"]
    return any(token.lower_ in leads for token in article.doc[max(0, hit.start - 3) : hit.start])


def _is_governed(article: Article, hit: ConceptHit) -> bool:
    """ "Water on a long flight does no harm": the flight is not what the stance is said of."""
    joints = article.reading.knowledge.joints
    start = article.sentences[article.sentence_at(hit.start)].start
    for index in range(hit.start - 1, max(start, hit.start - _PHRASE) - 1, -1):
        word = article.doc[index].lower_
        if word in joints.prepositions:
            return True
        if word in joints.breaks or word in joints.links or word in joints.copulas:
            return False
    return False


def _is_about_sign(
    article: Article, number: int, hit: ConceptHit, illness: ConceptHit | None
) -> bool:
    """ "Breathlessness has nothing to do with a clot": the sign opens the sentence."""
    return illness is not None and hit.start - article.sentences[number].start <= 2


def _is_missing(article: Article, hit: ConceptHit) -> bool:
    """ "Without pain you cannot have a clot": only an absent or slight sign can rule out."""
    values, _cues = article.contexts.get((hit.start, hit.end), ((), ()))
    return "negated" in values


def _names_another(article: Article, number: int, thing: ConceptHit) -> bool:
    return any(
        hit.kind == "condition" and not (hit.start < thing.end and thing.start < hit.end)
        for hit in article.concepts_by_sentence.get(number, ())
    )


def _gap(first: ConceptHit, second: ConceptHit) -> int:
    return max(first.start, second.start) - min(first.end, second.end)


def _pattern(fact: Fact) -> Pattern:
    said = Statement(fact.key, fact.entry, fact.id, "", fact.says, "major", ())
    return Pattern(said, (), harmful=False, contradiction=True)
