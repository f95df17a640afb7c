"""Passages that read dangerously as a whole, where a sentence means what it says.

The rules on advice each report what they know by name; what is left is read by the encoder
(:mod:`healthlint.nlp.passages`) and reported by the rule whose matter it most likely is, with less
confidence, unless the article asks it, disputes it, only reports it or lists it under a warning.
Just over the threshold it is only worth a look.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from healthlint.finding import Basis, Confidence, Finding, Rule, Severity
from healthlint.nlp.passages import Passage
from healthlint.reference.model import Entry, Fact, Urgency
from healthlint.rules.article import Article
from healthlint.rules.close_reading import is_meant, told_words
from healthlint.rules.dangers import danger_of

# Hundredths of log-odds over the threshold. What names no danger sign must read the more plainly:
# in twelve files of whole articles that nothing was fitted on (corpus/labelled), 14 of 23 findings
# below the first were wrong, and 5 of 539 bad lines were found by nothing else.
_LEAST, _LIKELY, _SURE = 40, 250, 450


def read_dangers(article: Article, rule: Rule, message: str, advice: str) -> Iterator[Finding]:
    """The findings of a rule: what reads like its matter; ``message`` says so, and ``advice`` what
    to write instead."""
    for passage in article.dangerous_passages:
        if passage.code != rule.code or not is_meant(article, passage):
            continue
        danger = _danger_in(article, passage)
        if danger is not None or passage.score >= _LEAST:
            yield _told_of(_finding(article, rule, passage, message, advice), danger)


def _finding(article: Article, rule: Rule, passage: Passage, message: str, advice: str) -> Finding:
    start = article.sentences[passage.first].start
    end = article.sentences[passage.last].end
    sure = passage.score >= _SURE
    words = ", ".join(f"“{word}”" for word in told_words(article, passage))
    return rule.finding(
        f"{message} (what stands out: {words})." if words else f"{message}.",
        article.span(start, end),
        severity=min(rule.severity, _severity(passage.score)),
        suggestion=advice,
        confidence=Confidence.MEDIUM if sure else Confidence.LOW,
        basis=Basis.READ,
    )


def _told_of(found: Finding, danger: tuple[Entry, Fact] | None) -> Finding:
    """With what the reference says of the danger sign that it names."""
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


def _severity(score: int) -> Severity:
    """How grave a finding may be at most that reads so far over the threshold."""
    if score >= _SURE:
        return Severity.CRITICAL
    return Severity.MAJOR if score >= _LIKELY else Severity.MINOR


def _danger_in(article: Article, passage: Passage) -> tuple[Entry, Fact] | None:
    """The most urgent danger sign that the passage names."""
    found = [
        danger
        for number in range(passage.first, passage.last + 1)
        for entity in article.entities_by_sentence.get(number, ())
        if (danger := danger_of(article, entity, soon=True)) is not None
    ]
    return max(found, key=lambda danger: danger[1].urgency or Urgency.ROUTINE, default=None)
