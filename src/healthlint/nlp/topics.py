"""What an article is about: conditions and presenting symptoms with their roles."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from healthlint.document.model import BlockKind, Document
from healthlint.finding import Topic
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import HEADINGS, Layout, block_of
from healthlint.reference.model import Reference, Target
from healthlint.vocabulary import Vocabulary

_MAIN_SHARE = 0.4
_MAIN_MENTIONS = 4
_ONE_PASSAGE = 0.25  # of the text: "burns" is one of eight myths, however often it is said there
_ONE_OF_ITS_KIND = 3  # times as often as any other kind of the same illness
_OUTSPOKEN = 0.6  # of the mentions of conditions
# What somebody tells of themselves is not what the page is about.
_ANECDOTE = frozenset({"quoted", "other-person"})
_LISTED_MENTIONS = 2
_OPENING_TOKENS = 150
_PARTS = 4  # headings of a page in parts
_DESCRIBED = 8  # things of its entry that the text names: by then it is what the page tells of
_OTHER_MATTERS = 2  # of the headings name illnesses that have nothing to do with the symptom


def topics_of(
    document: Document,
    layout: Layout,
    entities: Sequence[Entity],
    reference: Reference,
    vocabulary: Vocabulary,
) -> tuple[Topic, ...]:
    """Every condition mentioned and every presenting symptom asked about, most telling first."""
    conditions = [e for e in entities if e.label == "CONDITION"]
    counts = Counter(e.id for e in conditions)
    own = Counter(e.id for e in conditions if _ANECDOTE.isdisjoint(e.context))
    titled, headed, told = _in_headings(document, layout, conditions)
    least = max(_MAIN_MENTIONS, _MAIN_SHARE * sum(counts.values()))
    found = []
    last = {e.id: e.start for e in conditions}
    first = {e.id: e.start for e in reversed(conditions)}
    passage = _ONE_PASSAGE * layout.blocks[-1][1] if layout.blocks else 0
    one_of_many = _one_of_many(titled, counts, reference, vocabulary)
    signs = _titled_signs(document, layout, entities)
    titled |= _named_by_sign(signs, reference, vocabulary)
    told |= _described(document, layout, entities, titled - told, reference, vocabulary)
    titled = (titled & told) | _narrowed(titled, counts, reference, vocabulary)
    titled -= one_of_many
    passing = _of_few_parts(document, layout, conditions)
    for condition, mentions in counts.items():
        throughout = last[condition] - first[condition] > passage
        often = own[condition] >= least and throughout and condition not in one_of_many
        often = often and condition not in passing
        if condition in titled or often:
            role = "main"
        elif condition in headed or mentions >= _LISTED_MENTIONS:
            role = "listed"
        else:
            role = "mentioned"
        found.append(Topic(condition, "condition", role, mentions))
    most = _throughout(counts, found)
    guided = _presenting(document, layout, entities, reference, vocabulary, most)
    guided = _without_several_matters(headed, guided, reference, vocabulary)
    if len(signs) > 1:
        guided = _without_signs_of(found, guided, reference)
    found.extend(guided)
    rank = {"main": 0, "listed": 1, "mentioned": 2}
    return tuple(sorted(found, key=lambda t: (rank[t.role], -t.mentions, t.id)))


def _titled_signs(document: Document, layout: Layout, entities: Iterable[Entity]) -> set[str]:
    """The signs that the headline names."""
    number = document.headline
    if number is None:
        return set()
    first, last = layout.blocks[number]
    return {e.id for e in entities if first <= e.start < last and e.label == "SYMPTOM"}


def _of_few_parts(
    document: Document, layout: Layout, conditions: Iterable[Entity]
) -> frozenset[str]:
    """Conditions that a page in many parts names neither before the first of them nor in most of
    them: burns are one of eight things that are treated the wrong way."""
    starts = [
        layout.blocks[number][0]
        for number, block in enumerate(document.blocks)
        if block.kind is BlockKind.HEADING
    ]
    parts: dict[str, set[int]] = {}
    if len(starts) < _PARTS:
        return frozenset()
    for entity in conditions:
        parts.setdefault(entity.id, set()).add(bisect_right(starts, entity.start))
    return frozenset(
        condition
        for condition, named in parts.items()
        if 0 not in named and len(named) * 2 <= len(starts)
    )


def _without_several_matters(
    headed: set[str], guided: Iterable[Topic], reference: Reference, vocabulary: Vocabulary
) -> list[Topic]:
    """The symptoms, those only listed that are one matter of several: a letter on head lice,
    scabies and fits is no guide to the fever of the fits."""
    is_a = vocabulary.is_a

    def is_one_of_several(topic: Topic) -> bool:
        causes = [cause.condition for cause in reference.entries[topic.id].causes]
        others = [
            h for h in headed if not any(is_a(h, c) or is_a(c, h) for c in (topic.id, *causes))
        ]
        return len(others) >= _OTHER_MATTERS and len(others) * 2 > len(headed)

    return [
        replace(topic, role="listed")
        if topic.role == "main" and is_one_of_several(topic)
        else topic
        for topic in guided
    ]


def _without_signs_of(
    illnesses: Sequence[Topic], guided: Iterable[Topic], reference: Reference
) -> list[Topic]:
    """The symptoms, those only listed that are signs of the illness that the page is about: "Tired,
    puffy and short of breath" over a page on heart failure is no guide to breathlessness."""
    entries = reference.entries
    main = [t.id for t in illnesses if t.role == "main" and t.id in entries]
    signs = {concept for ident in main for concept in entries[ident].concepts}
    return [
        replace(topic, role="listed")
        if any(complaint.concept in signs for complaint in entries[topic.id].presentations)
        else topic
        for topic in guided
    ]


def _narrowed(
    titled: set[str], counts: Counter[str], reference: Reference, vocabulary: Vocabulary
) -> set[str]:
    """Where the title names only a class ("a clot in the leg"), the condition of that class that
    the article speaks of most is what it is about."""
    if any(condition in reference.entries for condition in titled):
        return set()
    known = [
        condition
        for condition in counts
        if condition in reference.entries and any(vocabulary.is_a(condition, t) for t in titled)
    ]
    return {max(known, key=lambda c: (counts[c], c))} if known else set()


def _named_by_sign(signs: Iterable[str], reference: Reference, vocabulary: Vocabulary) -> set[str]:
    """Conditions whose own name holds one of the signs: "When a classmate has a seizure" is about
    "Epilepsy and seizures"."""
    concepts = vocabulary.concepts
    names = {concepts[sign].name.lower() for sign in signs if sign in concepts}
    if not names:
        return set()
    return {
        entry.id
        for entry in reference.entries.values()
        if entry.kind == "condition"
        and any(part.removesuffix("s") in names for part in entry.name.lower().split(" and "))
    }


def _described(
    document: Document,
    layout: Layout,
    entities: Sequence[Entity],
    only_titled: Iterable[str],
    reference: Reference,
    vocabulary: Vocabulary,
) -> set[str]:
    """Of the conditions that only the headline names, those that the text tells of under another
    word ("this tear", "it"): it has many of their signs, tests and treatments."""
    known = [c for c in only_titled if c in reference.entries]
    if not known:
        return set()
    blocks = ((e.id, block_of(layout, e.start)) for e in entities)
    ids = {i for i, b in blocks if b < len(document.blocks) and not _is_title(document, b)}
    wider = {ident: {ident, *vocabulary.ancestors(ident)} for ident in ids}
    return {
        condition
        for condition in known
        if sum(not reference.entries[condition].concepts.isdisjoint(w) for w in wider.values())
        >= _DESCRIBED
    }


def _one_of_many(
    titled: set[str], counts: Counter[str], reference: Reference, vocabulary: Vocabulary
) -> set[str]:
    """Kinds of an illness whose class is in the title ("Diabetes", "Diabetes in pregnancy") where
    the article speaks of several: none of them is what it is about."""
    classes = {condition for condition in titled if condition not in reference.entries}
    found: set[str] = set()
    for named in classes:
        kinds = [c for c in counts if c != named and vocabulary.is_a(c, named)]
        most = sorted((counts[kind] for kind in kinds), reverse=True)
        if len(kinds) > 1 and most[0] < _ONE_OF_ITS_KIND * most[1]:
            found.update(kinds)
    return found - titled


def _throughout(counts: Counter[str], found: Sequence[Topic]) -> int:
    """How often the article names the one illness that it speaks of throughout; 0 if there is none.
    Its spots are those of acne, and it is no guide to a rash."""
    most = max((t.mentions for t in found if t.role == "main"), default=0)
    return most if most >= _MAIN_MENTIONS and most > _OUTSPOKEN * sum(counts.values()) else 0


def _in_headings(
    document: Document, layout: Layout, conditions: Iterable[Entity]
) -> tuple[set[str], set[str], set[str]]:
    """Conditions of the headline, of other headings, and of everything but the headline."""
    titled: set[str] = set()
    headed: set[str] = set()
    told: set[str] = set()
    title = document.headline
    for entity in conditions:
        block = block_of(layout, entity.start)
        if block < len(document.blocks) and not _is_title(document, block):
            told.add(entity.id)
        if block == title:
            if "negated" not in entity.context:  # "The bloating that was not IBS"
                titled.add(entity.id)
        elif block < len(document.blocks) and document.blocks[block].kind in HEADINGS:
            headed.add(entity.id)
    return titled, headed, told


def _is_title(document: Document, block: int) -> bool:
    return document.blocks[block].kind is BlockKind.TITLE


def _presenting(
    document: Document,
    layout: Layout,
    entities: Sequence[Entity],
    reference: Reference,
    vocabulary: Vocabulary,
    throughout: int,
) -> Iterable[Topic]:
    """The symptoms that the article guides from; listed at most where it speaks throughout of one
    illness, which it names more often."""
    symptoms = [e for e in entities if e.label == "SYMPTOM"]
    groups = {e.id for e in entities if e.label == "POPULATION"}
    spoken_of = {wider for group in groups for wider in (group, *vocabulary.ancestors(group))}
    for entry in reference.entries.values():
        if entry.kind != "symptom":
            continue
        complaints = entry.presentations
        mentions = [e for e in symptoms if any(fits(e, c, vocabulary) for c in complaints)]
        if not mentions or (entry.people and not spoken_of.intersection(entry.people)):
            continue
        blocks = [block_of(layout, e.start) for e in mentions]
        headings = sum(
            1
            for b in blocks
            if b < len(document.blocks) and document.blocks[b].kind is BlockKind.HEADING
        )
        opening = any(e.start < _OPENING_TOKENS for e in mentions)
        # A headline may belong to another article: what only it names is not the topic.
        told = any(b < len(document.blocks) and not _is_title(document, b) for b in blocks)
        if (document.headline in blocks and told) or (headings and opening) or headings >= 2:
            role = "main" if len(mentions) >= throughout else "listed"
        elif headings or len(mentions) >= 3:
            role = "listed"
        else:
            role = "mentioned"
        yield Topic(entry.id, "symptom", role, len(mentions))


def fits(entity: Entity, target: Target, vocabulary: Vocabulary) -> bool:
    """Whether a mention is of what the target describes: concept, site within site, modifiers."""
    if not vocabulary.is_a(entity.id, target.concept):
        return False
    if target.site is not None and not any(
        vocabulary.is_a(site, target.site) for site in entity.sites
    ):
        return False
    return all(pair in entity.modifiers for pair in target.modifiers.items())
