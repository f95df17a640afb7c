"""What is told of somebody, and what the article makes of it.

"She stopped her tablets and ended up on a ward" warns; "she stopped her tablets and has never
felt better" advises as much as an order does. What divides them is how it ended and whether the
reader is told to follow, in the sentence or in those right after it. What a character in a play
says, and what was done a century ago, is told as well, unless it is held up. The words are in
``patterns/cues/stories.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding
from healthlint.nlp.encoder import ADVICE_CODES
from healthlint.rules.article import Article
from healthlint.rules.orders import has_order, orders
from healthlint.rules.sayings import sentences_of

_FAMILY = "story"
_HELD_UP = frozenset({"good-end", "follow"})
_CLAUSE_ENDS = frozenset({",", ";", ":", "-", "–", "—"})
_ENDS = 1  # sentences after a deed that may tell how it ended
_NEXT = 1  # after it that may hold it up


def is_held_up(article: Article, number: int) -> bool:
    """Whether what a sentence tells of somebody ended well or is there to be followed."""
    said = set(_told(article, number, _NEXT))
    return not said.isdisjoint(_HELD_UP) and "ill-end" not in said


def is_told_against(article: Article, finding: Finding) -> bool:
    """Whether a finding on advice is on nothing but what somebody did to their harm, or what
    people of a play or of another age say."""
    if finding.rule not in ADVICE_CODES or not finding.spans:
        return False
    return all(_warns(article, number) for number in sentences_of(article, finding))


def _warns(article: Article, number: int) -> bool:
    if not _HELD_UP.isdisjoint(_told(article, number, _NEXT)):
        return False
    own = set(_told(article, number, 0))
    if "fiction" in own:
        return True
    if _goes_on_apart(article, number):
        return False
    if "past-age" in own and _was_told(article, number):
        return True
    # An order in a sentence that tells is the article's own.
    if has_order(article, number) or article.cues_in(number, "reader"):
        return False
    return "past-age" in own or "ill-end" in _told(article, number, _ENDS)


def _goes_on_apart(article: Article, number: int) -> bool:
    """ "Georgian physicians recommended mercury; take a grain of it": what stands behind a
    semicolon may be the article's own, and is read as advice where in doubt."""
    sentence = article.sentences[number]
    return any(token.text == ";" for token in article.doc[sentence.start : sentence.end])


def _was_told(article: Article, number: int) -> bool:
    """Whether all orders in a sentence are what somebody was told then: "were told to give drops
    and leave it", but not "recommended mercury; take a grain of it"."""
    told = [hit.end for hit in article.cues_in(number, _FAMILY) if hit.cue.id == "told-then"]
    return bool(told) and all(
        _CLAUSE_ENDS.isdisjoint(token.text for token in article.doc[min(told) : place])
        for place in orders(article, number)
    )


def _told(article: Article, number: int, after: int) -> Iterator[str]:
    """The ids of the cues of a sentence and of those after it in its paragraph."""
    sentences = article.sentences
    for n in range(number, min(number + after + 1, len(sentences))):
        if sentences[n].block == sentences[number].block:
            yield from (hit.cue.id for hit in article.cues_in(n, _FAMILY))
