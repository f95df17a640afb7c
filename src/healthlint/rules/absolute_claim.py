"""Certainty that no treatment and no illness has.

**What it finds.** "Always", "never", "everyone", "100 %", "guaranteed", "no side effects" said of
an effect on health.

**Why it matters.** A reader who believes it will not look out for the exception (DISCERN 8:
uncertainty is to be named).

**Example.** "It always works and has no side effects." Better: "It helped about 6 in 10 people in
trials; the commonest side effect was a headache."

**Limits.** "Not always", denials, myths, warnings and quoted slogans are not claims. Safety
instructions ("never share needles") and accepted absolutes ("blood clots need anticoagulants")
are left alone: an adverb counts only before a word of effect, and not in an order. "The only cure
is an operation" restricts, and whoever is told what to do ("anyone who has had a fit should ring")
has been promised nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.assertions import is_retracted
from healthlint.rules.wording import READ, asserted
from healthlint.source import Span

_GAP = 2  # tokens between "everyone" and what happens to them
_GAP_WITH_CLAUSE = 9
_PAST_CLAUSE = 2  # tokens of a "who" clause that say whom it is about
_CLAUSE = 12  # tokens in which "people who eat nuts" gets to its "never"
_OBJECT = 5  # tokens in which "get" has its illness
_SUBJECT = 6  # tokens in which "every" has its illness and what becomes of it
_QUOTES = ('"', "'", "“", "”", "‘", "’")
_BACK = 8  # tokens in which "once and for all" has what is done
_OPEN = frozenset({"hedged", "hypothetical"})
_ILLS = frozenset({"condition", "symptom"})


def check(article: Article) -> Iterator[Finding]:
    spans = [span for span in _claims(article) if not _is_refuted(article, span)]
    if not spans:
        return
    words = article.text(spans[0])
    yield RULE.finding(
        f'"{words}" leaves no room for exceptions; in medicine there are always some.',
        *spans,
        suggestion="Say how often it is so, or name the exception.",
        confidence=Confidence.MEDIUM,
    )


def _words(article: Article, name: str) -> frozenset[str]:
    """The words of a list of ``patterns/cues/absolute-words.yaml``."""
    return word_sets(article.vocabulary, "absolute-word")[name]


def _claims(article: Article) -> Iterator[Span]:
    effects = {hit.start: hit for hit in article.cues("absolute-effect")}
    havings = {**_havings(article), **effects}
    outcomes = {hit.start: hit for hit in article.cues("absolute-outcome")}
    degrees = {hit.start: hit for hit in article.cues("absolute-quality")}
    adverbs = [hit for hit in article.cues("absolute") if hit.cue.settings["part"] == "adverb"]
    for hit in asserted(article, "absolute"):
        part = hit.cue.settings["part"]
        if part == "whole" or (part == "plain" and not _is_observed(article, hit)):
            if not _is_softened(article, hit):
                yield article.span(hit.start, hit.end)
        elif (part == "only" and _is_only_cure(article, hit)) or (
            part == "closing" and _follows(article, hit, effects)
        ):
            yield article.span(hit.start, hit.end)
        elif part == "adverb" and not _is_order(article, hit) and not _is_partial(article, hit):
            yield from _with_effect(article, hit, effects, 1)
            yield from _never_again(article, hit, havings)
        elif part == "everyone" and not _is_past(article, hit):
            yield from _with_effect(article, hit, effects, _reach(article, hit))
            if _has_clause(article, hit):
                yield from _with_adverb(article, hit, adverbs, havings)
        elif part == "nobody" and _opens(article, hit) and not _is_observed(article, hit):
            yield from _with_effect(article, hit, havings, _GAP_WITH_CLAUSE, first=1)
        elif part == "who" and _opens(article, hit):
            yield from _with_adverb(article, hit, adverbs, havings)
        elif part == "every" and _opens(article, hit):
            yield from _every_case(article, hit, outcomes)
        elif part == "degree" and hit.end in degrees and not _is_softened(article, hit):
            yield article.span(hit.start, degrees[hit.end].end)


def _is_refuted(article: Article, span: Span) -> bool:
    """Whether the next sentence takes it back ("No trial supports this")."""
    number = article.sentence_at(article.token_at(span.start))
    return is_retracted(article, number) or _is_quoted_to_be_denied(article, number)


def _is_quoted_to_be_denied(article: Article, number: int) -> bool:
    """ "It always hurts." stands alone in quotation marks, and "Not so" follows."""
    # Not the quotation of `sayings`: there a lead and a tail of some words may stand around it
    # ("Claim 3: ..."), here the whole paragraph is the quotation, of however many sentences.
    after = number + 1
    block = article.document.blocks[article.sentences[number].block]
    words = article.document.block_text(block).strip()
    if after == len(article.sentences) or not words.rstrip(".").endswith(_QUOTES):
        return False
    if not words.lstrip("0123456789. ").startswith(_QUOTES):
        return False
    start = article.sentences[after].start
    cues = article.cues_in(after, "absolute")
    return any(c.start == start and c.cue.settings["part"] == "denial" for c in cues)


def _is_only_cure(article: Article, hit: CueHit) -> bool:
    """ "The tea is the only cure"; "the only cure is rest" restricts and promises nothing."""
    if article.doc[hit.end : hit.end + 1].text.lower() in _words(article, "names-it"):
        return False
    cues = article.cues_in(article.sentence_at(hit.start), "absolute")
    return not any(cue.cue.settings["part"] == "operation" for cue in cues)


def _never_again(article: Article, hit: CueHit, havings: dict[int, CueHit]) -> Iterator[Span]:
    """ "You will never wheeze again": the complaint is the verb, or its object."""
    if article.doc[hit.start - 1 : hit.start].text.lower() not in _words(article, "will"):
        return
    if _condition_in(article, hit.end, hit.end + 1):
        yield article.span(hit.start, hit.end + 1)
    else:
        yield from _with_effect(article, hit, havings, 0)


def _havings(article: Article) -> dict[int, CueHit]:
    """ "Gets", "develops", with an illness soon after."""
    return {
        hit.start: hit
        for hit in article.cues("absolute-having")
        if _condition_in(article, hit.end, hit.end + _OBJECT)
    }


def _opens(article: Article, hit: CueHit) -> bool:
    """Whether the words begin their clause: "some people who", "not every" do not."""
    before = article.doc[hit.start - 1 : hit.start].text
    first = article.sentences[article.sentence_at(hit.start)].start
    return hit.start == first or not before[:1].isalnum()


def _with_adverb(
    article: Article, hit: CueHit, adverbs: list[CueHit], effects: dict[int, CueHit]
) -> Iterator[Span]:
    """ "People who eat nuts never have a heart attack"."""
    end = min(hit.end + _CLAUSE, article.sentences[article.sentence_at(hit.start)].end)
    for adverb in adverbs:
        # "People who never smoked" says whom it is about.
        if hit.end < adverb.start < end:
            yield from _with_effect(article, adverb, effects, 0)


def _every_case(article: Article, hit: CueHit, outcomes: dict[int, CueHit]) -> Iterator[Span]:
    """ "Every stroke leaves damage", "all cancers can be cured"."""
    stop = min(hit.end + _SUBJECT, article.sentences[article.sentence_at(hit.start)].end)
    for place in range(hit.end + 1, stop):
        outcome = outcomes.get(place)
        if outcome is not None:
            if _condition_in(article, hit.end, place):
                yield article.span(hit.start, outcome.end)
            return


def _condition_in(article: Article, start: int, end: int) -> bool:
    """Whether an illness or a complaint is named in those tokens."""
    return any(start <= hit.start < end and hit.kind in _ILLS for hit in article.concept_hits)


def _reach(article: Article, hit: CueHit) -> int:
    """ "Everyone who takes the drops gets well": the clause between may be longer."""
    return _GAP_WITH_CLAUSE if _has_clause(article, hit) else _GAP


def _has_clause(article: Article, hit: CueHit) -> bool:
    return article.doc[hit.end : hit.end + 1].text.lower() in _words(article, "relative")


def _with_effect(
    article: Article,
    hit: CueHit,
    effects: dict[int, CueHit],
    gap: int,
    *,
    first: int = 0,
) -> Iterator[Span]:
    """The words with the effect they are said of, ``first`` tokens away at the least."""
    if _has_clause(article, hit):
        first = _PAST_CLAUSE  # "everyone who stops smoking" has not been promised that
    for place in range(hit.end + first, hit.end + gap + 1):
        effect = effects.get(place)
        before = article.doc[place - 1].lower_
        aimed_at = before == "to" and first == _PAST_CLAUSE  # "anyone who has tried to lose weight"
        if effect is not None and before not in _words(article, "noun-next") and not aimed_at:
            if _narrows(article, effect) or _denies_means(article, hit, effect):
                return
            if _has_clause(article, hit) and _advises(article, effect):
                return
            yield article.span(hit.start, effect.end)
            return
        word = article.doc[place : place + 1].text.lower()
        if word in _words(article, "advice"):
            return
        if place == hit.end and word in _words(article, "turns"):
            return
        # A comma or a stop ends the clause.
        if place >= len(article.doc) or not article.doc[place].text[0].isalnum():
            return


def _narrows(article: Article, effect: CueHit) -> bool:
    """ "Nobody dies of the tremor itself": of what comes with it some do."""
    return not _words(article, "narrowing").isdisjoint(
        token.lower_ for token in article.doc[effect.end : effect.end + _OBJECT]
    )


def _denies_means(article: Article, hit: CueHit, effect: CueHit) -> bool:
    """ "Nobody is cured by a kiss" promises nothing: it says that a means does not do."""
    doc = article.doc
    nobody = doc[hit.start : hit.end].text.lower() in _words(article, "nobody")
    return nobody and doc[effect.end : effect.end + 1].text.lower() == "by"


def _advises(article: Article, effect: CueHit) -> bool:
    """ "Anyone who has a fit that comes back should ring": the clause says whom it is about."""
    end = min(article.sentences[article.sentence_at(effect.start)].end, effect.end + _CLAUSE)
    for place in range(effect.end, end):
        word = article.doc[place].lower_
        if word in _words(article, "joins"):
            return False
        if word in _words(article, "advice"):
            return True
    return False


def _is_softened(article: Article, hit: CueHit) -> bool:
    """ "Does not completely cure", "may have no side effects"."""
    before = article.doc[hit.start - 1].lower_ if hit.start else ""
    values, _cues = article.contexts.get((hit.start, hit.end), ((), ()))
    softening = _words(article, "denials") | _words(article, "nearly")
    return before in softening or not _OPEN.isdisjoint(values)


def _is_observed(article: Article, hit: CueHit) -> bool:
    """ "Her team saw no side effects": told of those who were looked at, not of everyone."""
    cues = article.cues_in(article.sentence_at(hit.start), "absolute")
    return any(c.cue.settings["part"] == "observed" for c in cues)


def _is_past(article: Article, hit: CueHit) -> bool:
    """ "Nobody was hurt", "nobody in the trial died": what happened once, not what always does."""
    following = article.doc[hit.end : hit.end + 1].text.lower()
    return following in _words(article, "past") or _is_observed(article, hit)


def _follows(article: Article, hit: CueHit, effects: dict[int, CueHit]) -> bool:
    """Whether an effect on health is what is brought to its end."""
    first = article.sentences[article.sentence_at(hit.start)].start
    return any(place in effects for place in range(max(first, hit.start - _BACK), hit.start))


def _is_partial(article: Article, hit: CueHit) -> bool:
    """ "Some people never recover" leaves room for the others."""
    cues = article.cues_in(article.sentence_at(hit.start), "absolute")
    return any(c.start < hit.start and c.cue.settings["part"] == "partial" for c in cues)


def _is_order(article: Article, hit: CueHit) -> bool:
    """ "Never stop taking them", "you should always treat": an instruction, not a claim."""
    first = article.sentences[article.sentence_at(hit.start)].start
    if hit.start == first:
        return True
    before = article.doc[hit.start - 1]
    return before.lower_ in _words(article, "orders") or not before.text[0].isalnum()


RULE = Rule(
    code="LG002",
    name="absolute-claim",
    severity=Severity.MINOR,
    summary="Always, never, everyone, guaranteed: said of an effect on health.",
    check=check,
    genres=READ,
    page=__doc__,
)
