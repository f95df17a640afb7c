"""An article of the worst kind, in three formats: what is dangerous is found, what is right is left
alone, and the format makes no difference. The article is our own, with the faults such pages have.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from healthlint.finding import ArticleReport, Finding, Genre
from tests.rules.snapshots import checker

ARTICLES = Path(__file__).parents[1] / "corpus" / "articles"
FORMATS = ("txt", "md", "html")


@cache
def report(suffix: str) -> ArticleReport:
    return checker().check(ARTICLES / f"knee-content-farm.{suffix}")


def of(rule: str, suffix: str = "txt") -> list[Finding]:
    return [finding for finding in report(suffix).findings if finding.rule == rule]


def words(findings: Iterable[Finding]) -> list[str]:
    return [" ".join(place.text.split()) for finding in findings for place in finding.places]


def test_it_is_read_as_a_symptom_guide() -> None:
    assert report("txt").genre is Genre.SYMPTOM_GUIDE
    main = [topic.id for topic in report("txt").topics if topic.role == "main"]
    assert main == ["posterior-knee-pain"]


def test_headline_belongs_to_another_article() -> None:
    assert any("rash and odd blisters" in text for text in words(of("HL001")))


def test_breathlessness_and_chest_pain_without_a_call_for_help() -> None:
    (finding,) = of("OM004")
    assert {"Shortness of breath"} <= set(words([finding]))
    assert any(place.text == "pain" and place.line == 82 for place in finding.places)


def test_cold_discoloured_leg_is_treated_as_routine() -> None:
    assert "cold" in words(of("AD003"))


def test_causes_that_must_not_be_missed() -> None:
    facts = {fact for finding in of("OM006") for fact in finding.facts}
    for condition in ("popliteal-artery-aneurysm", "septic-arthritis", "compartment-syndrome"):
        assert any(fact.endswith(condition) for fact in facts)


def test_risk_factors_of_a_clot_left_out() -> None:
    (finding,) = [f for f in of("OM003") if f.topic == "deep-vein-thrombosis"]
    missing = " ".join(finding.facts)
    for factor in ("cancer", "pregnancy", "oestrogen"):
        assert factor in missing
    assert "surgery" not in missing


def test_arterial_pain_contradicts_the_reference_and_itself() -> None:
    assert any("at rest" in text for text in words(of("UC001")))
    assert any("at rest" in text for f in of("UC004") for text in words([f]))


def test_three_urgencies_for_one_sign() -> None:
    assert any(
        words([finding]) == ["medical emergency", "immediate evaluation", "seeing a doctor"]
        for finding in of("UC004")
    )


def test_cyst_framed_as_dangerous() -> None:
    assert words(of("UC005")) == ["Baker's cyst is not always dangerous"]


def test_anonymous_authorities_are_one_finding() -> None:
    (finding,) = of("AT001")
    assert len(finding.places) == 9


def test_leftovers() -> None:
    assert any("Làm thế nào" in text for text in words(of("HY001")))
    assert "Image preview" in words(of("HY004"))
    assert any("More news" in text for text in words(of("HY002")))


def test_no_author_reviewer_or_source_but_a_date() -> None:
    for rule in ("PV001", "PV002", "AT003"):
        assert of(rule), rule
    assert not of("PV003")


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_it_gets_right_is_left_alone(suffix: str) -> None:
    right = (
        "Deep vein thrombosis is a blood clot",
        "Swelling of one leg",
        "Tightness behind the knee",
        "Often that guess is right",
        "A piece of the clot can break off",
        "Tingling and numbness",
    )
    grave = [f for f in report(suffix).findings if f.rule[:2] in ("UC", "AD", "HL", "LG")]
    source = (ARTICLES / f"knee-content-farm.{suffix}").read_text(encoding="utf-8")
    for phrase in right:
        start = source.index(phrase)
        end = start + len(phrase)
        for finding in grave:
            if finding.rule == "LG001":  # counts words of fear wherever they stand
                continue
            for place in finding.places:
                assert not (place.start < end and start < place.end), (finding.rule, phrase)


def test_findings_are_the_same_in_every_format() -> None:
    def seen(suffix: str) -> list[tuple[str, str | None, tuple[str, ...], tuple[str, ...]]]:
        return sorted(
            (f.rule, f.topic, f.facts, tuple(words([f]))) for f in report(suffix).findings
        )

    assert seen("txt") == seen("md") == seen("html")


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_place_holds_its_words(suffix: str) -> None:
    source = (ARTICLES / f"knee-content-farm.{suffix}").read_bytes().decode("utf-8")
    for finding in report(suffix).findings:
        for place in finding.places:
            assert source[place.start : place.end] == place.text
