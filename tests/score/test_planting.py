"""Planting: what is changed, where, and what counts as caught."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from healthlint.check import Checker
from healthlint.errors import DataError, InputError
from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.score.planting import load_plants, plant_all
from healthlint.source import Source, Span

BASE = """# Gout

Gout hurts.

<!-- plant -->

## Help

- fever
- chills

See a doctor.

<!-- plant -->
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "gout.md").write_text(BASE, encoding="utf-8")
    return tmp_path


def write(folder: Path, cases: str, silent: str = "") -> None:
    text = f"version: 1\nfamily: f\nrules: [UC001]\nbase: gout\n{silent}cases:\n{cases}"
    (folder / "f.yaml").write_text(text, encoding="utf-8")


def test_each_change_is_made_and_its_place_known(folder: Path) -> None:
    write(
        folder,
        """  - {text: One.}
  - {text: Two.}
  - {text: Three.}
  - {lines: [Four., Five.]}
  - {headline: Acne}
  - {repeat: chills}
  - {swap: {hurts: heals}, headline: Acne}
  - {cut: [fever]}
  - {section: Help}
""",
    )
    texts = [plant.planted.text for plant in load_plants(folder)]
    words = [
        [p.planted.text[s.start : s.end] for s in p.planted.spans] for p in load_plants(folder)
    ]
    assert "Gout hurts.\n\nOne.\n\n## Help" in texts[0]
    assert texts[1].rstrip().endswith("See a doctor.\n\nTwo.")
    assert "Gout hurts. Three." in texts[2]
    assert "Four.\n\nFive." in texts[3]
    assert words[:4] == [["One."], ["Two."], ["Three."], ["Four.\n\nFive."]]
    assert texts[4].startswith("# Acne\n")
    assert words[4] == ["# Acne"]
    assert texts[5].count("- chills") == 2
    assert texts[6].startswith("# Acne\n\nGout heals.")
    assert "fever" not in texts[7]
    assert words[7] == []
    assert "chills" not in texts[8]
    assert "Gout hurts." in texts[8]
    assert all("plant" not in text for text in texts)


def test_mistakes_are_told_at_once(folder: Path) -> None:
    write(folder, "  - {cut: [scurvy]}\n  - {base: other, text: x}\n  - {}\n")
    with pytest.raises(DataError) as caught:
        load_plants(folder)
    told = "\n".join(caught.value.problems)
    for part in ('"scurvy" does not stand', 'no clean article "other"', "a case needs one of"):
        assert part in told


def test_an_empty_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no plants"):
        load_plants(tmp_path)


class Finds(Checker):
    """Reports one rule on every place of some words."""

    def __init__(self, words: str, rule: str, severity: Severity = Severity.MAJOR) -> None:
        self._words, self._rule, self._severity = words, rule, severity

    def check_source(self, source: Source) -> ArticleReport:
        start = source.text.find(self._words)
        if start < 0:
            return ArticleReport(source.path)
        span = Span(start, start + len(self._words))
        found = Finding(self._rule, "n", self._severity, "m", (span,), places=(source.place(span),))
        return ArticleReport(source.path, findings=(found,))


@pytest.mark.parametrize(
    ("words", "rule", "caught"),
    [
        ("One.", "UC001", 1),
        ("One.", "UC002", 0),  # another rule
        ("See a doctor.", "UC001", 0),  # the clean article has it too
    ],
)
def test_only_a_new_finding_of_the_rule_on_the_words_counts(
    folder: Path, words: str, rule: str, caught: int
) -> None:
    write(folder, "  - {text: One.}\n")
    card = plant_all(Finds(words, rule), load_plants(folder))
    assert card.figure("planted errors", "f").right == caught


def test_a_look_alike_is_flagged_by_content_rules_only(folder: Path) -> None:
    write(folder, "  - {text: One.}\n", silent="silent: true\n")
    plants = load_plants(folder)
    for rule, severity, silent in (
        ("AD001", Severity.MAJOR, 0),
        ("RD002", Severity.MAJOR, 1),
        ("UC003", Severity.INFO, 1),
    ):
        card = plant_all(Finds("One.", rule, severity), plants)
        assert card.figure("must not flag", "f").right == silent


def test_the_committed_plants_load_and_are_many() -> None:
    plants = load_plants(ROOT / "corpus" / "plants")
    counts = Counter(plant.family for plant in plants)
    assert min(count for family, count in counts.items()) >= 25
    assert counts["look-alikes"] >= 60
    texts = Counter((plant.family, plant.planted.text) for plant in plants)
    assert max(texts.values()) == 1
