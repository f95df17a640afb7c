"""A danger sign that the article never mentions.

**What it finds.** For every condition the article is about (its main topic, or one of several
under headings of their own) and for the presenting symptom it explains, the reference lists the
signs that change what a reader must do. This rule reports those that appear nowhere in the text,
in whatever words. Missing an essential one is critical, an expected one of the main topic major.

**Why it matters.** A reader decides by such an article whether to see a doctor. The sign that is
not there is the one they will not act on.

**Example.** An article about clots in the leg that never says that breathlessness may mean the
clot has reached the lungs. Better: "Call 999, 112 or 911 if leg symptoms come with breathlessness
or chest pain."

**Sources.** NHS care cards; NICE red flags; DISCERN item 12.

**Limits.** Unusual wording of a sign can escape the vocabulary, hence medium confidence; where a
sentence has the words of a sign apart, nothing is reported. News is asked only about its main
topic, and only when it says when to act, or is about the whole illness and tells its signs; a page
whose title is about some part of the illness, or about something else, only when it tells signs. A
kind of illness with its own name ("hairy cell leukaemia") is not asked for the signs of the
illness.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Genre, Rule, Severity, Topic
from healthlint.reference.model import Entry, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, asked_facts, in_play, omission, sign_of
from healthlint.rules.scope import Scope, is_treated, scope_of

_DESCRIBED = 3  # signs
_SIGNS = (Group.SYMPTOMS, Group.RED_FLAGS, Group.SEEK_CARE)


def check(article: Article) -> Iterator[Finding]:
    told: set[str] = set()
    for topic, entry in in_play(article):
        if not _asks(article, topic, entry):
            continue
        for fact in asked_facts(article, entry, topic.role, Group.RED_FLAGS):
            # "Low back pain" and "back pain" have the same signs: one finding a sign.
            sign = sign_of(article, fact)
            if sign in told:
                continue
            told.add(sign)
            if fact.importance == "essential":
                yield omission(RULE, article, topic, entry, fact, Severity.CRITICAL)
            elif topic.role == "main" and article.genre in EXPLAINING:
                yield omission(RULE, article, topic, entry, fact, Severity.MAJOR)


def _asks(article: Article, topic: Topic, entry: Entry) -> bool:
    """Whether the page is about the topic as the reference has it, and guides to its signs."""
    scope = scope_of(article, topic)
    if article.genre is Genre.NEWS and not _news_asks(article, topic, scope):
        return False
    if scope is Scope.PART:
        return any(is_treated(article, topic, entry, group) for group in _SIGNS)
    return scope is Scope.WHOLE


def _news_asks(article: Article, topic: Topic, scope: Scope) -> bool:
    """Whether a story tells its readers when to act on its main illness, or is about the whole of
    it and describes its signs: one on a new drug is no guide to them."""
    if topic.role != "main":
        return False
    own = [claim for claim in article.claims if claim.subject == topic.id]
    signs = {claim.object for claim in own if claim.relation == "sign-or-symptom"}
    described = scope is Scope.WHOLE and len(signs) >= _DESCRIBED
    return described or any(claim.relation == "seek-care" for claim in own)


RULE = Rule(
    code="OM001",
    name="missing-red-flag",
    severity=Severity.CRITICAL,
    summary="A danger sign of a condition in play is never mentioned.",
    check=check,
    genres=EXPLAINING | {Genre.NEWS},
    page=__doc__,
)
