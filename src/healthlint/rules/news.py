"""What the news rules share: which stories they judge, and what those stories speak of.

They judge news of one treatment or test that is said to do good. Left alone are essays, readers'
letters and pages of questions, features on a disease, stories of a danger, and those whose headline
or first sentences say that the thing failed. A habit (a food, exercise, sleep) has no price, no
approval and no side effects to tell. Words: ``patterns/cues/news-subjects.yaml``.
"""

from __future__ import annotations

from collections import Counter

from healthlint.document.model import BlockKind
from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import HEADINGS
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.opening import opening_sentences
from healthlint.rules.wording import is_taken_back

NEWS = frozenset({Genre.NEWS})
INTERVENTIONS = frozenset({"MEDICINE", "TREATMENT", "TEST"})
_FAMILY = "news-subject"
_MENTIONS = 6  # of one thing, where the opening names none
_KEPT_TO = 3
_LEAD = 2  # sentences of running text
_OPENING = 6
_REPORTS = 2  # sentences
_QUESTIONS = 2  # headings


def is_judged(article: Article) -> bool:
    """Whether the story is about one treatment or test and says that it does good."""
    return article.once(_is_judged)


def _is_judged(article: Article) -> bool:
    return (
        _tells_news(article)
        and _has_subject(article)
        and not _is_doubted(article)
        and _is_praised(article)
    )


def is_of_a_product(article: Article) -> bool:
    """Whether what the story praises is made, done or sold, and no habit or food."""
    # The headline says what the story is of; the first sentence may speak of hormones and tests.
    headline = opening_sentences(article, 1)
    if "habit" in _signs(article, headline) and not _sells(article, headline):
        return False
    lead = opening_sentences(article, _LEAD)
    if _sells(article, lead):
        return True
    return "habit" not in _signs(article, lead) and not _named(article, lead)


def _sells(article: Article, numbers: list[int]) -> bool:
    """Whether some sentences name a product; beside a habit a test is what it is measured by."""
    found = _signs(article, numbers)
    if "product" in found:
        return True
    labels = INTERVENTIONS - {"TEST"} if "habit" in found else INTERVENTIONS
    habits = word_sets(article.vocabulary, _FAMILY)["habits"]
    return bool(_named(article, numbers, labels) - habits)


def goes_into_the_body(article: Article) -> bool:
    """Whether what the opening speaks of is swallowed, injected or cut, and no touch or sound."""
    lead = opening_sentences(article, _LEAD)
    return "weighty" in _signs(article, lead) or bool(
        _named(article, lead, frozenset({"MEDICINE"}))
    )


def is_cheap(article: Article) -> bool:
    """Whether the first thing the opening names is one whose low price everybody knows."""
    cheap = word_sets(article.vocabulary, _FAMILY)["cheap"]
    for number in opening_sentences(article, _LEAD):
        for entity in article.entities_by_sentence.get(number, ()):
            if entity.label == "MEDICINE":
                return entity.id in cheap
    return False


def subjects(article: Article) -> frozenset[str]:
    """The treatments and tests that headline and first sentence name, else one that the story
    keeps to."""
    counts = Counter(e.id for e in article.entities if e.label in INTERVENTIONS)
    named = _named(article, opening_sentences(article, 1))
    return frozenset(named or (thing for thing, n in counts.most_common(1) if n >= _KEPT_TO))


def _tells_news(article: Article) -> bool:
    """Whether it tells of research or of something brought out, and is no page of questions."""
    asked = sum(
        "?" in article.document.block_text(block)
        for block in article.document.blocks
        if block.kind in HEADINGS and block.kind is not BlockKind.TITLE
    )
    reports = {article.sentence_at(hit.start) for hit in _hits(article, "report")}
    return asked < _QUESTIONS and len(reports) >= _REPORTS


def _has_subject(article: Article) -> bool:
    """Whether headline or first sentences name a treatment or test, or the story keeps to one."""
    lead = opening_sentences(article, _LEAD)
    if {"thing", "habit"} & _signs(article, lead):
        return True
    counts = Counter(e.id for e in article.entities if e.label in INTERVENTIONS)
    return bool(_named(article, lead)) or max(counts.values(), default=0) >= _MENTIONS


def _named(
    article: Article, numbers: list[int], labels: frozenset[str] = INTERVENTIONS
) -> set[str]:
    """The treatments and tests that some sentences name."""
    return {
        entity.id
        for number in numbers
        for entity in article.entities_by_sentence.get(number, ())
        if entity.label in labels
    }


def _is_doubted(article: Article) -> bool:
    """Whether the story opens with a danger or a failure, and praises nothing before it."""
    for number in opening_sentences(article, _LEAD):
        doubts, good = _places(article, number, "doubt"), _good(article, number)
        if doubts and min(good, default=doubts[0]) >= doubts[0]:
            return True
        if doubts or good:
            break
    failures = (_places(article, n, "failure") for n in opening_sentences(article, _OPENING))
    return any(failures)


def is_lukewarm(article: Article) -> bool:
    """Whether the opening finds little good in what it tells of: that is no praise."""
    return "lukewarm" in _signs(article, opening_sentences(article, _OPENING))


def _places(article: Article, number: int, sign: str) -> list[int]:
    hits = article.cues_in(number, _FAMILY)
    return [hit.start for hit in hits if hit.cue.settings["sign"] == sign]


def _is_praised(article: Article) -> bool:
    return any(_good(article, number) for number in opening_sentences(article, _OPENING))


def _good(article: Article, number: int) -> list[int]:
    """Where a sentence says that something does good."""
    told = [
        hit
        for hit in article.cues_in(number, "news-criteria")
        if hit.cue.settings["criterion"] == "benefit" and not is_taken_back(article, hit)
    ]
    return [*(hit.start for hit in told), *_places(article, number, "praise")]


def _hits(article: Article, sign: str) -> list[CueHit]:
    return [
        hit
        for hit in article.cues(_FAMILY)
        if hit.cue.settings["sign"] == sign and not article.is_boilerplate(hit.start)
    ]


def _signs(article: Article, numbers: list[int]) -> set[str]:
    wanted = set(numbers)
    return {
        hit.cue.settings["sign"]
        for hit in article.cues(_FAMILY)
        if article.sentence_at(hit.start) in wanted
    }


def hits_of(article: Article, criterion: str) -> list[CueHit]:
    """The cues of a criterion (``patterns/cues/news-criteria.yaml``)."""
    return [
        hit
        for hit in article.cues("news-criteria")
        if hit.cue.settings["criterion"] == criterion and not article.is_boilerplate(hit.start)
    ]


def absent(
    rule: Rule, article: Article, message: str, suggestion: str, severity: Severity | None = None
) -> Finding:
    """Something a news story should say and does not."""
    return rule.finding(
        message,
        anchor=article.title_span,
        suggestion=suggestion,
        severity=rule.severity if severity is None else severity,  # a note counts as nothing
        confidence=Confidence.MEDIUM,  # it may be said in words that no list has
    )
