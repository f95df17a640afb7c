"""A comparison or a promise of cure that no reference entry bears out.

**What it finds.** Comparatives of danger between symptoms or conditions without a source ("often
has more serious causes than"), and treatments said to cure or reverse a condition for which the
reference knows no such treatment.

**Why it matters.** These are the sentences readers repeat (HONcode justifiability, DISCERN 4).

**Example.** "Pain here often has more serious causes than pain elsewhere." Better: give the
figure and its source, or leave the comparison out.

**Limits.** The reference is open-world: a pair it does not know is not an error, so only
comparisons, superlatives and cures are reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.claims import Claim
from healthlint.reference.model import Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES

_HEALTH = frozenset({"CONDITION", "SYMPTOM"})


def check(article: Article) -> Iterator[Finding]:
    known = {match.sentence for match in article.statements}
    yield from _comparisons(article, known)
    yield from _cures(article, known)


def _comparisons(article: Article, known: set[int]) -> Iterator[Finding]:
    """``known`` are sentences that AD001 and UC002 judge: one finding is enough."""
    for hit in article.cues("danger-comparison"):
        number = article.sentence_at(hit.start)
        entities = article.entities_by_sentence.get(number, ())
        if article.is_question(number):
            continue
        if number in known or article.has_support(number) or article.is_boilerplate(hit.start):
            continue
        before = any(e.label in _HEALTH and e.end <= hit.start for e in entities)
        after = any(e.label in _HEALTH and e.start >= hit.end for e in entities)
        if not (before and after):
            continue
        yield RULE.finding(
            "This comparison of danger has no figure and no source.",
            article.span(hit.start, hit.end),
            suggestion="Give the figure and its source, or leave the comparison out.",
            confidence=Confidence.MEDIUM,
        )


def _cures(article: Article, known: set[int]) -> Iterator[Finding]:
    for claim in article.claims:
        if claim.relation != "possible-treatment" or claim.cue_id not in ("cures", "cured-by"):
            continue
        if (
            claim.sentence in known
            or claim.polarity == "negated"
            or claim.contexts
            or not claim.is_asserted()
        ):
            continue
        entry = article.reference.get(claim.subject)
        if entry is None or _is_known(article, claim) or article.is_question(claim.sentence):
            continue
        yield RULE.finding(
            f"The reference knows no cure of {entry.name} by {article.name_of(claim.object)}.",
            article.span(claim.start, claim.end),
            topic=entry.id,
            suggestion=_better(entry.by_group.get(Group.TREATMENTS, ())),
            confidence=Confidence.MEDIUM,
        )


def _is_known(article: Article, claim: Claim) -> bool:
    entry = article.reference.entries[claim.subject]
    is_a = article.vocabulary.is_a
    return any(
        is_a(claim.object, target.concept) or is_a(target.concept, claim.object)
        for group in (Group.TREATMENTS, Group.SELF_CARE, Group.PREVENTION)
        for fact in entry.by_group.get(group, ())
        if fact.polarity == "affirmed"
        for target in fact.targets
    )


def _better(facts: tuple[Fact, ...]) -> str | None:
    return next((fact.says for fact in facts if fact.importance == "essential"), None)


RULE = Rule(
    code="UC003",
    name="unsupported-claim",
    severity=Severity.MAJOR,
    summary="A comparison of danger or a promise of cure without support.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
