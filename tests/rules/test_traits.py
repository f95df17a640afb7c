"""UC001 on what an article says an illness is, in own sentences, with their near-misses."""

from __future__ import annotations

import pytest

from tests.rules.test_everyday_words import report


def opposed(text: str) -> set[str]:
    return {
        key.partition("/traits/")[2]
        for finding in report(text).findings
        if finding.rule == "UC001"
        for key in finding.facts
        if "/traits/" in key
    }


@pytest.mark.parametrize(
    ("dimension", "text"),
    [
        ("cause", "Whooping cough is caused by a virus."),
        ("cause", "A fungus is to blame for measles."),
        ("cause", "Impetigo is a viral infection."),
        ("catching", "Chickenpox is not contagious at all."),
        ("catching", "You can catch psoriasis from someone who has it."),
        ("catching", "Epilepsy spreads from person to person."),
        ("route", "Malaria is spread by ticks."),
        ("route", "HIV can be caught from toilet seats."),
        ("inherited", "Tuberculosis runs in families."),
        ("gets", "Men cannot get breast cancer."),
        ("gets", "Only older people get rheumatoid arthritis."),
        ("gets", "Osteoporosis is a women's disease."),
        ("gets", "Women get prostate cancer as well."),
        ("onset", "A stroke comes on over several weeks."),
        ("cure", "Type 1 diabetes can be cured."),
        ("treatable", "Nothing can be done for Parkinson's disease."),
        ("vaccine", "There is no vaccine against tetanus."),
        ("antibiotics", "Antibiotics clear up mumps within days."),
        ("silent", "You would know if you had hepatitis C."),
        ("gravity", "Measles is a harmless illness."),
        ("site", "Hepatitis B attacks the kidneys."),
        ("level", "Gout is caused by too little uric acid."),
        ("level", "An underactive thyroid makes you lose weight."),
        ("level", "Metformin pushes blood sugar up."),
        ("gets", "Gout is most common in young women."),
        ("site", "A deep vein thrombosis most often forms in the arm."),
        ("lasts", "A migraine usually lasts for several months."),
        ("worse-when", "Asthma is at its worst in the middle of the day."),
        ("use", "A preventer inhaler is only for emergencies."),
        ("addiction", "Insulin is addictive."),
        ("blamed", "Eczema is caused by poor hygiene."),
        ("blamed", "ADHD is the result of bad parenting."),
    ],
)
def test_found(dimension: str, text: str) -> None:
    assert dimension in opposed(text)


@pytest.mark.parametrize(
    "text",
    [
        # true
        "Whooping cough is caused by bacteria, not by a virus.",
        "Measles is highly contagious.",
        "Breast cancer runs in some families.",
        "Hay fever is not contagious.",
        "Malaria is spread by mosquitoes.",
        "There is no cure for asthma, but it can be controlled.",
        # denied, doubted, or about something near it
        "Shingles is not caused by bacteria.",
        "It is a myth that men cannot get breast cancer.",
        "Can you catch psoriasis from someone who has it?",
        "Antibiotics do not clear up the flu.",
        "HIV is not spread by toilet seats.",
        "Some people once thought that ADHD was the result of bad parenting.",
        "The measles vaccine is harmless for nearly everyone.",
        "Bacterial pneumonia after having the flu needs treatment.",
        "You cannot always tell that you have high blood pressure.",
        "Rheumatoid arthritis is not only found in older people.",
        "HIV is the cause of AIDS.",
        "Gout is more common in men than in women.",
        "Most women who get gout are past the menopause.",
        "Rheumatoid arthritis is twice as common in women as in men.",
        "A cold-like illness may be caused by bacteria.",
        "A person with chickenpox cannot give shingles to someone else.",
        "Skin cancer that cannot be treated with surgery may need radiotherapy.",
        "A migraine lasts from four hours to three days.",
    ],
)
def test_silent(text: str) -> None:
    assert opposed(text) == set()
