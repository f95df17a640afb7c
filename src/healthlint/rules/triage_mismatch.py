"""How fast to act is stated wrongly for a sign.

**What it finds.** Advice whose urgency for a sign is two steps or more below the reference's
("mention it at your next visit" for a cold, blue foot), or far above it. In a guide to a symptom,
also an emergency sign that stands among ordinary ones and that no advice in the article covers.
In news and advertisements only help that is called slow outright.

**Why it matters.** NHS care cards exist because this is what readers act on.

**Example.** "Make an appointment if your foot turns cold and blue." Better: "Call 999, 112 or 911
if a foot suddenly turns cold, pale or blue."

**Limits.** Countries differ by a step; only two steps are an error. Over-triage is a warning.
What no list names is read as a whole (`nlp/encoder.py`): such a finding says "reads like",
names words that stood out and has medium or low confidence; subtle errors of dose, age or
time escape it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity, Topic
from healthlint.nlp.care import CareAdvice
from healthlint.nlp.entities import Entity
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Entry, Fact, Group, Urgency
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES, EXPLAINING, article_says_emergency, in_play, named
from healthlint.rules.dangers import danger_of, is_side_effect
from healthlint.rules.lead_ins import is_answer
from healthlint.rules.naming import name_with_site
from healthlint.rules.presence import clear_mentions, is_clearly
from healthlint.rules.put_off import SLOW, described, put_off
from healthlint.rules.read_danger import read_dangers

_GAP = 2
_WIDE = 3  # an emergency called routine: the right advice elsewhere does not make it good


def check(article: Article) -> Iterator[Finding]:
    told: set[int] = set()
    if article.genre in EXPLAINING:
        yield from _compared(article, told)
    yield from _slow(article, told)
    yield from read_dangers(
        article,
        RULE,
        "This reads like the wrong urgency, help asked for too slowly or sooner than it need be",
        "Call 999, 112 or 911 for an emergency; name who to ask the same day for an urgent sign.",
    )
    if article.genre is Genre.SYMPTOM_GUIDE:
        yield from _never_urgent(article)


def _compared(article: Article, told: set[int]) -> Iterator[Finding]:
    """The urgency of advice beside that of the reference; ``told`` gets the sentences judged."""
    seen: set[str] = set()
    entries = list(in_play(article))
    for advice in article.advice:
        if advice.urgency is None:
            continue
        asked = _asked_before(article, advice)
        for sign in (*asked, *advice.signs):
            if is_side_effect(article, sign):
                continue
            for entry, fact in _flags(article, entries, sign):
                if fact.key in seen:
                    continue
                gap = (fact.urgency or Urgency.ROUTINE) - advice.urgency
                if gap < _GAP or (gap < _WIDE and _higher_elsewhere(article, sign, fact)):
                    continue
                if sign.is_asserted():
                    seen.add(fact.key)
                    told.add(advice.sentence)
                    yield _under(article, entry, fact, sign, advice)
        if advice.urgency is Urgency.EMERGENCY and _is_trivial(article, advice, asked):
            yield _over(article, advice)


def _slow(article: Article, told: Set[int]) -> Iterator[Finding]:
    """Help asked for at a time, or of somebody, that is too slow for the sign."""
    for delay in put_off(article, SLOW):
        sign = delay.danger
        if delay.sentence in told:
            continue
        needed = sign.fact.urgency.label if sign.fact.urgency is not None else "urgent"
        yield RULE.finding(
            f"This asks for help too slowly for {described(article, sign)}; the reference says "
            f"“{needed}”.",
            article.span(delay.start, delay.end),
            article.span(sign.start, sign.end),
            severity=(
                Severity.CRITICAL if sign.fact.urgency is Urgency.EMERGENCY else Severity.MAJOR
            ),
            topic=sign.entry.id,
            facts=(sign.fact.key,),
            sources=sign.entry.citations(sign.fact.sources),
            suggestion=sign.fact.says,
        )


def _asked_before(article: Article, advice: CareAdvice) -> tuple[Entity, ...]:
    """The signs of the short question that the advice answers ("Lips blue? Book a check.")."""
    number = advice.sentence
    if not number or not is_answer(article, number):
        return ()
    return tuple(article.entities_by_sentence.get(number - 1, ()))


def _flags(
    article: Article, entries: list[tuple[Topic, Entry]], sign: Entity
) -> Iterator[tuple[Entry, Fact]]:
    """What the entries in play say of a sign; of an emergency, what any entry says."""
    found = False
    for _topic, entry in entries:
        fact = _flag(article, entry, sign)
        if fact is not None:
            found = True
            yield entry, fact
    if not found and sign.label == "SYMPTOM":
        danger = danger_of(article, sign)
        if danger is not None and danger[1].urgency is Urgency.EMERGENCY:
            yield danger


def _is_trivial(article: Article, advice: CareAdvice, asked: tuple[Entity, ...]) -> bool:
    """Emergency help asked for a trifle: said to be one, and no danger sign beside it."""
    number = advice.sentence
    near = (number - 1, number) if asked else (number,)
    if article.is_question(number) or not advice.actionable:
        return False
    if not any(article.cues_in(n, "trifles") for n in near):
        return False
    return not any(danger_of(article, sign) is not None for sign in (*asked, *advice.signs))


def _over(article: Article, advice: CareAdvice) -> Finding:
    return RULE.finding(
        "This sends readers to emergency services for something minor.",
        article.span(advice.start, advice.end),
        severity=Severity.MINOR,
        suggestion="Keep the emergency number for danger signs; name a pharmacist or doctor here.",
        confidence=Confidence.MEDIUM,
    )


def _flag(article: Article, entry: Entry, sign: Entity) -> Fact | None:
    for fact in entry.by_group.get(Group.RED_FLAGS, ()):
        if any(is_clearly(article, sign, target) for target in fact.targets):
            return fact
    return None


def _higher_elsewhere(article: Article, sign: Entity, fact: Fact) -> bool:
    """Whether other advice gives the sign the level it needs: then a step or two is no error."""
    return any(
        (other.urgency or Urgency.ROUTINE) >= (fact.urgency or Urgency.ROUTINE) - 1
        and any(s.id == sign.id for s in other.signs)
        for other in article.advice
    )


def _under(article: Article, entry: Entry, fact: Fact, sign: Entity, advice: CareAdvice) -> Finding:
    stated = advice.urgency.label if advice.urgency is not None else "none"
    needed = fact.urgency.label if fact.urgency is not None else "urgent"
    return RULE.finding(
        f"{name_with_site(article, sign).capitalize()} is given as “{stated}”; the reference says "
        f"“{needed}”.",
        article.span(advice.start, advice.end),
        article.span(sign.start, sign.end),
        severity=Severity.CRITICAL if fact.urgency is Urgency.EMERGENCY else Severity.MAJOR,
        topic=entry.id,
        facts=(fact.key,),
        sources=entry.citations(fact.sources),
        suggestion=fact.says,
    )


def _is_called_urgent(article: Article, mention: Entity) -> bool:
    """ "Vomiting blood is an emergency", or "may be a heart attack": said to be grave."""
    number = article.sentence_at(mention.start)
    if "help-now" in article.reading.putting_off.get(number, {}):
        return True
    grave = word_sets(article.vocabulary, "emergency-conditions")["ids"]
    return any(
        entity.label == "CONDITION"
        and not article.vocabulary.ancestors(entity.id).isdisjoint(grave)
        for entity in article.entities_by_sentence.get(number, ())
    )


def _never_urgent(article: Article) -> Iterator[Finding]:
    """Emergency signs of the symptom explained that no urgent advice in the article covers."""
    covered = {
        (sign.start, sign.end)
        for advice in article.advice
        if (advice.urgency or Urgency.ROUTINE) >= Urgency.URGENT
        for sign in advice.signs
    }
    covered_ids = {
        (e.id, site)
        for e in article.entities
        if (e.start, e.end) in covered
        for site in e.sites or (None,)
    }
    for topic, entry in article.topic_entries("main"):
        if entry.kind != "symptom":
            continue
        found: dict[tuple[int, int], tuple[Entity, Fact]] = {}
        for fact in entry.by_group.get(Group.RED_FLAGS, ()):
            if fact.urgency is not Urgency.EMERGENCY:
                continue
            # "It might be an ectopic pregnancy" names a cause, no sign.
            mentions = [
                m
                for m in clear_mentions(article, fact)
                if m.label == "SYMPTOM" and m.is_asserted() and not _is_called_urgent(article, m)
            ]
            if any((m.start, m.end) in covered or (m.id, m.site) in covered_ids for m in mentions):
                continue
            for mention in mentions:
                found[mention.start, mention.end] = (mention, fact)
        if not found:
            continue
        ordered = [found[place] for place in sorted(found)]
        facts = list({fact.key: fact for _m, fact in ordered}.values())
        words = list(dict.fromkeys(name_with_site(article, m) for m, _f in ordered))
        yield RULE.finding(
            f"{named(words).capitalize()}: listed like an ordinary sign, but the reference calls "
            "it an emergency and no advice in the article covers it.",
            *(article.span(m.start, m.end) for m, _f in ordered),
            # A page that says when to call for help has readers on their guard.
            severity=Severity.MAJOR if article_says_emergency(article) else Severity.CRITICAL,
            topic=topic.id,
            facts=tuple(fact.key for fact in facts),
            sources=entry.citations(facts[0].sources),
            suggestion=facts[0].says,
            confidence=Confidence.MEDIUM,
        )


RULE = Rule(
    code="AD003",
    name="triage-mismatch",
    severity=Severity.MAJOR,
    summary="The urgency stated for a sign is higher or lower than the reference's.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
