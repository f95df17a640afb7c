"""What a passage is about: the condition that a sentence without one of its own speaks of.

A list item or table row that opens with a condition speaks of that one; so does a sentence that
opens with it. Else it is what the lead-in names, what the heading names, what the sentence before
spoke of ("It can ..."), or what the whole article is about, in that order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.document.model import BlockKind, Document
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import Layout, Section, Sentence

_ITEMS = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_OPENING = 2  # tokens before a condition that opens a sentence ("A burst Baker's cyst")
_NAMING = 3  # tokens between "is" or "called" and the name
_TOLD = 3  # tokens in which "signs of" stands before a name
_TAIL = 2  # tokens: "it:"
_MARKS = frozenset({":", "|", "-", ".", "("})
_BULLETS = frozenset({"-", "•", "*"})
_JOINED, _JOINING = 2, frozenset({",", "and", "or", "/"})
_SET_ASIDE = frozenset({"hypothetical", "other-person", "negated", "myth"})


class Subject(NamedTuple):
    """``id`` of a condition or presenting symptom; ``entity`` where the sentence itself names it;
    ``sure`` says that the sentence, its item, lead-in or heading names it; where it is the
    sentence or its item, ``passage`` is what it would speak of if it named nothing."""

    id: str
    entity: Entity | None
    sure: bool
    passage: str | None = None


class Passage(NamedTuple):
    """What subjects are read from."""

    doc: Doc
    document: Document
    layout: Layout
    sections: Mapping[int, Section]
    entities: Mapping[int, Sequence[Entity]]  # by sentence
    main: tuple[str, ...]
    guide: bool  # whether ``main`` is a symptom: conditions then come and go
    pronouns: frozenset[str]
    telling: frozenset[str]  # what a lead-in tells of a thing ("signs", "causes")
    naming: frozenset[str]  # words that give a thing its name ("is", "called")
    is_a: Callable[[str, str], bool]  # whether a concept is, or is a kind of, another


def subjects_of(passage: Passage) -> dict[int, Subject]:
    """Sentence number -> its subject; a sentence of which none is known is left out."""
    found: dict[int, Subject] = {}
    block, before, item = -1, None, None
    for number, sentence in enumerate(passage.layout.sentences):
        if sentence.block != block or passage.doc[sentence.start].text in _BULLETS:
            block, before = sentence.block, None
            item = _of_item(passage, number, sentence)
        opened = _opening(passage, number, sentence)
        named, given = opened or item, _inherited(passage, sentence, before)
        if named is not None:
            found[number] = named._replace(passage=given.id if given is not None else None)
        elif given is not None:
            found[number] = given
        if opened is None:
            # "It matters because it can lead to a stroke": it goes on about the same thing.
            goes_on = before is not None and _points_back(passage, sentence)
            before = before if goes_on else _only(passage, number, sentence) or before
        else:
            before = opened if _stands_alone(passage, number, opened) else None
        before = before._replace(entity=None) if before is not None else None
    return found


def _points_back(passage: Passage, sentence: Sentence) -> bool:
    return passage.doc[sentence.start].lower_ in passage.pronouns


def _stands_alone(passage: Passage, number: int, opened: Subject) -> bool:
    """Whether nothing is named beside what the sentence opens with: of "Gum disease, dry mouth and
    dentures can spoil your taste" none is what the next sentence speaks of."""
    first = opened.entity
    if first is None:
        return True
    return not any(
        0 < e.start - first.end <= _JOINED
        and e.label != "BODY_SITE"
        and passage.doc[first.end].lower_ in _JOINING
        for e in passage.entities.get(number, ())
    )


def _introduces(passage: Passage, sentence: Sentence, named: Entity) -> bool:
    """Whether the sentence gives what it speaks of that name ("This is probably gout")."""
    first = max(sentence.start, named.start - _NAMING)
    return any(token.lower_ in passage.naming for token in passage.doc[first : named.start])


def _only(passage: Passage, number: int, sentence: Sentence) -> Subject | None:
    """The one condition that a sentence names, wherever it stands ("This is probably gout.")."""
    every = {e.id: e for e in passage.entities.get(number, ()) if e.label == "CONDITION"}
    # "Cellulitis, an infection of the skin" names one.
    named = {
        own: entity
        for own, entity in every.items()
        if not any(own != other and passage.is_a(other, own) for other in every)
    }
    if len(named) != 1:
        return None
    (only,) = named.values()
    if len(passage.main) == 1 and not passage.guide and not _introduces(passage, sentence, only):
        return None  # "People with diabetes are most at risk": what it is told of goes on
    return None if _SET_ASIDE.intersection(only.context) else Subject(only.id, None, True)


def _of_item(passage: Passage, number: int, sentence: Sentence) -> Subject | None:
    """The condition that a list item or row opens with ("Gout: a hot joint")."""
    if passage.document.blocks[sentence.block].kind not in _ITEMS:
        return None
    first = _first_condition(passage, number, sentence)
    if first is None or first.end >= len(passage.doc):
        return None
    if passage.doc[first.end].text in _MARKS or first.end >= sentence.end:
        return Subject(first.id, first, True)
    return None


def _opening(passage: Passage, number: int, sentence: Sentence) -> Subject | None:
    first = _first_condition(passage, number, sentence)
    if first is None or _SET_ASIDE.intersection(first.context):
        return None
    return Subject(first.id, first, True)


def _first_condition(passage: Passage, number: int, sentence: Sentence) -> Entity | None:
    own = passage.entities.get(number, ())
    if not own or own[0].label != "CONDITION":
        own = [e for e in own if e.label != "BODY_SITE"][:1]
    if not own or own[0].label != "CONDITION":
        return None
    return own[0] if own[0].start - sentence.start <= _OPENING else None


def _inherited(passage: Passage, sentence: Sentence, before: Subject | None) -> Subject | None:
    block = passage.document.blocks[sentence.block]
    if block.lead_in is not None:
        named = _named_in(passage, block.lead_in)
        if named is not None:
            return named
    pointed = before is not None and _points_back(passage, sentence)
    section = passage.sections.get(sentence.block)
    if section is not None and section.subjects:
        return Subject(section.subjects[0], None, True)
    known = len(passage.main) == 1 and not passage.guide
    if before is not None and ((pointed and before.id not in passage.main) or not known):
        return before
    return Subject(passage.main[0], None, False) if passage.main else None


def _named_in(passage: Passage, block: int) -> Subject | None:
    first, last = passage.layout.first_sentence[block], passage.layout.first_sentence[block + 1]
    sentence = passage.layout.sentences[last - 1]
    tail = passage.doc[max(sentence.start, sentence.end - _TAIL) : sentence.end]
    if any(token.lower_ in passage.pronouns for token in tail):
        return None  # "There is another knee problem behind it:"
    for number in range(last - 1, first - 1, -1)[:1]:
        for entity in passage.entities.get(number, ()):
            if _SET_ASIDE.intersection(entity.context):
                continue
            if entity.label == "CONDITION" or _is_told_of(passage, entity):
                return Subject(entity.id, None, True)
    return None


def _is_told_of(passage: Passage, entity: Entity) -> bool:
    """Whether a lead-in tells signs or causes of a symptom ("Signs of dehydration are")."""
    if entity.label != "SYMPTOM":
        return False
    if passage.doc[entity.start].lower_ in passage.telling:
        return True  # "Signs of dehydration" as a whole
    before = passage.doc[max(0, entity.start - _TOLD) : entity.start]
    words = [token.lower_ for token in before]
    return words[-1:] == ["of"] and not passage.telling.isdisjoint(words)
