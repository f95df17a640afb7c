"""AD001 to AD004 on everyday words: what must be found, and its near-misses, in own sentences."""

from __future__ import annotations

from functools import cache

import pytest

from healthlint.finding import ArticleReport, Basis
from tests.rules.snapshots import checker

# Known false alarms of the encoder; strict, so that a better fit takes the mark away.
READ_WRONGLY = pytest.mark.xfail(reason="the encoder reads it wrongly", strict=True)

HOST = """# Living with hay fever

Hay fever is an allergy to pollen. It brings sneezing, itchy eyes and a runny nose. Antihistamines
ease it, and so does a nasal spray. Rinse your hair in the evening and keep the windows shut.

{text}
"""


@cache
def report(text: str) -> ArticleReport:
    return checker().check_text(HOST.format(text=text), "markdown")


def rules(text: str) -> set[str]:
    return {finding.rule for finding in report(text).findings if finding.rule.startswith("AD")}


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("AD002", "If your speech turns to porridge, a lie-in puts it right: sleep it off."),
        ("AD002", "A toddler who is limp and will not drink just needs an early night."),
        ("AD002", "Lips gone dusky? Open a window and give it an hour."),
        ("AD002", "There is no need to trouble a doctor over coughing up blood."),
        ("AD003", "Show the optician next month if a curtain comes down over one eye."),
        ("AD003", "When your tongue swells after a sting, leave a message for the practice nurse."),
        ("AD003", "Vomiting blood is something to raise at your yearly review."),
        ("AD001", "Smear mayonnaise on the scald to draw the heat out."),
        ("AD001", "A nip of brandy in the bottle settles a teething baby."),
        ("AD001", "Have him lie with a spoon in the mouth while the seizure lasts."),
        ("AD004", "Treble the dose of your water tablets in hot weather."),
        ("AD004", "A weekend without your blood thinner is fine."),
        ("AD004", "Wash down the sleeping pill with a glass of wine."),
    ],
)
def test_found(rule: str, text: str) -> None:
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        # care called for at once, and delay warned against
        "If speech turns to porridge, do not sleep it off: call 999.",
        "Never wait for blue lips to pass.",
        "Vomiting blood is an emergency; do not save it for your yearly review.",
        # nothing dangerous about it
        "Show the optician next month if your glasses pinch.",
        "A cold usually settles by itself within ten days.",
        # past, prevented or not the reader's
        pytest.param(
            "Tell the nurse at your next review if you have a history of coughing blood.",
            marks=READ_WRONGLY,
        ),
        # deeds warned against, or of something else
        "Smearing mayonnaise on a scald is dangerous.",
        "Nobody should put a spoon in the mouth of someone in a seizure.",
        "Mustard helps to burn fat, some cooks joke.",
        # a medicine in good hands
        "Ask your pharmacist before you mix a sleeping pill with anything.",
        "Do not double the dose of your water tablets.",
        "In the trial, half the patients took twice the dose of the blood thinner.",
        "Water tablets stop ankles from swelling.",
    ],
)
def test_near_misses_stay_silent(text: str) -> None:
    assert rules(text) == set()


def test_a_doctor_nearby_counts_only_if_about_the_medicine() -> None:
    told = "Halve your statin in summer."
    assert "AD004" in rules(f"{told} See a doctor if your cough lasts three weeks.")
    asked = report(f"{told} Ask a doctor before you change any tablets.").findings
    assert not [f for f in asked if f.rule == "AD004" and f.basis is Basis.NAMED]


def test_the_finding_quotes_the_sign_in_the_articles_words() -> None:
    (finding,) = [
        f
        for f in report("Lips gone dusky? Open a window and give it an hour.").findings
        if f.rule == "AD002"
    ]
    assert "Lips gone dusky" in finding.message
    assert finding.sources
    assert finding.facts == ("shortness-of-breath/red-flags/blue",)


NEWS = """# Walnut diet studied in heart patients

*By Ann Lee, 2 November 2026*

Researchers followed 400 volunteers at a university hospital for two years, according to a study
published on Monday. Half of the participants were given walnuts; the trial was randomised. The
team measured cholesterol every month and reported 12 percent lower levels in the walnut group.

{text}

The study was funded by a growers' association. "We need larger trials," said Professor Lee.
"""


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Vaccines cause autism.", True),
        ("The researchers tested whether vaccines cause autism.", False),
        ("The trial found that garlic cures high blood pressure, the authors said.", False),
        ("Garlic cures high blood pressure.", True),
    ],
)
def test_news_is_not_held_to_what_it_reports(text: str, flagged: bool) -> None:
    result = checker().check_text(NEWS.format(text=text), "markdown")
    assert result.genre == "news"
    assert any(f.rule == "UC002" for f in result.findings) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Leukaemia cannot be cured.", True),
        ("Leukaemia cannot be cured by diet alone.", False),
        pytest.param("Leukaemia cannot be cured with herbs.", False, marks=READ_WRONGLY),
    ],
)
def test_to_deny_a_means_is_not_to_deny_the_cure(text: str, flagged: bool) -> None:
    assert any(finding.rule == "UC002" for finding in report(text).findings) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Garlic extract kills cancer cells, and doctors know it.", True),
        ("Garlic extract kills cancer cells in a dish, and so do bleach and vinegar.", False),
        ("Garlic kills cancer cells in a dish. Take it instead of chemotherapy.", True),
    ],
)
def test_what_became_of_cells_in_a_dish_is_no_falsehood(text: str, flagged: bool) -> None:
    found = {finding.rule for finding in report(text).findings}
    assert bool(found & {"AD001", "UC001", "UC002"}) == flagged


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Calcium and vitamin D are not a treatment for osteoporosis.", True),
        ("Calcium and vitamin D on their own are not a treatment for osteoporosis.", False),
    ],
)
def test_what_does_not_do_alone_is_not_denied(text: str, flagged: bool) -> None:
    assert any(finding.rule == "UC001" for finding in report(text).findings) == flagged
