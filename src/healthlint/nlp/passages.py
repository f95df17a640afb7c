"""Passages read as a whole: whether they advise what is dangerous or claim what is false.

The lists know what somebody wrote down. Here every sentence whose words make it suspect
(:mod:`.suspicion`) is read by the encoder, alone and where it is near the threshold together with
the sentence after it; a question together with its answer. What so reads dangerously, or nearly, is
read once more where it stands, and the mean of both readings counts: who says a sentence, and
what is said against it, stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from healthlint.nlp.encoder import ADVICE_CODES, CLAIM_CODES, DANGER, FALSEHOOD
from healthlint.nlp.layout import HEADINGS, PROSE, is_question
from healthlint.nlp.lowered import lowered
from healthlint.nlp.reading import ArticleReading

# Hundredths of log-odds: how near to the threshold a sentence must read for its neighbour to be
# read with it.
_NEAR = 300
# And how near alone, to be read in its place.
_NEARLY = -250


class Passage(NamedTuple):
    """Sentences ``[first, last]`` of a block that read dangerously or falsely, by how much over the
    threshold (hundredths of log-odds), the code of the rule whose matter they are, and the tokens
    that made them suspect."""

    first: int
    last: int
    score: int
    code: str
    telling: tuple[int, ...]


def dangerous_passages(reading: ArticleReading) -> Iterator[Passage]:
    """Single sentences that advise dangerously, and else two that follow each other, in order of
    place."""
    return _passages(reading, DANGER, ADVICE_CODES)


def false_passages(reading: ArticleReading) -> Iterator[Passage]:
    """The same of what they claim."""
    return _passages(reading, FALSEHOOD, CLAIM_CODES)


def _passages(reading: ArticleReading, output: str, codes: Sequence[str]) -> Iterator[Passage]:
    for number, block in enumerate(reading.document.blocks):
        if block.kind not in PROSE:
            continue
        first, after = reading.layout.first_sentence[number : number + 2]
        told = first  # the sentence after the last passage
        for n in range(first, after):
            found = _around(reading, n, after, output) if n >= told else None
            if found is not None:
                yield _passage(reading, *found, output, codes)
                told = found[1] + 1


def _around(reading: ArticleReading, n: int, after: int, output: str) -> tuple[int, int] | None:
    """The passage over the threshold that begins with a sentence: it alone, else with the one after
    it. A question is read with its answer, as is an answer under a heading that asks."""

    def own(number: int) -> int | None:
        return reading.read_closely(number, number)[output] if number in reading.suspects else None

    now, then = own(n), own(n + 1) if n + 1 < after else None
    tried = [(n, n)] if now is not None else []
    if n + 1 < after and _asks(reading, n):
        tried = [(n, n + 1)] if now is not None or then is not None else []
    elif _is_near(now, None) and _answers(reading, n):
        tried.append((n - 1, n))
    elif n + 1 < after and _is_near(now, then):
        tried.append((n, n + 1))
    return next((spot for spot in tried if _read_twice(reading, *spot, output) > 0), None)


def _read_twice(reading: ArticleReading, first: int, last: int, output: str) -> int:
    """The mean of both readings of a passage; of what reads plainly safe alone, that."""
    alone = reading.read_closely(first, last)[output]
    if alone <= _NEARLY:
        return alone
    return (alone + reading.read_in_place(first, last)[output]) // 2


def _asks(reading: ArticleReading, number: int) -> bool:
    return is_question(reading.doc, reading.layout.sentences[number])


def _answers(reading: ArticleReading, number: int) -> bool:
    """Whether a sentence is the first under a heading that asks."""
    if number == 0 or not _asks(reading, number - 1):
        return False
    sentences, blocks = reading.layout.sentences, reading.document.blocks
    block = sentences[number - 1].block
    return blocks[block].kind in HEADINGS and sentences[number].block != block


def _is_near(own: int | None, following: int | None) -> bool:
    """Whether one of two sentences is near the threshold and neither over it."""
    known = [score for score in (own, following) if score is not None]
    return bool(known) and -_NEAR <= max(known) <= 0


def _passage(
    reading: ArticleReading, first: int, last: int, output: str, codes: Sequence[str]
) -> Passage:
    alone, placed = reading.read_closely(first, last), reading.read_in_place(first, last)
    words, tokens = lowered(reading.doc), reading.passage_tokens(first, last)
    telling = reading.knowledge.suspicion.telling([words[token] for token in tokens])
    code = max(codes, key=lambda name: alone[name] + placed[name])
    score = _read_twice(reading, first, last, output)
    return Passage(first, last, score, code, tuple(tokens[place] for place in telling))


def reads(reading: ArticleReading, number: int, output: str) -> int:
    """How dangerously or falsely a sentence reads, alone or with a neighbour in its block:
    hundredths of log-odds over the threshold."""
    block = reading.layout.sentences[number].block
    first, after = reading.layout.first_sentence[block : block + 2]
    spots = [(number, number), (number - 1, number), (number, number + 1)]
    return max(reading.read_closely(a, b)[output] for a, b in spots if first <= a and b < after)


def weighs(reading: ArticleReading, number: int, output: str) -> int:
    """The same and how it reads where it stands, together."""
    return reads(reading, number, output) + reading.read_in_place(number, number)[output]
