"""What a medical editor asks of articles when the reference is the subject: which conditions are
covered, which facts a page bears out, which articles a change of the reference touches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from healthlint.check import Checker
from healthlint.finding import Finding, Genre
from healthlint.reference.changes import changed_keys, diff
from healthlint.reference.model import Entry, Fact, Group
from healthlint.rules.article import Article
from healthlint.rules.contradicted_fact import RULE as CONTRADICTED
from healthlint.rules.presence import is_present
from healthlint.rules.stated import statements
from healthlint.source import Source

_SKIPPED = frozenset({Genre.BLOCKED_PAGE, Genre.NOT_HEALTH})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Main conditions of a corpus: (condition, articles, in the reference), commonest first."""

    articles: int
    with_condition: int
    covered: int
    conditions: tuple[tuple[str, int, bool], ...]


def coverage(sources: Iterable[Source], checker: Checker) -> Coverage:
    """Which conditions articles are about, and which of them the reference has."""
    counts: Counter[str] = Counter()
    articles = 0
    for source in sources:
        article = checker.read(source)
        if article.genre in _SKIPPED:
            continue
        articles += 1
        main = main_condition(article)
        if main is not None:
            counts[main] += 1
    known = checker.knowledge.reference.entries
    rows = tuple(
        (condition, count, condition in known)
        for condition, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    )
    covered = sum(count for _condition, count, has in rows if has)
    return Coverage(articles, sum(counts.values()), covered, rows)


def main_condition(article: Article) -> str | None:
    """The condition (or presenting symptom) an article is most about."""
    topics = [t for t in article.topics if t.role in ("main", "listed")]
    rank = {"main": 0, "listed": 1}
    return min(topics, key=lambda t: (rank[t.role], -t.mentions, t.id)).id if topics else None


@dataclass(frozen=True, slots=True)
class Grounding:
    """One fact against one page that it cites as evidence: borne out, absent or contradicted.

    ``note`` holds the page's words where it contradicts the fact; ``verdict`` is ``missing page``
    where the evidence file does not hold it.
    """

    fact: str
    group: str
    page: str
    verdict: str
    note: str = ""


def ground(checker: Checker, pages: Mapping[str, str]) -> Iterator[Grounding]:
    """Every fact that cites evidence, against the page's text with our own extraction."""
    read: dict[str, Article] = {}
    for entry in checker.knowledge.reference.entries.values():
        for fact in entry.facts:
            for page in fact.evidence:
                if page not in pages:
                    yield Grounding(fact.key, fact.group.value, page, "missing page")
                    continue
                if page not in read:
                    read[page] = checker.read(Source(page, pages[page], "markdown"))
                yield _grounded(read[page], entry, fact, page)


def _grounded(article: Article, entry: Entry, fact: Fact, page: str) -> Grounding:
    clash = next(
        (f for f in CONTRADICTED.check(article) if isinstance(f, Finding) and fact.key in f.facts),
        None,
    )
    if clash is not None:
        words = " ".join(article.text(span) for span in clash.spans)
        return Grounding(fact.key, fact.group.value, page, "contradicted", words)
    if fact.group is Group.SEEK_CARE:
        level = fact.urgency or 0
        told = any((a.urgency or 0) >= level for a in article.advice)
        verdict = "borne out" if told else "absent"
    else:
        verdict = "borne out" if is_present(article, entry, fact) else "absent"
    return Grounding(fact.key, fact.group.value, page, verdict)


@dataclass(frozen=True, slots=True)
class Affected:
    """An article that a change of the reference makes wrong or incomplete (or mends)."""

    path: str
    id: str | None
    rule: str
    severity: str
    message: str
    facts: tuple[str, ...]
    mended: bool


def affected(sources: Iterable[Source], old: Checker, new: Checker) -> Iterator[Affected]:
    """What the newer reference finds in articles that the older one did not, and the reverse.

    Articles that mention nothing of a changed entry are read once and passed over.
    """
    changes = diff(old.knowledge.reference, new.knowledge.reference)
    touched = frozenset(changed_keys(changes))
    if not touched:
        return
    for source in sources:
        article = new.read(source)
        if not _touches(article, touched):
            continue
        before = {f.fingerprint: f for f in old.check_source(source).findings}
        after = {f.fingerprint: f for f in new.check_source(source).findings}
        for fingerprint, finding in after.items():
            if fingerprint not in before and finding.topic is not None:
                yield _row(source, finding, mended=False)
        for fingerprint, finding in before.items():
            if fingerprint not in after and finding.topic is not None:
                yield _row(source, finding, mended=True)


def _touches(article: Article, entries: frozenset[str]) -> bool:
    if any(topic.id in entries for topic in article.topics):
        return True
    return any(match.pattern.statement.entry in entries for match in statements(article))


def _row(source: Source, finding: Finding, *, mended: bool) -> Affected:
    return Affected(
        source.path,
        source.id,
        finding.rule,
        finding.severity.label,
        finding.message,
        finding.facts,
        mended,
    )
