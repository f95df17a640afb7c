"""Many articles checked in order: from the cache, in this process, or in several.

Workers take an article's text and give back its report, both plain values; each builds its own
pipeline once. A ``Doc`` never travels between processes.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from healthlint.config import Settings
from healthlint.finding import ArticleReport, Finding, Genre, Rule, Severity
from healthlint.results import ResultCache
from healthlint.selection import selected
from healthlint.source import Source

if TYPE_CHECKING:
    from healthlint.check import Checker

AUTO = 0
# A worker takes seconds to start: below this many articles one process is done sooner.
_WORTH_WORKERS = 40
_NEW_OBJECTS = 50_000  # in hand before Python looks for garbage among them
_AHEAD = 8  # articles in hand for each worker, so that memory stays flat

Item = Source | ArticleReport  # an article to check, or the report on one that cannot be read
Checked = tuple[Source | None, ArticleReport]
# What to check, its key, and its report where that is known.
_Job = tuple[Source | None, str, ArticleReport | None]
_Slot = ArticleReport | Future[ArticleReport]


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """What a checker is made of lives as long as its process: Python need not look through it for
    garbage while it is built (a third of the time), nor ever after. Later it looks seldom: checking
    leaves few cycles, and what is loaded at first need is large too."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        gc.enable()


@dataclass(frozen=True)
class Recipe:
    """All that a checker is built from, as values that another process can be given."""

    settings: Settings
    reference: tuple[Path, ...] = ()
    patterns: tuple[Path, ...] = ()
    suppress: bool = True

    def build(self) -> Checker:
        """The checker. Raises ``DataError``."""
        with _seldom_collected():
            from healthlint.check import Checker

            return Checker(
                reference=self.reference,
                patterns=self.patterns,
                settings=self.settings,
                suppress=self.suppress,
            )

    def folders(self) -> tuple[Path, ...]:
        """The team's own folders of reference and patterns."""
        own = map(Path, (*self.settings.reference, *self.settings.patterns))
        return (*own, *self.reference, *self.patterns)


class Bench:
    """Checks articles by a recipe, building the pipeline only when a report is not in the cache.

    ``jobs`` is the number of processes; ``AUTO`` takes as many as there are cores once there are
    enough articles to check.
    """

    def __init__(self, recipe: Recipe, cache: ResultCache | None = None, jobs: int = 1) -> None:
        self.recipe = recipe
        self._cache = cache
        self._jobs = jobs
        self.checked = 0

    @cached_property
    def checker(self) -> Checker:
        """This process's own pipeline."""
        return self.recipe.build()

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in force. Raises ``SettingsError`` where one is unknown: a run wholly from the
        cache refuses it too."""
        known = tuple(_rule_of(value) for value in self.facts["rules"])
        return selected(self.recipe.settings.select, self.recipe.settings.ignore, known)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """What a run prints of the reference and the rules, as plain values."""
        kept = self._cache.facts() if self._cache is not None else None
        if kept is not None:
            return kept
        from healthlint.rules import RULES

        knowledge = self.checker.knowledge
        facts = {
            "version": knowledge.reference.version,
            "entries": len(knowledge.reference.entries),
            "digest": knowledge.reference.digest,
            "names": {c.id: c.name for c in knowledge.vocabulary.concepts.values()},
            "rules": [_rule_value(rule) for rule in RULES],
        }
        if self._cache is not None:
            self._cache.put_facts(facts)
        return facts

    def reports(self, items: Iterable[Item]) -> Iterator[Checked]:
        """Every item with its report, in order."""
        first: deque[_Job] = deque()
        misses = 0
        remaining = iter(items)
        # Look ahead only as far as it takes to know whether workers are worth their start.
        if self._jobs != 1:
            for item in remaining:
                first.append(self._job(item))
                misses += first[-1][2] is None
                if misses >= _WORTH_WORKERS:
                    break
        jobs = self._jobs or (os.cpu_count() or 1 if misses >= _WORTH_WORKERS else 1)
        rest = chain(_drained(first), map(self._job, remaining))
        if jobs == 1:
            for source, key, report in rest:
                if report is None and source is not None:
                    report = self._keep(key, self.checker.check_source(source))
                if report is not None:
                    yield source, report
        else:
            yield from self._in_processes(rest, jobs)
        if self._cache is not None and self.checked:
            self._cache.prune()

    def report(self, source: Source) -> ArticleReport:
        """The report of one article, made here or kept."""
        _, key, report = self._job(source)
        return report or self._keep(key, self.checker.check_source(source))

    def _job(self, item: Item) -> _Job:
        if isinstance(item, ArticleReport):
            return None, "", item
        if self._cache is None:
            return item, "", None
        settings = self.recipe.settings
        inner = settings.for_file(relative(item.path, settings.root))
        key = self._cache.key(item, inner, self.recipe.suppress)
        return item, key, self._cache.get(key, item)

    def _keep(self, key: str, report: ArticleReport) -> ArticleReport:
        self.checked += 1
        if self._cache is not None:
            self._cache.put(key, report)
        return report

    def _in_processes(self, rest: Iterable[_Job], jobs: int) -> Iterator[Checked]:
        pool: _Pool | None = None
        waiting: deque[tuple[Source | None, str, _Slot]] = deque()
        try:
            for source, key, report in rest:
                if report is None and source is not None:
                    pool = pool or _Pool(self.recipe, jobs)
                    waiting.append((source, key, pool.submit(source)))
                elif report is not None:
                    waiting.append((source, key, report))
                while len(waiting) >= jobs * _AHEAD:
                    yield self._finished(pool, waiting)
            while waiting:
                yield self._finished(pool, waiting)
        finally:
            if pool is not None:
                pool.close()

    def _finished(
        self, pool: _Pool | None, waiting: deque[tuple[Source | None, str, _Slot]]
    ) -> Checked:
        source, key, slot = waiting[0]
        if isinstance(slot, ArticleReport) or source is None or pool is None:
            waiting.popleft()
            assert isinstance(slot, ArticleReport)
            return source, slot
        try:
            report = slot.result()
        except BrokenProcessPool:
            # A worker was killed, and all that was in hand with it: this one alone, so that the
            # article that kills a worker is known, and the others anew.
            report = pool.alone(source)
            for number, (later, name, held) in enumerate(waiting):
                if number and later is not None and _lost(held):
                    waiting[number] = later, name, pool.submit(later)
        waiting.popleft()
        return source, self._keep(key, report)


def _rule_value(rule: Rule) -> dict[str, Any]:
    values = {name: getattr(rule, name) for name in ("code", "name", "summary", "page", "preview")}
    return {**values, "severity": rule.severity.label, "genres": sorted(rule.genres)}


def _rule_of(value: Mapping[str, Any]) -> Rule:
    """The rule as the formats know it: loading the rules themselves would load spaCy."""

    def check(_article: object) -> Iterator[Finding]:
        raise NotImplementedError(f"{value['code']}: rules run in a Checker")

    genres = frozenset(Genre(name) for name in value["genres"])
    plain = {name: value[name] for name in ("code", "name", "summary", "page", "preview")}
    return Rule(severity=Severity.parse(value["severity"]), genres=genres, check=check, **plain)


def _lost(slot: _Slot) -> bool:
    """Whether a report was in hand and will not come: done ones survive a broken pool."""
    if isinstance(slot, ArticleReport):
        return False
    return not slot.done() or slot.cancelled() or slot.exception() is not None


def _drained(first: deque[_Job]) -> Iterator[_Job]:
    while first:
        yield first.popleft()


class _Pool:
    """Worker processes that are started again when one dies."""

    def __init__(self, recipe: Recipe, jobs: int) -> None:
        self._recipe = recipe
        self._jobs = jobs
        self._executor = self._started(jobs)

    def _started(self, jobs: int) -> ProcessPoolExecutor:
        # Never forked: threads of the libraries under us would be copied half-way.
        return ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start,
            initargs=(self._recipe,),
        )

    def submit(self, source: Source) -> Future[ArticleReport]:
        try:
            return self._executor.submit(_work, source)
        except BrokenProcessPool as error:
            failed: Future[ArticleReport] = Future()
            failed.set_exception(error)
            return failed

    def alone(self, source: Source) -> ArticleReport:
        """The report from a process of its own; what kills it is a report."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        single = self._started(1)
        try:
            return single.submit(_work, source).result()
        except BrokenProcessPool:
            reason = "internal error: the process that checked it died"
            return ArticleReport(path=source.path, id=source.id, error=reason)
        finally:
            single.shutdown(wait=False, cancel_futures=True)
            self._executor = self._started(self._jobs)

    def close(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)


_checker: Checker | None = None


def _start(recipe: Recipe) -> None:
    global _checker
    _checker = recipe.build()


def _work(source: Source) -> ArticleReport:
    if _checker is None:  # pragma: no cover - the initializer has run in every worker
        raise RuntimeError("the worker was not started")
    return _checker.check_source(source)


def relative(path: str, root: str) -> str:
    """The path as the settings file's patterns see it."""
    try:
        return Path(path).resolve().relative_to(Path(root).resolve()).as_posix()
    except ValueError:
        return Path(path).as_posix()
