"""``healthlint patterns``: export, import of JSONL and of an ontology, validation."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import spacy
from typer.testing import CliRunner

from healthlint.check import Checker
from healthlint.cli import app
from healthlint.errors import DataError, HealthlintError, InputError, SettingsError
from healthlint.extract import extraction_of
from healthlint.source import Source
from healthlint.vocabulary import Concept, Kind, load_vocabulary
from healthlint.vocabulary.exchange import read_span_ruler, span_ruler_lines, write_concepts

SMALL = Path(__file__).parent / "small.obo"


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["patterns", *words])
    if isinstance(result.exception, HealthlintError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_exported_lines_work_in_a_span_ruler() -> None:
    rows = [json.loads(line) for line in run("export", "--kind", "symptom").splitlines()]
    assert {row["label"] for row in rows} == {"SYMPTOM"}
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("span_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns([row for row in rows if row["id"] == "swelling"])  # type: ignore[attr-defined]
    doc = nlp("Swelling of the ankle and a swollen knee.")
    assert [(span.text, span.id_) for span in doc.spans["ruler"]] == [
        ("Swelling", "swelling"),
        ("swollen", "swelling"),
    ]


def test_phrases_survive_export_and_import(tmp_path: Path) -> None:
    concepts = (
        Concept(
            "marsh-fever",
            Kind.CONDITION,
            "marsh fever",
            phrases=("marsh fever",),
            exact=("MF", "M Fever"),
        ),
        Concept("bog-foot", Kind.SYMPTOM, "bog foot", phrases=("bog foot", "wet foot")),
    )
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(span_ruler_lines(concepts)), encoding="utf-8")
    out = tmp_path / "words"
    assert "2 concepts" in run("import", str(path), "--out", str(out))
    loaded = load_vocabulary([out]).concepts
    assert loaded["marsh-fever"].phrases == ("marsh fever",)
    assert loaded["marsh-fever"].exact == ("MF", "M Fever")
    assert loaded["bog-foot"].phrases == ("bog foot", "wet foot")


def test_every_bad_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(
        "\n".join(
            [
                '{"label": "SYMPTOM", "pattern": "bog foot"}',
                "{",
                '{"label": "SYMTOM", "pattern": "x"}',
                '{"label": "SYMPTOM", "pattern": [{"LEMMA": "ache"}]}',
                '{"label": "TEST", "pattern": "foot scan", "id": "bog-foot"}',
            ]
        ),
        encoding="utf-8",
    )
    with pytest.raises(DataError) as caught:
        read_span_ruler(path)
    told = caught.value.problems
    assert len(told) == 4
    for number, part in enumerate(
        ["not JSON", "did you mean 'SYMPTOM'?", "one of LOWER, TEXT, ORTH", "already a symptom"]
    ):
        assert f"bad.jsonl:{number + 2}: " in told[number]
        assert part in told[number]


def test_an_ontology_adds_conditions_that_the_reference_does_not_cover(tmp_path: Path) -> None:
    run("import", str(SMALL), "--out", str(tmp_path))
    checker = Checker(patterns=[tmp_path])
    concepts = checker.knowledge.vocabulary.concepts
    fever = concepts["hazelmoor-fever"]
    assert fever.phrases == ("hazelmoor fever", "moor-walker's ague")
    assert fever.short_forms == ("HMF",)
    # What we know stays ours, and narrower terms hang below it.
    assert concepts["hazelmoor-asthma"].parents == ("asthma",)
    assert not {"vapours", "hazelmoor", "gout-doid-90004"} & set(concepts)
    text = "Hazelmoor fever (HMF) is rare. HMF can follow asthma. The marsh sickness is a tale."
    read = extraction_of(checker.read(Source("a.txt", text)))
    found = [(row["text"], row["id"], row["covered"]) for row in read["entities"]]
    assert found == [
        ("Hazelmoor fever", "hazelmoor-fever", False),
        ("HMF", "hazelmoor-fever", False),
        ("HMF", "hazelmoor-fever", False),
        ("asthma", "asthma", True),
    ]


def test_user_mistakes_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = ["--out", str(tmp_path / "o")]
    with pytest.raises(SettingsError, match=r"not accepted; use \.jsonl"):
        run("import", "a.csv", *out)
    with pytest.raises(InputError, match="no such file"):
        run("import", "none.obo", *out)
    broken = tmp_path / "broken.obo"
    broken.write_text("[Term]\nid DOID:1\n", encoding="utf-8")
    with pytest.raises(InputError, match="not an ontology"):
        run("import", str(broken), *out)
    unknown = tmp_path / "other.obo"
    unknown.write_text("format-version: 1.2\n\n[Term]\nid: ZZ:1\nname: bog foot\n", "utf-8")
    with pytest.raises(SettingsError, match="--kind"):
        run("import", str(unknown), *out)
    monkeypatch.setitem(sys.modules, "pronto.ontology", None)
    with pytest.raises(SettingsError, match="extra 'ontology'"):
        run("import", str(SMALL), *out)


def test_validate_runs_the_examples(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    concept = Concept("bog-foot", Kind.SYMPTOM, "bog foot", phrases=("bog foot",))
    (path,) = write_concepts([concept], folder, "mine")
    text = path.read_text(encoding="utf-8")
    lines = "  match: [She had bog foot., He limped.]\n  no_match: [A bog foot long.]\n"
    path.write_text(text + lines, encoding="utf-8")
    result = CliRunner().invoke(app, ["patterns", "validate", str(folder)])
    assert result.exit_code == 2
    told = [line for line in result.stderr.splitlines() if "bog-foot" in line]
    assert len(told) == 2
    assert "not found in its example 'He limped.'" in told[0]
    assert "found in 'A bog foot long.', which must not match" in told[1]


def test_the_packaged_patterns_are_valid() -> None:
    result = CliRunner().invoke(app, ["patterns", "validate"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("valid: ")


def test_a_phrase_of_two_names_is_told_with_both_files(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    write_concepts(
        [Concept("bog-foot", Kind.SYMPTOM, "bog foot", phrases=("bog foot",))], folder, "mine"
    )
    write_concepts(
        [Concept("wet-foot", Kind.SYMPTOM, "wet foot", phrases=("bog foot",))], folder, "more"
    )
    result = CliRunner().invoke(app, ["patterns", "validate", str(folder)])
    assert result.exit_code == 2
    (told,) = [line for line in result.stderr.splitlines() if "bog foot" in line]
    assert "wet-foot: 'bog foot' is also a phrase of 'bog-foot'" in told
    assert "mine.yaml" in told
    assert "more.yaml" in told
