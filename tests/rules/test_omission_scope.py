"""No more is asked of a page than it sets out to tell; of what it does tell, all is."""

from __future__ import annotations

import pytest

from healthlint.check import Checker
from healthlint.finding import Topic
from healthlint.rules.scope import Scope
from healthlint.source import Source
from tests.rules.pages import CLINIC, scope_under

LEUKAEMIA = "# {}\n\nIn this leukaemia there are too many white cells. {}\n\n" + CLINIC
SPOTS = """# Spots at sixteen: what our nurse says

{0} is common at your age, and {0} runs in families. Hormones bring on {0}, dirt does not.

Spots on the nose are no sign of bad habits, and squeezing spots leaves scars. {1}

Most people grow out of {0} by the age of twenty.
"""


def rules_of(checker: Checker, text: str) -> set[str]:
    return {f.rule for f in checker.check_source(Source("x", text, "markdown")).findings}


def main_topics(checker: Checker, text: str) -> list[str]:
    article = checker.examine(Source("x", text, "markdown"))[1]
    assert article is not None
    return [topic.id for topic in article.topics if topic.role == "main"]


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("Understanding gout", Scope.WHOLE),
        ("Gout: questions and answers", Scope.WHOLE),
        ("My uncle bought a boat and gout", Scope.PART),
        ("Kidney stones in gout", Scope.PART),
        ("Saturnine gout", Scope.KIND),
    ],
)
def test_what_a_title_says_a_page_is_about(checker: Checker, title: str, scope: Scope) -> None:
    gout = Topic("gout", "condition", "main", 2)
    assert scope_under(checker, title, "Gout hurts.", gout) is scope


def test_a_kind_with_a_name_of_its_own_is_not_asked_for_the_signs_of_the_illness(
    checker: Checker,
) -> None:
    own = LEUKAEMIA.format("Chronic eosinophilic leukaemia", "It may cause fever and itching.")
    assert "OM001" not in rules_of(checker, own)
    whole = LEUKAEMIA.format("Leukaemia", "It may cause fever and itching.")
    assert "OM001" in rules_of(checker, whole)


@pytest.mark.parametrize(
    ("title", "topic", "scope"),
    [
        ("Heart block", "atrial-fibrillation-and-arrhythmia", Scope.KIND),
        ("Understanding arrhythmia", "atrial-fibrillation-and-arrhythmia", Scope.WHOLE),
        ("Vascular dementia", "alzheimer-disease-and-dementia", Scope.KIND),
        ("Dementia", "alzheimer-disease-and-dementia", Scope.WHOLE),
        ("Familial hypercholesterolaemia", "high-cholesterol", Scope.KIND),
        ("Raised cholesterol", "high-cholesterol", Scope.WHOLE),
    ],
)
def test_a_kind_that_the_words_of_a_wider_entry_name_is_a_kind(
    checker: Checker, title: str, topic: str, scope: Scope
) -> None:
    main = Topic(topic, "condition", "main", 2)
    assert scope_under(checker, title, f"{title} is told here. {CLINIC}", main) is scope


def test_a_page_on_screening_is_not_asked_for_symptoms(checker: Checker) -> None:
    body = "Breast cancer is looked for with an X-ray. Breast cancer found early is treated sooner."
    body = f"{body} {CLINIC}"
    assert "OM002" not in rules_of(checker, f"# Should I go to the X-ray van?\n\n{body} {body}\n")
    assert "OM002" in rules_of(checker, f"# Breast cancer\n\n{body} {body}\n")


def test_spots_of_acne_make_no_guide_to_a_rash(checker: Checker) -> None:
    acne = SPOTS.format("acne", "Acne cream from the shop is a start.")
    assert "rash" not in main_topics(checker, acne)
    assert "rash" in main_topics(checker, SPOTS.format("a rash", "A rash has many causes."))


def test_a_page_on_diabetes_is_about_no_one_type(checker: Checker) -> None:
    types = "Type 1 diabetes is rarer. Type 2 diabetes is common. {} diabetes comes in pregnancy."
    several = f"# Diabetes\n\n{types.format('Gestational')} Diabetes needs care.\n"
    assert "type-2-diabetes" not in main_topics(checker, several)
    one = "# Diabetes\n\n" + "Type 2 diabetes is common. " * 4
    assert "type-2-diabetes" in main_topics(checker, one)


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ("Anyone who is that breathless needs an ambulance.", "OM004"),
        ("Is it a matter for the GP? No: 999 is the right number for it.", "OM004"),
    ],
)
def test_an_emergency_number_in_few_words(checker: Checker, told: str, rule: str) -> None:
    page = (
        "# Pulmonary embolism\n\nA pulmonary embolism is a clot. "
        "Sudden shortness of breath and chest pain are signs. {}\n\n" + CLINIC
    )
    assert rule not in rules_of(checker, page.format(told))
    assert rule in rules_of(checker, page.format("Forget the ambulance, my aunt said."))
    assert rule in rules_of(checker, page.format("I rang 999 and they came."))


def test_whom_to_turn_to_in_few_words(checker: Checker) -> None:
    filler = "Sciatica makes one leg hurt, and a cushion between the knees can help at night. " * 18
    page = "# Living with sciatica\n\n" + filler + "{}\n"
    assert "OM005" in rules_of(checker, page.format("Keep smiling."))
    assert "OM005" not in rules_of(checker, page.format("Ring us early, day and night."))


def test_a_sign_of_two_entries_is_reported_once(checker: Checker) -> None:
    page = "# Back pain\n\nBack pain, or low back pain, often comes from lifting. {0}\n\n{0}\n"
    report = checker.check_source(Source("x", page.format(CLINIC), "markdown"))
    signs = [f.message.partition("mentions ")[2] for f in report.findings if f.rule == "OM001"]
    assert "loss of bladder control or loss of bowel control." in signs
    assert len(signs) == len(set(signs))


ILLNESS = (
    "Heart failure means that the heart pumps less than the body needs. Heart failure makes people "
    "tired, breathless and puffy at the ankles. Coronary disease, high blood pressure and anaemia "
    "are behind it. Most people with heart failure take several tablets. Weigh yourself each "
    "morning: heart failure shows on the scales first."
)
CAUSES = (
    "Being breathless has many causes. In asthma the airways are narrow, in anaemia the blood "
    "carries less, and a weak heart leaves water behind. A breathless person who is tired as well "
    "should have the blood and the heart looked at. Say what you can still do."
)


@pytest.mark.parametrize(("body", "role"), [(ILLNESS, "listed"), (CAUSES, "main")])
def test_several_signs_in_the_title(checker: Checker, body: str, role: str) -> None:
    """Those of the illness that the page is about guide to nothing else."""
    text = f"# Tired, puffy and short of breath\n\n{body}\n"
    topics = checker.check_text(text, "markdown").topics
    assert [t.role for t in topics if t.id == "shortness-of-breath"] == [role]
