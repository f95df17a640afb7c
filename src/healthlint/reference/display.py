"""Entries as readable text: ``healthlint reference list`` and ``reference show``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from healthlint.reference.model import Entry, Fact, Reference, Statement
from healthlint.reference.wordings import HEADINGS, concept_words, targets_words
from healthlint.vocabulary.model import Vocabulary


@dataclass(frozen=True, slots=True)
class Row:
    """One entry in a listing."""

    id: str
    kind: str
    name: str
    urgency: str
    facts: int
    essential: int
    status: str
    next_review: str


def listing(reference: Reference) -> tuple[Row, ...]:
    """A row for each entry: conditions first, then presenting symptoms, each by id."""
    rows = (
        Row(
            id=entry.id,
            kind=entry.kind,
            name=entry.name,
            urgency=entry.urgency.label,
            facts=len(entry.facts),
            essential=sum(fact.importance == "essential" for fact in entry.facts),
            status=entry.review["status"],
            next_review=entry.review["next_review"],
        )
        for entry in reference.entries.values()
    )
    return tuple(sorted(rows, key=lambda row: (row.kind, row.id)))


def show(entry: Entry, vocabulary: Vocabulary | None = None) -> str:
    """The whole entry as text, ending in a line break."""
    lines = [*_head(entry, vocabulary)]
    for group, heading in HEADINGS.items():
        facts = entry.by_group.get(group, ())
        if facts:
            lines += ["", heading, *(line for fact in facts for line in _fact(fact, vocabulary))]
    for heading, statements in (
        ("Harmful advice", entry.harmful_advice),
        ("False claims", entry.false_claims),
        ("What contradicts its facts", entry.contradictions),
    ):
        if statements:
            lines += ["", heading, *(line for each in statements for line in _statement(each))]
    if entry.causes:
        lines += ["", "Conditions behind it", *_causes(entry, vocabulary)]
    lines += ["", "Sources", *_sources(entry)]
    return "\n".join(lines) + "\n"


def _head(entry: Entry, vocabulary: Vocabulary | None) -> Iterator[str]:
    yield f"{entry.name}  ({entry.kind} {entry.id})"
    names = (*entry.synonyms, *entry.acronyms, *entry.short_forms)
    if names:
        yield f"also called: {', '.join(names)}"
    if entry.presentations:
        yield f"presents as: {targets_words(entry.presentations, vocabulary)}"
    if entry.people:
        yield f"in: {', '.join(concept_words(ident, vocabulary) for ident in entry.people)}"
    harmless = "usually harmless" if entry.benign else "not usually harmless"
    yield f"urgency: {entry.urgency.label}; {harmless}"
    if entry.mimicked_by:
        names = tuple(concept_words(ident, vocabulary) for ident in entry.mimicked_by)
        yield f"looks like: {', '.join(names)}"
    codes = [f"{name} {', '.join(values)}" for name, values in entry.codes.items() if values]
    if codes:
        yield f"codes: {'; '.join(codes)}"
    reviewer = entry.review.get("reviewer") or "no clinician has reviewed it"
    due = entry.review["next_review"]
    yield f"review: {entry.review['status']}; {reviewer}; due {due}"


def _fact(fact: Fact, vocabulary: Vocabulary | None) -> Iterator[str]:
    marks = [fact.importance, fact.when]
    marks += [fact.urgency.label] if fact.urgency is not None else []
    marks += [fact.frequency] if fact.frequency else []
    marks += ["does not hold"] if fact.polarity == "negated" else []
    yield f"  {fact.says}"
    about = targets_words(fact.targets, vocabulary)
    if not about:
        about = ", ".join(trigger.partition("/")[2] for trigger in fact.triggers)
    about = f"{about}; " if about else ""
    yield f"      {fact.id}: {about}{', '.join(marks)} [{', '.join(fact.sources)}]"


def _statement(statement: Statement) -> Iterator[str]:
    yield f"  {statement.claim}"
    yield f"      Right: {statement.correction}"
    cited = ", ".join(statement.sources)
    yield f"      {statement.id}: {statement.severity}, {statement.scope} [{cited}]"


def _causes(entry: Entry, vocabulary: Vocabulary | None) -> Iterator[str]:
    for cause in entry.causes:
        marks = ["must not be missed"] if cause.must_not_miss else []
        marks += ["common"] if cause.common else []
        yield f"  {cause.says}"
        marks_text = f"{', '.join(marks)} " if marks else ""
        name = concept_words(cause.condition, vocabulary)
        yield f"      {name}: {marks_text}[{', '.join(cause.sources)}]"


def _sources(entry: Entry) -> Iterator[str]:
    for ident, source in entry.sources.items():
        seen = f"seen {source.date}" if source.date else "could not be opened"
        yield f"  {ident}: {source.publisher}, {source.title}, {source.url} ({seen})"
