"""Certainty that no treatment and no illness has.

**What it finds.** "Always", "never", "everyone", "100 %", "guaranteed", "no side effects" said of
an effect on health.

**Why it matters.** A reader who believes it will not look out for the exception (DISCERN 8:
uncertainty is to be named).

**Example.** "It always works and has no side effects." Better: "It helped about 6 in 10 people in
trials; the commonest side effect was a headache."

**Limits.** "Not always", denials, myths, warnings and quoted slogans are not claims. Safety
instructions ("never share needles") and accepted absolutes ("blood clots need anticoagulants")
are left alone: an adverb counts only before a word of effect, and not in an order.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.rules.article import Article
from healthlint.rules.wording import READ, asserted
from healthlint.source import Span

_GAP = 2  # tokens between "everyone" and what happens to them
_GAP_WITH_CLAUSE = 7
_RELATIVE = frozenset({"who", "that", "with"})
_DENIALS = frozenset({"not", "n't"})
_ORDERS = frozenset({"should", "must", "to", "and", "or", "please", "not", "n't", "may", "might"})


def check(article: Article) -> Iterator[Finding]:
    spans = list(_claims(article))
    if not spans:
        return
    words = article.text(spans[0])
    yield RULE.finding(
        f'"{words}" leaves no room for exceptions; in medicine there are always some.',
        *spans,
        suggestion="Say how often it is so, or name the exception.",
        confidence=Confidence.MEDIUM,
    )


def _claims(article: Article) -> Iterator[Span]:
    effects = {hit.start: hit for hit in article.cues("absolute-effect")}
    for hit in asserted(article, "absolute"):
        part = hit.cue.settings["part"]
        if part == "whole" and not _is_softened(article, hit):
            yield article.span(hit.start, hit.end)
        elif part == "adverb" and not _is_order(article, hit):
            yield from _with_effect(article, hit, effects, 1)
        elif part == "everyone":
            yield from _with_effect(article, hit, effects, _reach(article, hit))


def _reach(article: Article, hit: CueHit) -> int:
    """ "Everyone who takes the drops gets well": the clause between may be longer."""
    following = article.doc[hit.end : hit.end + 1].text.lower()
    return _GAP_WITH_CLAUSE if following in _RELATIVE else _GAP


def _with_effect(
    article: Article, hit: CueHit, effects: dict[int, CueHit], gap: int
) -> Iterator[Span]:
    for place in range(hit.end, hit.end + gap + 1):
        effect = effects.get(place)
        if effect is not None:
            yield article.span(hit.start, effect.end)
            return
        # A comma or a stop ends the clause.
        if place >= len(article.doc) or not article.doc[place].text[0].isalnum():
            return


def _is_softened(article: Article, hit: CueHit) -> bool:
    """"Does not completely cure", "may have no side effects"."""
    before = article.doc[hit.start - 1].lower_ if hit.start else ""
    values, _cues = article.contexts.get((hit.start, hit.end), ((), ()))
    return before in _DENIALS or "hedged" in values


def _is_order(article: Article, hit: CueHit) -> bool:
    """ "Never stop taking them", "you should always treat": an instruction, not a claim."""
    first = article.sentences[article.sentence_at(hit.start)].start
    if hit.start == first:
        return True
    before = article.doc[hit.start - 1]
    return before.lower_ in _ORDERS or not before.text[0].isalnum()


RULE = Rule(
    code="LG002",
    name="absolute-claim",
    severity=Severity.MINOR,
    summary="Always, never, everyone, guaranteed: said of an effect on health.",
    check=check,
    genres=READ,
    page=__doc__,
)
