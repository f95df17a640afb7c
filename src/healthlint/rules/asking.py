"""In which genres and how loudly facts are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity, Topic
from healthlint.reference.model import Entry, Fact, Group, Target
from healthlint.rules.article import Article
from healthlint.rules.care_told import discouraging
from healthlint.rules.naming import placed_name
from healthlint.rules.presence import asked, missing
from healthlint.source import Span
from healthlint.vocabulary import Kind

EXPLAINING = frozenset({Genre.EXPLAINER, Genre.SYMPTOM_GUIDE})
ALL_GENRES = frozenset(set(Genre) - {Genre.BLOCKED_PAGE, Genre.NOT_HEALTH})
# What harms a reader harms on any page that could be read (see :mod:`.other_pages`).
EVERY_PAGE = frozenset(set(Genre) - {Genre.BLOCKED_PAGE})


def in_play(article: Article) -> Iterator[tuple[Topic, Entry]]:
    """Topics that facts are asked for: main ones; and listed ones where no condition is main and
    they have a heading of their own (a passing mention is no topic)."""
    single = any(t.kind == "condition" and t.role == "main" for t in article.topics)
    headed = _headed(article)
    for topic, entry in article.topic_entries("main", "listed"):
        if topic.role == "main" or (not single and topic.id in headed):
            yield topic, entry


def _headed(article: Article) -> set[str]:
    """Illnesses with headings of their own; where few of a page's many headings are about one (of
    eight things that people do wrong none is a chapter on burns), the causes of the symptom that
    it guides from."""
    parts = [s for s in article.sections if s.heading is not None and s.blocks]
    of_illness = [section for section in parts if section.subjects]
    headed = {subject for section in of_illness if section.own for subject in section.subjects}
    if len(parts) >= _MANY and len(of_illness) < _FEW * len(parts):
        return headed & _causes_of_main(article)
    return headed


def _causes_of_main(article: Article) -> set[str]:
    """The causes of the symptoms that the page guides from."""
    return {
        cause.condition
        for topic, entry in article.topic_entries("main")
        if topic.kind == "symptom"
        for cause in entry.causes
    }


def anchor_of(article: Article, topic: Topic) -> Span | None:
    """Where a reader would look for what is missing: the topic's own heading, else the title."""
    for section in article.sections:
        if section.own and topic.id in section.subjects and section.heading is not None:
            return article.document.blocks[section.heading].span
    return article.title_span


_ALIKE = 4  # letters
_SIGNS = 2  # named of a fact's several
_MANY = 6  # headings
_FEW = 0.4  # of them


def omission(
    rule: Rule, article: Article, topic: Topic, entry: Entry, fact: Fact, severity: Severity
) -> Finding:
    """One fact that the article leaves out, with the sentence that would put it right."""
    return rule.finding(
        f"{entry.name}: the article never mentions {sign_of(article, fact)}.",
        severity=severity,
        topic=topic.id,
        facts=(fact.key,),
        sources=entry.citations(fact.sources),
        suggestion=fact.says,
        confidence=Confidence.MEDIUM,
        anchor=anchor_of(article, topic),
    )


def sign_of(article: Article, fact: Fact) -> str:
    """A sign in words: "stiff neck or rash that does not fade". None of them is mentioned."""
    symptoms = [
        target
        for target in fact.targets
        if (known := article.vocabulary.concepts.get(target.concept)) is not None
        and known.kind is Kind.SYMPTOM
    ]
    words = [_target_name(article, target) for target in symptoms]
    # "Shortness of breath or breath": a name within another says no more.
    telling = [w for w in dict.fromkeys(words) if not any(w != o and w in o for o in words)]
    return " or ".join(telling[:_SIGNS]) or f"“{brief(article, fact)}”"


def _target_name(article: Article, target: Target) -> str:
    name = placed_name(article, target.concept, target.site)
    grave = [value for value in target.modifiers.values() if value in ("severe", "sudden")]
    return " ".join([*grave, name]).lower()


def brief(article: Article, fact: Fact) -> str:
    """A fact in few words: its id, which is close enough to be understood where it has several
    words; else the name of what it is about ("marrow" is a bone marrow biopsy)."""
    words = fact.id.replace("-", " ")
    if " " in words or not fact.targets:
        return words
    name = _target_name(article, fact.targets[0])
    if words in name:
        return name
    return words if name[:_ALIKE] == words[:_ALIKE] else f"{words} ({name})"


def asked_facts(article: Article, entry: Entry, role: str, group: Group) -> list[Fact]:
    """Essential and expected facts of a group that are asked for in that role and missing."""
    facts = [
        fact
        for fact in entry.by_group.get(group, ())
        if fact.importance in ("essential", "expected") and asked(fact, role)
    ]
    return missing(article, entry, facts)


def named(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def speaks_of(article: Article, relation: str) -> bool:
    """Whether a section's heading or a claim of the article is about that relation."""
    return any(section.relation == relation for section in article.sections) or any(
        claim.relation == relation for claim in article.claims
    )


def article_says_emergency(article: Article) -> bool:
    """Whether some sentence names an emergency number or a place to go to, and keeps nobody from
    going ("don't rush to A&E")."""
    kept = discouraging(article)
    return any(advice.actionable and advice.sentence not in kept for advice in article.advice)
