"""An action that does harm is recommended.

**What it finds.** A sentence, list item or section that tells the reader to do what the reference
lists as harmful: stop a prescribed medicine, massage a leg that may hold a clot, put butter on a
burn, treat cancer with diet alone. Warnings *against* it, denials, myths and history are not
reported.

**Why it matters.** Someone may do it.

**Example.** "Stop taking your blood thinner once the swelling is gone." Better: the reference's
correction.

**Limits.** By name only harms that the reference lists are known.
What no list names is read as a whole (`nlp/encoder.py`): such a finding says "reads like",
names words that stood out and has medium or low confidence; subtle errors of dose, age or
time escape it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.encoder import DANGER
from healthlint.rules.article import Article
from healthlint.rules.asking import EVERY_PAGE
from healthlint.rules.assertions import distinct, is_made
from healthlint.rules.read_danger import read_dangers
from healthlint.rules.reporting import is_reported
from healthlint.rules.stated import match_spans, statements
from healthlint.rules.worded_harm import worded_harm


def check(article: Article) -> Iterator[Finding]:
    found = [
        m
        for m in statements(article)
        if m.pattern.harmful
        and is_made(article, m)
        and not is_reported(article, m.sentence, DANGER)
    ]
    for match in distinct(article, found):
        statement = match.pattern.statement
        entry = article.reference.entries[statement.entry]
        yield RULE.finding(
            f"This recommends something harmful. {statement.correction}",
            *match_spans(article, match),
            severity=Severity.parse(statement.severity),
            topic=statement.entry,
            facts=(statement.key,),
            sources=entry.citations(statement.sources),
            suggestion=statement.correction,
        )

    yield from _worded(article, {m.sentence for m in found})
    yield from read_dangers(
        article,
        RULE,
        "This reads like advice to do something harmful",
        "Leave it out, or say what to do instead, with a source.",
    )


def _worded(article: Article, done: Set[int]) -> Iterator[Finding]:
    for deed in worded_harm(article):
        if deed.sentence in done or is_reported(article, deed.sentence, DANGER):
            continue
        entry = article.reference.entries[deed.statement.entry]
        yield RULE.finding(
            f"This recommends something harmful. {deed.statement.correction}",
            article.span(deed.start, deed.end),
            severity=Severity.parse(deed.statement.severity),
            topic=deed.statement.entry,
            facts=(deed.statement.key,),
            sources=entry.citations(deed.statement.sources),
            suggestion=deed.statement.correction,
        )


RULE = Rule(
    code="AD001",
    name="harmful-advice",
    severity=Severity.CRITICAL,
    summary="A contraindicated action is recommended.",
    check=check,
    genres=EVERY_PAGE,
    page=__doc__,
)
