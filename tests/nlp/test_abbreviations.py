"""Short forms count where the article says what they stand for."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.source import Source


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


def conditions(checker: Checker, text: str) -> list[tuple[str, str]]:
    article = checker.read(Source("made.txt", text, "text"))
    return [
        (article.doc[e.start : e.end].text, e.id)
        for e in article.entities
        if e.label == "CONDITION"
    ]


def test_a_defined_short_form_means_what_it_is_defined_as(checker: Checker) -> None:
    text = "Pulmonary embolism (PE) is serious. PE can follow a long flight."
    assert conditions(checker, text).count(("PE", "pulmonary-embolism")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "The school has a good PE teacher, and an MS in Boston is close to MI and PA.",
        "CF Montreal won at home, and the TB of disk space was full by noon.",
        "RA Dickey and UC Davis met in OA last May.",
    ],
)
def test_two_letters_that_nothing_explains_are_no_condition(checker: Checker, text: str) -> None:
    assert conditions(checker, text) == []


def test_two_letters_count_beside_the_name_in_full(checker: Checker) -> None:
    text = "Tuberculosis is spread by coughing. People with TB need treatment for months."
    assert ("TB", "tuberculosis") in conditions(checker, text)
    text = "Many people with cystic fibrosis take it. In CF, mucus is thick."
    assert any(words == "CF" for words, _ in conditions(checker, text))


def test_a_short_form_defined_otherwise_loses_its_usual_meaning(checker: Checker) -> None:
    text = "The Office of Sports Administration (OSA) said so. OSA has ten members."
    assert conditions(checker, text) == []


def test_initials_of_a_name_given_in_full_before(checker: Checker) -> None:
    text = "Atrial fibrillation is common. Tablets are given for AF."
    assert any(words == "AF" for words, _ in conditions(checker, text))
    # before the name stands, and where the letters are said to mean something else, they do not
    assert not any(
        words == "PE" for words, _ in conditions(checker, "PE, then pulmonary embolism.")
    )
    other = "Pulmonary embolism kills. Physical education (PE) is taught; PE ends at four."
    assert not any(words == "PE" for words, _ in conditions(checker, other))
