"""One article, start to finish."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from healthlint.config import Settings
from healthlint.document import parse_document
from healthlint.document.model import Document
from healthlint.document.reading import InputProblem, read_sources
from healthlint.finding import ArticleReport, Finding, Genre, Rule
from healthlint.fingerprint import fingerprinted
from healthlint.nlp.pipeline import build_nlp, read_document
from healthlint.nlp.reading import ArticleReading
from healthlint.rules import RULES
from healthlint.rules.article import Article
from healthlint.rules.dials import dials_of
from healthlint.source import Source


class Checker:
    """The pipeline, the reference and the rules, built once and used for many articles.

    ``reference`` and ``patterns`` are folders of a team's own entries and wording. Raises
    ``DataError`` if one of their files is not valid.
    """

    def __init__(
        self,
        *,
        reference: Sequence[Path] = (),
        patterns: Sequence[Path] = (),
        settings: Settings | None = None,
        rules: Sequence[Rule] = RULES,
    ) -> None:
        self.settings = settings or Settings(today=datetime.date.today())
        self.rules = tuple(rules)
        self._nlp, self.knowledge = build_nlp(tuple(reference), tuple(patterns))

    def check(self, path: str | Path) -> ArticleReport:
        """The report on one file (of a ``.jsonl``, on its first record)."""
        return next(iter(self.check_paths([path])))

    def check_paths(self, paths: Iterable[str | Path]) -> Iterator[ArticleReport]:
        """The reports on files and folders, in order; a failing input is a report with an error."""
        for source in read_sources([str(path) for path in paths]):
            if isinstance(source, InputProblem):
                yield ArticleReport(path=source.path, id=source.id, error=source.message)
            else:
                yield self.check_source(source)

    def check_text(self, text: str, format: str = "text", path: str = "-") -> ArticleReport:
        """The report on a text in memory."""
        return self.check_source(Source(path, text, format))  # type: ignore[arg-type]

    def check_source(self, source: Source) -> ArticleReport:
        """The report on one source; a failure is a value, never a crash."""
        try:
            article = self.read(source)
            findings = tuple(self._findings(article))
        except Exception as error:  # one bad article must not stop the others
            reason = f"internal error: {type(error).__name__}: {error}"
            return ArticleReport(path=source.path, id=source.id, error=reason)
        return self._report(article, findings)

    def read(self, source: Source) -> Article:
        """The article as rules see it."""
        document = parse_document(source)
        doc = read_document(self._nlp, document)
        reading = ArticleReading(document, doc, self.knowledge)
        return Article(
            document, doc, reading.claims, self.knowledge.reference, reading, self.settings
        )

    def _findings(self, article: Article) -> Iterator[Finding]:
        genre = article.genre
        for rule in self.rules:
            if genre in rule.genres:
                yield from rule.check(article)

    def _report(self, article: Article, findings: tuple[Finding, ...]) -> ArticleReport:
        document = article.document
        placed = [in_source(document, finding) for finding in findings]
        placed.sort(key=_order)
        return ArticleReport(
            path=document.source.path,
            id=document.source.id,
            title=document.title,
            genre=article.genre,
            words=article.words,
            topics=article.topics if article.genre not in _UNREAD else (),
            findings=fingerprinted(placed, document.source.text),
            digest=document.source.digest,
        )


_UNREAD = frozenset({Genre.BLOCKED_PAGE})


def _order(finding: Finding) -> tuple[int, str, int, str, tuple[str, ...]]:
    start = finding.spans[0].start if finding.spans else -1
    end = finding.spans[0].end if finding.spans else -1
    return start, finding.rule, end, finding.topic or "", finding.facts


def in_source(document: Document, finding: Finding) -> Finding:
    """The finding with its places in the file as it is on disk."""
    spans = tuple(document.to_source(span) for span in finding.spans)
    return replace(
        finding,
        spans=spans,
        places=tuple(document.source.place(span) for span in spans),
        evidence=tuple(document.to_source(span) for span in finding.evidence),
        anchor=document.to_source(finding.anchor) if finding.anchor is not None else None,
    )
