"""A condition is described, but not what can be done about it.

**What it finds.** A listed condition whose essential treatment is never mentioned although the
article treats of others' treatment; a main topic without any treatment.

**Why it matters.** DISCERN items 9-14: treatments, their benefits and their harms.

**Example.** Five causes of pain and the treatment of four. Better: the reference's sentence.

**Limits.** "Symptoms of ..." pages are narrow on purpose: a main topic is only asked where the
article speaks of treatment at all or runs to more than 500 words.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.reference.model import Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, anchor_of, brief, in_play, named, speaks_of
from healthlint.rules.presence import asked, is_present

_LONG = 500


def check(article: Article) -> Iterator[Finding]:
    treats = speaks_of(article, "possible-treatment")
    for topic, entry in in_play(article):
        if not treats and (topic.role != "main" or article.words < _LONG):
            continue
        known = [
            f
            for g in (Group.TREATMENTS, Group.SELF_CARE)
            for f in entry.by_group.get(g, ())
            if f.polarity == "affirmed"
        ]
        essential = [f for f in known if f.importance == "essential" and asked(f, topic.role)]
        absent = [f for f in essential if not is_present(article, entry, f)]
        if not absent or (topic.role == "listed" and len(absent) < len(essential)):
            continue
        yield RULE.finding(
            f"{entry.name}: the article does not mention its main treatment "
            f"({named([brief(f) for f in absent])}).",
            severity=Severity.MAJOR if topic.role == "main" else Severity.MINOR,
            topic=topic.id,
            facts=tuple(f.key for f in absent),
            sources=entry.citations(absent[0].sources),
            suggestion=" ".join(f.says for f in absent[:2]),
            confidence=Confidence.MEDIUM,
            anchor=anchor_of(article, topic),
        )


RULE = Rule(
    code="OM007",
    name="missing-management",
    severity=Severity.MINOR,
    summary="A condition without its treatment.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
