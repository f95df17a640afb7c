"""Advice on a page about something else: a walk, a garden, a recipe.

What is told there of a bite, a burn or a fit harms as much as anywhere, so the rules on harmful
advice read every page. But such pages are full of words that mean nothing medical: an engine
chokes, a radiator bleeds, a striker kills the game. So a finding stands only where its own
sentences, or one beside them, speak of somebody or of a part of somebody's body, or where what is
told is known by name and made of things (bleach and vinegar), not of signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from healthlint.finding import Basis, Finding, Genre, Severity
from healthlint.nlp.encoder import ADVICE_CODES
from healthlint.rules.article import Article
from healthlint.rules.sayings import sentences_of
from healthlint.rules.stated import statements

_THINGS = frozenset({"MEDICINE", "TREATMENT", "RISK_FACTOR"})
_PEOPLE = frozenset({"person", "reader"})
_OWNED = 2  # tokens between "your" and the part of the body: "your big toe"


def is_of_nobody(article: Article, finding: Finding) -> bool:
    """Whether a finding on advice stands on a page about something else, and is about no person."""
    if article.genre is not Genre.NOT_HEALTH or finding.rule not in ADVICE_CODES:
        return False
    own = sentences_of(article, finding)
    if finding.basis is Basis.READ and not any(_is_of_health(article, n) for n in own):
        return True
    if finding.basis is Basis.READ and finding.severity <= Severity.MINOR:
        return True  # what reads like it only just: a werewolf, a crime
    near = tuple(_near(article, own))
    if any(_speaks_of_somebody(article, number) for number in near):
        return False
    if any(hit.cue.id == "animal" for n in near for hit in article.cues_in(n, "somebody")):
        return True
    return not any(_is_known(article, finding, n) and _names(article, n, _THINGS) for n in own)


def _near(article: Article, own: Set[int]) -> Iterator[int]:
    """A finding's sentences, and those beside them in their paragraph."""
    sentences = article.sentences
    blocks = {sentences[number].block for number in own}
    for number in sorted({n + step for n in own for step in (-1, 0, 1)}):
        if 0 <= number < len(sentences) and sentences[number].block in blocks:
            yield number


def _is_of_health(article: Article, number: int) -> bool:
    return bool(article.entities_by_sentence.get(number)) or any(
        hit.kind == "body-site" for hit in article.concepts_by_sentence.get(number, ())
    )


def _speaks_of_somebody(article: Article, number: int) -> bool:
    said = article.cues_in(number, "somebody")
    if any(hit.cue.id in _PEOPLE for hit in said):
        return True
    # Whose leg it is: a ewe's in "pull the lamb out by her legs".
    if any(hit.cue.id == "animal" for hit in said):
        return False
    owners = [hit.end for hit in said if hit.cue.id == "owner"]
    return any(
        hit.kind == "body-site" and any(0 <= hit.start - end <= _OWNED for end in owners)
        for hit in article.concepts_by_sentence.get(number, ())
    )


def _is_known(article: Article, finding: Finding, number: int) -> bool:
    """Whether the reference has what a sentence tells among what harms, asserted or not."""
    return finding.basis is not Basis.READ or any(
        match.sentence == number and match.pattern.harmful for match in statements(article)
    )


def _names(article: Article, number: int, labels: Set[str]) -> bool:
    return any(e.label in labels for e in article.entities_by_sentence.get(number, ()))
