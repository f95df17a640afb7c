"""What counts as right, wrong and missed, on readings written by hand."""

from __future__ import annotations

from typing import Any

from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.score.comparing import compare
from healthlint.score.figures import Scorecard
from healthlint.score.gold import (
    Exempt,
    GoldAdvice,
    GoldArticle,
    GoldClaim,
    GoldEntity,
    GoldFinding,
)
from healthlint.source import Source, Span

TEXT = "A clot may cause swelling. DVT needs care. Call 999 now."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def entity(words: str, label: str, id: str | None, **values: Any) -> GoldEntity:
    return GoldEntity(
        at(words), words, label, id, values.get("site"), {}, frozenset(values.get("context", ()))
    )


def read(words: str, label: str, id: str, **values: Any) -> dict[str, Any]:
    span = at(words)
    return {
        "label": label,
        "id": id,
        "start": span.start,
        "end": span.end,
        "text": words,
        "site": values.get("site"),
        "modifiers": {},
        "context": values.get("context", []),
        "cues": [],
    }


def counted(
    gold: dict[str, Any], found: dict[str, Any], findings: tuple[Finding, ...] = ()
) -> Scorecard:
    card = Scorecard()
    article = GoldArticle(
        "a.md",
        Source("a.md", TEXT),
        gold.get("genre", "explainer"),
        *(
            tuple(gold.get(name, ()))
            for name in ("entities", "claims", "advice", "findings", "exempt")
        ),
    )
    extraction = {
        "blocks": found.get("blocks", [{"kind": "paragraph", "start": 0, "end": len(TEXT)}]),
        "entities": found.get("entities", []),
        "claims": found.get("claims", []),
        "advice": found.get("advice", []),
        "genre": "explainer",
    }
    compare(card, article, extraction, ArticleReport("a.md", findings=findings))
    return card


def counts(card: Scorecard, section: str, row: str) -> tuple[int, int, int]:
    figure = card.figure(section, row)
    return figure.right, figure.spurious, figure.missed


def test_other_words_of_the_same_mention_match_but_not_strictly() -> None:
    card = counted(
        {"entities": [entity("A clot", "CONDITION", "blood-clot")]},
        {"entities": [read("clot", "CONDITION", "blood-clot")]},
    )
    assert counts(card, "entities", "CONDITION") == (1, 0, 0)
    assert counts(card, "entities, exact words", "CONDITION") == (0, 1, 1)


def test_another_concept_is_both_missed_and_spurious_but_the_label_is_right() -> None:
    card = counted(
        {"entities": [entity("clot", "CONDITION", "blood-clot")]},
        {"entities": [read("clot", "CONDITION", "stroke-and-tia")]},
    )
    assert counts(card, "entities", "CONDITION") == (0, 1, 1)
    assert counts(card, "entities, whatever id", "CONDITION") == (1, 0, 0)


def test_gold_without_a_concept_accepts_any() -> None:
    card = counted(
        {"entities": [entity("clot", "CONDITION", None)]},
        {"entities": [read("clot", "CONDITION", "blood-clot")]},
    )
    assert counts(card, "entities", "CONDITION") == (1, 0, 0)


def test_one_found_mention_answers_one_gold_mention_only() -> None:
    card = counted(
        {"entities": [entity("A clot", "CONDITION", None), entity("clot", "CONDITION", None)]},
        {"entities": [read("A clot", "CONDITION", "blood-clot")]},
    )
    assert counts(card, "entities", "CONDITION") == (1, 0, 1)


def test_mentions_outside_prose_are_not_held_against_the_tool() -> None:
    blocks = [{"kind": "boilerplate", "start": 0, "end": 26}]
    card = counted({}, {"entities": [read("clot", "CONDITION", "x")], "blocks": blocks})
    assert card.figures.get("entities", {}) == {}


def test_context_values_are_compared_over_matched_mentions() -> None:
    card = counted(
        {"entities": [entity("swelling", "SYMPTOM", "swelling", context=["hedged"])]},
        {"entities": [read("swelling", "SYMPTOM", "swelling", context=["negated"])]},
    )
    assert counts(card, "context", "hedged") == (0, 0, 1)
    assert counts(card, "context", "negated") == (0, 1, 0)
    assert counts(card, "context accuracy", "every value right") == (0, 0, 1)
    assert counts(card, "context accuracy", "myth") == (1, 0, 0)


def test_a_wrong_site_is_an_error_of_detail() -> None:
    card = counted(
        {"entities": [entity("swelling", "SYMPTOM", "swelling", site="leg")]},
        {"entities": [read("swelling", "SYMPTOM", "swelling", site="arm")]},
    )
    assert counts(card, "symptom detail accuracy", "site") == (0, 0, 1)
    assert "found arm, gold has leg" in str(next(card.errors_of("site")))


def test_undefined_short_form_taken_for_something_is_counted() -> None:
    card = counted({}, {"entities": [read("DVT", "CONDITION", "deep-vein-thrombosis")]})
    assert counts(card, "abbreviations", "all") == (0, 1, 0)


def test_claims_count_once_and_polarity_matters() -> None:
    claim = GoldClaim("x", "sign-or-symptom", "swelling", None, "affirmed", "asserted")
    row = {
        "attribution": None,
        "subject": "x",
        "relation": "sign-or-symptom",
        "object": "swelling",
        "start": 0,
        "end": 1,
    }
    twice = [{**row, "polarity": "affirmed"}] * 2
    assert counts(counted({"claims": [claim]}, {"claims": twice}), "claims", "sign-or-symptom") == (
        1,
        0,
        0,
    )
    myth = [{**row, "polarity": "affirmed", "attribution": "myth"}]
    # What the article only reports is not its claim: neither right nor wrong.
    assert counts(counted({"claims": []}, {"claims": myth}), "claims", "sign-or-symptom") == (
        0,
        0,
        0,
    )
    denied = [{**row, "polarity": "negated"}]
    card = counted({"claims": [claim]}, {"claims": denied})
    assert counts(card, "claims", "sign-or-symptom") == (0, 1, 1)


def test_advice_of_another_strength_is_missed_and_spurious_and_urgency_is_kept_apart() -> None:
    gold = GoldAdvice(at("Call 999 now."), "Call 999 now.", "strong", "emergency")
    span = at("Call 999 now.")
    row = {
        "start": span.start,
        "end": span.end,
        "text": "Call 999 now.",
        "strength": "weak",
        "urgency": "emergency",
    }
    card = counted({"advice": [gold]}, {"advice": [row]})
    assert counts(card, "advice", "strong") == (0, 0, 1)
    assert counts(card, "advice", "weak") == (0, 1, 0)
    assert counts(card, "urgency accuracy", "emergency") == (1, 0, 0)


def finding(rule: str, *spans: Span, facts: tuple[str, ...] = ()) -> Finding:
    return Finding(rule, "name", Severity.MAJOR, "message", spans, facts=facts)


def test_a_finding_counts_where_the_gold_expects_it_and_as_wrong_beside_it() -> None:
    gold = GoldFinding("UC001", at("swelling"), "swelling", None, None)
    right = finding("UC001", at("cause swelling"))
    elsewhere = finding("UC001", at("Call 999"))
    other_family = finding("RD001")
    card = counted({"findings": [gold]}, {}, (right, elsewhere, other_family))
    assert counts(card, "findings", "UC001") == (1, 1, 0)
    # The gold lists no RD findings, so it says nothing about their precision.
    assert "RD001" not in card.figures["findings"]


def test_an_omission_is_known_by_its_fact() -> None:
    gold = GoldFinding("OM001", None, "", "x/red-flags/fever", None)
    card = counted({"findings": [gold]}, {}, (finding("OM001", facts=("x/red-flags/chills",)),))
    assert counts(card, "findings", "OM001") == (0, 1, 1)
    card = counted({"findings": [gold]}, {}, (finding("OM001", facts=("x/red-flags/fever",)),))
    assert counts(card, "findings", "OM001") == (1, 0, 0)


def test_words_that_must_stay_silent_cover_whole_families() -> None:
    exempt = Exempt(at("DVT needs care."), "DVT needs care.", ("UC",))
    card = counted({"exempt": [exempt]}, {}, (finding("UC002", at("DVT")),))
    assert counts(card, "must not flag", "UC") == (0, 0, 1)
    card = counted({"exempt": [exempt]}, {}, (finding("UC002", at("Call 999")),))
    assert counts(card, "must not flag", "UC") == (1, 0, 0)
