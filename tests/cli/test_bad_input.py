"""What goes wrong at users' desks: one clear line each, the right exit code, never a traceback.

Most cases run in this process, where the pipeline is quick to build; those about streams and
signals run the command itself.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pytest

from healthlint.cli import main
from tests.cli.run import COMMAND, PROSE, environment, healthlint


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no settings file of this checkout is found."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def command(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["healthlint", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else int(code is not None), out, err)

    return command


def one_line(ended: Ended, *words: str) -> None:
    lines = ended.err.splitlines()
    assert len(lines) == 1, ended.err
    assert lines[0].startswith("healthlint: ")
    assert "Traceback" not in ended.err
    for word in words:
        assert word in lines[0]


def write(name: str, content: str | bytes) -> Path:
    path = Path(name)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


UNREADABLE = {
    "missing": ("gone.md", None, "no such file"),
    "empty": ("empty.md", b"", "is empty"),
    "only spaces": ("blank.txt", b" \r\n\t\n", "is empty"),
    "only a byte order mark": ("mark.txt", b"\xef\xbb\xbf", "is empty"),
    "binary": ("binary.txt", bytes(range(256)) * 20, "binary"),
    "a picture": ("photo.md", b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG"),
    "a PDF under another name": ("leaflet.txt", b"%PDF-1.7 " + PROSE.encode(), "PDF"),
    "broken UTF-16": ("half.txt", "word ".encode("utf-16") + b"\x00\xd8", "UTF-16"),
    "no such format": ("letter.docx", b"PK\x03\x04", ".docx"),
    "no suffix": ("README", b"text", "no suffix"),
    "records: empty": ("none.jsonl", b"", "is empty"),
    "records: cut gzip": ("cut.jsonl.gz", gzip.compress(b'{"text": "a"}')[:-9], "cut.jsonl.gz"),
}


@pytest.mark.parametrize("case", UNREADABLE)
@pytest.mark.parametrize("command", ["check", "extract"])
def test_an_unreadable_file_is_one_line_and_2_and_others_are_still_read(
    run: object, case: str, command: str
) -> None:
    name, content, words = UNREADABLE[case]
    if content is not None:
        write(name, content)
    write("fine.md", PROSE)
    format = "json" if command == "check" else "jsonl"
    ended = run(command, "--format", format, name, "fine.md")  # type: ignore[operator]
    assert ended.code == 2
    one_line(ended, name, words)
    rows = [json.loads(line) for line in ended.out.splitlines()] if command == "extract" else []
    articles = rows or json.loads(ended.out)["articles"]
    assert [article["path"] for article in articles] == [name, "fine.md"]
    assert words in articles[0]["error"]
    assert articles[1]["error"] is None
    assert articles[1]["words"] > 40


def test_exit_zero_still_fails_when_the_run_failed(run: object) -> None:
    write("fine.md", PROSE)
    assert run("check", "fine.md").code == 1  # type: ignore[operator]
    assert run("check", "--exit-zero", "fine.md").code == 0  # type: ignore[operator]
    assert run("check", "--exit-zero", "fine.md", "gone.md").code == 2  # type: ignore[operator]
    assert run("check", "--fail-on", "critical", "--ignore", "AD,OM", "fine.md").code == 0  # type: ignore[operator]


def test_a_folder_without_articles_is_a_warning(run: object) -> None:
    Path("empty").mkdir()
    write("empty/picture.png", b"\x89PNG")
    ended = run("check", "empty")  # type: ignore[operator]
    assert ended.code == 0
    one_line(ended, "empty", "no articles")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig", "cp1252", "latin-1"])
def test_other_encodings_are_read_and_places_are_the_files_own(run: object, encoding: str) -> None:
    text = PROSE.replace("Ann Example", "Anaïs Éxämple")
    data = text.encode(encoding)
    if encoding == "utf-16-be":
        data = b"\xfe\xff" + data
    write("article.md", data)
    ended = run("check", "--format", "json", "--select", "AD001", "article.md")  # type: ignore[operator]
    assert (ended.code, ended.err) == (1, "")
    [article] = json.loads(ended.out)["articles"]
    [place] = article["findings"][0]["spans"]
    assert place["line"] == 5
    assert place["text"].startswith("Stop taking your blood thinner")
    on_disk = data.decode({"utf-8-sig": "utf-8"}.get(encoding, encoding))
    marked = "" if encoding in ("utf-8-sig", "cp1252", "latin-1") else "\ufeff"
    on_disk = on_disk if on_disk.startswith("\ufeff") else marked + on_disk
    assert on_disk[place["start"] : place["end"]] == place["text"]


def test_unclosed_html(run: object) -> None:
    body = PROSE.replace("\n", " ").replace("# ", "<h1>")
    write("page.html", f"<html><body><main><div>{body[:24]}</h2><p>{body[24:]}<b><!-- <p>never")
    ended = run("check", "page.html", "--format", "json")  # type: ignore[operator]
    assert ended.err == ""
    [article] = json.loads(ended.out)["articles"]
    assert article["error"] is None
    assert "AD001" in {finding["rule"] for finding in article["findings"]}


def test_a_line_of_five_megabytes(run: object) -> None:
    write("line.txt", PROSE + "x" * 5_000_000)
    began = time.monotonic()
    ended = run("check", "line.txt", "--format", "json")  # type: ignore[operator]
    assert time.monotonic() - began < 60
    assert ended.err == ""
    assert json.loads(ended.out)["articles"][0]["error"] is None


BROKEN_LINES = {
    b"{not json": "not JSON",
    b"[1, 2]": "a list",
    b'{"title": "no body"}': "no text",
    b'{"text": "a", "html": "b"}': "text and html",
    b'{"text": "   "}': "is empty",
    b'{"text": "\xff"}': "not UTF-8",
    b"[" * 100_000: "line.jsonl:2",
}


@pytest.mark.parametrize("line", BROKEN_LINES, ids=lambda line: line[:20].decode("latin-1"))
def test_a_broken_line_of_records_leaves_the_others(run: object, line: bytes) -> None:
    good = json.dumps({"text": PROSE, "id": "one"}).encode()
    other = json.dumps({"markdown": PROSE}).encode()
    write("line.jsonl", good + b"\n" + line + b"\n\n" + other + b"\n")
    ended = run("check", "line.jsonl", "--format", "json")  # type: ignore[operator]
    assert ended.code == 2
    one_line(ended, "line.jsonl:2", BROKEN_LINES[line])
    articles = json.loads(ended.out)["articles"]
    assert [(a["id"], a["error"] is None) for a in articles] == [
        ("one", True),
        ("2", False),
        ("4", True),
    ]
    assert articles[0]["findings"]
    assert articles[2]["findings"]


ENTRY = """\
version: 1
id: sore-elbow
kind: condition
name: Sore elbow
urgency: urgnet
sources:
  us: {publisher: Us, title: Elbows, url: "https://example.org/elbow", seen: "2026-11-22"}
facts:
  symptoms:
    - {id: hurts, about: {concept: pain}, importance: vital, says: "It hurts.", sources: [them]}
"""


def test_an_invalid_reference_entry_is_refused_with_every_mistake(run: object) -> None:
    write("fine.md", PROSE)
    Path("own/conditions").mkdir(parents=True)
    write("own/conditions/sore-elbow.yaml", ENTRY)
    ended = run("check", "--reference", "own", "fine.md")  # type: ignore[operator]
    assert ended.code == 2
    assert ended.out == ""
    lines = ended.err.splitlines()
    assert all(line.startswith("healthlint: ") and "sore-elbow.yaml" in line for line in lines)
    for words in ("urgnet", "vital"):
        assert any(words in line for line in lines), ended.err


@pytest.mark.parametrize("path", ["nowhere", "fine.md"])
def test_a_reference_folder_that_is_none(run: object, path: str) -> None:
    write("fine.md", PROSE)
    ended = run("check", "--reference", path, "fine.md")  # type: ignore[operator]
    assert ended.code == 2
    one_line(ended, path)


REFUSED = {
    ("--select", "OM01"): "did you mean OM001",
    ("--select", "absolute-clam"): "did you mean absolute-claim",
    ("--ignore", "XX999"): "unknown rule 'XX999'",
    ("--format", "jsn"): "'jsn'",
    ("--fail-on", "grave"): "critical, major, minor, info",
    ("--min-severity", "1"): "critical, major, minor, info",
    ("--color", "blue"): "auto, always or never",
    ("--today", "22/11/2026"): "YYYY-MM-DD",
    ("--profile", "storys"): "accepted are",
    ("--jobs", "0"): "number from 1",
    ("--config", "none.toml"): "none.toml",
    ("--output", "sarif"): "FORMAT=FILE",
    ("--output", "xml=out.xml"): "'xml'",
    ("--output", "json=no/such/folder/out.json"): "no/such/folder",
    ("--baseline", "none.json"): "none.json",
    ("--files-from", "none.txt"): "none.txt",
    ("--diff", "no-such-revision"): "",
    ("--watch", "-"): "standard input",
}


@pytest.mark.parametrize("option", REFUSED, ids=" ".join)
def test_a_refused_option_names_what_is_accepted(run: object, option: tuple[str, str]) -> None:
    write("fine.md", PROSE)
    ended = run("check", "fine.md", *option)  # type: ignore[operator]
    assert ended.code == 2
    one_line(ended, REFUSED[option])


def test_an_unknown_option_and_no_input(run: object) -> None:
    unknown = run("check", "--formt", "json", "x.md")  # type: ignore[operator]
    assert unknown.code == 2
    assert "--format" in unknown.err
    nothing = run("check")  # type: ignore[operator]
    assert nothing.code == 2
    one_line(nothing, "no input")


@pytest.mark.parametrize("text", ["ignored = ['AD001']\n", "select = \n", "\xff\xfe"])
def test_a_broken_settings_file(run: object, text: str) -> None:
    write("fine.md", PROSE)
    write("healthlint.toml", text.encode("latin-1"))
    ended = run("check", "fine.md")  # type: ignore[operator]
    assert ended.code == 2
    one_line(ended, "healthlint.toml")
    assert run("check", "--isolated", "fine.md").code == 1  # type: ignore[operator]


# -- streams, signals, colours: the command itself


def test_a_closed_pipe_ends_quietly() -> None:
    for number in range(30):
        write(f"article-{number}.md", PROSE)
    process = subprocess.Popen(
        [*COMMAND, "check", ".", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    assert process.wait(60) in (0, 1)
    assert err == b""


def test_control_c_is_130() -> None:
    # Input that never ends: the command waits in the middle of its work.
    process = subprocess.Popen(
        [*COMMAND, "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdin is not None
    process.stdin.write(PROSE.encode())
    process.stdin.flush()
    time.sleep(2.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert out == b""


def test_colours_only_where_they_are_wanted() -> None:
    write("fine.md", PROSE)
    escape = b"\x1b["
    assert escape not in healthlint("check", "fine.md").stdout
    assert escape in healthlint("check", "fine.md", FORCE_COLOR="1").stdout
    assert escape not in healthlint("check", "fine.md", FORCE_COLOR="1", NO_COLOR="1").stdout
    assert escape in healthlint("check", "fine.md", "--color", "always", NO_COLOR="1").stdout
    assert escape not in healthlint("check", "fine.md", "--color", "never", FORCE_COLOR="1").stdout
    forced = healthlint("check", "fine.md", "--format", "json", FORCE_COLOR="1").stdout
    json.loads(forced)


def test_standard_input_takes_its_format_from_its_name() -> None:
    html = b"<main><h1>Clots</h1><p>" + PROSE.encode() + b"</p></main>"
    ended = healthlint("check", "-", "--stdin-filename", "a.html", "--format", "json", stdin=html)
    [article] = json.loads(ended.stdout)["articles"]
    assert (article["path"], article["title"]) == ("a.html", "Clots")
    empty = healthlint("check", "-")
    assert empty.returncode == 2
    assert empty.stderr == b"healthlint: -: is empty\n"


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["check", "--help"]])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys, healthlint.cli as cli\n"
        f"sys.argv = ['healthlint', *{arguments!r}]\n"
        "try:\n    cli.main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        "heavy = {'spacy', 'numpy', 'lxml', 'jsonschema', 'yaml', 'pygls', 'orjson'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout.strip()
    assert ended.stderr == "[]\n"


def test_the_language_server_without_its_extra_says_what_to_install() -> None:
    program = (
        "import sys\nsys.modules['pygls'] = None\nsys.argv = ['healthlint', 'lsp']\n"
        "from healthlint.cli import main\nmain()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "pip install 'healthlint[lsp]'" in ended.stderr


def _finding(lines: IO[str]) -> str:
    """The next line that is a finding; runs end with a line of sums."""
    return next(line for line in lines if line.startswith("site/"))


def test_watch_checks_again_what_is_saved() -> None:
    Path("site").mkdir()
    calm = PROSE.replace("Stop taking your blood thinner as soon as", "Take it even when")
    write("site/one.md", calm)
    write("site/two.md", calm)
    process = subprocess.Popen(
        [*COMMAND, "check", "--watch", "site", "-q", "--select", "AD001", "--no-cache"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(WATCHFILES_FORCE_POLLING="0"),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert "watching" in process.stderr.readline()
        time.sleep(0.5)  # until the folder is watched
        temporary = write("site/two.md.tmp", PROSE)
        os.replace(temporary, "site/two.md")  # as editors save
        found = _finding(process.stdout)
        assert found.startswith("site/two.md:5:")
        assert "AD001" in found
        write("site/new.md", PROSE)
        assert _finding(process.stdout).startswith("site/new.md:5:")
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
