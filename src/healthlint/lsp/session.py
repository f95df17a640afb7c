"""One pipeline for all the articles an editor has open, under the settings of each one's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from healthlint.check import Checker
from healthlint.config import Settings
from healthlint.config.loading import load_settings
from healthlint.document.model import BlockKind, Document
from healthlint.errors import DataError, SettingsError
from healthlint.finding import ArticleReport
from healthlint.reference.model import Reference
from healthlint.rules.article import Article
from healthlint.source import Format, Source, Span


@dataclass(frozen=True, slots=True)
class Part:
    """A block of an article, where it stands in the source."""

    kind: BlockKind
    level: int
    span: Span


@dataclass(frozen=True)
class Checked:
    """A buffer with its report, and its blocks and sentences in the source's coordinates."""

    source: Source
    report: ArticleReport
    settings: Settings
    parts: tuple[Part, ...] = ()
    sentences: tuple[Span, ...] = ()
    reference: Reference | None = None


class Session:
    """Checks buffers; built once, and used from one thread.

    ``say`` is told, once for each, what is wrong with a settings file or a team's own reference;
    meanwhile the last settings that were right stay in force.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._pipelines: dict[tuple[tuple[str, ...], tuple[str, ...], bool], Checker] = {}
        self._good: dict[Path, Checker] = {}
        self._said: dict[Path, str] = {}

    def warm_up(self, folder: Path) -> None:
        """Build the pipeline before the first article asks for it."""
        self.checker(folder)

    def check(self, path: str, text: str, format: Format) -> Checked:
        """The report on a buffer, saved or not."""
        checker = self.checker(Path(path).parent)
        source = Source(path, text, format)
        if not text.strip():
            return Checked(source, ArticleReport(path=path), checker.settings)
        # The words of every keystroke would stay in the vocabulary for the whole session.
        with checker.zone():
            report, article = checker.examine(source)
            if article is None:
                return Checked(source, report, checker.settings)
            parts = tuple(_parts(article.document))
            sentences = tuple(_sentences(article))
            return Checked(source, report, article.settings, parts, sentences, article.reference)

    def checker(self, folder: Path) -> Checker:
        """The pipeline under the settings in force in a folder."""
        try:
            found = self._under(load_settings(start=folder))
        except (SettingsError, DataError) as error:
            self._complain(folder, str(error))
            return self._good.get(folder) or self._under(Settings())
        self._said.pop(folder, None)
        self._good[folder] = found
        return found

    def _complain(self, folder: Path, message: str) -> None:
        if self._said.get(folder) != message:
            self._said[folder] = message
            self._say(message)

    def _under(self, settings: Settings) -> Checker:
        key = settings.reference, settings.patterns, settings.fuzzy
        if key not in self._pipelines:
            self._pipelines[key] = Checker(settings=settings)
        return self._pipelines[key].under(settings)


def _parts(document: Document) -> Iterator[Part]:
    for block in document.blocks:
        yield Part(block.kind, block.level, document.to_source(block.span))


def _sentences(article: Article) -> Iterator[Span]:
    for number in range(len(article.sentences)):
        yield article.document.to_source(article.sentence_span(number))
