"""What a passage is about, as far as context must know it: its headings' things, and the
condition that the article speaks of most."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from spacy.tokens import Doc

from healthlint.nlp.clause_subjects import Things
from healthlint.nlp.entities import Entity

_HEADINGS = frozenset({"title", "heading"})
_NO_THINGS = frozenset({"BODY_SITE", "POPULATION"})
_MAIN_SHARE = 0.4
_MAIN_LEAST = 3

Ancestors = Callable[[str], frozenset[str]]


class _Block(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def heading(self) -> int | None: ...


class _Topic(NamedTuple):
    concepts: frozenset[str]
    illnesses: frozenset[str]  # those of the concepts that are conditions
    kinds: frozenset[str]  # what these are kinds of


class GivenTopics:
    """The things of each sentence, and which of them its passage is about."""

    def __init__(
        self,
        doc: Doc,
        blocks: Sequence[_Block],
        entities: Sequence[Entity],
        ancestors: Ancestors,
    ) -> None:
        self._doc = doc
        self._blocks = blocks
        self._things = [e for e in entities if e.label not in _NO_THINGS]
        self._starts = [e.start for e in self._things]
        self._ancestors = ancestors
        self._illnesses = frozenset(e.id for e in self._things if e.label == "CONDITION")
        self._known: dict[int | None, _Topic] = {}
        self._own: dict[int, frozenset[str]] = {}
        self._everywhere = self._main()
        for number, block in enumerate(blocks):
            if block.kind in _HEADINGS:
                self._own[number] = self._within(block)
                if block.kind == "title":
                    self._everywhere |= self._own[number]

    def _main(self) -> frozenset[str]:
        """The condition that most mentions of conditions are of."""
        counts = Counter(e.id for e in self._things if e.label == "CONDITION")
        most = counts.most_common(1)
        if not most or most[0][1] < max(_MAIN_LEAST, _MAIN_SHARE * counts.total()):
            return frozenset()
        return frozenset((most[0][0],))

    def _within(self, block: _Block) -> frozenset[str]:
        first = bisect_left(self._things, block.start, key=lambda e: self._doc[e.start].idx)
        last = bisect_left(self._things, block.end, key=lambda e: self._doc[e.start].idx)
        return frozenset(e.id for e in self._things[first:last])

    def _topic(self, heading: int | None) -> _Topic:
        """What stands in the headings above, up to the title."""
        known = self._known.get(heading)
        if known is None:
            concepts = self._everywhere
            above = heading
            while above is not None:
                concepts |= self._own.get(above, frozenset())
                above = self._blocks[above].heading
            illnesses = concepts & self._illnesses
            kinds = frozenset(kind for illness in illnesses for kind in self._ancestors(illness))
            known = self._known[heading] = _Topic(concepts, illnesses, kinds)
        return known

    def things(self, start: int, end: int, block: int) -> Things:
        """The things in tokens ``[start, end)`` of a block."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        if first == last:
            return Things(())
        mine = self._things[first:last]
        topic = self._topic(self._blocks[block].heading if self._blocks else None)
        given = frozenset(e.start for e in mine if self._is_given(e, topic))
        signs = frozenset(e.start for e in mine if e.label == "SYMPTOM")
        return Things(self._starts[first:last], given, signs)

    def _is_given(self, entity: Entity, topic: _Topic) -> bool:
        """Named itself above, or the same illness by a wider or narrower name."""
        if entity.id in topic.concepts:
            return True
        if entity.label != "CONDITION":
            return False
        if entity.id in topic.kinds:
            return True
        return not topic.illnesses.isdisjoint(self._ancestors(entity.id))
