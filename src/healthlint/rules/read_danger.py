"""Passages that read dangerously as a whole, where a sentence means what it says.

The rules on advice each report what they know by name; what is left is weighed
(:mod:`healthlint.nlp.dangerous_advice`) and reported by the rule whose matter it most likely is,
with less confidence, unless the article asks it, disputes it, only reports it or lists it under a
warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from healthlint.finding import Basis, Confidence, Finding, Rule, Severity
from healthlint.nlp.advice_passages import Passage
from healthlint.reference.model import Entry, Fact, Urgency
from healthlint.rules.article import Article
from healthlint.rules.assertions import asks, is_condemned_in, is_retracted
from healthlint.rules.dangers import danger_of
from healthlint.rules.reporting import is_reported

_SURE = 100  # hundredths of log-odds over the threshold
_WARNINGS = ("warning", "myth", "condemn", "no-evidence")


def read_dangers(article: Article, rule: Rule, message: str, advice: str) -> Iterator[Finding]:
    """The findings of a rule: what reads like its matter; ``message`` says so, and ``advice`` what
    to write instead."""
    for passage in article.dangerous_passages:
        if passage.code == rule.code and _is_meant(article, passage):
            yield _finding(article, rule, passage, message, advice)


def _finding(article: Article, rule: Rule, passage: Passage, message: str, advice: str) -> Finding:
    start = article.sentences[passage.first].start
    end = article.sentences[passage.last].end
    danger = _danger_in(article, passage)
    sure = passage.score >= _SURE
    words = ", ".join(f"“{word}”" for word in _told(article, passage))
    found = rule.finding(
        f"{message} (what weighs most: {words})." if words else f"{message}.",
        article.span(start, end),
        severity=rule.severity if sure else min(rule.severity, Severity.MAJOR),
        suggestion=advice,
        confidence=Confidence.MEDIUM if sure else Confidence.LOW,
        basis=Basis.WEIGHED,
    )
    if danger is None:
        return found
    entry, fact = danger
    return replace(
        found,
        topic=entry.id,
        facts=(fact.key,),
        sources=entry.citations(fact.sources),
        suggestion=fact.says,
    )


def _told(article: Article, passage: Passage) -> list[str]:
    return list(dict.fromkeys(article.doc[token].text for token in passage.telling))


def _is_meant(article: Article, passage: Passage) -> bool:
    """Whether the passage is the article's own advice."""
    last = passage.last
    if asks(article, last) or is_retracted(article, last) or is_reported(article, last):
        return False
    near = (*range(passage.first, last + 1), last + 1)
    if any(is_condemned_in(article, n) for n in near if _is_beside(article, n, last)):
        return False
    return not _is_under_a_warning(article, passage)


def _is_beside(article: Article, number: int, other: int) -> bool:
    sentences = article.sentences
    return number < len(sentences) and sentences[number].block == sentences[other].block


def _is_under_a_warning(article: Article, passage: Passage) -> bool:
    """Whether the lead-in of a list item, or the heading above, warns of what follows."""
    block = article.document.blocks[article.sentences[passage.first].block]
    first = article.layout.first_sentence
    return any(
        article.cues_in(number, family)
        for owner in (block.lead_in, block.heading)
        if owner is not None
        for number in range(first[owner], first[owner + 1])
        for family in _WARNINGS
    )


def _danger_in(article: Article, passage: Passage) -> tuple[Entry, Fact] | None:
    """The most urgent danger sign that the passage names."""
    found = [
        danger
        for number in range(passage.first, passage.last + 1)
        for entity in article.entities_by_sentence.get(number, ())
        if (danger := danger_of(article, entity, soon=True)) is not None
    ]
    return max(found, key=lambda danger: danger[1].urgency or Urgency.ROUTINE, default=None)
