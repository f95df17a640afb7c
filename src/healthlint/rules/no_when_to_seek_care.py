"""Nothing says when to see someone, or that list omits signs named elsewhere.

**What it finds.** An explainer or symptom guide without any advice on when to seek care; or one
whose advice leaves out danger signs that the article itself names.

**Why it matters.** "When should I see someone?" is the question readers come with (PEMAT; Clear
Communication Index item 12).

**Example.** A guide to back pain that ends with stretches. Better: "See a doctor if the pain does
not ease within a few weeks. Get emergency help if ..."

**Limits.** Pages on policy or research are news, and not asked; nor is a page entitled by a
treatment or a test ("Deep brain stimulation for Parkinson's disease").
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.care import CareAdvice
from healthlint.nlp.layout import HEADINGS
from healthlint.reference.model import Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, anchor_of
from healthlint.rules.care_told import tells_care
from healthlint.rules.scope import titles_means

_WORDS = 250


def check(article: Article) -> Iterator[Finding]:
    if article.words < _WORDS or any(_is_said(article, advice) for advice in article.advice):
        return
    if tells_care(article) or titles_means(article):
        return
    if any(section.relation == "seek-care" and section.blocks for section in article.sections):
        return
    for topic, entry in article.topic_entries("main"):
        levels = entry.by_group.get(Group.SEEK_CARE, ())
        if not levels:
            continue
        most = max(levels, key=lambda fact: fact.urgency or 0)
        yield RULE.finding(
            f"{entry.name}: nothing tells the reader when to see a doctor or get help.",
            topic=topic.id,
            facts=tuple(fact.key for fact in levels),
            sources=entry.citations(most.sources),
            suggestion=" ".join(fact.says for fact in levels[:2]),
            confidence=Confidence.MEDIUM,
            anchor=anchor_of(article, topic),
        )
        return


def _is_said(article: Article, advice: CareAdvice) -> bool:
    # A heading ("When to get help") announces advice; it is none.
    return article.document.blocks[article.sentences[advice.sentence].block].kind not in HEADINGS


RULE = Rule(
    code="OM005",
    name="no-when-to-seek-care",
    severity=Severity.MAJOR,
    summary="No advice on when to see someone.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
