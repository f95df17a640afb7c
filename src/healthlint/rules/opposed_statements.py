"""Two sentences with the same words, one of which denies what the other says.

Each sentence of the running text becomes a key, the beginnings of its words but for small ones,
and a sign: turned round once by each denial and by each second word of a pair of opposites. Two
sentences with one key and opposite signs contradict each other. Words:
``patterns/cues/opposed-statements.yaml`` and ``opposed-words.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from healthlint.document.model import BlockKind
from healthlint.nlp.layout import HEADINGS, PROSE
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article

_BEGINNING = 5  # letters that show two words to be forms of one
_ENOUGH, _MANY = 2, 9  # words of a statement worth comparing
_SHORT = 3  # words of a title
_STOPS = frozenset({".", "!"})
_RUNNING = PROSE - HEADINGS - {BlockKind.LIST_ITEM}
_OPEN = frozenset({"myth", "quoted", "hypothetical", "no-evidence", "historical", "other-person"})
# What a sentence has to name to be compared with other sections.
_SUBJECTS = frozenset({"CONDITION", "MEDICINE", "TREATMENT", "TEST"})


class Words(NamedTuple):
    """The lists, read once an article."""

    empty: frozenset[str]
    deny: frozenset[str]
    limits: frozenset[str]
    pairs: Mapping[str, tuple[str, int]]


def opposed_statements(article: Article) -> Iterator[tuple[int, int]]:
    """Numbers of two sentences that cannot both hold, in order of the second."""
    words = _words(article)
    seen: dict[tuple[object, frozenset[str]], dict[int, int]] = {}
    for number, sentence in enumerate(article.sentences):
        kind = article.document.blocks[sentence.block].kind
        if kind not in _RUNNING or article.is_question(number):
            continue
        entities = article.entities_by_sentence.get(number, ())
        if (
            not entities
            or not _is_whole(article, number)
            or any(_OPEN.intersection(e.context) for e in entities)
        ):
            continue
        statement = _statement(article, number, words)
        if statement is None:
            continue
        key, sign = statement
        place = None if any(e.label in _SUBJECTS for e in entities) else _section(article, number)
        signs = seen.setdefault((place, key), {})
        if -sign in signs:
            yield signs[-sign], number
        signs.setdefault(sign, number)


def _is_whole(article: Article, number: int) -> bool:
    """Whether it is a sentence, not an item of a list or a line that titles what follows."""
    sentence = article.sentences[number]
    words = [
        token.text for token in article.doc[sentence.start : sentence.end] if token.text.strip()
    ]
    return len(words) > _SHORT and words[-1] in _STOPS and words[0][0].isalnum()


def _section(article: Article, number: int) -> object:
    section = article.section_of(article.sentences[number].block)
    return section.heading if section is not None else -1


def _statement(article: Article, number: int, words: Words) -> tuple[frozenset[str], int] | None:
    """The beginnings of a sentence's telling words, and whether it says or denies it."""
    sentence = article.sentences[number]
    key: set[str] = set()
    sign, denials = 1, 0
    for token in article.doc[sentence.start : sentence.end]:
        word = token.lower_
        if word in words.limits or token.like_num or token.text == "?":
            return None
        if word in words.deny:
            denials += 1
        elif word in words.pairs:
            name, turn = words.pairs[word]
            key.add(name)
            sign *= turn
        elif word not in words.empty and word[:1].isalnum():
            key.add(word[:_BEGINNING].rstrip("s") if len(word) > 3 else word)
    if denials > 1 or not _ENOUGH <= len(key) <= _MANY:
        return None
    return frozenset(key), -sign if denials else sign


def _words(article: Article) -> Words:
    lists = word_sets(article.vocabulary, "opposed-statements")
    pairs: dict[str, tuple[str, int]] = {}
    for cue in article.vocabulary.cues.get("opposed-words", ()):
        one, other = cue.phrases
        pairs[one], pairs[other] = (f"={cue.id}", 1), (f"={cue.id}", -1)
    return Words(lists["empty"], lists["deny"], lists["limits"], pairs)
