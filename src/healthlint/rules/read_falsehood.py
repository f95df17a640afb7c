"""Passages that read like a false claim, where the article itself makes it.

What the rules on falsehoods and on contradicted facts do not know by name is read by the encoder
(:mod:`healthlint.nlp.passages`). Such a finding is less sure; it names the statement of the
reference that speaks of the same thing where one is near enough. Near the threshold it is only
minor. A short bare claim tells little ("smoking causes lung cancer" is told as "garlic cures
cancer" is): it must read the more falsely, and is always minor.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from healthlint.finding import Basis, Confidence, Finding, Rule, Severity
from healthlint.nlp.likeness import Told
from healthlint.nlp.passages import Passage
from healthlint.rules.article import Article
from healthlint.rules.close_reading import is_meant, told_words
from healthlint.rules.reporting import is_of_a_dish

_SURE = 250  # hundredths of log-odds over the threshold
_LONG = 14  # tokens of a claim that tells enough to be sure of
_BARE = 90  # hundredths of log-odds that a shorter one must be over the threshold
_ASK = "Check it against a current authority, and name that source or leave the claim out."


def read_falsehoods(
    article: Article, rule: Rule, message: str, done: Container[int]
) -> Iterator[Finding]:
    """The findings of a rule: what reads like its matter in sentences not yet ``done``."""
    for passage in read_passages(article, rule.code):
        if passage.first not in done and passage.last not in done:
            yield _finding(article, rule, passage, message)


def read_passages(article: Article, code: str) -> Iterator[Passage]:
    """What reads like the matter of the rule with that code."""
    for passage in article.false_passages:
        if (
            passage.code == code
            and (passage.score >= _BARE or _length(article, passage) >= _LONG)
            and is_meant(article, passage)
            and not is_of_a_dish(article, passage.last)
        ):
            yield passage


def is_sure(article: Article, passage: Passage) -> bool:
    """Whether it reads so falsely, and is so long, that it is reported as a major fault."""
    return passage.score >= _SURE and _length(article, passage) >= _LONG


def _length(article: Article, passage: Passage) -> int:
    return len(article.reading.passage_tokens(passage.first, passage.last))


def _finding(article: Article, rule: Rule, passage: Passage, message: str) -> Finding:
    sure = is_sure(article, passage)
    words = ", ".join(f"“{word}”" for word in told_words(article, passage))
    start, end = article.sentences[passage.first].start, article.sentences[passage.last].end
    told = _told(article, passage)
    found = rule.finding(
        f"{message} (what stands out: {words})." if words else f"{message}.",
        article.span(start, end),
        severity=Severity.MAJOR if sure else Severity.MINOR,
        suggestion=_ASK,
        confidence=Confidence.MEDIUM if sure and told else Confidence.LOW,
        basis=Basis.READ,
    )
    if told is None:
        return found
    entry = article.reference.entries[told.entry]
    return replace(
        found,
        message=f"{found.message} The reference says: {told.says}",
        topic=entry.id,
        facts=(told.key,),
        sources=entry.citations(told.sources),
        suggestion=told.says,
    )


def _told(article: Article, passage: Passage) -> Told | None:
    """What the reference says of the same thing: by the entries of what the passage names, else of
    what the article is about."""
    named = [
        entity.id
        for number in range(passage.first, passage.last + 1)
        for entity in article.entities_by_sentence.get(number, ())
    ]
    topics = [topic.id for topic, _entry in article.topic_entries("main")]
    words = [
        article.doc[token].lower_
        for token in article.reading.passage_tokens(passage.first, passage.last)
    ]
    return article.reading.knowledge.told.nearest(words, (*named, *topics))
