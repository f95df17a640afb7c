"""An essential symptom, complication or test that the article leaves out.

**What it finds.** For a condition the article is about, essential facts of the reference's
symptoms, complications and tests that are mentioned nowhere; and the expected ones of a
group that it treats of, where it leaves out more than 40 %. One finding a condition, naming what
is missing.

**Why it matters.** Half a picture of an illness misleads as surely as a wrong one (DISCERN, EQIP).

**Example.** An article about gout that never says that the joint is red and swollen. Better: add
the reference's plain sentence.

**Limits.** A page whose title is about one aspect ("Screening for prostate cancer") or tells a
story is asked only about what it takes up, and a kind of the illness with its own name about
nothing; one for people who know what they have ("Living with asthma") only about complications.
Unusual wording can escape the vocabulary; where a sentence has the words of a fact apart, nothing
is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.finding import Confidence, Finding, Rule, Severity, Topic
from healthlint.reference.model import Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, anchor_of, asked_facts, brief, in_play, named
from healthlint.rules.scope import (
    Scope,
    has_section,
    is_of_kind,
    is_shared,
    is_treated,
    scope_of,
    takes_up,
)

_GROUPS = (Group.SYMPTOMS, Group.COMPLICATIONS, Group.TESTS)
_EXPECTED_SHARE = 0.4


def check(article: Article) -> Iterator[Finding]:
    for topic, entry in in_play(article):
        groups = [g for g in _groups(article) if takes_up(article, topic, entry, g)]
        absent = [f for g in groups for f in asked_facts(article, entry, topic.role, g)]
        essential = [f for f in absent if f.importance == "essential"]
        if essential:
            yield _finding(article, topic, entry, essential)
        elif topic.role == "main":
            expected = list(_lacking(article, topic, entry, absent))
            if expected:
                yield _finding(article, topic, entry, expected)


def _groups(article: Article) -> tuple[Group, ...]:
    """What is asked: of a page for people who know what they have, not how it begins and is
    found."""
    return (Group.COMPLICATIONS,) if is_of_kind(article, "diagnosed") else _GROUPS


def _lacking(
    article: Article, topic: Topic, entry: Entry, absent: Sequence[Fact]
) -> Iterator[Fact]:
    """The expected facts of the groups the article treats of and tells too little of: on a page
    about something else, of those that a heading announces."""
    whole = scope_of(article, topic) is Scope.WHOLE and not is_shared(article, topic)
    for group in _GROUPS:
        expected = [f for f in entry.by_group.get(group, ()) if f.importance == "expected"]
        gone = [fact for fact in absent if fact in expected]
        if len(gone) <= _EXPECTED_SHARE * len(expected):
            continue
        if is_treated(article, topic, entry, group) if whole else has_section(article, group):
            yield from gone


def _finding(article: Article, topic: Topic, entry: Entry, facts: list[Fact]) -> Finding:
    essential = any(f.importance == "essential" for f in facts)
    main = topic.role == "main"
    return RULE.finding(
        f"{entry.name}: the article leaves out {named([brief(article, f) for f in facts])}.",
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
