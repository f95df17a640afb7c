"""Passages whose advice reads dangerously, and the kinds of thing that are weighed in them.

Words tell one writer from another; kinds carry over: "an order about a medicine, words of praise,
no professional" is the same in any wording. Their names are made of what was read anyway: entities
and their context, concepts and what they are kinds of, cues, and the word lists of deeds.
:mod:`.dangerous_advice` weighs them with the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from healthlint.nlp.dangerous_advice import Weights
from healthlint.nlp.layout import PROSE
from healthlint.nlp.lowered import lowered
from healthlint.nlp.reading import ArticleReading

# Kinds of concept that tell by themselves what is done, with what and by whom.
_NAMED = frozenset(
    {"action", "urgency", "specialist", "medicine", "treatment", "population", "test"}
)
_KINDS = frozenset({"symptom", "condition"})  # known by what they are kinds of
_CUES = (
    *("permission", "praise", "testimony", "rhetorical", "caution", "condemn", "distance"),
    *("warning", "negation", "myth", "hypothetical", "reader"),
    *("medicine-dosing", "suffices", "trifles", "emphasis", "absolute", "fear", "hype"),
)
# Hundredths of log-odds: what kinds of thing add at most to what the words say, and how near to
# dangerous a sentence must read for its neighbour to be read with it.
_KINDS_ADD = 600
_NEAR = 400


class Passage(NamedTuple):
    """Sentences ``[first, last]`` of a block that read dangerously together, the code of the rule
    whose matter they are, and the tokens that weighed most."""

    first: int
    last: int
    score: int
    code: str
    telling: tuple[int, ...]


def dangerous_passages(reading: ArticleReading) -> Iterator[Passage]:
    """Single sentences, and else two that follow each other, in order of place."""
    weights = reading.knowledge.dangerous_advice
    layout = reading.layout
    for number, block in enumerate(reading.document.blocks):
        if block.kind not in PROSE:
            continue
        first, after = layout.first_sentence[number], layout.first_sentence[number + 1]
        read = {n: _score(reading, weights, n, n) for n in range(first, after)}
        told = first  # the sentence after the last passage
        for n in range(first, after):
            if read[n] > 0:
                yield _passage(reading, weights, n, n)
                told = n + 1
            elif (
                n >= told
                and n + 1 < after
                and -_NEAR <= max(read[n], read[n + 1]) <= 0
                and _score(reading, weights, n, n + 1) > 0
            ):
                yield _passage(reading, weights, n, n + 1)
                told = n + 2


def reads(reading: ArticleReading, number: int) -> int:
    """How dangerously a sentence reads, alone or with a neighbour in its block: hundredths of
    log-odds over the threshold."""
    weights = reading.knowledge.dangerous_advice
    sentences = reading.layout.sentences
    block = sentences[number].block
    first, after = reading.layout.first_sentence[block : block + 2]
    spots = [(number, number), (number - 1, number), (number, number + 1)]
    return max(_score(reading, weights, a, b) for a, b in spots if first <= a and b < after)


def passage_words(reading: ArticleReading, first: int, last: int) -> tuple[list[str], list[int]]:
    """The lower-cased words of those sentences and their tokens; spaces are no words."""
    start = reading.layout.sentences[first].start
    end = reading.layout.sentences[last].end
    words = lowered(reading.doc)
    tokens = [token for token in range(start, end) if not words[token].isspace()]
    return [words[token] for token in tokens], tokens


def _score(reading: ArticleReading, weights: Weights, first: int, last: int) -> int:
    words, _tokens = passage_words(reading, first, last)
    score = weights.score(words, ())
    if score < -_KINDS_ADD:
        return score  # most sentences: what they hold need not be asked
    return weights.score(words, _classes(reading, first, last))


def _passage(reading: ArticleReading, weights: Weights, first: int, last: int) -> Passage:
    words, tokens = passage_words(reading, first, last)
    judged = weights.judge(words, _classes(reading, first, last))
    telling = tuple(tokens[place] for place in judged.telling)
    return Passage(first, last, judged.score, judged.code, telling)


def _classes(reading: ArticleReading, first: int, last: int) -> set[str]:
    return set[str]().union(*(advice_classes(reading, n) for n in range(first, last + 1)))


def advice_classes(reading: ArticleReading, number: int) -> set[str]:
    """The names of all that a sentence holds, by its number."""
    sentence = reading.layout.sentences[number]
    words = lowered(reading.doc)[sentence.start : sentence.end]
    found = {*_entities(reading, number), *_concepts(reading, number), *_cues(reading, number)}
    knowledge = reading.knowledge
    found.update(f"put-off {name}" for name in reading.putting_off.get(number, ()))
    found.update(f"deed {name}" for name in knowledge.deeds.places(words))
    found.update(f"medicine-deed {name}" for name in knowledge.medicine_deeds.places(words))
    found.update(f"remedy {name}" for name in knowledge.remedies.places(words))
    if reading.danger_signs(number):
        found.add("danger-sign")
    found.add(f"advice {reading.labels[number].advice}")
    return found


def _entities(reading: ArticleReading, number: int) -> Iterator[str]:
    for entity in reading.entities_by_sentence.get(number, ()):
        yield entity.label
        for value in entity.context:
            yield value
            yield f"{entity.label} {value}"


def _concepts(reading: ArticleReading, number: int) -> Iterator[str]:
    for hit in reading.concepts_by_sentence.get(number, ()):
        yield f"kind {hit.kind}"
        if hit.kind in _NAMED or hit.kind in _KINDS:
            above = reading.knowledge.vocabulary.ancestors(hit.id)
            yield from (name for name in above if hit.kind in _NAMED or name != hit.id)


def _cues(reading: ArticleReading, number: int) -> Iterator[str]:
    for family in _CUES:
        for hit in reading.cues_in(number, family):
            yield f"cue {family}"
            yield f"cue {family} {hit.cue.id}"
