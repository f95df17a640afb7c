"""A line in another language left in an English article.

**What it finds.** Sentences and captions of four words or more in another language, wherever
they stand: a caption that came with a copied picture, a paragraph that was never translated.
All of an article's are one finding.

**Why it matters.** It is the surest sign that a text was put together from other pages without
anyone reading it.

**Example.** A caption "Dolor de rodilla en personas mayores" under a picture. Better: translate
it or take it out.

**Sources.** Editorial practice.

**Limits.** Names, Latin terms, titles in a reference list and single foreign words are left
alone. Lines of fewer than four words are not looked at. A line with English small words never
reaches the detector, so a half-translated line may pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.word_sets import vocabulary_words, word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES, named
from healthlint.source import Span

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_FOREIGN_LETTER = re.compile(r"[^\W\d_a-zA-Z]")
_LATIN = re.compile(r"[a-zA-ZÀ-ɏẠ-ỿ]")
_PLAINLY = 3  # English small words
_ADDRESS = re.compile(r"(?<!\S)\S+[@/.][^\s.]\S*")
_QUOTED = re.compile(r'"[^"]*"')
_FEWEST = 4  # words
_FEWEST_LETTERS = 8  # of a script that puts no spaces between words
_ENGLISH = 0.1  # how likely it may still be English
_SURE = 0.8  # of a language whose small words are not listed
_UNKNOWN = 0.75  # share of words that no English sentence knows
_SMALL, _TELLING = 3, 2  # letters of a small word; how many longer ones a line must have
_LONGEST = 600  # characters shown to the detector; more does not make it surer
_BILINGUAL = 0.4
# Names of people and places keep their accents; running text has small words or more of them.
_ACCENTED = 0.34


class _Profile(NamedTuple):
    english: frozenset[str]
    foreign: frozenset[str]
    names: dict[str, str]


class _Foreign(NamedTuple):
    span: Span
    code: str
    words: int


def check(article: Article) -> Iterator[Finding]:
    profile = _profile(article)
    found = list(_foreign_lines(article, profile))
    if not found:
        return
    total = sum(1 for _ in _WORD.finditer(article.document.text))
    share = sum(line.words for line in found) / max(1, total)
    names = dict.fromkeys(profile.names.get(line.code, "another language") for line in found)
    what = "part of the page is" if share > _BILINGUAL else "text is left"
    languages = named(list(names))
    yield RULE.finding(
        f"{languages[0].upper()}{languages[1:]} {what} in an English article.",
        *_merged(article, found),
        severity=Severity.MINOR if share > _BILINGUAL else Severity.MAJOR,
        suggestion="Translate it or take it out.",
    )


def _profile(article: Article) -> _Profile:
    sets = word_sets(article.vocabulary, "language")
    english = sets.get("english", frozenset())
    shared = sets.get("english-and-others", frozenset())
    others = tuple(words for name, words in sets.items() if not name.startswith("english"))
    cues = article.vocabulary.cues.get("language", ())
    return _Profile(
        english,
        _without(others, english, shared),
        {str(cue.settings["code"]): str(cue.settings["name"]) for cue in cues},
    )


@lru_cache(maxsize=4)
def _without(
    others: tuple[frozenset[str], ...], english: frozenset[str], shared: frozenset[str]
) -> frozenset[str]:
    """The small words of other languages that are no English ones; the same for every article."""
    return frozenset().union(*others) - english - shared


def _foreign_lines(article: Article, profile: _Profile) -> Iterator[_Foreign]:
    blocks = article.document.blocks
    text = article.document.text
    references = _reference_blocks(article)
    known = _Known(article, profile.english)
    for number, sentence in enumerate(article.sentences):
        block = blocks[sentence.block]
        if block.kind is BlockKind.CODE or sentence.block in references:
            continue
        span = article.sentence_span(number)
        line = text[span.start : span.end]
        # Nearly every sentence ends here: a few small words settle it.
        if len(profile.english.intersection(line.lower().split())) >= _PLAINLY:
            continue
        # The pattern tries every word of a line; most have no such mark but their full stop.
        if "." in line[:-1] or "/" in line or "@" in line:
            line = _ADDRESS.sub(" ", line)
        line = _unquoted(line)
        words = [word for word in _WORD.findall(line) if len(word) > 1 or not word.isupper()]
        if not _is_suspect(line, words, profile, known):
            continue
        code, sure = _language(line[:_LONGEST])
        if code is None:
            continue
        if code in profile.names or sure >= _SURE or not _is_latin_script(line):
            yield _Foreign(span, code, len(words))


def _unquoted(line: str) -> str:
    """A sentence without what it quotes: a foreign title in it is not its language."""
    if '"' not in line:
        return line
    outside = _QUOTED.sub(" ", line)
    return outside if len(_WORD.findall(outside)) >= _FEWEST - 1 else line


def _is_suspect(line: str, words: list[str], profile: _Profile, known: _Known) -> bool:
    """Whether a line shows signs of another language.

    Small words or letters of another language are such signs, and so are words that neither the
    vocabulary nor the article's English sentences know.
    """
    latin = _is_latin_script(line)
    if len(words) < _FEWEST:
        many = len(_FOREIGN_LETTER.findall(line)) >= _FEWEST_LETTERS
        return many and not latin
    running = _running(line, words) if latin else words
    english = sum(word.lower() in profile.english for word in words)
    foreign = sum(word in profile.foreign for word in running)
    accented = sum(not word.isascii() for word in running)
    if english > 0 and foreign <= 3 * english:
        return False
    if foreign + accented >= 2 and (foreign or accented >= len(words) * _ACCENTED):
        return True
    if english == 0 and len(running) >= max(_FEWEST, _UNKNOWN * len(words)):
        # Small words tell little: languages share them.
        telling = [word for word in running if len(word) > _SMALL]
        unknown = sum(word not in known for word in telling)
        listed = line.count(",") * 3 >= len(words)  # dishes, plants, germs
        return not listed and len(telling) >= _TELLING and unknown >= _UNKNOWN * len(telling)
    return False


def _running(line: str, words: list[str]) -> list[str]:
    """The words of running text: names have accents and particles too ("São Paulo")."""
    if line.isupper():
        return [word.lower() for word in words]
    small = [word for word in words[1:] if word[0].islower()]
    return [words[0].lower(), *small] if (len(small) + 1) * 2 >= len(words) else []


class _Known:
    """English words: those of the vocabulary and of the article's plainly English sentences.

    The article's are read when the first line has a word that the vocabulary lacks; the two are
    never joined, which would copy all of the vocabulary's words for every article.
    """

    def __init__(self, article: Article, english: frozenset[str]) -> None:
        self._article = article
        self._english = english
        self._listed = vocabulary_words(article.vocabulary, "language", "byline")

    def __contains__(self, word: str) -> bool:
        return word in self._listed or word in self._said

    @cached_property
    def _said(self) -> frozenset[str]:
        document = self._article.document
        found: set[str] = set()
        for block in document.blocks:
            line = document.block_text(block).lower()
            if len(self._english.intersection(line.split())) >= _PLAINLY:
                found.update(_WORD.findall(line))
        return frozenset(found)


def _is_latin_script(line: str) -> bool:
    if line.isascii():
        return True
    return len(_LATIN.findall(line)) * 2 > sum(map(str.isalpha, line))


def _reference_blocks(article: Article) -> frozenset[int]:
    """Blocks under a heading such as "References": titles there may be in any language."""
    headings = word_sets(article.vocabulary, "naming").get("reference-heading", frozenset())
    document = article.document
    return frozenset(
        number
        for number, block in enumerate(document.blocks)
        if block.heading is not None
        and document.block_text(document.blocks[block.heading]).strip(" :").lower() in headings
    )


def _language(line: str) -> tuple[str | None, float]:
    """The language's code, if the detector is sure that it is not English, and how sure of it."""
    # Capitals tell it nothing: it learnt from running text.
    ranked = _detector().rank(line.lower() if line.isupper() else line)
    code, sure = ranked[0]
    # Close languages (Indonesian, Malay) share the rest between them: only English matters.
    english = next((share for name, share in ranked if name == "en"), 0.0)
    found = str(code) if english <= _ENGLISH and code not in ("en", "la") else None
    return found, float(sure)


@cache
def _detector() -> Any:
    # Imported when a line is suspect: it costs 0.3 s, and hardly any article has such a line.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)


def _merged(article: Article, found: list[_Foreign]) -> list[Span]:
    """Sentences that follow one another in one block are one place."""
    spans: list[Span] = []
    document = article.document
    for line in found:
        last = spans[-1] if spans else None
        if (
            last is not None
            and document.block_index_at(last.start) == document.block_index_at(line.span.start)
            and not document.text[last.end : line.span.start].strip()
        ):
            spans[-1] = Span(last.start, line.span.end)
        else:
            spans.append(line.span)
    return spans


RULE = Rule(
    code="HY001",
    name="stray-language",
    severity=Severity.MAJOR,
    summary="A line in another language.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
