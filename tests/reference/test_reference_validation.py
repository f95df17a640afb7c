"""Every mistake of every file at once, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from healthlint.data import data_dir
from healthlint.errors import DataError, SettingsError
from healthlint.reference.loading import load_folders
from healthlint.reference.scaffold import scaffold
from healthlint.reference.validation import main, validate_paths

Value = dict[str, Any]
Make = Callable[..., Value]
Write = Callable[..., Path]


def problems(root: Path) -> list[str]:
    return [f"{found.key}: {found.message}" for found in validate_paths([root])]


def test_the_packaged_entries_are_valid() -> None:
    assert [str(problem) for problem in validate_paths([data_dir("reference")])] == []


def test_a_made_up_entry_is_valid(entry: Make, write: Write) -> None:
    assert problems(write(entry())) == []


def test_every_mistake_is_reported_at_once(entry: Make, fact: Make, write: Write) -> None:
    wrong = entry(
        urgency="urgnt",
        colour="red",
        facts={
            "symptoms": [
                fact("ache", "pain", importance="vital", sources=["nhss"]),
                fact("ache", "Pain!"),
                {"id": "bare"},
            ],
            "red-flags": [fact("heat", "fever")],
            "seek-care": [
                {
                    "id": "go",
                    "urgency": "urgent",
                    "triggers": ["red-flags/haet"],
                    "says": "Go and be seen today.",
                    "sources": [],
                }
            ],
        },
    )
    assert sorted(problems(write(wrong))) == [
        "colour: unknown key; accepted: version, id, kind, name, synonyms, acronyms, short_forms,"
        " not_in, broader, benign, urgency, codes, review, mimicked_by, people, presents_as,"
        " sources, facts, harmful_advice, false_claims, contradictions, causes",
        "facts.red-flags[0]: 'urgency' is missing",
        "facts.seek-care[0].sources: saw []; accepted: at least 1"
        " (Ids of the entry's sources; at least one)",
        'facts.seek-care[0].triggers[0]: saw "red-flags/haet"; accepted: group/id of a fact of'
        " this entry; did you mean 'red-flags/heat'?",
        'facts.symptoms[0].importance: saw "vital"; accepted: essential, expected, optional',
        'facts.symptoms[0].sources[0]: saw "nhss"; accepted: the entry\'s sources (nhs);'
        " did you mean 'nhs'?",
        'facts.symptoms[1].about.concept: saw "Pain!"; accepted: Small letters and digits,'
        " words joined by single hyphens.",
        'facts.symptoms[1].id: "ache" is given twice; accepted: each id in symptoms once',
        "facts.symptoms[2]: 'about' is missing",
        "facts.symptoms[2]: 'says' is missing",
        "facts.symptoms[2]: 'sources' is missing",
        'urgency: saw "urgnt"; accepted: emergency, urgent, soon, routine, self-care;'
        " did you mean 'urgent'?",
    ]


def test_the_line_is_that_of_the_value(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text("version: 1\nid: x\n\nkind: illness\n", encoding="utf-8")
    lines = {found.key: found.line for found in validate_paths([tmp_path])}
    assert lines["kind"] == 4
    assert lines[""] == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"id": "Glass Knee"}, 'id: saw "Glass Knee"; accepted: Small letters'),
        ({"version": 2}, "version: saw 2; accepted: 1"),
        ({"benign": "yes"}, 'benign: saw "yes"; accepted: true or false'),
        ({"presents_as": {"concept": "pain"}}, "presents_as: not accepted here"),
        ({"people": ["children"]}, "people: not accepted here"),
        ({"codes": {"icd10": ["82.4"]}}, 'codes.icd10[0]: saw "82.4"; accepted: One code'),
        ({"mimicked_by": ["glass-knee"]}, "mimicked_by[0]: names the entry itself"),
        ({"synonyms": ["a b", "a b"]}, 'synonyms: saw ["a b", "a b"]; accepted: each item'),
        ({"facts": {}}, "facts: saw {}; accepted: at least 1"),
        ({"facts": {"symptoms": None}}, "facts.symptoms: saw null; accepted: a list"),
        ({"kind": "symptom"}, ": 'presents_as' is missing"),
    ],
)
def test_single_mistakes(
    change: Value, expected: str, entry: Make, write: Write, tmp_path: Path
) -> None:
    root = write(entry(**change))
    written = next(root.iterdir())
    written.rename(root / "glass-knee.yaml")
    assert any(found.startswith(expected) for found in problems(root)), problems(root)


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        ({"next_review": "2028-02-30"}, 'review.next_review: saw "2028-02-30"'),
        (
            {"next_review": "2025-01-01"},
            "review.next_review: saw 2025-01-01; accepted: a day after",
        ),
        ({"status": "reviewed"}, "review.reviewer: saw null; accepted: text"),
    ],
)
def test_review_dates_and_sign_off(review: Value, expected: str, entry: Make, write: Write) -> None:
    value = entry()
    value["review"].update(review)
    assert any(found.startswith(expected) for found in problems(write(value)))


def test_a_signed_review_is_accepted(entry: Make, write: Write) -> None:
    value = entry()
    value["review"].update(status="reviewed", reviewed="2026-03-01", reviewer="A. Made-up, GP")
    assert problems(write(value)) == []


def test_file_name_and_folder_must_agree_with_the_entry(entry: Make, tmp_path: Path) -> None:
    folder = tmp_path / "symptoms"
    folder.mkdir()
    text = scaffold("glass-knee", "condition", date(2026, 1, 5))
    (folder / "glas-knee.yaml").write_text(text, encoding="utf-8")
    assert problems(tmp_path) == [
        "id: saw \"glass-knee\"; accepted: the file's own name, 'glas-knee'",
        'kind: saw "condition"; accepted in the folder symptoms: symptom',
    ]


def test_two_files_cannot_define_one_entry(entry: Make, write: Write) -> None:
    root = write(entry())
    (root / "sub").mkdir()
    (root / "sub" / "glass-knee.yaml").write_bytes((root / "glass-knee.yaml").read_bytes())
    assert [found for found in problems(root) if "is also defined by" in found]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"id: [unclosed\n", "not valid YAML"),
        (b"id: \xff\xfe\n", "not UTF-8 text"),
        (b"", "saw null; accepted: a mapping"),
        (b"- a\n- b\n", "accepted: a mapping"),
        (b"id: a\nid: b\n", "given twice (first on line 1)"),
        (b"id: !!python/object:os.system x\n", "is not accepted"),
        (b"id: &loop [*loop]\n", "an alias that contains itself"),
    ],
)
def test_broken_files_are_problems_not_crashes(
    content: bytes, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "x.yaml").write_bytes(content)
    assert any(expected in str(found) for found in validate_paths([tmp_path]))


def test_all_files_are_reported_together(entry: Make, write: Write) -> None:
    root = write(entry("one", urgency="now"), entry("two", urgency="later"), entry("three"))
    with pytest.raises(DataError) as caught:
        load_folders((root,))
    assert len(caught.value.problems) == 2
    assert {Path(text.split(":")[0]).name for text in caught.value.problems} == {
        "one.yaml",
        "two.yaml",
    }


def test_missing_and_empty_places(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file or folder"):
        load_folders((tmp_path / "nowhere",))
    with pytest.raises(DataError, match="holds no entries"):
        load_folders((tmp_path,))


def test_the_command_prints_mistakes(
    entry: Make, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(write(entry()))]) == 0
    assert main([str(write(entry("bad", urgency="now"), folder="bad"))]) == 2
    assert 'bad.yaml:5: urgency: saw "now"' in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["condition", "symptom"])
def test_a_scaffold_is_valid(kind: Any, tmp_path: Path) -> None:
    text = scaffold("glass-knee", kind, date(2024, 2, 29))
    (tmp_path / "glass-knee.yaml").write_text(text, encoding="utf-8")
    assert problems(tmp_path) == []
    assert load_folders((tmp_path,)).entries["glass-knee"].kind == kind


@pytest.mark.parametrize("ident", ["Glass-Knee", "glass knee", "", "-knee", "../knee"])
def test_a_scaffold_refuses_ids_that_no_file_could_have(ident: str) -> None:
    with pytest.raises(SettingsError, match="accepted: small letters"):
        scaffold(ident, "condition", date(2026, 1, 5))
