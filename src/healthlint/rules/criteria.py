"""The ten criteria of HealthNewsReview as a checklist for news.

Each is answered from the rules that look at it: ``satisfactory`` where they ran and found
nothing, ``not satisfactory`` where they found something, ``not applicable`` where there is
nothing to judge, ``cannot tell`` where no rule that looks at it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from healthlint.finding import Finding
from healthlint.rules.article import Article
from healthlint.rules.news import hits_of, is_judged
from healthlint.rules.news_signs import hears_outsider, is_release, leans_on_release

SATISFACTORY = "satisfactory"
NOT_SATISFACTORY = "not satisfactory"
NOT_APPLICABLE = "not applicable"
CANNOT_TELL = "cannot tell"


class Criterion(NamedTuple):
    """A criterion, the rules that find it unmet, and whether it needs a treatment or test."""

    number: int
    question: str
    rules: tuple[str, ...]
    of_intervention: bool = True
    silence_tells: bool = True


CRITERIA = (
    Criterion(1, "Does it discuss costs?", ("HN001",)),
    Criterion(2, "Does it quantify the benefits?", ("HN002", "LG005")),
    Criterion(3, "Does it explain the harms?", ("HN003",)),
    Criterion(4, "Does it grasp the quality of the evidence?", ("HN004", "LG004", "LG006")),
    Criterion(5, "Does it avoid disease-mongering?", ("LG001", "UC005"), of_intervention=False),
    Criterion(
        6,
        "Does it use independent sources and name conflicts of interest?",
        ("AT004", "PV005"),
        of_intervention=False,
    ),
    Criterion(7, "Does it compare with existing alternatives?", ("HN005",)),
    Criterion(8, "Does it say whether it is available?", ("HN006",)),
    # One rule speaks of availability and novelty; its silence says little of the second.
    Criterion(9, "Does it establish what is new?", ("HN006",), silence_tells=False),
    Criterion(
        10,
        "Does it avoid sensational language, and look beyond a press release?",
        ("LG003", "HL001", "HL002", "HL003", "AT004"),
        of_intervention=False,
    ),
)


def criteria_of(article: Article, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The ten criteria with their answers and the rules that moved them."""
    found = {finding.rule for finding in findings}
    judged = is_judged(article)
    idle = _idle(article)
    answers = []
    for criterion in CRITERIA:
        moving = found - {code for number, code in idle if number == criterion.number}
        answers.append(_answer(criterion, moving, _tells(article, criterion), judged))
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


def _answer(
    criterion: Criterion,
    found: set[str],
    tells: bool,
    intervention: bool,
) -> dict[str, Any]:
    moved = [code for code in criterion.rules if code in found]
    if moved:
        answer = NOT_SATISFACTORY
    elif criterion.of_intervention and not intervention:
        answer = NOT_APPLICABLE
    elif not tells:
        answer = CANNOT_TELL
    else:
        answer = SATISFACTORY
    return {
        "number": criterion.number,
        "question": criterion.question,
        "answer": answer,
        "moved_by": moved,
    }
