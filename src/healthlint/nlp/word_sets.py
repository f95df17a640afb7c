"""Cue lists that a component reads as sets instead of finding them in the text."""

from __future__ import annotations

from healthlint.vocabulary import Vocabulary


def word_sets(vocabulary: Vocabulary, family: str) -> dict[str, frozenset[str]]:
    """The phrases of a family by cue id, as written."""
    return {cue.id: frozenset(cue.phrases) for cue in vocabulary.cues.get(family, ())}
