"""Where sentences end."""

from __future__ import annotations

import pytest

from healthlint.nlp.pipeline import build_nlp


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "Salmon holds vitamin D. Eggs do too.",
            ["Salmon holds vitamin D.", "Eggs do too."],
        ),
        ("He was told he had hepatitis C.", ["He was told he had hepatitis C."]),
        ("The nurse, B. Lowe, agrees.", ["The nurse, B. Lowe, agrees."]),
        ("It is type B. it says.", ["It is type B. it says."]),
    ],
)
def test_a_letter_of_a_name_is_no_initial(text: str, sentences: list[str]) -> None:
    nlp, _knowledge = build_nlp()
    doc = nlp(text)
    assert [sentence.text for sentence in doc.sents] == sentences
    assert doc.text == text
    ends = [token.text for token in doc if token.text in ("D", "C")]
    assert len(ends) == sum(text.count(name) for name in ("vitamin D.", "hepatitis C."))
