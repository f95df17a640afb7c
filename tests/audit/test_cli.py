"""``healthlint audit`` as it is typed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from healthlint.cli.auditing import app
from healthlint.errors import SettingsError
from tests.audit.archive import archive


def test_an_archive_is_audited_asked_and_shown(tmp_path: Path) -> None:
    source, out = archive(tmp_path / "archive.jsonl", 4), tmp_path / "out"
    runner = CliRunner()
    ran = runner.invoke(app, [str(source), "--out", str(out), "--isolated"])
    assert ran.exit_code == 0, ran.output
    assert "4 articles" in ran.stderr
    again = runner.invoke(app, ["run", str(source), "--out", str(out), "--isolated"])
    assert "4 articles (4 done before)" in again.stderr
    asked = runner.invoke(
        app, ["query", str(out), "select id from articles order by 1", "--format", "csv"]
    )
    assert asked.stdout == "id\na0000\na0001\na0002\na0003\n"
    worst = runner.invoke(app, ["ask", str(out), "worst", "-n", "1", "-f", "jsonl"])
    assert worst.stdout.count("\n") == 1
    assert '"weight":' in worst.stdout
    drawn = runner.invoke(app, ["sample", str(out), "-n", "2"])
    assert drawn.stdout.startswith("article,finding,rule,severity")
    assert drawn.stdout.count("\n") == 3
    same = runner.invoke(app, ["compare", str(out), str(out), "--details", "-f", "jsonl"])
    assert (same.exit_code, same.stdout) == (0, "")
    assert runner.invoke(app, ["report", str(out)]).exit_code == 0
    assert (out / "report.html").stat().st_size > 10_000


def test_a_missing_library_is_one_line_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from healthlint import audit

    monkeypatch.setattr(audit, "find_spec", lambda name: None if name == "duckdb" else sys)
    ran = CliRunner().invoke(app, ["query", str(tmp_path), "select 1"])
    assert isinstance(ran.exception, SettingsError)
    assert str(ran.exception) == "auditing needs duckdb: pip install 'healthlint[audit]'"
