"""Hits that no phrase gives: stances put together from words, and quantities within bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc

from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import Sentence
from healthlint.nlp.lexicon import PLAIN, ConceptHit
from healthlint.nlp.lowered import lowered
from healthlint.nlp.quantities import Numbers, met
from healthlint.nlp.stances import Stances
from healthlint.reference.model import Reference
from healthlint.vocabulary import Vocabulary

QUANTITY = "quantity"  # the kind of a hit whose id is the bound that a quantity meets
PEOPLE = "people-group"  # any group of people, named by age, sex, habit or otherwise


class Derived:
    """What is derived for every article; built once with the reference's bounds."""

    def __init__(self, reference: Reference, vocabulary: Vocabulary) -> None:
        self.stances = Stances(vocabulary)
        self._numbers = Numbers(vocabulary)
        self._bounds = tuple(dict.fromkeys(_bounds(reference)))

    def added(
        self,
        doc: Doc,
        sentences: Sequence[Sentence],
        concepts: Mapping[int, Sequence[ConceptHit]],
        units: Mapping[int, Sequence[CueHit]],
    ) -> dict[int, list[ConceptHit]]:
        """The concepts of every sentence with what is derived from it."""
        found: dict[int, list[ConceptHit]] = {}
        for number, sentence in enumerate(sentences):
            own = concepts.get(number, ())
            if not own:
                continue
            words = lowered(doc)[sentence.start : sentence.end]
            hits = [*own, *self.stances.find(words, sentence.start)]
            hits += [
                ConceptHit(hit.start, hit.end, QUANTITY, PEOPLE, PLAIN)
                for hit in own
                if hit.kind == "population" and hit.id != PEOPLE
            ]
            hits += self._within(doc, sentence, units.get(number, ()))
            hits.sort(key=lambda hit: (hit.start, -hit.end))
            found[number] = hits
        return found

    def _within(
        self, doc: Doc, sentence: Sentence, units: Sequence[CueHit]
    ) -> Iterator[ConceptHit]:
        quantities = list(self._numbers.quantities(doc, sentence.start, sentence.end, units))
        if quantities:
            for slot, quantity in met(self._bounds, quantities):
                yield ConceptHit(quantity.start, quantity.end, QUANTITY, slot, PLAIN)


def _bounds(reference: Reference) -> Iterable[str]:
    for entry in reference.entries.values():
        for statement in entry.statements:
            for alternative in statement.asserts:
                for slot in alternative:
                    yield from (name for name in slot if name[0] in "<>")
            yield from (name for name in statement.unless if name[0] in "<>")
