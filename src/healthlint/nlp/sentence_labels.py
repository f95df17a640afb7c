"""Advice and causal language of every sentence."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.entities import SENTENCES
from healthlint.nlp.layout import Sentence


class SentenceLabel(NamedTuple):
    """Tokens ``[start, end)`` with the sentence's advice (none, weak, strong) and causal language
    (none, correlational, conditional, direct)."""

    start: int
    end: int
    advice: str = "none"
    causal: str = "none"


def labels_of(doc: Doc, sentences: tuple[Sentence, ...]) -> tuple[SentenceLabel, ...]:
    """The label of each sentence of the layout, in its order."""
    rows = {row[0]: SentenceLabel(*row) for row in doc.user_data.get(SENTENCES, ())}
    return tuple(
        rows.get(sentence.start, SentenceLabel(sentence.start, sentence.end))
        for sentence in sentences
    )
