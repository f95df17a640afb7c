"""The ten criteria of HealthNewsReview as a checklist for news.

A rule finds something where an editor should act; the checklist answers as a reviewer does, more
strictly: a benefit told in relative figures alone raises no HN002, and does not meet the second
criterion. So a criterion is ``not satisfactory`` where its rules found something
(``moved_by``) or where the story does not show that it is met, ``satisfactory`` where it does,
``not applicable`` where there is nothing to judge, ``cannot tell`` where no rule that looks at it
runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from healthlint.finding import Finding
from healthlint.rules.article import Article
from healthlint.rules.news import hits_of, is_judged
from healthlint.rules.news_benefit import quantifies_benefit
from healthlint.rules.news_harm import explains_harm
from healthlint.rules.news_signs import (
    compares_alternatives,
    hears_outsider,
    is_release,
    leans_on_release,
    tells_cost,
    weighs_evidence,
)

SATISFACTORY = "satisfactory"
NOT_SATISFACTORY = "not satisfactory"
NOT_APPLICABLE = "not applicable"
CANNOT_TELL = "cannot tell"


def _always(_article: Article) -> bool:
    return True


class Criterion(NamedTuple):
    """A criterion, the rules that find it unmet, in which stories it is asked, and what shows that
    it is met where its rules are silent. One whose silence does not tell is left open."""

    number: int
    question: str
    rules: tuple[str, ...]
    is_asked: Callable[[Article], bool] = is_judged
    is_shown: Callable[[Article], bool] = _always
    silence_tells: bool = True


CRITERIA = (
    Criterion(1, "Does it discuss costs?", ("HN001",), is_shown=tells_cost),
    Criterion(2, "Does it quantify the benefits?", ("HN002", "LG005"), is_shown=quantifies_benefit),
    Criterion(3, "Does it explain the harms?", ("HN003",), is_shown=explains_harm),
    Criterion(
        4,
        "Does it grasp the quality of the evidence?",
        ("HN004", "LG004", "LG006"),
        is_shown=weighs_evidence,
    ),
    Criterion(5, "Does it avoid disease-mongering?", ("LG001", "UC005"), _always),
    Criterion(
        6,
        "Does it use independent sources and name conflicts of interest?",
        ("AT004", "PV005"),
        _always,
    ),
    Criterion(
        7,
        "Does it compare with existing alternatives?",
        ("HN005",),
        is_shown=compares_alternatives,
    ),
    Criterion(8, "Does it say whether it is available?", ("HN006",)),
    # One rule speaks of availability and novelty; its silence says little of the second.
    Criterion(9, "Does it establish what is new?", ("HN006",), silence_tells=False),
    Criterion(
        10,
        "Does it avoid sensational language, and look beyond a press release?",
        ("LG003", "HL001", "HL002", "HL003", "AT004"),
        _always,
    ),
)


def criteria_of(article: Article, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The ten criteria with their answers and the rules that moved them."""
    found = {finding.rule for finding in findings}
    idle = _idle(article)
    answers = []
    for criterion in CRITERIA:
        moving = found - {code for number, code in idle if number == criterion.number}
        answers.append(_answer(article, criterion, moving))
    return answers


def _tells(article: Article, criterion: Criterion) -> bool:
    """Whether the silence of the criterion's rules is an answer."""
    if criterion.rules[0] not in known_rules():
        return False
    return criterion.silence_tells or bool(hits_of(article, "novelty"))


def _idle(article: Article) -> frozenset[tuple[int, str]]:
    """(criterion, rule) whose finding does not move the criterion in this story."""
    idle = set()
    if not is_release(article) and hears_outsider(article):
        # An outsider's voice meets the sixth, though the story does not say who paid.
        idle.add((6, "PV005"))
    if not leans_on_release(article):
        idle.add((10, "AT004"))
    if hits_of(article, "novelty"):
        idle.add((9, "HN006"))
    return frozenset(idle)


def known_rules() -> frozenset[str]:
    """Codes of the rules there are."""
    # Imported here: the list of rules imports every rule, and some of them may import this.
    from healthlint.rules import RULES

    return frozenset(rule.code for rule in RULES)


def _answer(article: Article, criterion: Criterion, found: set[str]) -> dict[str, Any]:
    moved = [code for code in criterion.rules if code in found]
    if moved:
        answer = NOT_SATISFACTORY
    elif not criterion.is_asked(article):
        answer = NOT_APPLICABLE
    elif not _tells(article, criterion):
        answer = CANNOT_TELL
    else:
        answer = SATISFACTORY if criterion.is_shown(article) else NOT_SATISFACTORY
    return {
        "number": criterion.number,
        "question": criterion.question,
        "answer": answer,
        "moved_by": moved,
    }
