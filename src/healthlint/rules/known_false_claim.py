"""A known falsehood is asserted.

**What it finds.** A sentence that makes one of the false claims the reference lists ("vaccines
cause autism", "blood thinners dissolve clots"). Not reported where the article denies it, calls
it a myth, says that there is no evidence, asks it as a question, or disputes the quotation.

**Why it matters.** Repeating a falsehood spreads it, whoever said it first.

**Example.** "Only old people get blood clots." Better: the reference's correction.

**Sources.** ClaimReview practice.

**Limits.** What the reference does not list is read as a whole (`nlp/encoder.py`): such a finding
says "reads like", is less sure, and may be wrong about what is rightly said.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.encoder import FALSEHOOD
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.assertions import distinct, is_made
from healthlint.rules.read_falsehood import read_falsehoods
from healthlint.rules.reporting import is_reported
from healthlint.rules.stated import match_spans, statements
from healthlint.rules.worded_falsehood import worded_falsehoods


def check(article: Article) -> Iterator[Finding]:
    found = [
        m
        for m in statements(article)
        if not (m.pattern.harmful or m.pattern.contradiction)
        and is_made(article, m)
        and not is_reported(article, m.sentence, FALSEHOOD)
    ]
    for match in distinct(article, found):
        statement = match.pattern.statement
        entry = article.reference.entries[statement.entry]
        contexts = {
            v for h in match.hits for v in article.contexts.get((h.start, h.end), ((), ()))[0]
        }
        yield RULE.finding(
            f"This is a known false claim. {statement.correction}",
            *match_spans(article, match),
            severity=Severity.parse(statement.severity),
            topic=statement.entry,
            facts=(statement.key,),
            sources=entry.citations(statement.sources),
            suggestion=statement.correction,
            confidence=Confidence.MEDIUM if contexts else Confidence.HIGH,
        )
    done = {m.sentence for m in found}
    for sentence, finding in _worded(article, done):
        done.add(sentence)
        yield finding
    yield from read_falsehoods(article, RULE, "This reads like a false claim", done)


def _worded(article: Article, done: Set[int]) -> Iterator[tuple[int, Finding]]:
    """Falsehoods put together from everyday words, where nothing above has found one; with the
    number of their sentence."""
    listed = article.reference.statements
    for told in worded_falsehoods(article, listed):
        if told.sentence in done or is_reported(article, told.sentence, FALSEHOOD):
            continue
        statement = listed[told.key]
        entry = article.reference.entries[statement.entry]
        finding = RULE.finding(
            f"This is a known false claim. {statement.correction}",
            article.span(told.start, told.end),
            severity=Severity.parse(statement.severity),
            topic=statement.entry,
            facts=(statement.key,),
            sources=entry.citations(statement.sources),
            suggestion=statement.correction,
        )
        yield told.sentence, finding


RULE = Rule(
    code="UC002",
    name="known-false-claim",
    severity=Severity.MAJOR,
    summary="A curated false claim is asserted.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
