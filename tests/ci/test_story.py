"""A repository's life with healthlint, from the first day to the first mended fault."""

from __future__ import annotations

from pathlib import Path

from tests.ci.articles import GOOD, GOOD_CHANGE, HARMFUL, OLD_FAULT, OTHER
from tests.ci.conftest import Run, commit, git


def test_an_afternoon_and_after(project: Path, run: Run) -> None:
    docs = project / "docs"
    docs.mkdir()
    article = docs / "dvt.md"
    article.write_text(GOOD + "\n" + OLD_FAULT, encoding="utf-8")
    (docs / "skin.md").write_text(OTHER, encoding="utf-8")
    (project / "mkdocs.yml").write_text("site_name: Health\n", encoding="utf-8")
    git(project, "init", "--quiet", "--initial-branch", "main")
    commit(project, "ten years of articles")

    begun = run("init")
    assert begun.code == 0
    assert "MkDocs site; articles in docs" in begun.out
    first = run("check", "docs")
    assert first.code == 1, "the old articles have faults"

    written = run("baseline", "write", "docs")
    assert written.code == 0, written.err
    baseline = project / ".healthlint-baseline.json"
    before = baseline.read_text(encoding="utf-8")
    assert run("check", "docs", "--baseline", baseline.name).code == 0
    commit(project, "healthlint")

    # A good change, at the top, where it moves every line below it.
    text = article.read_text(encoding="utf-8").replace(
        "## Symptoms\n", f"## Travel\n\n{GOOD_CHANGE}\n\n## Symptoms\n"
    )
    article.write_text(text, encoding="utf-8")
    good = run("check", "docs", "--baseline", baseline.name, "--format", "github")
    assert (good.code, good.out) == (0, ""), good.out

    # A harmful sentence: one annotation, on its line.
    article.write_text(f"{text}\n{HARMFUL}\n", encoding="utf-8")
    line = len(text.splitlines()) + 2
    for further in (["--baseline", baseline.name], ["--diff", "HEAD"]):
        bad = run("check", "docs", "--format", "github", *further)
        assert bad.code == 1
        (annotation,) = [row for row in bad.out.splitlines() if row.startswith("::error")]
        assert f"file=docs/dvt.md,line={line}," in annotation
        assert "AD001" in annotation

    # A suppression with its reason.
    quiet = f"<!-- healthlint: ignore[AD001] quoted from the leaflet we warn of -->\n{HARMFUL}\n"
    article.write_text(f"{text}\n{quiet}", encoding="utf-8")
    assert run("check", "docs", "--baseline", baseline.name).code == 0
    bare = f"<!-- healthlint: ignore[AD001] -->\n{HARMFUL}\n"
    article.write_text(f"{text}\n{bare}", encoding="utf-8")
    reasonless = run("check", "docs", "--baseline", baseline.name, "-q")
    assert "SP001" in reasonless.out, "the settings init wrote ask for a reason"

    # An old fault is mended: counted, and pruned by hand only.
    article.write_text(text.replace(OLD_FAULT, ""), encoding="utf-8")
    mended = run("check", "docs", "--baseline", baseline.name)
    assert mended.code == 0
    assert "1 entry fixed" in mended.err
    assert baseline.read_text(encoding="utf-8") == before, "a check never rewrites it"
    assert run("baseline", "prune").code == 0
    after = baseline.read_text(encoding="utf-8")
    gone = set(before.splitlines()) - set(after.splitlines())
    assert len(before.splitlines()) - len(after.splitlines()) == 1
    assert any("AT001" in row for row in gone)
