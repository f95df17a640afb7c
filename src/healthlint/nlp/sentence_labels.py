"""Advice and causal language of every sentence."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.entities import SENTENCES


class SentenceLabel(NamedTuple):
    """Tokens ``[start, end)`` with the sentence's advice (none, weak, strong) and causal language
    (none, correlational, conditional, direct)."""

    start: int
    end: int
    advice: str = "none"
    causal: str = "none"


def labels_of(doc: Doc) -> tuple[SentenceLabel, ...]:
    """The labels the advice component left, in order of place."""
    return tuple(SentenceLabel(*row) for row in doc.user_data.get(SENTENCES, ()))
