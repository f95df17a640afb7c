"""A symptom guide that leaves out a cause that must not be missed.

**What it finds.** The article explains a presenting symptom that the reference knows, and never
mentions one of the causes that are dangerous to miss; or fewer than half of the common ones. It is
critical where most of the dangerous ones are missing.

**Why it matters.** Whoever reads about their symptom takes the list of causes for complete.

**Example.** A guide to pain behind the knee without an aneurysm of the artery there. Better: add
the reference's sentence.

**Limits.** Only for symptoms the reference has an entry for. A cause counts as mentioned where a
sentence has all words of its name, two of its signs, or its organ among several ("heart, kidneys,
liver"). A page that is by its title about part of the matter ("Fever at night: tips") is asked only
where it says of several things that they cause it; one on a kind of it with its own name is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity, Topic
from healthlint.reference.model import Cause, Entry
from healthlint.rules.article import Article
from healthlint.rules.asking import anchor_of, named
from healthlint.rules.naming import name_of
from healthlint.rules.presence import concerns
from healthlint.rules.scope import Scope, scope_of
from healthlint.rules.second_look import untold

_SEVERAL = 2  # causes told as such
_ONE = "a cause that must not be missed is"
_ANY = "disease"  # the class of all: it names none


def check(article: Article) -> Iterator[Finding]:
    for topic, entry in article.topic_entries("main"):
        if entry.kind != "symptom" or not _is_asked(article, topic, entry):
            continue
        causes = [c for c in entry.causes if concerns(article, c.complaint)]
        unnamed = [c for c in causes if not article.concept_mentions(c.condition)]
        absent = untold(article, entry, unnamed)
        grave = [c for c in absent if c.must_not_miss]
        if grave:
            words = "causes that must not be missed are" if len(grave) > 1 else _ONE
            severity = _severity(article, topic, causes, grave)
            yield _finding(article, topic, entry, words, grave, severity)
        common = [c for c in causes if c.common and not c.must_not_miss]
        common = [c for c in common if not _is_classed(article, c)]
        gone = [c for c in common if c in absent]
        if len(gone) * 2 > len(common):
            words = "common causes are"
            yield _finding(article, topic, entry, words, gone, Severity.MAJOR)


def _is_classed(article: Article, cause: Cause) -> bool:
    """Whether the article names the class of a common cause: "infection" for one of the bladder."""
    classes = article.vocabulary.ancestors(cause.condition) - {cause.condition, _ANY}
    return any(entity.id in classes for entity in article.entities)


def _severity(
    article: Article, topic: Topic, causes: Sequence[Cause], grave: Sequence[Cause]
) -> Severity:
    """Critical for a guide to the whole that warns of few; others warn that there is danger."""
    whole = scope_of(article, topic) is Scope.WHOLE
    most = len(grave) * 2 > sum(cause.must_not_miss for cause in causes)
    return Severity.CRITICAL if whole and most else Severity.MAJOR


def _is_asked(article: Article, topic: Topic, entry: Entry) -> bool:
    """Whether the article goes through causes: by its title, a heading or the causes it names."""
    scope = scope_of(article, topic)
    if scope is not Scope.PART:
        return scope is Scope.WHOLE
    if any(section.relation == "cause" for section in article.sections):
        return True
    is_a = article.vocabulary.is_a
    named = {c.object for c in article.claims if c.relation == "cause" and c.subject == topic.id}
    told = sum(any(is_a(str(o), cause.condition) for o in named) for cause in entry.causes)
    return told >= _SEVERAL


def _finding(
    article: Article,
    topic: Topic,
    entry: Entry,
    words: str,
    absent: Sequence[Cause],
    severity: Severity,
) -> Finding:
    return RULE.finding(
        f"{entry.name}: {words} not mentioned: "
        f"{named([name_of(article, cause.condition) for cause in absent])}.",
        severity=severity,
        topic=topic.id,
        facts=tuple(f"{entry.id}/causes/{cause.condition}" for cause in absent),
        sources=entry.citations(tuple(dict.fromkeys(key for c in absent for key in c.sources))),
        suggestion=" ".join(cause.says for cause in absent),
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
