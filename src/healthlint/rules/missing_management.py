"""A condition is described, but not what can be done about it.

**What it finds.** A listed condition whose essential treatments are never mentioned although the
article treats of others' treatment; a main topic without one of them (minor) or any (major).

**Why it matters.** DISCERN items 9-14: treatments, their benefits and their harms.

**Example.** Five causes of pain and the treatment of four. Better: the reference's sentence.

**Limits.** "Symptoms of ..." pages are narrow on purpose: a main topic is only asked where the
article speaks of treatment at all or runs to more than 500 words; with headings on other matters
only ("Who is at risk?"), where it names two treatments. Where the title tells a story or
is about part of the illness, it is asked under a heading on treatment, and any one is enough; a
kind of the illness with its own name has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.reference.model import Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, anchor_of, brief, in_play, named, speaks_of
from healthlint.rules.presence import asked, is_present, missing
from healthlint.rules.scope import Scope, has_section, scope_of

_LONG = 500
_TAKEN_UP = 2  # treatments named


def check(article: Article) -> Iterator[Finding]:
    treats = speaks_of(article, "possible-treatment")
    for topic, entry in in_play(article):
        scope = scope_of(article, topic)
        if not treats and (topic.role != "main" or article.words < _LONG):
            continue
        if scope is Scope.KIND or (
            scope in (Scope.PART, Scope.SAYINGS) and not has_section(article, Group.TREATMENTS)
        ):
            continue
        known = [
            f
            for g in (Group.TREATMENTS, Group.SELF_CARE)
            for f in entry.by_group.get(g, ())
            if f.polarity == "affirmed"
        ]
        if _is_elsewhere_treated(article, entry, known):
            continue
        essential = [f for f in known if f.importance == "essential" and asked(f, topic.role)]
        absent = missing(article, entry, essential)
        whole = topic.role == "main" and scope is Scope.WHOLE
        if not absent or (not whole and len(absent) < len(essential)):
            continue
        yield RULE.finding(
            f"{entry.name}: the article does not mention {_which(absent, essential)} "
            f"({named([brief(article, f) for f in absent])}).",
            severity=_severity(entry, whole and len(absent) == len(essential)),
            topic=topic.id,
            facts=tuple(f.key for f in absent),
            sources=entry.citations(absent[0].sources),
            suggestion=" ".join(f.says for f in absent[:2]),
            confidence=Confidence.MEDIUM,
            anchor=anchor_of(article, topic),
        )


def _is_elsewhere_treated(article: Article, entry: Entry, known: Sequence[Fact]) -> bool:
    """Whether headings say what the page tells, and treatment is not of it: "What is it?", "Who is
    at risk?". One treatment named in passing does not take the matter up."""
    outlined = any(section.relation and section.blocks for section in article.sections)
    if not outlined or has_section(article, Group.TREATMENTS):
        return False
    return sum(is_present(article, entry, fact) for fact in known) < _TAKEN_UP


def _severity(entry: Entry, none: bool) -> Severity:
    """A symptom has the treatments of its causes: a guide to it owes them less."""
    return Severity.MAJOR if none and entry.kind != "symptom" else Severity.MINOR


def _which(absent: Sequence[Fact], essential: Sequence[Fact]) -> str:
    if len(absent) == len(essential):
        return "its main treatment"
    return "a main treatment" if len(absent) == 1 else "main treatments"


RULE = Rule(
    code="OM007",
    name="missing-management",
    severity=Severity.MINOR,
    summary="A condition without its treatment.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
