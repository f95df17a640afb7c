"""--diff: the whole article is read, and the change answers for its own lines."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from healthlint.changed_lines import FileChange, of_diff
from healthlint.errors import InputError
from tests.ci.articles import GOOD, HARMFUL, OLD_FAULT
from tests.ci.conftest import Done, Run, commit, git

ALL = ("--format", "github", "--min-severity", "info")


@pytest.fixture
def repository(project: Path) -> Path:
    git(project, "init", "--quiet", "--initial-branch", "main")
    (project / "dvt.md").write_text(f"{GOOD}\n{OLD_FAULT}", encoding="utf-8")
    (project / "old.md").write_text(f"{GOOD}\n{HARMFUL}\n", encoding="utf-8")
    commit(project, "first")
    return project


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def codes(done: Done) -> set[str]:
    return {row.split("title=")[1].split(" ")[0] for row in done.out.splitlines()}


def test_nothing_changed_nothing_said(repository: Path, run: Run) -> None:
    done = run("check", "--diff", "HEAD", *ALL)
    assert (done.code, done.out) == (0, "")


def test_only_findings_on_the_changed_lines(repository: Path, run: Run) -> None:
    edit(repository / "dvt.md", "mostly in one leg.\n", f"mostly in one leg. {HARMFUL}\n")
    done = run("check", "--diff", "HEAD", *ALL)
    assert done.code == 1
    assert codes(done) == {"AD001"}, "not the old fault, not old.md, not what the article omits"
    assert run("check", "dvt.md", *ALL).out.count("::") > done.out.count("::")


def test_omissions_count_when_the_title_changes(repository: Path, run: Run) -> None:
    edit(repository / "dvt.md", "what to know", "all about it")
    found = codes(run("check", "--diff", "HEAD", *ALL))
    assert any(code.startswith("OM") for code in found)
    assert "AT001" not in found


def test_what_a_change_takes_out_is_its_own_omission(repository: Path, run: Run) -> None:
    before = codes(run("check", "dvt.md", *ALL))
    edit(repository / "dvt.md", ", cough up blood or have chest pain", "")
    assert "OM001" not in before
    done = run("check", "--diff", "HEAD", *ALL)
    assert done.code == 1
    assert codes(done) == {"OM001"}
    git(repository, "mv", "dvt.md", "moved.md")
    assert codes(run("check", "--diff", "HEAD", *ALL)) == {"OM001"}, "renamed as well"


def test_a_new_file_answers_for_all_of_it(repository: Path, run: Run) -> None:
    (repository / "new.md").write_text(GOOD, encoding="utf-8")  # not even known to git
    found = codes(run("check", "--diff", "HEAD", *ALL))
    assert any(code.startswith("OM") for code in found)
    named = codes(run("check", ".", "--diff", "HEAD", *ALL))
    assert named == found


def test_changes_since_the_branch_began(repository: Path, run: Run) -> None:
    git(repository, "checkout", "--quiet", "-b", "topic")
    edit(repository / "dvt.md", "mostly in one leg", "nearly always in one leg")
    commit(repository)
    git(repository, "checkout", "--quiet", "main")
    edit(repository / "old.md", HARMFUL, f"{HARMFUL} {HARMFUL}")
    commit(repository)
    git(repository, "checkout", "--quiet", "topic")
    assert "old.md" not in run("check", "--diff", "main", *ALL).out


def test_a_diff_on_standard_input(
    repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(repository / "dvt.md", OLD_FAULT, f"{OLD_FAULT}\n{HARMFUL}\n")
    diff = git(repository, "diff")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(diff.encode())))
    assert codes(run("check", "--diff", "-", *ALL)) == {"AD001"}


@pytest.mark.parametrize(
    ("revision", "said"),
    [("nonsense", "git knows no revision 'nonsense'"), ("--output=x", "is not a revision")],
)
def test_unknown_revision(repository: Path, run: Run, revision: str, said: str) -> None:
    done = run("check", f"--diff={revision}", "dvt.md")
    assert done.code == 2
    assert said in done.err
    assert not (repository / "x").exists()


def test_shallow_history_is_a_clear_error(
    repository: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = git(repository, "rev-parse", "HEAD").strip()
    edit(repository / "dvt.md", "what to know", "all about it")
    commit(repository)
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    done = run("check", "--diff", first)
    assert done.code == 2
    assert "shallow" in done.err
    assert "fetch-depth: 0" in done.err


def test_no_repository(project: Path, run: Run) -> None:
    done = run("check", "--diff", "HEAD", ".")
    assert done.code == 2
    assert "not a git repository" in done.err


def test_lines_and_gaps_of_a_diff(tmp_path: Path) -> None:
    diff = """\
--- a/a.md
+++ b/a.md
@@ -2,1 +2,0 @@
-gone
@@ -5,0 +5,2 @@
+one
+two
@@ -9,1 +10,1 @@
-old
+new
--- /dev/null
+++ b/b.md
@@ -0,0 +1,1 @@
+whole
"""
    changes = of_diff(diff, tmp_path)
    change = changes.of(str(tmp_path / "a.md"))
    assert change == FileChange(frozenset({5, 6, 10}), frozenset({2, 9}), before="a.md")
    assert change.touches(1, 3)  # the gap after line 2
    assert not change.touches(3, 4)
    assert not change.wrote(1, 4)
    other = changes.of(str(tmp_path / "b.md"))
    assert other is not None
    assert other.whole


@pytest.mark.parametrize("text", ["hello", "--- a\n+++ b\n@@ -1,2 +1,1 @@\n-x\n"])
def test_what_is_no_diff_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match="not a unified diff"):
        of_diff(text, tmp_path)
    assert of_diff("", tmp_path).files == {}
