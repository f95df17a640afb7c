"""Mentions that no list holds, groups by age, names of bodies, and what a mention's words are."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.source import Source

CASES = [
    # Names told by how they are made.
    ("Doctors found Quimby-Stout syndrome in two boys.", "CONDITION", ["Quimby-Stout syndrome"]),
    ("Zorblitis is a swelling of the zorb.", "CONDITION", ["Zorblitis"]),
    ("The new drug, florpizumab, was well borne.", "MEDICINE", ["florpizumab"]),
    ("Two firms sell lizard-killing drugs.", "MEDICINE", ["lizard-killing drugs"]),
    ("She had ankle surgery in May.", "TREATMENT", ["ankle surgery"]),
    ("He has trouble threading a needle.", "SYMPTOM", ["trouble threading"]),
    # Everyday words with such endings, and heads with nothing to name.
    ("The diagnosis and the prognosis were plain.", "CONDITION", []),
    ("It is a serious medical disorder.", "CONDITION", []),
    ("We had trouble finding a taxi.", "SYMPTOM", []),
    # Groups by age.
    ("People over 55 were asked.", "POPULATION", ["People over 55"]),
    ("It suits women older than 50.", "POPULATION", ["women older than 50"]),
    ("Give it to children younger than age 5.", "POPULATION", ["children younger than age 5"]),
    ("Adults aged 65 and over came.", "POPULATION", ["Adults aged 65 and over"]),
    ("The bill was 65 and the tip was 5.", "POPULATION", []),
    # Ages in words.
    ("It is rare in a man of seventy.", "POPULATION", ["man of seventy"]),
    ("Children under five get it.", "POPULATION", ["Children under five"]),
    ("People aged sixty and over came.", "POPULATION", ["People aged sixty and over"]),
    ("A thin person past 60 came.", "POPULATION", ["person past 60"]),
    ("Much changed in the past twenty years.", "POPULATION", []),
    ("Women over two metres came.", "POPULATION", ["Women"]),
    # What stands in the name of a body is no mention.
    ("He works for the British Asthma Foundation in Leeds.", "CONDITION", []),
    ("He works with asthma in Leeds.", "CONDITION", ["asthma"]),
    # One person is no group; a hormone the body makes is no medicine.
    ("A man from Leeds rang.", "POPULATION", []),
    ("Men from Leeds rang.", "POPULATION", ["Men"]),
    ("The pancreas makes insulin all day.", "MEDICINE", []),
    ("She injects insulin at lunch.", "MEDICINE", ["insulin"]),
    # A mention is the words that name it.
    ("She went for her annual mammogram.", "TEST", ["mammogram"]),
    ("Losing weight helps the knees.", "TREATMENT", ["Losing weight"]),
    ("He was losing weight without trying.", "TREATMENT", []),
    # A word in brackets, and quotes round its first words, do not break a name.
    (
        "She takes angiotensin-converting enzyme (ACE) inhibitors.",
        "MEDICINE",
        ["angiotensin-converting enzyme (ACE) inhibitors"],
    ),
    ('They sell "bioidentical" hormones.', "MEDICINE", ['bioidentical" hormones']),
    # The practice is no operation, and advice to lie flat is no breathless night.
    ("Ring the surgery in the morning.", "TREATMENT", []),
    ("She needs surgery in the morning.", "TREATMENT", ["surgery"]),
    ("She cannot lie flat at night.", "TREATMENT", []),
    ("Lie flat until help comes.", "TREATMENT", ["Lie flat"]),
    ("He was drinking too much milk.", "RISK_FACTOR", []),
    ("She has a faulty haemoglobin gene.", "RISK_FACTOR", ["faulty haemoglobin gene"]),
]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker()


@pytest.mark.parametrize(("text", "label", "words"), CASES)
def test_mentions(checker: Checker, text: str, label: str, words: list[str]) -> None:
    article = checker.read(Source("-", text, "text"))
    found = [article.doc[e.start : e.end].text for e in article.entities if e.label == label]
    assert found == words


def test_an_open_name_is_no_concept_of_the_vocabulary(checker: Checker) -> None:
    article = checker.read(Source("-", "Quimby-Stout syndrome (QSS) is rare. QSS runs on.", "text"))
    names = {e.id for e in article.entities if e.label == "CONDITION"}
    assert names == {"quimby-stout-syndrome"}
    assert not names & set(article.vocabulary.concepts)
