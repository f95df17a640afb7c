"""Faults of other tools, one test each, so that they never become ours.

``write-good`` exits with the number of findings modulo 256; ``proselint``, ``codespell`` and
``markdownlint-cli2`` exit 0 for a file that is not there; ``Vale`` finds the second of two equal
matches at the first one's place; ``alex`` miscounts columns after ``&amp;``; ``write-good`` lints
code fences, comments and scripts; a comparable tool's redirected JSON is wrapped and so invalid.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from healthlint.cli.checking import Tally
from healthlint.finding import ArticleReport, Finding, Severity
from tests.ci.articles import GOOD, HARMFUL, OTHER
from tests.ci.conftest import DAY, Run

LAUNCH = (sys.executable, "-c", "from healthlint.cli import main; main()")


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("number", [1, 255, 256, 257, 512])
def test_exit_code_is_never_a_count(number: int) -> None:
    finding = Finding("X", "x", Severity.MAJOR, "m")
    tally = Tally(Severity.MAJOR)
    list(tally.watch([ArticleReport(path="a.md", findings=(finding,) * number)]))
    assert tally.exit_code(False) == 1
    assert tally.exit_code(True) == 0


def test_a_named_file_that_is_not_there(project: Path, run: Run) -> None:
    write(project, "a.md", OTHER)
    for extra in ([], ["--exit-zero"], ["--format", "sarif"]):
        done = run("check", "a.md", "gone.md", *extra)
        assert done.code == 2
        assert "gone.md: no such file or folder" in done.err


def test_a_folder_without_articles_is_no_failure(project: Path, run: Run) -> None:
    (project / "empty").mkdir()
    done = run("check", "empty")
    assert done.code == 0
    assert "holds no articles" in done.err


def test_an_unknown_option_value_is_2(project: Path, run: Run) -> None:
    write(project, "a.md", OTHER)
    for bad in (
        ["--format", "xml"], ["--fail-on", "bad"], ["--select", "ZZ9"], ["--output", "sarif"],
        ["--output", "xml=a.xml"], ["--output", "json=a", "--output", "sarif=a"],
        ["--baseline", "no.json"], ["--diff", "HEAD"], ["--output", "json=no/such/folder.json"],
    ):  # fmt: skip
        done = run("check", "a.md", *bad)
        assert done.code == 2, bad
        assert done.err.startswith("healthlint: "), bad


def test_redirected_json_is_json_however_long_its_lines(project: Path, run: Run) -> None:
    write(project, "a.md", f"{GOOD}\n{HARMFUL} {'And so on and on. ' * 200}\n")
    for format in ("json", "sarif", "gitlab", "rdjson"):
        done = run("check", "a.md", "--format", format)
        json.loads(done.out)
        assert done.code == 1


def test_equal_words_keep_their_own_places(project: Path, run: Run) -> None:
    write(project, "a.md", f"{GOOD}\n{HARMFUL}\n\nBetween.\n\n{HARMFUL}\n")
    done = run("check", "a.md", "--format", "json", "--select", "AD001")
    (report,) = json.loads(done.out)["articles"]
    lines = sorted(span["line"] for f in report["findings"] for span in f["spans"])
    assert lines == [14, 18]


def page(line: str) -> str:
    """An article in HTML, long enough to be one, with a line of its own."""
    body = "".join(f"<p>{part}</p>\n" for part in GOOD.split("\n\n")[1:])
    head = "<html><body><h1>Deep vein thrombosis</h1>"
    return f"{head}\n{line}\n{body}</body></html>\n"


def test_columns_after_an_entity_and_an_emoji(project: Path, run: Run) -> None:
    line = f"<p>Tea &amp; rest \N{ALEMBIC}. {HARMFUL}</p>"
    write(project, "a.html", page(line))
    done = run("check", "a.html", "--format", "json", "--select", "AD001")
    (report,) = json.loads(done.out)["articles"]
    (finding,) = report["findings"]
    (span,) = finding["spans"]
    assert (span["line"], span["column"]) == (2, line.index("Massage") + 1)
    assert line[span["column"] - 1 :].startswith(span["text"])


@pytest.mark.parametrize(
    ("name", "hidden", "seen"),
    [
        ("a.md", "```\n{}\n```", "{}"),
        ("a.md", "<!-- {} -->", "{}"),
        ("a.html", "<script>var x = '{}';</script>", "<p>{}</p>"),
        ("a.html", "<!-- {} -->", "<p>{}</p>"),
        ("a.html", "<style>/* {} */</style>", "<p>{}</p>"),
    ],
)
def test_what_no_reader_sees_is_not_read(
    project: Path, run: Run, name: str, hidden: str, seen: str
) -> None:
    for how, found in ((hidden, False), (seen, True)):
        words = how.format(HARMFUL)
        write(project, name, page(words) if name == "a.html" else f"{GOOD}\n{words}\n")
        out = run("check", name, "--select", "AD001", "-q").out
        assert ("AD001" in out) is found, words


def test_order_is_path_then_place_then_code(project: Path, run: Run) -> None:
    for name in ("b.md", "a.md", "c.md"):
        write(project, name, f"{GOOD}\n{HARMFUL}\n")
    articles = json.loads(run("check", ".", "--format", "json").out)["articles"]
    assert [Path(a["path"]).name for a in articles] == ["a.md", "b.md", "c.md"]
    for article in articles:
        keys = [
            (f["spans"][0]["start"] if f["spans"] else -1, f["rule"]) for f in article["findings"]
        ]
        assert keys == sorted(keys)


def test_several_formats_at_once_say_the_same(project: Path, run: Run) -> None:
    write(project, "a.md", f"{GOOD}\n{HARMFUL}\n")
    done = run("check", "a.md", "-o", "json=a.json", "-o", "html=a.html", "--format", "json")
    assert (project / "a.json").read_text(encoding="utf-8") == done.out
    assert "Massage the calf" in (project / "a.html").read_text(encoding="utf-8")


def test_no_article_text_on_standard_error(project: Path, run: Run) -> None:
    write(project, "a.md", f"{GOOD}\n{HARMFUL}\n")
    write(project, "b.md", "\0secret words")
    done = run("check", ".", "--format", "sarif")
    assert "Massage" not in done.err
    assert "secret" not in done.err


def test_colours_only_where_they_are_wanted(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, "a.md", f"{GOOD}\n{HARMFUL}\n")
    assert "\x1b" not in run("check", "a.md").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in run("check", "a.md").out
    assert "\x1b" not in run("check", "a.md", "-o", "text=a.txt").err
    assert "\x1b" not in (project / "a.txt").read_text(encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check", "a.md").out


def test_a_closed_pipe_ends_quietly(project: Path, kept: Path) -> None:
    for n in range(3):
        write(project, f"{n}.md", f"{GOOD}\n{HARMFUL}\n" * 30)
    command = [*LAUNCH, "check", ".", "--format", "json", *DAY, "--cache-dir", str(kept)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(120) in (0, 1)
