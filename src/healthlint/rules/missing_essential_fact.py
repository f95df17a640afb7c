"""An essential symptom, complication or test that the article leaves out.

**What it finds.** For a condition the article is about, essential facts of the reference's
symptoms, complications and tests that are mentioned nowhere, and more than 40 % of the expected
ones of a main topic. One finding a condition, naming what is missing.

**Why it matters.** Half a picture of an illness misleads as surely as a wrong one (DISCERN, EQIP).

**Example.** An article about gout that never says that the joint is red and swollen. Better: add
the reference's plain sentence.

**Limits.** A page that is by its title about one aspect only ("Treating gout") is not asked for
the others. Unusual wording can escape the vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity, Topic
from healthlint.reference.model import Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, anchor_of, asked_facts, brief, in_play, named

_GROUPS = (Group.SYMPTOMS, Group.COMPLICATIONS, Group.TESTS)
_EXPECTED_SHARE = 0.4


def check(article: Article) -> Iterator[Finding]:
    for topic, entry in in_play(article):
        absent = [f for g in _GROUPS for f in asked_facts(article, entry, topic.role, g)]
        essential = [f for f in absent if f.importance == "essential"]
        expected = [f for f in absent if f.importance == "expected"]
        asked = sum(
            1 for g in _GROUPS for f in entry.by_group.get(g, ()) if f.importance == "expected"
        )
        lacking = topic.role == "main" and asked and len(expected) > _EXPECTED_SHARE * asked
        if essential or lacking:
            yield _finding(article, topic, entry, essential or expected)


def _finding(article: Article, topic: Topic, entry: Entry, facts: list[Fact]) -> Finding:
    essential = any(f.importance == "essential" for f in facts)
    main = topic.role == "main"
    return RULE.finding(
        f"{entry.name}: the article leaves out {named([brief(f) for f in facts])}.",
        severity=Severity.MAJOR if essential and main else Severity.MINOR,
        topic=topic.id,
        facts=tuple(f.key for f in facts),
        sources=entry.citations(tuple(dict.fromkeys(s for f in facts for s in f.sources)))[:3],
        suggestion=" ".join(f.says for f in facts[:3]),
        confidence=Confidence.MEDIUM,
        anchor=anchor_of(article, topic),
    )


RULE = Rule(
    code="OM002",
    name="missing-essential-fact",
    severity=Severity.MINOR,
    summary="An essential symptom, complication or test is absent.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
