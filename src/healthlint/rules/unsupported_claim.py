"""A comparison or a promise of cure that no reference entry bears out.

**What it finds.** Comparatives of danger between symptoms or conditions without a source ("often
has more serious causes than"), superlatives of danger ("the deadliest of all"), treatments said to
cure or reverse a condition for which the reference knows no such treatment, and folk remedies,
supplements and alternative therapies said to treat, ease or prevent one.

**Why it matters.** These are the sentences readers repeat (HONcode justifiability, DISCERN 4).

**Example.** "Pain here often has more serious causes than pain elsewhere." Better: give the
figure and its source, or leave the comparison out.

**Limits.** The reference is open-world: a pair it does not know is not an error, so only
comparisons, superlatives and cures are reported. A comparison whose sentence gives a figure is left
alone, and so is a promise that UC002 surely calls false, or for which somebody was convicted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.claims import Claim
from healthlint.nlp.encoder import FALSEHOOD
from healthlint.nlp.lexicon import ConceptHit
from healthlint.nlp.stances import HELPS
from healthlint.reference.model import Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.assertions import is_made
from healthlint.rules.naming import name_of
from healthlint.rules.read_falsehood import is_sure, read_passages
from healthlint.rules.remedy_promises import Promise, remedy_promises
from healthlint.rules.reporting import is_reported
from healthlint.rules.risk_sizes import is_year
from healthlint.rules.stated import said_by_sentence, statements, statements_in
from healthlint.rules.worded_falsehood import worded_falsehoods

_HEALTH = frozenset({"CONDITION", "SYMPTOM"})
_SUPERLATIVE = "superlative"  # a cue that compares with everything: one thing named is enough
_REMEDIES = ("supplement", "herbal-remedy", "alternative-therapy", "poultice")
_ACTS = ("treat", "cure", "prevent", "dissolve", HELPS)
_NEAR = 9  # tokens between the remedy, what it is said to do, and the illness


_CUTS = frozenset({",", ";", ":"})
_TOO_WIDE = frozenset({"disease", "infection", "inflammation", "injury", "disorder"})


def check(article: Article) -> Iterator[Finding]:
    known = {match.sentence for match in statements(article) if is_made(article, match)}
    yield from _comparisons(article, known)
    found = [*_cures(article, known), *_remedies(article, known)]
    yield from found
    yield from _promises(article, known, {span.start for f in found for span in f.spans})


def _told_false(article: Article) -> set[int]:
    """Sentences of which UC002 is sure that they are false: that a promise is also unshown is no
    second fault."""
    worded = worded_falsehoods(article, article.reference.statements)
    read = [p for p in read_passages(article, "UC002") if is_sure(article, p)]
    return {told.sentence for told in worded} | {n for p in read for n in (p.first, p.last)}


def _remedies(article: Article, known: set[int]) -> Iterator[Finding]:
    """Folk remedies said, without support, to treat or prevent what an entry is about."""
    told = {number for claim in article.claims for number in (claim.sentence,) if _cured(claim)}
    is_a = article.vocabulary.is_a
    for number, hits in said_by_sentence(article).items():
        if number in known or number in told or article.is_question(number):
            continue
        remedies = [h for h in hits if any(is_a(h.id, root) for root in _REMEDIES)]
        if not remedies or article.has_support(number) or is_reported(article, number, FALSEHOOD):
            continue
        for act in hits:
            if any(is_a(act.id, name) for name in _ACTS):
                found = _remedy(article, remedies, act, hits)
                if found is not None:
                    yield found
                    break


def _promises(article: Article, known: set[int], told: Set[int]) -> Iterator[Finding]:
    """Promises put together from everyday words, where nothing above has found one."""
    for promise in remedy_promises(article):
        within = article.sentence_span(promise.sentence)
        done = any(within.start <= place < within.end for place in told)
        if done or (promise.sentence in known and _is_about(article, promise)):
            continue
        if promise.sentence in article.once(_told_false):
            continue
        entry = _entry(article, promise.illness) if promise.illness is not None else None
        if entry is not None and _is_used(article, entry, promise.remedy):
            continue
        remedy = article.text(article.span(*promise.remedy))
        against = f" against {entry.name}" if entry is not None else ""
        yield RULE.finding(
            f"This promises what nobody has shown: “{remedy}”{against}.",
            article.span(promise.start, promise.end),
            topic=entry.id if entry is not None else None,
            suggestion=_better(entry.by_group.get(Group.TREATMENTS, ())) if entry else None,
            confidence=Confidence.MEDIUM,
        )


def _is_about(article: Article, promise: Promise) -> bool:
    """Whether a known falsehood of the sentence is about the illness of the promise itself; what
    is said of supplements or of the page's topic at large leaves the promise to be reported."""
    entries = {m.pattern.statement.entry for m in statements_in(article, promise.sentence)}
    if promise.illness is None:
        return True
    is_a = article.vocabulary.is_a
    return any(is_a(promise.illness, entry) or is_a(entry, promise.illness) for entry in entries)


def _is_used(article: Article, entry: Entry, remedy: tuple[int, int]) -> bool:
    """Whether the remedy is one that the entry knows as a treatment."""
    return any(
        hit.kind != "property"  # "remedy" is above every medicine of the entry
        and hit.start < remedy[1]
        and remedy[0] < hit.end
        and _has_remedy(article, entry, hit.id)
        for hit in article.concepts_by_sentence.get(article.sentence_at(remedy[0]), ())
    )


def _cured(claim: Claim) -> bool:
    return claim.relation == "possible-treatment" and claim.cue_id in ("cures", "cured-by")


def _remedy(
    article: Article, remedies: Sequence[ConceptHit], act: ConceptHit, hits: Sequence[ConceptHit]
) -> Finding | None:
    remedy = next((h for h in remedies if 0 <= act.start - h.end <= _NEAR), None)
    illness = next(
        (h for h in hits if h.kind == "condition" and 0 <= h.start - act.end <= _NEAR), None
    )
    if remedy is None or illness is None or _is_cut(article, act.end, illness.start):
        return None
    if any(article.contexts.get((h.start, h.end), ((), ()))[0] for h in (remedy, act, illness)):
        return None
    entry = _entry(article, illness.id)
    # "Peppermint oil capsules" are a medicine, though "peppermint" alone is a herb.
    if entry is None or _is_used(article, entry, (remedy.start, remedy.end)):
        return None
    return RULE.finding(
        f"The reference knows no use of {name_of(article, remedy.id)} against {entry.name}.",
        article.span(remedy.start, illness.end),
        topic=entry.id,
        suggestion=_better(entry.by_group.get(Group.TREATMENTS, ())),
        confidence=Confidence.MEDIUM,
    )


def _is_cut(article: Article, start: int, end: int) -> bool:
    """Whether a comma parts the deed from the illness, which is then not its object ("breaks down
    into cyanide, and people were poisoned")."""
    return any(article.doc[place].text in _CUTS for place in range(start, end))


def _entry(article: Article, condition: str) -> Entry | None:
    """The condition's entry, else that of a kind of it that the page is about, or of any kind."""
    known = article.reference.get(condition)
    if known is not None or condition in _TOO_WIDE:
        return known
    kinds = (*article.main_topics, *article.reference.entries)
    return next(
        (
            article.reference.entries[kind]
            for kind in kinds
            if kind in article.reference.entries
            and condition in article.vocabulary.concepts[kind].parents
        ),
        None,
    )


def _has_remedy(article: Article, entry: Entry, remedy: str) -> bool:
    is_a = article.vocabulary.is_a
    return any(
        is_a(remedy, target.concept) or is_a(target.concept, remedy)
        for group in (Group.TREATMENTS, Group.SELF_CARE, Group.PREVENTION)
        for fact in entry.by_group.get(group, ())
        if fact.polarity == "affirmed"
        for target in fact.targets
    )


def _comparisons(article: Article, known: set[int]) -> Iterator[Finding]:
    """``known`` are sentences that AD001 and UC002 judge: one finding is enough."""
    for hit in article.cues("danger-comparison"):
        number = article.sentence_at(hit.start)
        entities = article.entities_by_sentence.get(number, ())
        if article.is_question(number) or is_reported(article, number, FALSEHOOD):
            continue
        if number in known or article.has_support(number) or article.is_boilerplate(hit.start):
            continue
        if _has_figure(article, number):
            continue
        before = any(e.label in _HEALTH and e.end <= hit.start for e in entities)
        after = any(e.label in _HEALTH and e.start >= hit.end for e in entities)
        if hit.cue.id == _SUPERLATIVE:
            after = before = before or after
        if not (before and after):
            continue
        yield RULE.finding(
            "This comparison of danger has no figure and no source.",
            article.span(hit.start, hit.end),
            suggestion="Give the figure and its source, or leave the comparison out.",
            confidence=Confidence.MEDIUM,
        )


def _has_figure(article: Article, number: int) -> bool:
    """Whether the sentence gives a figure ("about 15,000 deaths"); a year is none."""
    sentence, doc = article.sentences[number], article.doc
    return any(
        doc[place].text[0].isdigit() and not is_year(doc, place)
        for place in range(sentence.start, sentence.end)
    )


def _cures(article: Article, known: set[int]) -> Iterator[Finding]:
    for claim in article.claims:
        if claim.relation != "possible-treatment" or claim.cue_id not in ("cures", "cured-by"):
            continue
        if (
            claim.sentence in known
            or is_reported(article, claim.sentence, FALSEHOOD)
            or claim.polarity == "negated"
            or claim.contexts
            or not claim.is_asserted()
        ):
            continue
        entry = article.reference.get(claim.subject)
        if entry is None or _is_known(article, claim) or article.is_question(claim.sentence):
            continue
        yield RULE.finding(
            f"The reference knows no cure of {entry.name} by {name_of(article, claim.object)}.",
            article.span(claim.start, claim.end),
            topic=entry.id,
            suggestion=_better(entry.by_group.get(Group.TREATMENTS, ())),
            confidence=Confidence.MEDIUM,
        )


def _is_known(article: Article, claim: Claim) -> bool:
    return _has_remedy(article, article.reference.entries[claim.subject], claim.object)


def _better(facts: tuple[Fact, ...]) -> str | None:
    return next((fact.says for fact in facts if fact.importance == "essential"), None)


RULE = Rule(
    code="UC003",
    name="unsupported-claim",
    severity=Severity.MAJOR,
    summary="A comparison of danger or a promise of cure without support.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
