"""Sentences looked at by their words alone: what counts, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthlint.errors import DataError
from healthlint.nlp.suspicion import BIAS, features, load_suspicion, read_suspicion

WEIGHTS = """\
# a comment
<threshold>\t50
<bias>\t-100
wait\t90
skip\t10
skip dose\t120
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "weights.tsv"
    path.write_text(WEIGHTS, encoding="utf-8")
    return path


def test_weights_add_up_over_the_bias_and_the_threshold(small: Path) -> None:
    suspicion = read_suspicion(small)
    assert suspicion.score(["please", "wait"]) == -100 + 90 - 50
    assert suspicion.score(["skip", "doses"]) == -100 + 10 + 120 - 50


def test_a_feature_counts_once_however_often_it_stands(small: Path) -> None:
    suspicion = read_suspicion(small)
    assert suspicion.score(["wait", "and", "wait"]) == suspicion.score(["wait"])


def test_the_words_that_weighed_are_named_by_place(small: Path) -> None:
    assert read_suspicion(small).telling(["just", "skip", "doses", "now"]) == (1, 2)


def test_inflections_numbers_and_spaces_do_not_matter() -> None:
    assert features(["waiting"]) & {"wait"}
    assert "<n>" in features(["40mg"])
    assert "<n>" in features(["3"])
    assert features(["wait", ".", ")"]) == features(["wait"])


def test_every_mistake_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text("<bias>\t1\nwait\tmuch\nskip\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_suspicion(path)
    told = "\n".join(raised.value.problems)
    assert all(part in told for part in (":2:", ":3:", "<threshold>"))


def test_the_packaged_weights_are_whole() -> None:
    suspicion = load_suspicion()
    assert len(suspicion.weights) > 5_000
    assert BIAS in suspicion.weights


@given(st.lists(st.text(min_size=1, max_size=12), max_size=30))
def test_any_words_can_be_weighed_and_weigh_the_same_twice(words: list[str]) -> None:
    suspicion = load_suspicion()
    assert suspicion.score(words) == suspicion.score(words)
    assert all(0 <= place < len(words) for place in suspicion.telling(words))
