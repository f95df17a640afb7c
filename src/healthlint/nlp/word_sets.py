"""Cue lists that a component reads as sets instead of finding them in the text."""

from __future__ import annotations

from collections.abc import Mapping

from healthlint.vocabulary import Vocabulary


def word_sets(vocabulary: Vocabulary, family: str) -> Mapping[str, frozenset[str]]:
    """The phrases of a family by cue id, as written."""
    return vocabulary.word_sets(family)


def vocabulary_words(vocabulary: Vocabulary, *without: str) -> frozenset[str]:
    """Every word of the vocabulary's English: of its concepts and of cues but those families'.

    Kept by digest: splitting some 30,000 phrases costs as much as checking a short article.
    """
    known = _WORDS.get(vocabulary.digest)
    if known is None:
        phrases = [phrase for c in vocabulary.concepts.values() for phrase in c.phrases]
        for family, cues in vocabulary.cues.items():
            if family not in without:
                phrases += [phrase for cue in cues for phrase in cue.phrases]
        known = frozenset(word for phrase in phrases for word in phrase.lower().split())
        _WORDS[vocabulary.digest] = known
    return known


_WORDS: dict[str, frozenset[str]] = {}
