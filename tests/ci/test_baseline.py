"""The baseline file: what it holds, and what is told apart by it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from healthlint.baseline import Baseline, Entry, entries_of, load, save, written
from healthlint.errors import SettingsError
from healthlint.finding import ArticleReport, Finding, Severity
from tests.ci.articles import GOOD, OTHER
from tests.ci.conftest import Run

TODAY = datetime.date(2026, 11, 22)


def report(path: Path, *prints: str, error: str | None = None) -> ArticleReport:
    findings = tuple(
        Finding("AT001", "x", Severity.MINOR, f"about {name}", fingerprint=name) for name in prints
    )
    return ArticleReport(path=str(path), findings=findings, error=error)


def entry(path: str, name: str, **values: str) -> Entry:
    return Entry(path, "AT001", name, f"about {name}", **values)


def baseline(folder: Path, *entries: Entry) -> Baseline:
    return Baseline(tuple(sorted(entries)), folder, TODAY)


def files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("x", encoding="utf-8")


def test_new_known_and_fixed(tmp_path: Path) -> None:
    files(tmp_path, "a.md", "b.md")
    held = baseline(tmp_path, entry("a.md", "1"), entry("a.md", "2"), entry("b.md", "3"))
    sorted_out = held.sort_out(report(tmp_path / "a.md", "2", "4"))
    assert [f.fingerprint for f in sorted_out.findings] == ["4"]
    assert [f.fingerprint for f in sorted_out.known] == ["2"]
    assert [e.fingerprint for e in held.fixed()] == ["1"], "b.md was not checked"


def test_the_same_fault_in_another_article_is_new(tmp_path: Path) -> None:
    files(tmp_path, "a.md", "b.md")
    held = baseline(tmp_path, entry("a.md", "1"))
    assert held.sort_out(report(tmp_path / "b.md", "1")).known == ()


def test_a_renamed_article_keeps_its_entries(tmp_path: Path) -> None:
    files(tmp_path, "new.md", "other.md")
    held = baseline(tmp_path, entry("old.md", "1"), entry("old.md", "2"), entry("old.md", "3"))
    assert len(held.sort_out(report(tmp_path / "new.md", "1", "2")).known) == 2
    assert held.sort_out(report(tmp_path / "other.md", "1", "2")).known == (), "renamed only once"
    moved = list(entries_of(held, [report(tmp_path / "new.md", "1")]))
    assert moved[0].path == "new.md"


def test_an_omission_that_became_smaller_is_known_one_that_grew_is_new(tmp_path: Path) -> None:
    files(tmp_path, "a.md")
    facts = "dvt/risk-factors/cancer dvt/risk-factors/pregnancy"
    held = baseline(tmp_path, Entry("a.md", "OM003", "1", "left out", facts, owner="Ann"))

    def omitting(*names: str) -> ArticleReport:
        facts = tuple(f"dvt/risk-factors/{name}" for name in names)
        finding = Finding(
            "OM003", "x", Severity.MINOR, "m", facts=facts, fingerprint="".join(names)
        )
        return ArticleReport(path=str(tmp_path / "a.md"), findings=(finding,))

    assert held.sort_out(omitting("cancer", "age")).known == ()
    smaller = omitting("cancer")
    assert held.sort_out(smaller).findings == ()
    assert held.fixed() == ()
    (entry,) = entries_of(held, [smaller])
    assert (entry.facts, entry.owner) == ("dvt/risk-factors/cancer", "Ann")


def test_an_unreadable_article_fixes_nothing(tmp_path: Path) -> None:
    files(tmp_path, "a.md")
    held = baseline(tmp_path, entry("a.md", "1"))
    held.sort_out(report(tmp_path / "a.md", error="not text"))
    assert held.fixed() == ()


def test_rules_that_did_not_run_fix_nothing(tmp_path: Path) -> None:
    files(tmp_path, "a.md")
    held = baseline(tmp_path, entry("a.md", "1"))
    held.codes = frozenset({"OM001"})
    held.sort_out(report(tmp_path / "a.md"))
    assert held.fixed() == ()


def test_an_expired_entry_counts_again(tmp_path: Path) -> None:
    files(tmp_path, "a.md")
    past, ahead = "2026-11-22", "2026-11-23"
    held = baseline(tmp_path, entry("a.md", "1", expires=past), entry("a.md", "2", expires=ahead))
    sorted_out = held.sort_out(report(tmp_path / "a.md", "1", "2"))
    assert [f.fingerprint for f in sorted_out.findings] == ["1"]
    assert [e.fingerprint for e in held.expired()] == ["1"]
    assert held.fixed() == ()


def test_entries_of_articles_that_are_gone_are_stale(tmp_path: Path) -> None:
    files(tmp_path, "a.md")
    held = baseline(tmp_path, entry("a.md", "1"), entry("gone.md", "2"))
    held.sort_out(report(tmp_path / "a.md", "1"))
    assert [e.path for e in held.stale()] == ["gone.md"]


def test_file_is_sorted_one_entry_a_line_without_lines_or_times(tmp_path: Path) -> None:
    entries = [entry("b.md", "2"), entry("a.md", "9", reason="old"), entry("a.md", "1")]
    text = written(entries)
    assert text == written(reversed(entries)) == written([*entries, entries[0]])
    rows = text.splitlines()[1:-1]
    assert [json.loads(row.rstrip(","))["fingerprint"] for row in rows] == ["1", "9", "2"]
    assert set(json.loads(rows[0].rstrip(","))) == {"path", "rule", "fingerprint", "message"}
    save(tmp_path / "b.json", entries)
    assert set(load(tmp_path / "b.json", TODAY).entries) == set(entries)
    assert [path.name for path in tmp_path.iterdir()] == ["b.json"]
    save(tmp_path / "b.json", [])
    assert load(tmp_path / "b.json", TODAY).entries == ()


def test_mistakes_are_told_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    rows = [
        {"path": "a.md", "rule": "X"},
        {"path": "a", "rule": "X", "fingerprint": "1", "expires": "soon"},
        {"path": "a", "rule": "X", "fingerprint": "1", "line": "3"},
        "x",
    ]
    path.write_text(json.dumps({"version": 1, "entries": rows}), encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load(path, TODAY)
    said = str(caught.value).splitlines()
    assert len(said) == 4
    assert "entry 1: fingerprint is missing" in said[0]
    assert "'soon' is not a day" in said[1]
    assert "unknown field 'line'" in said[2]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 2, "entries": []}', "\0"])
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"b\.json"):
        load(path, TODAY)


def test_commands(project: Path, run: Run) -> None:
    (project / "dvt.md").write_text(GOOD, encoding="utf-8")
    assert run("baseline", "write", "dvt.md", "--baseline", "b.json").code == 0
    assert run("baseline", "write", "dvt.md", "--baseline", "b.json").code == 2, "never replaced"
    path = project / "b.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["entries"][0]["reason"] = "agreed with the editor"
    path.write_text(json.dumps(data), encoding="utf-8")
    (project / "skin.md").write_text(OTHER, encoding="utf-8")
    assert run("baseline", "update", "--baseline", "b.json").code == 0
    rows = json.loads(path.read_text(encoding="utf-8"))["entries"]
    assert {row["path"] for row in rows} == {"dvt.md", "skin.md"}
    assert [row["reason"] for row in rows if "reason" in row] == ["agreed with the editor"]
    shown = run("baseline", "show", "--baseline", "b.json")
    assert "(agreed with the editor)" in shown.out
    assert f"{len(rows)} entries" in shown.out
    (project / "skin.md").unlink()
    stale = run("check", "dvt.md", "--baseline", "b.json")
    assert stale.code == 0
    assert "stale; remove with: healthlint baseline prune" in stale.err
    assert run("check", "dvt.md", "--baseline", "no.json").code == 2
