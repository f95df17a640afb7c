"""Reports kept between runs, and articles checked in several processes."""

from __future__ import annotations

import datetime
import os
import pty
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from healthlint import workers
from healthlint.config import Settings
from healthlint.finding import ArticleReport
from healthlint.results import ResultCache, state_of
from healthlint.source import Source
from healthlint.workers import Bench, Recipe
from tests.ci.articles import GOOD, HARMFUL, OTHER
from tests.ci.conftest import Run

SETTINGS = Settings(today=datetime.date(2026, 11, 22))
RECIPE = Recipe(SETTINGS)


def source(text: str = GOOD + HARMFUL, path: str = "a.md") -> Source:
    return Source(path, text, "markdown")


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(RECIPE)


@pytest.fixture(scope="module")
def report(bench: Bench) -> ArticleReport:
    return bench.checker.check_source(source())


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "results", "state")


def key(cache: ResultCache, item: Source | None = None, settings: Settings = SETTINGS) -> str:
    return cache.key(item or source(), settings, True)


def test_a_report_comes_back_whole(cache: ResultCache, report: ArticleReport) -> None:
    assert report.findings, "an unclean report is kept too"
    cache.put(key(cache), report)
    assert cache.get(key(cache), source()) == report
    moved = cache.get(key(cache), source(path="b.md"))
    assert moved == replace(report, path="b.md")


def test_every_part_of_the_key_counts(cache: ResultCache, tmp_path: Path) -> None:
    others = [
        key(cache),
        key(cache, source(GOOD)),
        key(cache, Source("a.md", GOOD + HARMFUL, "text")),
        key(cache, settings=replace(SETTINGS, ignore=("OM",))),
        key(cache, settings=replace(SETTINGS, today=datetime.date(2026, 11, 23))),
        cache.key(source(), SETTINGS, False),
        key(ResultCache(cache.folder, "another state")),
    ]
    assert len(set(others)) == len(others)
    shown = replace(SETTINGS, fail_on="minor", min_severity="major", root="elsewhere")
    assert key(cache, settings=shown) == others[0], "what is only shown differently"


def test_state_is_the_contents(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "a.yaml").write_text("one", encoding="utf-8")
    before = state_of([own])
    assert state_of([own]) == before
    os.utime(own / "a.yaml", (1, 1))
    assert state_of([own]) == before, "a fresh checkout has other times"
    (own / "a.yaml").write_text("two", encoding="utf-8")
    assert state_of([own]) != before


@pytest.mark.parametrize("content", [b"", b"{", b"null", b'{"path": 3}', b"\x80\x04."])
def test_a_spoilt_entry_is_none(cache: ResultCache, report: ArticleReport, content: bytes) -> None:
    cache.put(key(cache), report)
    (path,) = cache.folder.glob("*/*.json")
    path.write_bytes(content)
    assert cache.get(key(cache), source()) is None


def test_failures_are_not_kept_and_a_full_disk_is_no_error(
    cache: ResultCache, report: ArticleReport, tmp_path: Path
) -> None:
    cache.put(key(cache), replace(report, error="out of memory"))
    assert cache.get(key(cache), source()) is None
    (tmp_path / "file").write_text("", encoding="utf-8")
    ResultCache(tmp_path / "file", "state").put("abc", report)


def test_writing_is_whole_or_not_at_all(
    cache: ResultCache, report: ArticleReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(os, "replace", fails)
    cache.put(key(cache), report)
    assert [p for p in cache.folder.rglob("*") if p.is_file()] == []


def test_what_nobody_asks_for_goes(cache: ResultCache, report: ArticleReport) -> None:
    cache.put(key(cache), report)
    cache.put(key(cache, source(OTHER)), report)
    old, new = sorted(cache.folder.glob("*/*.json"))
    os.utime(old, (1, 1))
    cache.prune()
    assert (old.exists(), new.exists()) == (False, True)


def test_second_run_builds_no_pipeline(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "a.md").write_text(GOOD + HARMFUL, encoding="utf-8")
    first = run("check", "a.md")

    def fails(_recipe: Recipe) -> object:
        raise AssertionError("the pipeline was built")

    monkeypatch.setattr(Recipe, "build", fails)
    assert run("check", "a.md") == first
    with pytest.raises(AssertionError, match="pipeline was built"):
        run("check", "a.md", "--no-cache")
    assert run("check", "a.md", "--select", "NOPE").code == 2


def test_an_unknown_number_of_jobs(project: Path, run: Run) -> None:
    assert run("check", "a.md", "--jobs", "0").code == 2
    assert run("check", "a.md", "--jobs", "many").code == 2


# -- several processes


def articles(number: int) -> Iterator[Source | ArticleReport]:
    for n in range(number):
        text = f"{GOOD if n % 2 else OTHER}\nThis is article number {n}.\n"
        yield source(text, f"{n}.md")
    yield ArticleReport(path="gone.md", error="no such file")


def test_processes_give_the_same_reports_in_order(bench: Bench) -> None:
    one = [report for _, report in bench.reports(articles(7))]
    two = [report for _, report in Bench(RECIPE, jobs=2).reports(articles(7))]
    assert [report.path for report in two] == [*(f"{n}.md" for n in range(7)), "gone.md"]
    assert one == two


class Deadly(Recipe):
    """A recipe whose checker ends the process on one article."""

    def build(self) -> object:  # type: ignore[override]
        checker = super().build()
        whole = checker.check_source

        def check_source(item: Source) -> ArticleReport:
            if item.path == "2.md":
                os._exit(9)
            return whole(item)

        checker.check_source = check_source  # type: ignore[method-assign, assignment]
        return checker


def test_an_article_that_kills_a_worker_is_one_report(bench: Bench) -> None:
    found = [report for _, report in Bench(Deadly(SETTINGS), jobs=2).reports(articles(5))]
    assert [report.path for report in found] == [*(f"{n}.md" for n in range(5)), "gone.md"]
    failed = {report.path for report in found if report.error is not None}
    assert failed == {"2.md", "gone.md"}


def test_few_articles_start_no_processes(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    def fails(*_: object) -> None:
        raise AssertionError("processes were started")

    monkeypatch.setattr(workers, "_Pool", fails)
    auto = Bench(RECIPE, jobs=workers.AUTO)
    auto.checker = bench.checker
    assert len(list(auto.reports(articles(3)))) == 4


# -- progress


def test_progress_is_for_terminals_and_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    from healthlint.cli import running

    report = ArticleReport(path="a.md")

    def screen_after(patience: float, to_terminal: bool) -> str:
        monkeypatch.setattr(running, "_PATIENCE", patience)
        leader, follower = pty.openpty()
        with (
            os.fdopen(follower, "w") as screen,
            open(os.devnull, "w") as null,
            open(os.devnull, "w") as quiet,
        ):
            shown = running.with_progress([report] * 3, screen if to_terminal else quiet, null)
            assert list(shown) == [report] * 3
            screen.write("END")
        text = b""
        while not text.endswith(b"END"):
            text += os.read(leader, 4096)
        os.close(leader)
        return text.decode()

    assert "checking" in screen_after(-1.0, True)
    assert screen_after(60.0, True) == "END"
    assert screen_after(-1.0, False) == "END"
