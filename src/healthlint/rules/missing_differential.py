"""A symptom guide that leaves out a cause that must not be missed.

**What it finds.** The article explains a presenting symptom that the reference knows, and never
mentions one of the causes that are dangerous to miss; or fewer than half of the common ones.

**Why it matters.** Whoever reads about their symptom takes the list of causes for complete.

**Example.** A guide to pain behind the knee without an aneurysm of the artery there. Better: add
the reference's sentence.

**Limits.** Only for symptoms the reference has an entry for.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import anchor_of, named


def check(article: Article) -> Iterator[Finding]:
    for topic, entry in article.topic_entries("main"):
        if entry.kind != "symptom":
            continue
        absent = [c for c in entry.causes if not article.concept_mentions(c.condition)]
        for cause in absent:
            if not cause.must_not_miss:
                continue
            yield RULE.finding(
                f"{entry.name}: {article.name_of(cause.condition)}, a cause that must not be "
                "missed, is not mentioned.",
                severity=Severity.CRITICAL,
                topic=topic.id,
                facts=(f"{entry.id}/causes/{cause.condition}",),
                sources=entry.citations(cause.sources),
                suggestion=cause.says,
                confidence=Confidence.MEDIUM,
                anchor=anchor_of(article, topic),
            )
        common = [c for c in entry.causes if c.common and not c.must_not_miss]
        gone = [c for c in common if c in absent]
        if len(gone) * 2 > len(common):
            yield RULE.finding(
                f"{entry.name}: common causes are not mentioned: "
                f"{named([article.name_of(c.condition) for c in gone])}.",
                severity=Severity.MAJOR,
                topic=topic.id,
                facts=tuple(f"{entry.id}/causes/{c.condition}" for c in gone),
                sources=entry.citations(gone[0].sources),
                suggestion=" ".join(c.says for c in gone[:3]),
                confidence=Confidence.MEDIUM,
                anchor=anchor_of(article, topic),
            )


RULE = Rule(
    code="OM006",
    name="missing-differential",
    severity=Severity.CRITICAL,
    summary="A symptom guide omits a cause that must not be missed.",
    check=check,
    genres=frozenset({Genre.SYMPTOM_GUIDE}),
    page=__doc__,
)
