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
whose title is about some part of the illness, or about something else, only when it tells signs,
and for the essential ones unless it describes the illness and warns of few. A page on sayings is
asked for the essential ones. A kind of illness with its own name ("hairy cell leukaemia") is not
asked for the signs of the illness, nor a page on one part of the body for those of another.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Finding, Genre, Rule, Severity, Topic
from healthlint.reference.model import Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, asked_facts, in_play, omission, sign_of
from healthlint.rules.scope import Scope, is_treated, scope_of, titled, told_of

_DESCRIBED = 3  # signs
_WELL_DESCRIBED = 4  # facts on symptoms
_SIGNS = (Group.SYMPTOMS, Group.RED_FLAGS, Group.SEEK_CARE)


def check(article: Article) -> Iterator[Finding]:
    told: set[str] = set()
    for topic, entry in in_play(article):
        if not _asks(article, topic, entry):
            continue
        guide = _is_guide(article, topic, entry)
        for fact in asked_facts(article, entry, topic.role, Group.RED_FLAGS):
            # "Low back pain" and "back pain" have the same signs: one finding a sign.
            sign = sign_of(article, fact)
            if sign in told:
                continue
            told.add(sign)
            if fact.importance == "essential":
                yield omission(RULE, article, topic, entry, fact, Severity.CRITICAL)
            elif guide and not _is_elsewhere(article, fact):
                yield omission(RULE, article, topic, entry, fact, Severity.MAJOR)


def _is_guide(article: Article, topic: Topic, entry: Entry) -> bool:
    """Whether a page owes the expected signs too: it is about the whole illness, or describes it
    and warns of few of its dangers."""
    if topic.role != "main" or article.genre not in EXPLAINING:
        return False
    scope = scope_of(article, topic)
    if scope is not Scope.PART:
        return scope is Scope.WHOLE
    warned = told_of(article, entry, Group.RED_FLAGS)
    described = told_of(article, entry, Group.SYMPTOMS) >= _WELL_DESCRIBED
    return described and warned * 2 < len(entry.by_group.get(Group.RED_FLAGS, ()))


def _is_elsewhere(article: Article, fact: Fact) -> bool:
    """Whether a sign is of another part of the body than the headline's ("cellulitis of the leg"
    is not that of the eye)."""
    places = {e.id for e in titled(article) if e.label == "BODY_SITE"}
    sites = {target.site for target in fact.targets if target.site is not None}
    if not places or any(target.site is None for target in fact.targets):
        return False
    is_a = article.vocabulary.is_a
    return not any(is_a(s, place) or is_a(place, s) for s in sites for place in places)


def _asks(article: Article, topic: Topic, entry: Entry) -> bool:
    """Whether the page is about the topic as the reference has it, and guides to its signs."""
    scope = scope_of(article, topic)
    if article.genre is Genre.NEWS and not _news_asks(article, topic, scope):
        return False
    if scope in (Scope.PART, Scope.SAYINGS):
        return any(is_treated(article, topic, entry, group) for group in _SIGNS)
    return scope is Scope.WHOLE


def _news_asks(article: Article, topic: Topic, scope: Scope) -> bool:
    """Whether a story tells its readers when to act on its main illness, or is about the whole of
    it and describes its signs: one on a new drug is no guide to them."""
    if topic.role != "main":
        return False
    if article.document.headline is None:
        scope = Scope.PART  # nothing says that it is about the whole of it
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
