"""A claim that the reference contradicts.

**What it finds.** A claim whose polarity is opposed to a fact ("a clot does not cause swelling";
"antibiotics treat colds"), or whose side, timing, trigger or relief is one that the fact rules out
("swelling of both legs", "especially at rest" of a pain that comes with walking).

**Why it matters.** It is wrong, and it is about someone's body.

**Example.** "Poor circulation hurts most at rest." Better: "The typical pain comes with walking
and eases with rest."

**Limits.** What no fact of the reference names is read as a whole (`nlp/encoder.py`): such a
finding says "reads like" and is less sure. Hedged denials ("does not always cause"), myths,
quotations that the article disputes and hypotheticals are not claims of the article.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Basis, Finding, Rule, Severity
from healthlint.nlp.claims import Claim
from healthlint.nlp.encoder import FALSEHOOD
from healthlint.nlp.entities import Entity
from healthlint.nlp.lowered import lowered
from healthlint.nlp.statements import StatementMatch
from healthlint.reference.model import RELATIONS, Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.assertions import distinct, is_made
from healthlint.rules.lead_ins import is_under_a_condition
from healthlint.rules.opposition import opposed_facts
from healthlint.rules.presence import sits
from healthlint.rules.qualities import quality_places
from healthlint.rules.read_falsehood import read_falsehoods
from healthlint.rules.reporting import is_reported
from healthlint.rules.stated import match_spans, statements
from healthlint.rules.trait_opposition import opposed_traits
from healthlint.rules.worded_falsehood import worded_falsehoods
from healthlint.vocabulary import Kind

_SOFT = frozenset({"hedged", "rare", "quoted", "hypothetical"})

_OPPOSITE = {
    "risk-factor": ("primary-prevention",),
    "cause": ("primary-prevention",),
    "primary-prevention": ("risk-factor",),
}
_NEAR = 7  # tokens between thing and condition: "alcohol lowers the risk of gout"
_OF_THE_ILLNESS = frozenset({"sign-or-symptom", "possible-complication"})
_RISK_CUES = frozenset({"raises-risk", "prevents"})


def check(article: Article) -> Iterator[Finding]:
    seen: set[tuple[str, int]] = set()
    said: set[int] = set()
    for claim in article.claims:
        entry = _entry_of(article, claim)
        if (
            entry is None
            or not claim.is_asserted()
            or is_reported(article, claim.sentence, FALSEHOOD)
        ):
            continue
        if _is_bracketed(article, claim):
            continue
        for fact in entry.facts:
            reason = _clash(article, entry, fact, claim)
            if reason is None or (fact.key, claim.start) in seen:
                continue
            seen.add((fact.key, claim.start))
            said.add(claim.sentence)
            yield _finding(article, entry, fact, claim, reason)
    yield from _mistaken(article, said)
    yield from _stated(article, said)
    yield from _opposed(article, said)
    yield from _turned(article, said)
    yield from read_falsehoods(article, RULE, "This reads like a fact turned round", said)


def _turned(article: Article, said: set[int]) -> Iterator[Finding]:
    """Facts turned round in everyday words."""
    for told in worded_falsehoods(article, article.reference.facts):
        if told.sentence in said or is_reported(article, told.sentence, FALSEHOOD):
            continue
        said.add(told.sentence)
        fact = article.reference.facts[told.key]
        entry = article.reference.entries[fact.entry]
        yield RULE.finding(
            f"{entry.name}: the reference says otherwise. {fact.says}",
            article.span(told.start, told.end),
            severity=Severity.CRITICAL if fact.red_flag else Severity.MAJOR,
            topic=entry.id,
            facts=(fact.key,),
            sources=entry.citations(fact.sources),
            suggestion=fact.says,
        )


def _is_bracketed(article: Article, claim: Claim) -> bool:
    """ "Headache (not caused by another illness) is migraine": the denial is a bracket's own."""
    if claim.polarity != "negated":
        return False
    sentence = article.sentences[claim.sentence]
    return any(token.text in "()" for token in article.doc[sentence.start : sentence.end])


def _stated(article: Article, said: set[int]) -> Iterator[Finding]:
    """Statements that the reference lists as contradicting one of its facts."""
    found = [
        match
        for match in statements(article)
        if match.pattern.contradiction
        and match.sentence not in said
        and is_made(article, match)
        and not _is_soft(article, match)
        and not is_reported(article, match.sentence, FALSEHOOD)
    ]
    for match in distinct(article, found):
        said.add(match.sentence)
        statement = match.pattern.statement
        yield _of_words(article, match, article.reference.entries[statement.entry])


def _is_soft(article: Article, match: StatementMatch) -> bool:
    """A quality that holds rarely, or may hold, is no rule that a fact could rule out."""
    if not any(hit.kind == "quality" for hit in match.hits):
        return False
    values = {
        value
        for hit in match.hits
        for value in article.contexts.get((hit.start, hit.end), ((), ()))[0]
    }
    return not values.isdisjoint(_SOFT)


def _opposed(article: Article, said: set[int]) -> Iterator[Finding]:
    """Facts opposed by what the sentence says the thing does."""
    for opposed in opposed_facts(article):
        number = opposed.match.sentence
        if number not in said and not is_reported(article, number, FALSEHOOD):
            said.add(opposed.match.sentence)
            yield _of_words(article, opposed.match, opposed.entry, opposed.fact)


def _mistaken(article: Article, said: set[int]) -> Iterator[Finding]:
    """What the article says an illness is, and it is not."""
    for found in opposed_traits(article):
        if found.sentence in said or is_reported(article, found.sentence, FALSEHOOD):
            continue
        said.add(found.sentence)
        traits = found.traits
        yield RULE.finding(
            f"The reference says otherwise. {found.says}",
            article.span(found.start, found.end),
            severity=Severity.MAJOR,
            topic=traits.condition,
            facts=(f"{traits.condition}/traits/{found.dimension}",),
            sources=traits.sources,
            suggestion=found.says,
        )


def _of_words(
    article: Article, match: StatementMatch, entry: Entry, fact: Fact | None = None
) -> Finding:
    statement = match.pattern.statement
    grave = statement.severity == "critical" or (fact is not None and fact.red_flag)
    return RULE.finding(
        f"{entry.name}: the reference says otherwise. {statement.correction}",
        *match_spans(article, match),
        severity=Severity.CRITICAL if grave else Severity.MAJOR,
        topic=entry.id,
        facts=(statement.key,),
        sources=entry.citations(fact.sources if fact is not None else statement.sources),
        suggestion=statement.correction,
    )


def _entry_of(article: Article, claim: Claim) -> Entry | None:
    """The entry of the claim's subject, else of the one condition its section is about."""
    entry = article.reference.get(claim.subject)
    if entry is not None:
        return entry
    for topic in article.main_topics:
        # "A clot" on a page about deep vein thrombosis is that clot, unless it points elsewhere.
        known = article.reference.get(topic)
        if known is not None and article.vocabulary.is_a(topic, claim.subject):
            return known if _is_said_of_it(article, claim) else None
    if claim.polarity == "negated":  # what is denied of something else is not denied of it
        return None
    subjects = article.subjects_at(claim.start)
    return article.reference.get(subjects[0]) if len(subjects) == 1 else None


def _is_said_of_it(article: Article, claim: Claim) -> bool:
    """Whether the class is named without a word that makes another kind of it."""
    before = article.doc[claim.subject_start - 1].lower_ if claim.subject_start > 0 else ""
    plain = claim.polarity == "affirmed" or claim.relation in _OF_THE_ILLNESS
    return plain and before not in article.vocabulary.word_sets("composition")["pointing-words"]


def _finding(article: Article, entry: Entry, fact: Fact, claim: Claim, reason: str) -> Finding:
    start, end = claim.start, claim.end
    for hit in quality_places(article, claim.sentence, reason):
        start, end = min(start, hit.start), max(end, hit.end)
    subject = claim.subject_start
    if subject >= 0 and article.sentence_at(subject) == claim.sentence:
        start, end = min(start, subject), max(end, subject + 1)
    essential = fact.importance == "essential" or fact.red_flag
    return RULE.finding(
        f"{entry.name}: the reference says otherwise. {fact.says}",
        article.span(start, end),
        severity=Severity.CRITICAL if essential and fact.red_flag else Severity.MAJOR,
        topic=entry.id,
        facts=(fact.key,),
        sources=entry.citations(fact.sources),
        suggestion=fact.says,
        basis=Basis.COMPARED,
    )


def _clash(article: Article, entry: Entry, fact: Fact, claim: Claim) -> str | None:
    """What of the claim opposes the fact: ``polarity`` or the modifier's value."""
    relation = RELATIONS[fact.group]
    if claim.origin == "sentence" and claim.relation in _OPPOSITE.get(relation, ()):
        return _reversed(article, entry, fact, claim)
    if relation != claim.relation or _prevents_by_a_risk(article, claim):
        return None
    if claim.polarity != fact.polarity:
        # Prose under a heading names many things to say something else of them.
        if claim.origin in ("section", "topic") or _SOFT.intersection(claim.contexts):
            return None
        # "MRI shows how the brain works", in an entry no test of which shows it: another matter.
        if claim.polarity == "affirmed" and claim.origin == "sentence" and claim.subject_start < 0:
            return None
        # "... that cannot be treated with surgery may have: - tablets": which case, not a denial.
        if claim.polarity == "negated" and (claim.origin == "list" or _compares(article, claim)):
            return None
        if claim.polarity == "negated" and _is_of_a_case(article, claim):
            return None
        if relation == "cause" and _is_of_a_vaccine(article, claim):
            return None
        return "polarity" if _same_thing(article, entry, fact, claim) else None
    if fact.excludes and fact.polarity == "affirmed" and _same_head(article, fact, claim):
        return _excluded(article, fact, claim)
    return None


def _is_of_a_case(article: Article, claim: Claim) -> bool:
    """ "Call 999 if it does not help", or an item below "Call 999 if": what may happen."""
    opening = article.reading.knowledge.derived.stances.opening
    sentence = article.sentences[claim.sentence]
    own = lowered(article.doc)[sentence.start : sentence.end]
    return not opening.isdisjoint(own) or is_under_a_condition(article, claim.sentence)


def _is_of_a_vaccine(article: Article, claim: Claim) -> bool:
    """ "The flu vaccine contains no live virus": said of the vaccine, not of what causes flu."""
    return claim.polarity == "negated" and any(
        article.vocabulary.is_a(hit.id, "vaccine-words")
        for hit in article.concepts_by_sentence.get(claim.sentence, ())
    )


def _compares(article: Article, claim: Claim) -> bool:
    """ "Does not work better than": a comparison denied, not the thing."""
    sentence = article.sentences[claim.sentence]
    words = (token.lower_ for token in article.doc[sentence.start : sentence.end])
    return not article.vocabulary.word_sets("composition")["comparing-words"].isdisjoint(words)


def _reversed(article: Article, entry: Entry, fact: Fact, claim: Claim) -> str | None:
    """ "Alcohol lowers the risk of gout": said to prevent what it is a risk of, or the reverse."""
    if fact.group is Group.PREVENTION and _prevents_by_a_risk(
        article, claim._replace(relation="primary-prevention")
    ):
        return None  # "smoking raises the risk" bears out that not smoking protects
    affirmed = claim.polarity == fact.polarity == "affirmed"
    if not affirmed or claim.contexts or fact.importance == "optional":
        return None
    # The thing must be what the sentence is about: "alcohol lowers the risk of gout".
    first = claim.start - article.sentences[claim.sentence].start <= 1
    near = first and 0 < claim.subject_start - claim.end <= _NEAR
    if claim.cue_id not in _RISK_CUES or not near:
        return None
    exact = any(claim.object == target.concept for target in fact.targets)
    return "polarity" if exact and _same_thing(article, entry, fact, claim) else None


def _prevents_by_a_risk(article: Article, claim: Claim) -> bool:
    """Of "light cigarettes do not lower the risk": what prevents is what avoids the risk."""
    known = article.vocabulary.concepts.get(claim.object)
    return (
        claim.relation == "primary-prevention"
        and known is not None
        and known.kind is Kind.RISK_FACTOR
    )


def _excluded(article: Article, fact: Fact, claim: Claim) -> str | None:
    values = {value for _dimension, value in claim.modifiers}
    for ruled_out in fact.excludes.values():
        for value in ruled_out:
            if value in values and article.is_emphatic(claim.sentence):
                return value
    return None


def _same_thing(article: Article, entry: Entry, fact: Fact, claim: Claim) -> bool:
    # A denial of one kind ("does not cause burning pain") denies no other; and only a denial of
    # what usually holds is an error.
    if claim.polarity == "negated" and fact.importance == "optional":
        return False
    mention = _mention(claim)
    for target in fact.targets:
        if not article.vocabulary.is_a(claim.object, target.concept):
            continue
        if claim.polarity == "negated" and claim.object != target.concept:
            continue
        if claim.polarity == "negated" and mention.modifiers and not target.modifiers:
            continue
        if sits(article, mention, target, entry.id):
            return True
    return False


def _same_head(article: Article, fact: Fact, claim: Claim) -> bool:
    return any(article.vocabulary.is_a(claim.object, target.concept) for target in fact.targets)


def _mention(claim: Claim) -> Entity:
    return Entity("SYMPTOM", claim.object, claim.start, claim.end, claim.sites, claim.modifiers)


RULE = Rule(
    code="UC001",
    name="contradicted-fact",
    severity=Severity.MAJOR,
    summary="A claim opposes a fact of the reference.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
