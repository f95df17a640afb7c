"""The ready-made pieces: hook, action, template, container, and what ``init`` writes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from healthlint.cli.starting import files_of, project_of
from healthlint.config.loading import load_settings
from tests.ci.articles import GOOD, HARMFUL, OTHER
from tests.ci.conftest import DAY, Run, git

ROOT = Path(__file__).parents[2]
SITES = {
    "Hugo site": (("hugo.toml", 'contentDir = "texts"\n'), "texts"),
    "Jekyll site": (("_config.yml", "collections:\n  guides: {output: true}\n"), "_guides"),
    "MkDocs site": (("mkdocs.yml", "docs_dir: pages\nx: !!python/name:a.b\n"), "pages"),
    "Plain folders": (("notes.cfg", ""), "articles"),
}


def loaded(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def command(*arguments: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **variables}
    return subprocess.run(
        arguments, cwd=cwd, env=env, capture_output=True, text=True, timeout=300, check=False
    )


# -- init


@pytest.mark.parametrize("kind", SITES)
def test_init_finds_the_site(project: Path, run: Run, kind: str) -> None:
    (name, text), folder = SITES[kind]
    (project / name).write_text(text, encoding="utf-8")
    (project / folder).mkdir()
    done = run("init")
    assert done.code == 0, done.err
    assert f"{kind}; articles in {folder}\n" in done.out
    settings = load_settings(start=project)
    assert settings.fail_on == "major"
    assert settings.require_reason
    hooks = yaml.safe_load((project / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = hooks["repos"][0]["hooks"]
    assert hook["require_serial"] is True
    assert re.match(hook["files"], f"{folder}/a.md")
    assert not re.match(hook["files"], "README.md")
    workflow = yaml.safe_load(
        (project / ".github/workflows/healthlint.yml").read_text(encoding="utf-8")
    )
    steps = workflow["jobs"]["healthlint"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    assert steps[-1]["run"].endswith(f'--diff "$BASE" {folder}')
    assert steps[-1]["env"] == {"BASE": "origin/${{ github.base_ref }}"}


def test_init_never_overwrites(project: Path, run: Run) -> None:
    (project / "pyproject.toml").write_text("[tool.healthlint]\n", encoding="utf-8")
    (project / ".pre-commit-config.yaml").write_text("repos: []\n", encoding="utf-8")
    done = run("init")
    assert done.out.count("kept ") == 2
    assert not (project / "healthlint.toml").exists()
    assert (project / ".pre-commit-config.yaml").read_text(encoding="utf-8") == "repos: []\n"
    assert run("init").out.count("kept ") == 3


def test_front_matter_of_a_site_is_read_as_metadata(project: Path, run: Run) -> None:
    front = "---\ntitle: Dry skin in winter\nauthor: Ann Example\ndate: 2026-10-01\n---\n\n"
    (project / "a.md").write_text(front + OTHER, encoding="utf-8")
    out = run("check", "a.md", "--select", "PV001,PV003", "-q", "--exit-zero").out
    assert out == ""


def test_settings_of_a_path_with_spaces(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("docs_dir: 'the docs'\n", encoding="utf-8")
    texts = dict(files_of(project_of(tmp_path)))
    assert "'the docs'" in texts[".github/workflows/healthlint.yml"]
    tomllib.loads(texts["healthlint.toml"])
    yaml.safe_load(texts[".pre-commit-config.yaml"])


def validated(schema: str, *paths: Path | str) -> None:
    """Check files against a service's own schema, which check-jsonschema carries."""
    done = command(
        sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}",
        *map(str, paths), cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_services_accept_the_pieces(project: Path, run: Run) -> None:
    assert run("init").code == 0
    validated("github-workflows", project / ".github/workflows/healthlint.yml")
    validated("github-actions", "action.yml")
    validated("gitlab-ci", "templates/gitlab-ci.yml")
    for kind, path in (
        ("manifest", ROOT / ".pre-commit-hooks.yaml"),
        ("config", project / ".pre-commit-config.yaml"),
    ):
        done = command(sys.executable, "-m", "pre_commit", f"validate-{kind}", str(path), cwd=ROOT)
        assert done.returncode == 0, done.stdout


# -- pre-commit


def test_hook_definition() -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")
    assert hook["require_serial"] is True
    assert hook["language"] == "python"
    assert hook["entry"].split()[:2] == ["healthlint", "check"]


def test_pre_commit_runs_the_hook_on_two_files(project: Path, tmp_path: Path) -> None:
    # The hook as published, but run from this environment: building one needs a package index.
    (hook,) = loaded(".pre-commit-hooks.yaml")
    launcher = tmp_path / "healthlint"
    launcher.write_text(
        f"#!{sys.executable}\nfrom healthlint.cli import main\nmain()\n", encoding="utf-8"
    )
    launcher.chmod(0o755)
    local = {**hook, "language": "system", "entry": f"{hook['entry']} {' '.join(DAY)} -q"}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (project / "healthlint.toml").write_text('exclude = ["drafts/"]\n', encoding="utf-8")
    git(project, "init", "--quiet")
    (project / "one.md").write_text(f"{GOOD}\n{HARMFUL}\n", encoding="utf-8")
    (project / "two.md").write_text(f"{GOOD}\n{HARMFUL}\n{HARMFUL}\n", encoding="utf-8")
    (project / "drafts").mkdir()
    (project / "drafts" / "three.md").write_text(f"{GOOD}\n{HARMFUL}\n", encoding="utf-8")
    (project / "code.py").write_text("x = 1\n", encoding="utf-8")
    git(project, "add", "--all")
    done = command(
        sys.executable,
        "-m",
        "pre_commit",
        "run",
        "--all-files",
        "--color",
        "never",
        cwd=project,
        PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        PRE_COMMIT_HOME=str(tmp_path / "home"),
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "one.md:14:1: critical AD001" in done.stdout
    assert "two.md:14:1: critical AD001" in done.stdout
    assert done.stdout.count("exit code: 1") == 1, "one process for all files"
    assert "three.md" not in done.stdout
    for name in ("one.md", "two.md"):
        (project / name).write_text(OTHER, encoding="utf-8")
    git(project, "add", "--all")
    clean = command(
        sys.executable,
        "-m",
        "pre_commit",
        "run",
        "--all-files",
        "--color",
        "never",
        cwd=project,
        PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        PRE_COMMIT_HOME=str(tmp_path / "home"),
    )
    assert clean.returncode in (0, 1)
    assert "AD001" not in clean.stdout


# -- the GitHub action


def fake(tmp_path: Path) -> Path:
    """A ``healthlint`` that prints its arguments, a line each."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "healthlint"
    script.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    return folder


def step(tmp_path: Path, **inputs: str) -> list[str]:
    path = f"{fake(tmp_path)}{os.pathsep}{os.environ['PATH']}"
    names = {f"HEALTHLINT_{name}": value for name, value in inputs.items()}
    done = command(
        "bash", str(ROOT / "templates" / "github-step.sh"), cwd=tmp_path, PATH=path, **names
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_action_is_composite_and_puts_no_input_into_a_script() -> None:
    action = loaded("action.yml")
    assert action["runs"]["using"] == "composite"
    used = set()
    for part in action["runs"]["steps"]:
        assert "${{" not in part.get("run", ""), "an input in a script would be run as one"
        assert "uses" in part or part["shell"] == "bash"
        used |= set(re.findall(r"inputs\.([\w-]+)", yaml.safe_dump(part)))
    assert used == set(action["inputs"]), "every input is used, and every one used is declared"
    for value in action["inputs"].values():
        assert value["description"]


def test_action_step_builds_the_command(tmp_path: Path) -> None:
    assert step(tmp_path) == ["check", "--format", "github", "--", "."]


def test_action_step_with_everything(tmp_path: Path) -> None:
    given = step(
        tmp_path,
        PATHS="docs posts",
        DIFF="origin/main; rm -rf x",
        BASELINE="b.json",
        FAIL_ON="minor",
        SARIF="out.sarif",
        ARGS="--select OM --no-cache",
    )
    assert given == [
        "check", "--format", "github", "--diff", "origin/main; rm -rf x", "--baseline", "b.json",
        "--fail-on", "minor", "--output", "sarif=out.sarif", "--select", "OM", "--no-cache",
        "--", "docs", "posts",
    ]  # fmt: skip


def test_action_step_with_only_a_diff_takes_the_changed_articles(tmp_path: Path) -> None:
    assert step(tmp_path, DIFF="origin/main")[-1] == "--"


def test_action_step_for_real(project: Path, tmp_path: Path) -> None:
    launcher = tmp_path / "healthlint"
    launcher.write_text(
        f"#!{sys.executable}\nfrom healthlint.cli import main\nmain()\n", encoding="utf-8"
    )
    launcher.chmod(0o755)
    (project / "a.md").write_text(f"{GOOD}\n{HARMFUL}\n", encoding="utf-8")
    done = command(
        "bash",
        str(ROOT / "templates" / "github-step.sh"),
        cwd=project,
        PATH=f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        HEALTHLINT_PATHS="a.md",
        HEALTHLINT_SARIF="a.sarif",
        GITHUB_STEP_SUMMARY=str(project / "summary.md"),
    )
    assert done.returncode == 1, done.stderr
    assert "::error file=a.md,line=14" in done.stdout
    assert (project / "a.sarif").is_file()
    assert "AD001" in (project / "summary.md").read_text(encoding="utf-8")


# -- GitLab and the container


def test_gitlab_template(project: Path, run: Run) -> None:
    job = loaded("templates/gitlab-ci.yml")["healthlint"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    (script,) = job["script"]
    reports = job["artifacts"]["reports"]
    assert job["artifacts"]["when"] == "always", "a failing job must still hand in its report"
    (project / "a.md").write_text(f"{GOOD}\n{HARMFUL}\n", encoding="utf-8")
    words = script.replace("$HEALTHLINT_OPTIONS", "").replace("$HEALTHLINT_PATHS", "a.md").split()
    assert words[0] == "healthlint"
    cut = words.index("--")
    done = run(*words[1:cut], *words[cut + 1 :])
    assert done.code == 1
    for path in reports.values():
        assert (project / path).stat().st_size > 0


def test_container_file() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER (?!root)", text, re.M), "not as root"
    assert 'ENTRYPOINT ["healthlint"]' in text
    copied = re.search(r"-c /source/(\S+)", text)
    assert copied is not None
    for name in ("podman", "docker"):
        if shutil.which(name) is None:
            continue
        # Where an engine runs, the file is at least read by it.
        info = command(name, "info", cwd=ROOT)
        if info.returncode == 0:
            assert command(name, "build", "--target", "build", ".", cwd=ROOT).returncode == 0
