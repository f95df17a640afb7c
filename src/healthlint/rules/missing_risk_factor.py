"""Risk factors that an article about risk leaves out.

**What it finds.** The share of a condition's essential risk factors that the article names is
below 80 % (main topic) or not above half (a listed condition), and the article has a section or
sentence on risk. Names those that are missing.

**Why it matters.** Readers measure themselves against such a list; whoever is not on it feels
safe. "Recent surgery, cancer, pregnancy, the combined pill" are left out of clot articles daily.

**Example.** A list of those at risk of a clot without pregnancy. Better: add the reference's
sentence for each.

**Sources.** DISCERN; MedlinePlus page model.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity, Topic
from healthlint.reference.model import Entry, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, anchor_of, brief, in_play, named, speaks_of
from healthlint.rules.presence import asked, missing
from healthlint.rules.scope import Scope, has_section, is_treated, scope_of, titled
from healthlint.source import Span

_MAIN, _LISTED = 0.8, 0.5


def check(article: Article) -> Iterator[Finding]:
    for topic, entry in in_play(article):
        if not _is_about_risk(article, topic, entry):
            continue
        essential = [
            f
            for f in entry.by_group.get(Group.RISK_FACTORS, ())
            if f.importance == "essential" and asked(f, topic.role)
        ]
        absent = missing(article, entry, essential)
        share = 1 - len(absent) / len(essential) if essential else 1.0
        if not absent or (share >= _MAIN if topic.role == "main" else share > _LISTED):
            continue
        yield RULE.finding(
            f"{entry.name}: of {len(essential)} essential risk factors the article leaves out "
            f"{named([brief(article, f) for f in absent])}.",
            severity=Severity.MAJOR,
            topic=topic.id,
            facts=tuple(f.key for f in absent),
            sources=entry.citations(tuple(dict.fromkeys(s for f in absent for s in f.sources)))[:3],
            suggestion=" ".join(f.says for f in absent[:4]),
            confidence=Confidence.MEDIUM,
            anchor=risk_heading(article) or anchor_of(article, topic),
        )


def _is_about_risk(article: Article, topic: Topic, entry: Entry) -> bool:
    scope = scope_of(article, topic)
    if scope is Scope.KIND or not speaks_of(article, "risk-factor"):
        return False
    if scope is not Scope.WHOLE and _is_of_one_risk(article, entry):
        return has_section(article, Group.RISK_FACTORS)
    return scope is Scope.WHOLE or is_treated(article, topic, entry, Group.RISK_FACTORS)


def _is_of_one_risk(article: Article, entry: Entry) -> bool:
    """Whether the headline names one of the risks beside the illness ("Atrial fibrillation and
    stroke"): the others are not its matter."""
    risks = {t.concept for f in entry.by_group.get(Group.RISK_FACTORS, ()) for t in f.targets}
    is_a = article.vocabulary.is_a
    named = [e.id for e in titled(article) if e.label == "CONDITION" and e.id != entry.id]
    return any(is_a(name, risk) for name in named for risk in risks)


def risk_heading(article: Article) -> Span | None:
    """The heading of the section on risk, where there is one."""
    for section in article.sections:
        if section.relation == "risk-factor" and section.heading is not None:
            return article.document.blocks[section.heading].span
    return None


RULE = Rule(
    code="OM003",
    name="missing-risk-factor",
    severity=Severity.MAJOR,
    summary="Too many essential risk factors are left out.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
