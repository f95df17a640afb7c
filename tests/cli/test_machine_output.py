"""What machines read is what ``schemas/`` states, on articles of every kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from healthlint.data import data_dir
from tests.cli.run import PROSE, healthlint

ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"
CHOSEN = sorted(ARTICLES.iterdir())[::5]


@cache
def schema(name: str) -> jsonschema.Draft202012Validator:
    value = json.loads((data_dir("schemas") / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(value)
    return jsonschema.Draft202012Validator(value)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Corpus articles, a record, a silenced finding, a page that is blocked and a missing file."""
    folder = tmp_path_factory.mktemp("articles")
    silenced = PROSE.replace("Deep vein", "<!-- healthlint: ignore[AD001] why -->\nDeep vein", 2)
    (folder / "silenced.md").write_text(silenced, encoding="utf-8")
    (folder / "blocked.txt").write_text("Access denied.\n", encoding="utf-8")
    (folder / "odd.jsonl").write_text('{"text": "\\ud800 fever", "id": 7}\nx\n', encoding="utf-8")
    return [*map(str, CHOSEN), *map(str, sorted(folder.iterdir())), str(folder / "gone.md")]


@pytest.fixture(scope="module")
def report(inputs: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(healthlint("check", "-f", "json", *inputs).stdout)
    return found


@pytest.fixture(scope="module")
def lines(inputs: list[str]) -> list[dict[str, Any]]:
    printed = healthlint("extract", "-f", "jsonl", *inputs).stdout
    return [json.loads(line) for line in printed.splitlines()]


def test_a_report_is_valid(report: dict[str, Any], inputs: list[str]) -> None:
    assert not [str(error) for error in schema("report").iter_errors(report)]
    articles = report["articles"]
    assert report["summary"]["articles"] == len(articles) == len(inputs) + 1
    assert report["summary"]["errors"] == 2
    assert any(article["findings"] for article in articles)
    assert any(article["suppressed"] for article in articles)
    for article in articles:
        for finding in (*article["findings"], *article["suppressed"]):
            for place in finding["spans"]:
                assert place["end"] - place["start"] == len(place["text"])


def test_an_extraction_is_valid(lines: list[dict[str, Any]], inputs: list[str]) -> None:
    problems = [
        f"{line['path']}: {e}" for line in lines for e in schema("extract").iter_errors(line)
    ]
    assert not problems
    assert len(lines) == len(inputs) + 1
    assert sum(line["error"] is not None for line in lines) == 2
    for part in ("blocks", "entities", "claims", "advice", "sentences"):
        assert any(line.get(part) for line in lines), part


# The names of REPORT_FORMAT.md, version 1: renaming one breaks readers, so it is repeated here.
REPORT_FIELDS = {
    "": "version tool reference articles summary",
    "article": "path id title genre words topics findings error",
    "topic": "id kind role mentions",
    "finding": "rule name severity message spans topic facts sources suggestion fingerprint",
    "place": "start end line column end_line end_column text",
    "source": "title url",
    "summary": "articles errors critical major minor info",
}
EXTRACT_FIELDS = {
    "entity": "label id start end text site modifiers context cues",
    "claim": "subject relation object site modifiers polarity certainty frequency attribution "
    "start end from",
    "advice": "strength urgency start end text",
    "sentence": "start end advice causal",
    "block": "kind level start end",
}


@pytest.mark.parametrize(
    ("name", "fields"), [("report", REPORT_FIELDS), ("extract", EXTRACT_FIELDS)]
)
def test_the_schemas_require_every_field_and_describe_it(
    name: str, fields: Mapping[str, str]
) -> None:
    whole = schema(name).schema
    for part, names in fields.items():
        value = whole["$defs"][part] if part else whole
        assert set(names.split()) <= set(value["required"]), part
    for part, value in (("", whole), *whole["$defs"].items()):
        for field, described in value.get("properties", {}).items():
            assert "description" in described or "$ref" in described, (part, field)


def test_the_schemas_can_fail(report: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    worse = json.loads(json.dumps(report))
    finding = next(a["findings"][0] for a in worse["articles"] if a["findings"])
    finding["severity"] = "grave"
    del worse["articles"][0]["error"]
    assert len(list(schema("report").iter_errors(worse))) == 2
    assert list(schema("extract").iter_errors({**lines[0], "entities": None}))
    partial = {key: value for key, value in lines[0].items() if key != "claims"}
    assert list(schema("extract").iter_errors(partial))
