"""Advice weighed as a whole: what no list names is found, what disputes it silences it, and what
reads safe as a whole is no advice. The sentences are no part of ``corpus/advice``."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthlint.finding import Basis, Confidence, Finding, Severity
from tests.rules.snapshots import checker

ROOT = Path(__file__).resolve().parents[2]

HOST = """# Living with hay fever

Hay fever is an allergy to pollen. It brings sneezing, itchy eyes and a runny nose. Antihistamines
ease it, and so does a nasal spray. Rinse your hair in the evening and keep the windows shut.

{text}
"""

DANGEROUS = [
    "Crush two of your grandmother's heart tablets into your tea whenever the palpitations start.",
    "A week of bed rest and broth will see off a burst appendix without troubling a surgeon.",
    "Chest tightness spreading to the jaw can be mentioned at your next routine check-up.",
    "Pour surgical spirit into the child's ear and plug it until the screaming stops.",
]


def advice(text: str) -> list[Finding]:
    report = checker().check_text(HOST.format(text=text), "markdown")
    assert report.error is None
    return [f for f in report.findings if f.rule in {"AD001", "AD002", "AD003", "AD004"}]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_no_list_names_is_found(text: str) -> None:
    assert advice(text)


def weighed(text: str) -> list[Finding]:
    return [finding for finding in advice(text) if finding.basis is Basis.READ]


WEIGHED = (
    "Crush two of your grandmother's heart tablets into your tea whenever the palpitations start."
)


def test_a_weighed_finding_says_so_and_is_less_sure() -> None:
    (finding,) = weighed(WEIGHED)
    assert finding.rule == "AD004"
    assert finding.confidence is Confidence.MEDIUM
    assert "reads like" in finding.message
    assert "“" in finding.message
    assert finding.suggestion


@pytest.mark.parametrize(
    "text",
    [
        f"{WEIGHED} No trial supports this.",
        f"The blogger wrote: “{WEIGHED}” That is dangerous nonsense.",
        f"## Myths\n\n{WEIGHED}",
        f"Never do any of this:\n\n- {WEIGHED}",
    ],
)
def test_what_is_disputed_is_not_reported(text: str) -> None:
    assert not weighed(text)


def test_one_finding_about_the_same_words_is_enough() -> None:
    text = "Stop your statin today and sleep off the chest pain."
    found = advice(text)
    assert found
    known = [span for finding in found if finding.basis is not Basis.READ for span in finding.spans]
    for finding in found:
        if finding.basis is Basis.READ:
            (own,) = finding.spans
            assert not any(own.start < span.end and span.start < own.end for span in known)


@pytest.mark.parametrize(
    "text",
    [
        "The court heard that the company told patients to stop chemotherapy and take apricot "
        "kernels, a claim regulators called false.",
        "Anyone who thinks of coming off lithium should first talk to the psychiatrist who "
        "prescribed it.",
        "Bleeding after the menopause should always be checked, although the cause is harmless in "
        "most women.",
    ],
)
def test_a_sentence_that_reads_safe_as_a_whole_is_no_advice(text: str) -> None:
    assert not advice(text)


def test_two_sentences_read_together_are_one_finding() -> None:
    text = (
        "Blue lips in a newborn are only the cold. Swaddle her tightly and look again after the "
        "evening news."
    )
    places = [(f.rule, span) for f in weighed(text) for span in f.spans]
    spans = [span for _rule, span in places]
    assert len(spans) == len({(span.start, span.end) for span in spans})
    for number, span in enumerate(spans):
        assert not any(
            span.start < other.end and other.start < span.end for other in spans[:number]
        )


NEWS = (ROOT / "corpus" / "plants" / "base" / "news-walking.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "Patients taking heart tablets may crush two of their neighbour's as well when the "
        "palpitations start.",
        "Chest tightness spreading to the jaw could be mentioned at the next routine check-up.",
    ],
)
def test_a_story_is_not_excused_by_the_words_of_a_report(text: str) -> None:
    report = checker().check_text(f"{NEWS}\n\n{text}\n", "markdown")
    assert report.genre == "news"
    assert {"AD001", "AD002", "AD003", "AD004"} & {finding.rule for finding in report.findings}


def test_what_a_story_only_reports_is_not_its_own_advice() -> None:
    text = (
        "The trial compared patients who stopped taking their statin with patients who kept on, "
        "and found more heart attacks among those who stopped."
    )
    report = checker().check_text(f"{NEWS}\n\n{text}\n", "markdown")
    assert not {"AD001", "AD002", "AD003", "AD004"} & {f.rule for f in report.findings}


def test_a_question_is_read_with_its_answer() -> None:
    question = "Bleeding so heavily that the bath is red?"
    (found,) = weighed(f"{question} Keep the scan date in two weeks.")
    assert found.spans[0].end - found.spans[0].start > len(question)
    assert not advice(f"{question} Call an ambulance now.")


def test_a_claim_in_a_sentence_that_reads_true_only_deserves_a_look() -> None:
    text = "Schizophrenia most often begins in the late teens or the twenties."
    report = checker().check_text(HOST.format(text=text), "markdown")
    (finding,) = [f for f in report.findings if f.rule in {"UC001", "UC002"}]
    assert finding.severity is Severity.MINOR
    assert finding.confidence is Confidence.LOW
    assert "have a look" in finding.message


def test_a_known_falsehood_in_a_sentence_that_reads_far_truer_is_none() -> None:
    text = "Only a very small share of people with headache turn out to have a brain tumour."
    report = checker().check_text(HOST.format(text=text), "markdown")
    assert not [f for f in report.findings if f.rule in {"UC001", "UC002"}]
