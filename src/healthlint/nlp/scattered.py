"""Whether a sentence says what a name or a sentence of the reference says, its words scattered.

"It can harm the eyes, kidneys and nerves" tells of kidney damage, though no phrase "kidney damage"
stands there. Words are cut to their stems, and words that say the same
(``patterns/cues/kindred-words.yaml``) to one of them. Read before an omission is reported: what a
sentence may be telling is not left out for certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from spacy.lang.en.stop_words import STOP_WORDS

from healthlint.nlp.stems import stem_of
from healthlint.vocabulary import Vocabulary

Senses = frozenset[str]


class Spread(NamedTuple):
    """What words say one by one: their stems, the stems with one for all that say the same, and
    those of the latter that two different words have ("shivering, and her temperature is up")."""

    stems: Senses
    senses: Senses
    insisted: Senses = frozenset()

    def beside(self, other: Spread) -> Spread:
        """The same words with those of a lead-in."""
        return Spread(self.stems | other.stems, self.senses | other.senses, self.insisted)


class Scattered:
    """Cuts words to what they say, and keeps the phrases of the concepts asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        sets = vocabulary.word_sets("kindred-word")
        self._vocabulary = vocabulary
        self._kin: Mapping[str, str] = {
            word: words.split()[0] for words in sets.get("kin", ()) for word in words.split()
        }
        self._idle = sets.get("saying-nothing", frozenset())
        self._small = STOP_WORDS - sets.get("telling", frozenset())
        self._wide = sets.get("wide", frozenset())
        self._texts: dict[str, Spread] = {}
        self._names: dict[str, tuple[Spread, ...]] = {}

    def spread(self, words: Iterable[str]) -> Spread:
        """What lower-cased words say; small words say nothing."""
        told = {word for word in words if self._tells(word)}
        senses = [(word, self._kin.get(word) or stem_of(word)) for word in told]
        counts = Counter(sense for word, sense in senses if word in self._kin)
        return Spread(
            frozenset(map(stem_of, told)),
            frozenset(sense for _word, sense in senses),
            frozenset(sense for sense, count in counts.items() if count > 1),
        )

    def names(self, concept: str) -> tuple[Spread, ...]:
        """Every phrase of a concept."""
        known = self._names.get(concept)
        if known is None:
            entry = self._vocabulary.concepts.get(concept)
            phrases: Sequence[str] = ()
            if entry is not None:
                phrases = (entry.name, *entry.phrases, *entry.verbs, *entry.exact)
            cut = {self.of_text(phrase) for phrase in phrases}
            known = self._names[concept] = tuple(phrase for phrase in cut if phrase.senses)
        return known

    def of_text(self, text: str) -> Spread:
        """A phrase or sentence of the reference."""
        known = self._texts.get(text)
        if known is None:
            letters = (c if c.isalnum() or c == "-" else " " for c in text.lower())
            known = self._texts[text] = self.spread("".join(letters).split())
        return known

    def is_wide(self, senses: Senses) -> bool:
        """Whether they are one that alone names nothing ("test", "damage")."""
        return len(senses) == 1 and senses <= self._wide

    def _tells(self, word: str) -> bool:
        if word in self._kin:
            return True
        return word[:1].isalnum() and word not in self._small and word not in self._idle
