"""One article, start to finish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from copy import copy
from dataclasses import replace
from pathlib import Path

from healthlint.config import Settings
from healthlint.document import parse_document
from healthlint.document.model import Document
from healthlint.document.reading import InputProblem, read_sources
from healthlint.finding import ArticleReport, Confidence, Finding, Genre, Rule, Severity
from healthlint.fingerprint import fingerprinted
from healthlint.nlp.pipeline import build_nlp, read_document
from healthlint.nlp.reading import ArticleReading
from healthlint.rules import RULES
from healthlint.rules.article import Article
from healthlint.rules.dials import dials_of
from healthlint.rules.second_reading import read_again
from healthlint.rules.selection import fit, selected
from healthlint.rules.suppression import apply, directives_of
from healthlint.rules.unknown_suppression import unknown
from healthlint.rules.unused_suppression import unused
from healthlint.source import Source, Span


class Checker:
    """The pipeline, the reference and the rules, built once and used for many articles.

    ``reference`` and ``patterns`` are folders of a team's own entries and wording; without
    ``packaged`` the entries of ``reference`` stand alone. Raises ``DataError`` if a file of theirs
    is not valid.
    """

    def __init__(
        self,
        *,
        reference: Sequence[Path] = (),
        patterns: Sequence[Path] = (),
        settings: Settings | None = None,
        rules: Sequence[Rule] = RULES,
        suppress: bool = True,
        packaged: bool = True,
    ) -> None:
        self.settings = settings or Settings()
        self.rules = selected(self.settings.select, self.settings.ignore, rules)
        self._known_rules = tuple(rules)
        self._suppress = suppress
        folders = (*map(Path, self.settings.reference), *reference)
        wording = (*map(Path, self.settings.patterns), *patterns)
        self._nlp, self.knowledge = build_nlp(folders, wording, packaged, self.settings.fuzzy)

    def under(self, settings: Settings) -> Checker:
        """The same pipeline under other settings; their reference, patterns and fuzzy are not read.

        Raises ``SettingsError`` where they select an unknown rule.
        """
        other = copy(self)
        other.settings = settings
        other.rules = selected(settings.select, settings.ignore, self._known_rules)
        return other

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
        return self.examine(source)[0]

    def examine(self, source: Source) -> tuple[ArticleReport, Article | None]:
        """The report, and the article it was made from (``None`` where it failed).

        Within :meth:`zone` the article ends with the zone; what is kept of it must be plain.
        """
        settings = self.settings.for_file(_relative(source.path, self.settings.root))
        try:
            article = self.read(source, settings)
            rules = self._rules_for(settings)
            findings = tuple(_unsure(read_again(article, _run(rules, article)), article))
        except Exception as error:  # one bad article must not stop the others
            reason = f"internal error: {type(error).__name__}: {error}"
            return ArticleReport(path=source.path, id=source.id, error=reason), None
        return self._report(article, findings, rules), article

    def zone(self) -> AbstractContextManager[object]:
        """A stretch of articles whose words the pipeline forgets at its end: memory stays flat."""
        return self._nlp.memory_zone()

    def read(self, source: Source, settings: Settings | None = None) -> Article:
        """The article as rules see it."""
        document = parse_document(source)
        doc = read_document(self._nlp, document)
        reading = ArticleReading(document, doc, self.knowledge)
        return Article(
            document,
            doc,
            reading.claims,
            self.knowledge.reference,
            reading,
            settings or self.settings,
        )

    def _rules_for(self, settings: Settings) -> tuple[Rule, ...]:
        if (settings.select, settings.ignore) == (self.settings.select, self.settings.ignore):
            return self.rules
        return selected(settings.select, settings.ignore, self._known_rules)

    def _report(
        self, article: Article, findings: tuple[Finding, ...], rules: Sequence[Rule]
    ) -> ArticleReport:
        document, settings = article.document, article.settings
        graded = [_graded(finding, settings, self._known_rules) for finding in findings]
        directives = directives_of(document) if self._suppress else ()
        kept, silenced, used = apply(directives, graded, self._known_rules)
        own = (
            *unused(directives, used, rules, need_reason=settings.require_reason),
            *unknown(directives, self._known_rules),
        )
        codes = {rule.code for rule in rules}
        # Directives stand outside the folded text: their findings are in the source's coordinates.
        about_directives = fingerprinted(
            (
                replace(f, places=tuple(document.source.place(span) for span in f.spans))
                for f in own
                if f.rule in codes
            ),
            document.source.text,
        )
        placed = sorted((*_placed(document, kept), *about_directives), key=_order)
        return ArticleReport(
            path=document.source.path,
            id=document.source.id,
            title=headline_of(document),
            genre=article.genre,
            words=article.words,
            topics=article.topics if article.genre not in _UNREAD else (),
            findings=tuple(placed),
            suppressed=_placed(document, silenced),
            dials=dials_of(article, kept, codes),
            digest=document.source.digest,
        )


def _run(rules: Iterable[Rule], article: Article) -> Iterator[Finding]:
    genre = article.genre
    for rule in rules:
        if genre in rule.genres:
            yield from rule.check(article)


def _unsure(findings: Iterable[Finding], article: Article) -> Iterator[Finding]:
    """The findings; those that rest on a misspelt or reordered name are of low confidence."""
    near = [article.span(e.start, e.end) for e in article.entities if e.confidence < 1]
    for finding in findings:
        rests = (*finding.spans, *finding.evidence) if near else ()
        if any(s.start < n.end and n.start < s.end for s in rests for n in near):
            finding = replace(finding, confidence=Confidence.LOW)
        yield finding


def _relative(path: str, root: str) -> str:
    """The path as the settings file's patterns see it."""
    try:
        return Path(path).resolve().relative_to(Path(root).resolve()).as_posix()
    except ValueError:
        return Path(path).as_posix()


def _graded(finding: Finding, settings: Settings, rules: Sequence[Rule]) -> Finding:
    """The finding with the severity the settings give its rule, if they do."""
    if not settings.severity:
        return finding
    rule = next(rule for rule in rules if rule.code == finding.rule)
    strength, label = max(
        ((fit(word, rule), label) for word, label in settings.severity.items()),
        default=(0, ""),
    )
    return replace(finding, severity=Severity.parse(label)) if strength else finding


_UNREAD = frozenset({Genre.BLOCKED_PAGE})


def _order(finding: Finding) -> tuple[int, str, int, str, tuple[str, ...]]:
    start = finding.spans[0].start if finding.spans else -1
    end = finding.spans[0].end if finding.spans else -1
    return start, finding.rule, end, finding.topic or "", finding.facts


def _placed(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in order with their fingerprints and their places in the source."""
    blocks = [block.span for block in document.blocks]
    marked = fingerprinted(sorted(findings, key=_order), document.text, blocks)
    return tuple(sorted((in_source(document, finding) for finding in marked), key=_order))


def headline_of(document: Document) -> str | None:
    """The headline as the file has it, else what the metadata say."""
    if document.headline is None:
        return document.title
    there = document.to_source(document.blocks[document.headline].span)
    return " ".join(document.source.text[there.start : there.end].split())


def in_source(document: Document, finding: Finding) -> Finding:
    """The finding with its places in the file as it is on disk."""
    place = document.source.place
    spans = tuple(document.to_source(span) for span in finding.spans)
    evidence = tuple(document.to_source(span) for span in finding.evidence)
    anchor = document.to_source(finding.anchor) if finding.anchor is not None else None
    return replace(
        finding,
        spans=spans,
        places=tuple(place(span) for span in spans),
        evidence=evidence,
        evidence_places=tuple(place(span) for span in evidence),
        anchor=anchor,
        anchor_place=None if spans else place(anchor or _beginning(document)),
    )


def _beginning(document: Document) -> Span:
    """The headline's words, or the article's beginning: where to point when nothing is named."""
    if document.headline is not None:
        return document.to_source(document.blocks[document.headline].span)
    return document.to_source(Span(0, 0))
