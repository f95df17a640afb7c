"""The reader is told to wait, to cure themselves or to stay away from doctors with a danger sign.

**What it finds.** Advice to wait, ignore, make light of it, sleep it off, treat at home or not see
a doctor, next to a sign that the reference calls an emergency or urgent (in the same sentence,
also one that it wants seen within days). Warnings against waiting
("don't wait", "never ignore") are what the article should say, and are not reported.

**Why it matters.** Delay kills. HONcode, complementarity: information supports a doctor's care, it
does not replace it.

**Example.** "If you have chest pain, lie down and see whether it passes." Better: "Call 999, 112
or 911 for chest pain."

**Limits.** "Wait for your appointment" without a danger sign near is ordinary advice.
What no list names is read as a whole (`nlp/encoder.py`): such a finding says "reads like",
names words that stood out and has medium or low confidence; subtle errors of dose, age or
time escape it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from healthlint.finding import Finding, Rule, Severity
from healthlint.nlp.encoder import DANGER
from healthlint.nlp.entities import Entity
from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.word_sets import word_sets
from healthlint.reference.model import Entry, Fact, Urgency
from healthlint.rules.article import Article
from healthlint.rules.asking import EVERY_PAGE
from healthlint.rules.assertions import (
    asks,
    is_advice,
    is_condemned_in,
    is_imperative,
    is_made,
    is_object_of_a_denial,
)
from healthlint.rules.dangers import danger_of
from healthlint.rules.lead_ins import is_answer
from healthlint.rules.naming import name_with_site
from healthlint.rules.orders import has_order, orders
from healthlint.rules.put_off import HOME, LIGHT, PutOff, described, excepted_from, put_off
from healthlint.rules.read_danger import read_dangers
from healthlint.rules.reporting import is_reported
from healthlint.rules.stated import statements

# To make light of a sign, or to keep the reader from doctors, needs no order; to wait does.
_SAID = ("make-light", "avoid-doctor")
_DELAYS = (*_SAID, "wait", "let-time-pass", "ignore", "sleep-off", "self-treat")
# What is done at home: a delay only for an emergency, and where no help is called.
_HOME = ("rest-at-home", "rest", "bed-rest", "heat", "ice", "elevate", "stretch", "massage")
# A stretch of time, or what is done at home, puts off care only as the object of an order.
_OBJECTS = ("time-span", *_HOME)
_AFTER_ORDER = 8  # tokens
_COMMENDED = ("permission", "praise", "testimony", "rhetorical")
_TAKEN_BACK = frozenset({"negated", "warning", "myth", "historical", "no-evidence", "other-person"})
_OF_SOMEONE = frozenset({"historical", "other-person"})
_SIGNS = ("SYMPTOM", "CONDITION")
_REACH = 1  # sentences before and after

Danger = tuple[Entity, Entry, Fact]


def check(article: Article) -> Iterator[Finding]:
    # What harms is AD001's to report; one finding about the same words is enough.
    harmful = {
        match.sentence
        for match in statements(article)
        if match.pattern.harmful and is_made(article, match)
    }
    told_in: set[int] = set()
    for number, hits in article.concepts_by_sentence.items():
        told = [hit for hit in hits if _is_told(article, number, hit)]
        if (
            not told
            or is_reported(article, number, DANGER)
            or _sends_to_care(article, number, told)
        ):
            continue
        for hit in sorted(told, key=lambda hit: _is_a(article, hit, *_HOME)):
            at_home = not _is_delay(article, hit) and not _is_a(article, hit, "time-span")
            found = _danger_near(article, number, hit, Urgency.EMERGENCY if at_home else None)
            elsewhere = at_home and (number in harmful or _helps_near(article, number))
            if found is None or elsewhere:
                continue
            told_in.add(number)
            yield _finding(article, hit, found)
            break
    for delay in put_off(article, LIGHT, HOME):
        done = told_in | harmful if delay.kind == HOME else told_in
        if delay.sentence not in done:
            told_in.add(delay.sentence)
            yield _worded(article, delay)
    yield from read_dangers(
        article,
        RULE,
        "This reads like advice to put off or avoid care",
        "Say which signs need help, from whom and how soon.",
    )


def _finding(article: Article, hit: ConceptHit, danger: Danger) -> Finding:
    sign, entry, fact = danger
    return RULE.finding(
        f"This tells the reader to put off care for {name_with_site(article, sign)}, which "
        f"needs {_level(fact)} care.",
        article.span(hit.start, hit.end),
        topic=entry.id,
        facts=(fact.key,),
        sources=entry.citations(fact.sources),
        suggestion=fact.says,
        evidence=(article.span(sign.start, sign.end),),
    )


def _worded(article: Article, delay: PutOff) -> Finding:
    sign = delay.danger
    return RULE.finding(
        f"This puts off care for {described(article, sign)}, which needs {_level(sign.fact)} care.",
        article.span(delay.start, delay.end),
        topic=sign.entry.id,
        facts=(sign.fact.key,),
        sources=sign.entry.citations(sign.fact.sources),
        suggestion=sign.fact.says,
        evidence=(article.span(sign.start, sign.end),),
    )


def _level(fact: Fact) -> str:
    if fact.urgency is Urgency.EMERGENCY:
        return "emergency"
    return "early medical" if fact.urgency is Urgency.SOON else "urgent"


def _is_a(article: Article, hit: ConceptHit, *kinds: str) -> bool:
    return any(article.vocabulary.is_a(hit.id, kind) for kind in kinds)


def _is_delay(article: Article, hit: ConceptHit) -> bool:
    return hit.kind == "action" and _is_a(article, hit, *_DELAYS)


def _is_told(article: Article, number: int, hit: ConceptHit) -> bool:
    if hit.kind != "action" or not _is_a(article, hit, *_DELAYS, *_OBJECTS):
        return False
    if asks(article, number):
        return False
    if not _is_delay(article, hit) and not _is_ordered(article, number, hit):
        return False
    if is_object_of_a_denial(article, number, hit):
        return False
    values, cues = article.contexts.get((hit.start, hit.end), ((), ()))
    own = article.doc[hit.start : hit.end].text.lower()
    ordered = has_order(article, number)
    spoken = ordered or bool(article.cues_in(number, "testimony"))
    for value, cue in zip(values, cues, strict=True):
        # "No need to see anyone": the denial is part of what is said.
        waived = cue.lower() in own or (spoken and value in _OF_SOMEONE)
        if value in _TAKEN_BACK and not waived:
            return False
    if is_condemned_in(article, number):
        return False
    if _is_a(article, hit, *_SAID):
        return True
    return (
        ordered
        or is_advice(article, number)
        or is_imperative(article, hit)
        or any(article.cues_in(number, family) for family in _COMMENDED)
    )


def _is_ordered(article: Article, number: int, hit: ConceptHit) -> bool:
    """Whether an order to do little stands right before it or is it ("rest up for a few days")."""
    idle = word_sets(article.vocabulary, "orders")["idle"]
    return any(
        0 <= hit.start - place <= _AFTER_ORDER and article.doc[place].lower_ in idle
        for place in orders(article, number)
    ) or bool(article.cues_in(number, "suffices"))


def _sends_to_care(article: Article, number: int, told: Sequence[ConceptHit]) -> bool:
    """Whether the sentence itself calls for urgent help: "do not drive: call 999 and wait"."""
    return any(
        advice.sentence == number
        and (advice.urgency or Urgency.ROUTINE) >= Urgency.URGENT
        and not any(hit.start <= advice.start and advice.end <= hit.end for hit in told)
        for advice in article.advice
    )


def _helps_near(article: Article, number: int) -> bool:
    """Whether the passage anywhere sends the reader to a professional."""
    block = article.sentences[number].block
    return any(article.sentences[advice.sentence].block == block for advice in article.advice)


def _danger_near(
    article: Article, number: int, hit: ConceptHit, least: Urgency | None
) -> Danger | None:
    block = article.sentences[number].block
    near = range(number - _REACH, number + _REACH + 1)
    if _is_a(article, hit, *_SAID, *_OBJECTS, "let-time-pass"):
        # Said of what the sentence itself, or the question it answers, names.
        near = range(number - 1 if number and is_answer(article, number) else number, number + 1)
    for other in sorted(near, key=lambda n: abs(n - number)):
        if not 0 <= other < len(article.sentences) or article.sentences[other].block != block:
            continue
        for entity in article.entities_by_sentence.get(other, ()):
            inside = entity.start >= hit.start and entity.end <= hit.end
            if inside or entity.label not in _SIGNS or _is_contrasted(article, hit, entity):
                continue
            found = danger_of(article, entity, soon=other == number)
            if found is None or not _is_present(article, entity, other, hit):
                continue
            if least is None or (found[1].urgency or Urgency.ROUTINE) >= least:
                return (entity, *found)
    return None


def _is_contrasted(article: Article, hit: ConceptHit, entity: Entity) -> bool:
    """ "A sore throat can wait, but trouble breathing is an emergency", "... unless you cannot
    breathe": not what may wait."""
    number = article.sentence_at(entity.start)
    if hit.end <= excepted_from(article, number) <= entity.start:
        return True
    between = article.doc[min(hit.end, entity.start) : entity.start]
    places = article.reading.putting_off.get(number, {})
    return "help-now" in places and any(token.lower_ == "but" for token in between)


def _is_present(article: Article, entity: Entity, number: int, hit: ConceptHit) -> bool:
    """Said to be there: not denied; "if someone has", or another's story told as a tip, counts.

    What the delay itself denies ("no need to fuss over a swollen leg") is there all the same.
    """
    own = article.doc[hit.start : hit.end].text.lower()
    left = {
        value
        for value, cue in zip(entity.context, entity.cues, strict=True)
        if value in _TAKEN_BACK and cue.lower() not in own
    }
    if has_order(article, number) or article.cues_in(number, "testimony"):
        left -= _OF_SOMEONE
    # A customer's case tells the reader what to do as much as plain advice.
    return not left - {"warning", "other-person"}


RULE = Rule(
    code="AD002",
    name="delays-care",
    severity=Severity.CRITICAL,
    summary="Tells the reader to wait or avoid doctors with a danger sign.",
    check=check,
    genres=EVERY_PAGE,
    page=__doc__,
)
