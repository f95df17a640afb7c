"""Kinds of page that owe less than a guide, each beside a near twin that owes the whole."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.finding import Finding, Topic
from healthlint.rules.scope import Scope
from healthlint.source import Source
from tests.rules.pages import FILLER, scope_under


def findings(checker: Checker, title: str, body: str) -> tuple[Finding, ...]:
    text = f"# {title}\n\n{body}\n\n{FILLER}\n"
    return checker.check_source(Source("x", text, "markdown")).findings


def rules_of(checker: Checker, title: str, body: str) -> set[str]:
    return {f.rule for f in findings(checker, title, body)}


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("What people get wrong about gout", Scope.SAYINGS),
        ("Myths about gout", Scope.SAYINGS),
        ("What people need to know about gout", Scope.WHOLE),
        ("Surgery for gout", Scope.PART),
    ],
)
def test_titles_of_sayings_and_of_treatments(checker: Checker, title: str, scope: Scope) -> None:
    gout = Topic("gout", "condition", "main", 2)
    assert scope_under(checker, title, "Gout hurts.", gout) is scope


COLD = (
    "Antibiotics do nothing for a cold, as a virus is behind it. A cold is caught from other "
    "people. A cold brings a runny nose and sneezing. A cold is gone in about a week, most of the "
    "time. Ask the pharmacist what helps a blocked nose."
)


def test_sayings_about_a_cold_owe_no_list_of_symptoms(checker: Checker) -> None:
    assert "OM002" not in rules_of(checker, "Six things people say about a cold", COLD)
    assert "OM002" in rules_of(checker, "A cold: what to know", COLD)


PARKINSON = (
    "Parkinson's disease makes movements slow and hands shake. Parkinson's disease stiffens "
    "muscles and comes on over years. Two thin wires in the brain quieten the shaking. "
) * 12


def test_a_page_on_a_procedure_is_for_people_who_have_a_doctor(checker: Checker) -> None:
    about = "Deep brain stimulation for Parkinson's disease"
    assert "OM005" not in rules_of(checker, about, PARKINSON)
    assert "OM005" in rules_of(checker, "Parkinson's disease", PARKINSON)


LETTER = """Three matters fill the inbox, and I take them in turn.

## {}

They live close to the scalp, and a fine comb finds them.

## {}

The itch is at its worst in bed, and everybody at home is treated on one day.

## Fits with fever

About one child in thirty has one. Lay the child on the side. The fever of a child says little.

A child with a fever may shake all over. The fever itself does no harm to a child.
"""


@pytest.mark.parametrize(
    ("first", "second", "asked"), [("Head lice", "Scabies", False), ("Comfort", "Drinks", True)]
)
def test_one_matter_of_several_is_no_guide(
    checker: Checker, first: str, second: str, asked: bool
) -> None:
    body = LETTER.format(first, second)
    assert ("OM006" in rules_of(checker, "Children and fever", body)) is asked


MISTAKES = "\n\n".join(
    f"## {heading}\n\n{text}"
    for heading, text in (
        (
            "Butter on a burn",
            "A burn wants cool water. A burn is covered with film. A burn blisters.",
        ),
        ("Head back for the nose", "Lean forward and pinch the soft part."),
        ("Suck out the poison", "Keep the arm still and take off the rings."),
        ("Meat on the eye", "Something cold in a cloth does better."),
        ("Whisky for the gums", "A cold ring is all that is wanted. It does not burn."),
        ("Salt in the eye", "Rinse it with clean water from the tap."),
    )
)


def test_one_mistake_of_many_is_no_chapter(checker: Checker) -> None:
    found = findings(checker, "Leave the larder alone", MISTAKES)
    assert not [f for f in found if f.message.startswith("Burns")]
    guide = "Burns are common in kitchens.\n\n## Burns from steam\n\nA burn blisters. A burn hurts."
    found = findings(checker, "Burns", guide)
    assert [f for f in found if f.rule == "OM001" and f.message.startswith("Burns")]


CELLULITIS = "Cellulitis makes the skin hot, swollen and sore. Cellulitis needs antibiotics. "


def test_a_part_of_the_body_in_the_title(checker: Checker) -> None:
    def asks_for_the_eye(title: str) -> bool:
        return any("eye" in f.message for f in findings(checker, title, CELLULITIS))

    assert not asks_for_the_eye("Cellulitis of the leg")
    assert asks_for_the_eye("Cellulitis")


GOUT = "## Who is at risk\n\nMen, and people who drink beer or have bad kidneys, get gout. {}"


def test_losing_weight_names_overweight(checker: Checker) -> None:
    def leaves_out(body: str) -> bool:
        return any("overweight" in f.message for f in findings(checker, "Gout", body))

    assert leaves_out(GOUT.format("Tablets bring uric acid down."))
    assert not leaves_out(GOUT.format("Losing weight brings uric acid down."))


def test_two_sentences_that_are_one(checker: Checker) -> None:
    legs = (
        "Peripheral artery disease narrows the vessels of the legs. The muscles of the leg hurt. "
    )

    def leaves_out(body: str) -> bool:
        found = findings(checker, "Peripheral artery disease", body)
        return any("claudication" in f.message for f in found)

    assert leaves_out(legs + "Stop smoking and keep walking.")
    assert not leaves_out(legs + "This happens on walking.")


SWELLING = "Legs swell by evening in many people who stand at work. Swelling goes down at night. {}"


def test_organs_in_a_list_stand_for_their_illnesses(checker: Checker) -> None:
    def says(body: str) -> str:
        return " ".join(f.message for f in findings(checker, "Swollen legs", body))

    assert "kidney" in says(SWELLING.format("A weak heart makes both legs swell."))
    assert "kidney" not in says(SWELLING.format("Heart, liver, kidneys: all make both legs swell."))


STROKE = (
    "A stroke cuts off blood to a part of the brain. High blood pressure is behind most of them. "
    "A stroke is found with a scan, and the weeks after it go into learning to walk and to talk. "
    "Ask your doctor to check your blood pressure once a year. "
) * 6


@pytest.mark.parametrize(
    ("title", "more", "asked"),
    [
        ("Stroke", "", True),
        ("Stroke", "Don't rush to A&E.", True),
        ("Stroke", "Call 999 at once.", False),
        ("My father and his stroke", "", False),
        ("Surgery after a stroke", "", False),
    ],
)
def test_a_guide_that_names_no_emergency_sign(
    checker: Checker, title: str, more: str, asked: bool
) -> None:
    assert ("OM004" in rules_of(checker, title, f"{STROKE}\n\n{more}")) is asked


def test_muddled_causes_are_no_muddled_patient(checker: Checker) -> None:
    body = CELLULITIS + "{} Wash the skin with water. " + FILLER
    mixed = rules_of(checker, "Cellulitis", body.format("The two causes are often muddled."))
    assert "OM004" not in mixed
    assert "OM004" in rules_of(checker, "Cellulitis", body.format("The patient becomes muddled."))


KNEE = (
    "Pain behind the knee has several causes. A cyst behind the knee gives pain behind the knee. "
    "A clot in the leg gives pain behind the knee. A strain gives pain behind the knee as well. "
    "Pain behind the knee may ease with rest."
)


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("Pain behind the knee", Scope.WHOLE),
        ("Itching and strange bumps: a warning sign", Scope.WHOLE),  # of another article
        ("The summer I could not kneel", Scope.PART),
    ],
)
def test_a_headline_of_another_article_narrows_nothing(
    checker: Checker, title: str, scope: Scope
) -> None:
    pain = Topic("posterior-knee-pain", "symptom", "main", 5)
    assert scope_under(checker, title, KNEE, pain) is scope


TEAR = """The thing is a wedge of gristle that takes the load. Twisting on a bent leg can tear it,
and in older people it wears through.

There may be pain along the joint line, swelling over some days, stiffness, clicking, locking, and
the knee may give way. An examination tells most; an MRI scan shows the rest, and an X-ray rules
out arthritis. Rest, ice packs, physiotherapy and painkillers help most people; some need
keyhole surgery. Athletes and older people have it most.
"""


def test_a_text_that_tells_of_its_headline_under_another_word(checker: Checker) -> None:
    def main_under(title: str, text: str) -> list[str]:
        source = Source("x", f"# {title}\n\n{text}\n{FILLER}\n", "markdown")
        article = checker.examine(source)[1]
        assert article is not None
        return [topic.id for topic in article.topics if topic.role == "main"]

    assert main_under("Torn meniscus", TEAR) == ["meniscal-tear"]
    # a headline that belongs to another article is not what the text is about
    assert main_under("Measles on the rise", TEAR) == []


URINE = """Water may turn pink or red when there is blood in your urine. An infection is the
commonest reason; stones and, in older men, an enlarged prostate are others. Sometimes it is the
first sign of bladder cancer, kidney cancer or prostate cancer. Ask for an urgent appointment even
if it happens once. Go to A&E if you cannot pass urine, pass clots, faint, or have a fever and
shivering with pain in the side. A urine sample and a look into the bladder tell most.
"""


def test_one_complaint_of_two_is_not_asked_for_the_other(checker: Checker) -> None:
    told = [f.message for f in findings(checker, "Blood in your urine", URINE)]
    assert not [message for message in told if "bowel" in message.lower()]
    assert not [message for message in told if "Colorectal" in message]
    both = URINE + "\nBlood in your stool is another matter that this page is about.\n"
    told = [f.message for f in findings(checker, "Blood in your urine or stool", both)]
    assert [message for message in told if "Colorectal" in message]
