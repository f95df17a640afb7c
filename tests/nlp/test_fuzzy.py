"""Misspelt and reordered names: found when asked for, never instead of what is written."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from healthlint.check import Checker
from healthlint.config import Settings
from healthlint.extract import extraction_of
from healthlint.nlp.near_names import Name as Words
from healthlint.nlp.near_names import edits, likeness, lists_of
from healthlint.source import Source


@pytest.fixture(scope="module")
def fuzzy() -> Checker:
    return Checker(settings=Settings(fuzzy=True))


@pytest.fixture(scope="module")
def plain() -> Checker:
    return Checker()


def found(checker: Checker, text: str) -> dict[str, tuple[str, float]]:
    article = checker.read(Source("made.txt", text, "text"))
    return {article.doc[e.start : e.end].text: (e.id, e.confidence) for e in article.entities}


@pytest.mark.parametrize(
    ("text", "words", "concept"),
    [
        ("It may be a bakers cist.", "bakers cist", "baker-cyst"),
        (
            "She was treated for thrombosis of the deep veins.",
            "thrombosis of the deep veins",
            "deep-vein-thrombosis",
        ),
        ("My uncle has diabetis.", "diabetis", "diabetes"),
        ("Her artheritis is worse in winter.", "artheritis", "arthritis"),
        ("He was told about brest cancer.", "brest cancer", "breast-cancer"),
        ("They asked about a heartattack.", "heartattack", "heart-attack"),
        ("It was neumonia after all.", "neumonia", "pneumonia"),
        ("She takes ibuprofin at night.", "ibuprofin", "ibuprofen"),
        ("It was an infection in the ear.", "infection in the ear", "ear-infection"),
    ],
)
def test_near_names_are_found_and_less_sure(
    fuzzy: Checker, plain: Checker, text: str, words: str, concept: str
) -> None:
    identity, sure = found(fuzzy, text)[words]
    assert identity == concept
    assert 0 < sure < 1
    assert found(plain, text).get(words, ("", 0))[0] != concept


@pytest.mark.parametrize(
    "text",
    [
        "The hart ran across the meadow and the rest of the herd followed.",
        "Mr Gouty and Mrs Migrane live in Strok.",
        "Hypotension is not hypertension, and a tendinosis is no tendinitis.",
        "The weather of the week was fine, and the price of the bread rose.",
        "Prednisone and prednisolone, cefalexin and cefotaxime are four medicines.",
        "We bought a smartphone, a podcast subscription and some emojis.",
    ],
)
def test_other_words_are_left_alone(fuzzy: Checker, plain: Checker, text: str) -> None:
    assert found(fuzzy, text) == found(plain, text)


def test_an_exact_match_is_never_contradicted(fuzzy: Checker, plain: Checker) -> None:
    text = "Gout, diabetes mellitus and deep vein thrombosis (DVT) hurt. DVT and breast cancer too."
    assert found(fuzzy, text) == found(plain, text)
    both = found(fuzzy, "Diabetes and diabetis.")
    assert both["Diabetes"] == ("diabetes", 1.0)
    assert both["diabetis"][1] < 1


def test_extract_says_how_sure(fuzzy: Checker) -> None:
    article = fuzzy.read(Source("made.txt", "Gout is not diabetis.", "text"))
    rows = {row["text"]: row for row in extraction_of(article)["entities"]}
    assert "confidence" not in rows["Gout"]
    assert rows["diabetis"]["confidence"] < 1
    assert rows["diabetis"]["context"] == ["negated"]


def test_a_finding_that_rests_on_a_near_name_is_of_low_confidence(
    fuzzy: Checker, plain: Checker
) -> None:
    filler = " Walking in the park each day is a habit that many people keep for years." * 4
    text = (
        "Bakers cist\n\nA bakers cist is a medical emergency. A bakers cist is life-threatening."
        + filler
    )
    confidences = [
        {f.confidence.value for f in checker.check_text(text).findings if f.rule == "UC005"}
        for checker in (fuzzy, plain)
    ]
    assert confidences == [{"low"}, set()]


def test_off_it_loads_nothing() -> None:
    program = (
        "import sys; from healthlint.check import Checker; Checker();"
        "print([m for m in ('nmslib', 'sklearn', 'scispacy.candidate_generation')"
        " if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_command_has_the_option() -> None:
    command = [sys.executable, "-m", "healthlint", "extract", "-", "-f", "jsonl", "--fuzzy"]
    done = subprocess.run(
        command, input="It may be diabetis.", capture_output=True, text=True, check=True
    )
    (line,) = done.stdout.splitlines()
    assert [row["id"] for row in json.loads(line)["entities"]] == ["diabetes"]


def test_edits_are_counted_as_people_make_them() -> None:
    assert edits("tendon", "tendno") == 1
    assert edits("gout", "gou") == 1
    assert edits("gout", "goout") == 1
    assert edits("", "gout") == 4


def test_likeness_tells_names_apart(fuzzy: Checker) -> None:
    lists = lists_of(fuzzy.knowledge.vocabulary)
    english = frozenset({"hypotension", "cist"})
    cyst = Words(("baker", "cyst"), False)
    assert likeness(Words(("bakers", "cist"), False), cyst, english, lists) == 1
    pressure = Words(("hypertension",), False)
    assert likeness(Words(("hypotension",), False), pressure, english, lists) is None
    assert likeness(Words(("hypertention",), False), pressure, english, lists) == 1
