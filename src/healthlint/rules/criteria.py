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
        "Does it avoid sensational language?",
        ("LG003", "HL001", "HL002", "HL003"),
        of_intervention=False,
    ),
)


def criteria_of(article: Article, findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """The ten criteria with their answers and the rules that moved them."""
    found = {finding.rule for finding in findings}
    known = known_rules()
    intervention = _has_intervention(article)
    return [_answer(criterion, found, known, intervention) for criterion in CRITERIA]


def known_rules() -> frozenset[str]:
    """Codes of the rules there are."""
    # Imported here: the list of rules imports every rule, and some of them may import this.
    from healthlint.rules import RULES

    return frozenset(rule.code for rule in RULES)


def _answer(
    criterion: Criterion, found: set[str], known: frozenset[str], intervention: bool
) -> dict[str, Any]:
    moved = [code for code in criterion.rules if code in found]
    if moved:
        answer = NOT_SATISFACTORY
    elif criterion.of_intervention and not intervention:
        answer = NOT_APPLICABLE
    elif criterion.rules[0] not in known or not criterion.silence_tells:
        answer = CANNOT_TELL
    else:
        answer = SATISFACTORY
    return {
        "number": criterion.number,
        "question": criterion.question,
        "answer": answer,
        "moved_by": moved,
    }


def _has_intervention(article: Article) -> bool:
    """Whether the story is about a treatment, medicine or test at all."""
    telling = {"TREATMENT", "MEDICINE", "TEST"}
    return any(entity.label in telling for entity in article.entities)
