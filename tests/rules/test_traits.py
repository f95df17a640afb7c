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
        ("site", "Crohn's disease is confined to the lungs."),
        ("route", "Shingles is caught from someone by shaking hands."),
        ("age", "The menopause usually arrives at around 30."),
        ("age", "The average age of the menopause is 30."),
        ("age", "Multiple sclerosis is mostly diagnosed in your seventies."),
        ("age", "Most women reach the menopause at 25."),
        ("test", "Epilepsy is diagnosed with a urine test."),
        ("test", "Migraine shows up on a blood test."),
        ("test", "Hair analysis confirms glaucoma."),
        ("side", "Appendicitis causes pain in the lower left side of the belly."),
        ("side", "The pain of appendicitis is on the left."),
        ("side", "Bell's palsy usually affects both sides of the face."),
        ("side", "A stroke on the left side of the brain weakens the left arm and leg."),
        ("deficiency-of", "Scurvy is caused by a lack of vitamin D."),
        ("deficiency-of", "Colds are caused by a lack of vitamin C."),
        ("remedy", "Antifungal cream clears cold sores."),
        ("remedy", "Ringworm is treated with antivirals."),
        ("interval", "Take methotrexate every day."),
        ("interval", "A flu vaccine protects for life."),
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
        # true of the new dimensions, or about a special case
        "The menopause usually happens between 45 and 55.",
        "Early menopause usually happens in the thirties.",
        "Some women reach the menopause at 30.",
        "Juvenile Huntington's disease usually begins in childhood.",
        "A migraine usually begins around 30 minutes after the first flicker.",
        "Blood tests may be used to rule out other causes of epilepsy.",
        "No blood test diagnoses ADHD.",
        "A new blood test detects glaucoma, researchers say.",
        "Appendicitis is felt on the right, and rarely on the left.",
        "A stroke on the left side of the brain weakens the right arm and leg.",
        "A stroke weakens the face, arm and leg on the same side of the body.",
        "Bell's palsy rarely affects both sides of the face.",
        "Rickets can also be caused by too little calcium.",
        "A lack of vitamin C does not cause colds.",
        "Antivirals do not cure impetigo.",
        "Methotrexate must never be taken every day.",
        "Take folic acid daily, but not on the day you take methotrexate.",
        # sites, levels and people of which too little was once said
        "A stroke can affect the face, arm and leg.",
        "Older people can get chlamydia.",
        "Rheumatoid arthritis rarely affects children.",
        "Hypothermia means a low temperature.",
        "Obesity and high blood pressure often go together.",
        "The wheezing no longer comes back when a child gets colds.",
        "Cirrhosis weakens the immune system.",
        "People can get anthrax from contact with infected hides.",
        "Not everyone with a urinary infection needs antibiotics.",
    ],
)
def test_silent(text: str) -> None:
    assert opposed(text) == set()
