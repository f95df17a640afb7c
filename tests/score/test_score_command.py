"""``healthlint score`` from end to end on a corpus of two articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from healthlint.cli import app
from healthlint.errors import HealthlintError, InputError, SettingsError

CORPUS = str(Path(__file__).parent / "corpus")


def run(*options: str) -> str:
    result = CliRunner().invoke(app, ["score", CORPUS, "--today", "2026-11-22", *options])
    if isinstance(result.exception, HealthlintError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_table_errors_save_and_against(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    table = run("--save", str(path))
    assert table.startswith("2 articles\n")
    for section in ("entities", "context", "claims", "advice", "findings", "genre accuracy"):
        assert f"\n{section} " in table
    saved = json.loads(path.read_bytes())
    assert saved["figures"]["findings"]["UC002"]["right"] == 1
    assert saved["figures"]["findings"]["UC001"]["missed"] == 1

    errors = run("--errors", "UC001")
    assert 'asthma-note.md:3:18 "wheezing" UC001: missed' in errors
    assert errors.endswith("1 errors\n")

    saved["figures"]["genre accuracy"]["news"] = {"right": 1, "spurious": 0, "missed": 0}
    path.write_text(json.dumps(saved), encoding="utf-8")
    compared = run("--against", str(path))
    assert next(x for x in compared.splitlines() if x.startswith("  news")).endswith("-1.000")


def test_split_reads_only_its_articles() -> None:
    assert run("--split", "seen").startswith("1 articles\n")


def test_user_mistakes_are_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not a row of the table"):
        run("--errors", "SYMPTON")
    with pytest.raises(SettingsError, match="--split"):
        run("--split", "some")
    with pytest.raises(InputError, match="No such file"):
        run("--against", str(tmp_path / "none.json"))
    (tmp_path / "bad.json").write_text('{"version": 1}', encoding="utf-8")
    with pytest.raises(InputError, match="not a file that"):
        run("--against", str(tmp_path / "bad.json"))
