"""Passages weighed as a whole: what counts, what decides, and what a broken file says."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthlint.errors import DataError
from healthlint.nlp.dangerous_advice import BIAS, CODES, features, load_weights, read_weights

WEIGHTS = """\
# a comment
<threshold>\t50
<bias>\t-100\t0\t0\t0\t0
wait\t90\t0\t30\t10\t0
skip\t10\t0\t0\t0\t40
skip dose\t120\t0\t0\t0\t90
#medicine\t20
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "weights.tsv"
    path.write_text(WEIGHTS, encoding="utf-8")
    return path


def test_weights_add_up_over_the_bias_and_the_threshold(small: Path) -> None:
    weights = read_weights(small)
    assert weights.judge(["please", "wait"], ()).score == -100 + 90 - 50
    assert weights.judge(["skip", "doses"], {"medicine"}).score == -100 + 10 + 120 + 20 - 50


def test_a_feature_counts_once_however_often_it_stands(small: Path) -> None:
    weights = read_weights(small)
    once = weights.judge(["wait"], ())
    assert weights.judge(["wait", "and", "wait"], ()).score == once.score


def test_the_code_is_that_of_the_rule_most_spoken_for(small: Path) -> None:
    weights = read_weights(small)
    assert weights.judge(["wait"], ()).code == "AD002"
    assert weights.judge(["skip", "a", "dose"], ()).code == "AD004"


def test_the_words_that_weighed_are_named_by_place(small: Path) -> None:
    words = ["just", "skip", "doses", "now"]
    assert read_weights(small).judge(words, ()).telling == (1, 2)


def test_inflections_numbers_and_spaces_do_not_matter() -> None:
    assert features(["waiting"], ()) & {"wait"}
    assert "<n>" in features(["40mg"], ())
    assert "<n>" in features(["3"], ())
    assert features(["wait", ".", ")"], ()) == features(["wait"], ())


def test_every_mistake_of_a_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text("<bias>\t1\t0\t0\t0\t0\nwait\tmuch\nskip\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_weights(path)
    told = "\n".join(raised.value.problems)
    assert all(part in told for part in (":2:", ":3:", "<threshold>"))


def test_the_packaged_weights_are_whole() -> None:
    weights = load_weights()
    assert len(weights.danger) > 5_000
    assert all(len(row) == len(CODES) for row in weights.codes.values())
    assert BIAS in weights.danger


@given(st.lists(st.text(min_size=1, max_size=12), max_size=30))
def test_any_words_can_be_weighed_and_weigh_the_same_twice(words: list[str]) -> None:
    weights = load_weights()
    judged = weights.judge(words, ())
    assert judged == weights.judge(words, ())
    assert all(0 <= place < len(words) for place in judged.telling)
