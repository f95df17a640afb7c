"""Mechanisms of the AT, PV, HY and RD rules, sentence by sentence, near-misses first."""

from __future__ import annotations

import datetime

import pytest

from healthlint.check import Checker
from healthlint.config import Settings
from healthlint.finding import ArticleReport, Finding, Genre, Severity
from healthlint.rules.grade_level import syllables
from tests.rules.snapshots import TODAY, checker

# Enough health talk for every rule to run, and nothing for any of them to find in it.
FRAME = (
    "Hay fever is an allergy to pollen. It brings sneezing, itchy eyes and a runny nose. "
    "Antihistamines ease it, and so does a nasal spray. Asthma may get worse in spring, so carry "
    "an inhaler if you wheeze."
)


def report(text: str, format: str = "markdown") -> ArticleReport:
    return checker().check_text(f"# Living with hay fever\n\n{FRAME}\n\n{text}\n", format)


def found(rule: str, text: str, format: str = "markdown") -> list[Finding]:
    return [finding for finding in report(text, format).findings if finding.rule == rule]


def words(rule: str, text: str) -> list[str]:
    return [place.text for finding in found(rule, text) for place in finding.places]


@pytest.mark.parametrize(
    ("sentence", "voice"),
    [
        ("Doctors warn that pollen is early this year.", "Doctors warn"),
        (
            "But medical experts have repeatedly urged people to stay in.",
            "medical experts have repeatedly urged",
        ),
        ("Scientists now say that the season is longer.", "Scientists now say"),
        (
            "Health officials in several cities are warning people.",
            "Health officials in several cities are warning",
        ),
        ("Stay in at noon, say experts.", "say experts"),
        ("According to specialists, sprays come first.", "According to specialists"),
        ("One doctor warned that it spreads.", "One doctor warned"),
        ("Experts call for calm.", "Experts call"),
        ("- Pharmacists caution against old sprays", "Pharmacists caution"),
    ],
)
def test_unnamed_voice(sentence: str, voice: str) -> None:
    assert words("AT001", sentence) == [voice]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ask your doctor.",
        "Doctors can treat it.",
        "Doctors may prescribe tablets.",
        "Doctors recommend a spray first.",
        "Your doctors say when to come back.",
        "If experts warn you, listen.",
        "Tell doctors and nurses what you take.",
        "Doctors call it allergic rhinitis.",
        "What do experts say?",
        "Researchers think that genes matter.",
        "Doctors warn of a long season, says Dr Ana Ruiz.",
        "Doctors warn of a long season. Dr Ana Ruiz of Westmark University counts the grains.",
        "The Westmark Institute counts pollen. Experts warn of a long season.",
        "Experts warn of a long season (Ruiz et al., 2021).",
        "Westmark Hospital doctors warn of a long season.",
        "Nurses who work at night sleep badly.",
    ],
)
def test_no_unnamed_voice(sentence: str) -> None:
    assert words("AT001", sentence) == []


def test_three_unnamed_voices_and_no_source_at_all_are_serious() -> None:
    text = (
        "Doctors warn of May. Experts say that June is worse.\n\nNurses stress that July is over."
    )
    (finding,) = found("AT001", text)
    assert finding.severity is Severity.MAJOR
    assert len(finding.places) == 3
    sourced = f"{text}\n\nThe walk was long.\n\nThe Westmark Institute counts pollen."
    (finding,) = found("AT001", sourced)
    assert finding.severity is Severity.MINOR


@pytest.mark.parametrize(
    "source",
    [
        "Dr Ana Ruiz counts the grains.",
        "The Royal Society of Sneezing counts the grains.",
        "It was shown before (Ruiz et al., 2021).",
        "See [the count](https://example.org/pollen).",
        "The NHS has a page on it.",
        "Jane Doe, a nurse in Leeds, said that sprays help.",
        "The pharmacist Jane Doe answers on Fridays.",
        "The grains were counted by Dr Ana Ruiz of the University of Porto.",
        "Go to the Heart, Nose and Lung Institute's booklet.",
        "Most people sneeze in May.3 Some sneeze in June.",
        "This sheet is for patients at Ferry Road Surgery.",
        "Allergy Unit, Marlow General, Level 4.",
        "Sneezes are counted in a guide from the Staff and Student Health Center.",
        "Sneezers are seen twice a week in the Mill Lane clinic.",
        "This sheet is for those who come to Saint Wulfric's on a Monday.",
        "You came to us with a blocked nose. Ring the ward if it bleeds.",
        "## References\n\nA book on pollen",
    ],
)
def test_article_with_a_source(source: str) -> None:
    assert not found("AT003", source)


@pytest.mark.parametrize(
    "sentence",
    [
        "Go to the emergency department if you cannot breathe.",
        "Who is at risk? People With Asthma.",
        "Deep Vein Thrombosis (DVT) is another matter, and an MRI shows nothing.",
        "In May the Birch blooms.",
        "My neighbour Jane Doe sneezes.",
        "In 1819 the physician John Bostock sneezed.",
        "The pollen count was 3.5 in May.",
        "The cure is Laser Surgery.",
        "It was done at the Intensive Care Unit.",
        "Some drink a tea of St Wulfric's wort.",
        "Some went to a clinic in Mill Lane.",
        "Pollen came to us on the wind.",
    ],
)
def test_capitals_that_name_no_source(sentence: str) -> None:
    assert found("AT003", sentence)


@pytest.mark.parametrize(
    ("sentence", "claimed"),
    [
        ("Clinical trials show that sprays cure it.", True),
        ("When clinical trials show that a spray is better, it may be sold.", False),
        ("Honey is clinically proven to stop it.", True),
        ("Honey has never been clinically proven to stop it.", False),
        ("Honey is scientifically proven. Most people sneeze.", True),
        ("Honey is scientifically proven.2 Most people sneeze.", False),
    ],
)
def test_study_that_is_claimed(sentence: str, claimed: bool) -> None:
    assert bool(found("AT002", sentence)) is claimed


NEWS = (
    "# Spray eases hay fever, trial finds\n\n{} at the University of Porto tested a nasal spray in "
    "a new study of 90 people with hay fever and asthma, published in the journal Nose this week. "
    '"We were glad," said Dr Ana Ruiz{}.\n\nThe trial ran for a year and sneezing fell.\n\n'
    "Some people had nosebleeds.\n\nThe spray is not sold yet.\n\n{}\n\nThe spray has no smell.\n"
)


def news(lead: str, part: str, sentence: str, rule: str) -> list[Finding]:
    got = checker().check_text(NEWS.format(lead, part, sentence), "markdown")
    assert got.genre is Genre.NEWS
    return [finding for finding in got.findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("sentence", "anonymous"),
    [
        ("The spray is safe, researchers say. Most sneezing stopped, scientists say.", False),
        ("The spray is safe, some researchers say. Others doubt it, experts say.", True),
    ],
)
def test_researchers_of_a_study_that_is_named(sentence: str, anonymous: bool) -> None:
    assert bool(news("Researchers", ", who led the study", sentence, "AT001")) is anonymous


def test_two_roles_before_one_verb_are_one_voice() -> None:
    assert not found("AT001", "Doctors and nurses know that sneezing is a nuisance.")


@pytest.mark.parametrize(
    "line",
    [
        "Comment soigner les yeux qui piquent au printemps",
        "Cómo aliviar los síntomas de la alergia en primavera",
        "Heuschnupfen und was man dagegen tun kann",
        "Bahar nezlesi için evde neler yapılabilir ve nasıl önlenir",
        "Cách giảm ngứa mắt khi bị dị ứng phấn hoa",
        "Objawy kataru siennego i jak się leczyć wiosną",
        "Cara mengatasi mata gatal karena alergi serbuk sari",
        "Medicina natural contra dolores articulares",
        "KNEESCHMERZEN NACH DEM JOGGEN UND WAS HILFT",
        "Mulher segurando joelho dolorido",
        "Femme tenant son genou douloureux",
        "Kobieta trzyma bolące kolano",
        "花粉症の症状と治療について知っておくこと",
        "Как облегчить зуд в глазах при аллергии весной",
    ],
)
@pytest.mark.parametrize("place", ["{}", "![x](y.png)\n\n{}", "- {}", "It itches. {}", "> {}"])
def test_stray_language(line: str, place: str) -> None:
    (finding,) = found("HY001", place.format(line))
    assert finding.places[0].text == line


@pytest.mark.parametrize(
    "line",
    [
        "Zoë Müller, José Peña, Nguyễn Văn An, Björn Åkesson",
        "Rhinitis allergica, asthma bronchiale, sinusitis maxillaris",
        "Ambrosia artemisiifolia, Betula pendula, Corylus avellana",
        "Her film Le printemps et la vie won a prize.",
        "Severe persistent runny nose",
        "Vitamin D, calcium, magnesium, zinc",
        "El Niño years",
        "lena.okafor@harrowlane.example",
        "harrowlane.example/nase/und/ohren",
        "Gershman E J et al., Holm P et al.",
        "Chlorphenamine, cetirizine, loratadine, fexofenadine tablets",
        "transient receptor potential vanilloid channels",
        "fibrodysplasia ossificans progressiva, erythema multiforme",
        "Fluffy pillows gather dust mites",
        "Café owners in São Paulo sneeze too.",
        "The word déjà vu is French.",
        "α-blockers, β-blockers, γ-rays",
        "Crème fraîche, purée, soufflé, jalapeño: all of them fine.",
    ],
)
def test_no_stray_language(line: str) -> None:
    assert not found("HY001", line)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[insert photo of pollen]", "[insert photo of pollen]"),
        ("Take [TK] drops a day.", "[TK]"),
        ("Lorem ipsum dolor sit amet.", "Lorem ipsum dolor sit amet."),
        ("Call {{clinic_phone}} today.", "{{clinic_phone}}"),
        ("Image preview", "Image preview"),
        ("TBC", "TBC"),
        ("The count was TK in May.", "TK"),
        ("Add image here.", "Add image here"),
        ("An error has occurred. The pollen was high.", "An error has occurred"),
        ('He said "[insert quote]" in May.', "[insert quote]"),
    ],
)
def test_placeholder(text: str, place: str) -> None:
    assert place in words("HY004", text)


@pytest.mark.parametrize(
    "text",
    [
        "It helps [1], as others found [2, 3].",
        "An image previewed the polyp.",
        "Insert the nozzle into the nose.",
        "See [our page](https://example.org/insert).",
        "TK Maxwell wrote the first diary of hay fever.",
        "He said it [the spray] helped.",
        '"The test is a help with [drug choice] on most wards," he said.',
        "Sign up for our newsletter here. An error has occurred. Please try again.",
    ],
)
def test_no_placeholder(text: str) -> None:
    assert not found("HY004", text)


def test_controls_of_a_picture_are_the_site_s() -> None:
    line = "Enlarge this image toggle caption Ana Roe for Harbour Radio"
    assert words("HY002", line) == [line]


_FACT = "One in nine people with hay fever has asthma as well."
_ACCOUNT = (
    "Pollen sets off the cells that line the nose, they pour out histamine, and within minutes the "
    "nose runs, the eyes itch and the throat tickles until the pollen is gone."
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (f"## Causes\n\n{_FACT}\n\n## Outlook\n\n{_FACT}", False),
        (f"## Causes\n\n{_FACT}\n\nMore follows.\n\n{_FACT}", True),
        (f"## Causes\n\n{_ACCOUNT}\n\n## Outlook\n\n{_ACCOUNT}", True),
        (f"## What causes it?\n\n{_ACCOUNT}\n\n## How long is it?\n\n{_ACCOUNT}", False),
        (f"## What causes it?\n\n{_ACCOUNT}\n\nMore follows.\n\n{_ACCOUNT}", True),
    ],
)
def test_sections_may_share_a_fact(text: str, wrong: bool) -> None:
    assert bool(found("HY003", text)) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The list was put together by our team and has affiliate links.", False),
        ("Sign up for our newsletter and have a tip sent to your inbox.", True),
        ("Dear Reader, tell your sister about it, and then dance.", False),
        ("Dear reader, please support our journalism with a gift.", True),
        ("In other news\n\nThe door will be painted on Monday, so ring the bell.", False),
        ("In other news: Ten soups for May", True),
    ],
)
def test_what_is_the_site_s(text: str, wrong: bool) -> None:
    assert bool(found("HY002", text)) is wrong


@pytest.mark.parametrize(
    "page",
    [
        "Are you a robot? Please tick the box to go on. " * 6,
        "404 Not Found. " * 20,
        "Hay fever: soon.",
    ],
)
def test_page_that_never_loaded_gives_one_finding_and_nothing_else(page: str) -> None:
    got = checker().check_text(page, "text")
    assert got.genre is Genre.BLOCKED_PAGE
    assert [(f.rule, f.severity) for f in got.findings] == [("HY004", Severity.CRITICAL)]
    assert got.dials == {}


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("", Severity.MINOR),
        ("Published 3 May 2027", Severity.MAJOR),
        ("Last updated 3 May 2023", Severity.MAJOR),
        ("Published 3 May 2026", None),
        ("Published 3 May 2020\n\nLast reviewed 4 June 2025", None),
        ("Published 05/12/2026", None),  # may be 12 May
        ("Published 25/12/2026", Severity.MAJOR),
        (f"Published {TODAY}", None),
    ],
)
def test_date(line: str, severity: Severity | None) -> None:
    got = checker().check_text(f"# Hay fever\n\n{line}\n\n{FRAME}\n", "markdown")
    assert [f.severity for f in got.findings if f.rule == "PV003"] == [severity] * bool(severity)


@pytest.mark.parametrize("line", ["In 2019 a storm hit. The next count is on 1 May 2031."])
def test_dates_in_sentences_are_not_the_article_s(line: str) -> None:
    (finding,) = found("PV003", line)
    assert "no date" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "Order now and breathe freely.",
        "Use code POLLEN10 in May.",
        "A spray in a drawer - SNIFFEX LABS",
        "Try [this spray](https://shop.example/spray?tag=healthy-20).",
    ],
)
def test_promotion(text: str) -> None:
    assert found("PV006", text)
    assert not found("PV006", f"This article is sponsored by the maker.\n\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "Take cetirizine (Zyrtec) at night.",
        "A nurse holds a spray - REUTERS",
        "The scan that shows the sinuses best - MRI",
        "Should you order now? No.",
        "Pollen counts are on the [map](https://example.org/map).",
    ],
)
def test_no_promotion(text: str) -> None:
    assert not found("PV006", text)


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("The fisherman of Gullmouth", True),  # a scene
        ("Eleven things about type 2 diabetes", True),
        ("Stay on your feet this winter", True),  # a place alone
        ("Torn gallbladder and bruised ribs", False),
        ("Fishermen strike over harbour tariffs", True),  # names nothing that can be compared
        ("Insulin, meters and sore feet: a mailbag", True),
        ("Asthma at school: what teachers can do", False),
    ],
)
def test_headlines_that_set_a_scene(title: str, fits: bool) -> None:
    body = (
        "Diabetes is treated with diet and tablets. Sugar in the blood is measured with a drop "
        "from a finger. Walk every day, eat beans and bread made of whole grain, and have your "
        "feet looked at once a year. People with diabetes are asked to come for a check of the "
        "eyes as well. A nurse explains how the meter works and when to use it. Bring your list."
    )
    got = checker().check_text(f"# {title}\n\n{body}\n", "markdown")
    assert ("HL001" in [finding.rule for finding in got.findings]) is not fits


@pytest.mark.parametrize(
    ("term", "explained"),
    [
        ("You may have dyspnea.", False),
        ("You may have dyspnea (breathlessness).", True),
        ("You may be short of breath, called dyspnea.", True),
        ("You may have dyspnea, or shortness of breath.", True),
        ("Dyspnea is a feeling of not getting enough air.", True),
        ("Dyspnea is dangerous.", False),
        ("You may have dyspnea. Dyspnea means hard breathing.", True),
        ("Breathlessness, or dyspnea, may follow.", True),
        ("A faint, also called a drop attack or sudden syncope, may follow.", True),
        ("A storm may follow. Sudden syncope is dangerous.", False),
        ("Give enough anticoagulation [anti-clotting] treatment.", True),
        ('It caused "lung necrosis" or dying tissue.', True),
        ("Stents are small tubes of metal.", True),
        ("Stents are dear.", False),
        ("The voice may rasp because of stenosis. The narrowing of the windpipe is slight.", True),
        ("She is a professor of vascular sclerotherapy at Leeds.", True),
        ("She had sclerotherapy at Leeds.", False),
        ("It was in The European Journal of Stenosis.", True),
        ("She had an ischaemic stroke - the kind that a clot brings.", True),
        ("The prognosis is good.", True),
        ("The prognosis of syncope is good.", False),
        ("He was given a thrombolytic to break up what blocks the artery.", True),
        ("He was given a thrombolytic to his great surprise.", False),
        ("An angiogram can show where an artery is blocked.", True),
        ("An angiogram can wait until Monday.", False),
        ("It is an autoimmune disease with necrosis, when there is too little blood for it.", True),
        ("Orthostatic hypotension is defined as a fall of 20 points on standing.", True),
        ("Orthostatic hypotension is feared at any age.", False),
        ("An embolism may follow. It is a rare thing. The clot travels to the lung.", True),
        ("An embolism may follow. It is a rare thing. The nurse travels to the ward.", False),
        ("The man works in the stenosis and bone research unit of Leeds.", True),
        ("The man had stenosis and went to a unit of the army.", False),
    ],
)
def test_jargon(term: str, explained: bool) -> None:
    assert bool(found("RD002", term)) is not explained


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("cough", 1), ("likes", 1), ("needed", 2), ("fever", 2), ("table", 2), ("tables", 2),
        ("area", 3), ("medicine", 3), ("idea", 3), ("patient", 2), ("radius", 3), ("breathe", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_dials_say_what_moved_them() -> None:
    dials = report("Doctors warn of May.\n\nImage preview").dials
    by_name = {dial["name"]: dial for dial in dials["dials"]}
    assert list(by_name) == [
        "medical completeness and safety",
        "trust",
        "language and presentation",
    ]
    assert "AT001" in [moved["rule"] for moved in by_name["trust"]["moved_by"]]
    assert "HY004" in [m["rule"] for m in by_name["language and presentation"]["moved_by"]]
    assert all(dial["reading"] and dial["level"] for dial in by_name.values())


def test_trust_items_add_up_to_twenty_eight() -> None:
    quest = report("Doctors warn of May.").dials["quest"]
    assert quest["max"] == sum(item["max"] for item in quest["items"]) == 28
    assert quest["score"] == sum(item["score"] for item in quest["items"])
    assert all(0 <= item["level"] <= item["levels"] and item["why"] for item in quest["items"])


def test_a_signed_dated_sourced_page_scores_higher() -> None:
    poor = report("Doctors warn of May.").dials["quest"]["score"]
    text = (
        f"# Living with hay fever\n\nBy Dr Ana Ruiz\n\nLast reviewed {TODAY}\n\n{FRAME} Talk to "
        "your doctor. A [randomised trial](https://doi.org/10.1000/1) found that sprays may help, "
        "but larger trials are needed.\n"
    )
    good = checker().check_text(text, "markdown").dials["quest"]
    assert good["score"] > poor
    assert {i["item"]: i["level"] for i in good["items"]}["authorship"] == 2


def test_only_news_has_the_ten_criteria() -> None:
    assert "criteria" not in report("Doctors warn of May.").dials
    news = checker().check_text(
        "# New spray eases hay fever\n\nResearchers found that a spray eased hay fever, in a study "
        "published in the journal Nose this week. The trial enrolled 40 patients with asthma. "
        "Sneezing eased, said Maria Holt, the lead author.\n",
        "markdown",
    )
    assert news.genre is Genre.NEWS
    criteria = news.dials["criteria"]
    assert [criterion["number"] for criterion in criteria] == list(range(1, 11))
    answers = {"satisfactory", "not satisfactory", "not applicable", "cannot tell"}
    assert {criterion["answer"] for criterion in criteria} <= answers
    assert criteria[5]["answer"] == "not satisfactory"  # nobody says who paid


def test_day_is_an_option() -> None:
    assert datetime.date(2026, 11, 22) == TODAY


def test_a_dial_whose_rules_were_not_run_says_so() -> None:
    text = "# Gout\n\n" + "Gout is a painful kind of arthritis. " * 10
    dials = Checker(settings=Settings(select=("OM",))).check_text(text, "markdown").dials
    readings = {dial["name"]: dial["reading"] for dial in dials["dials"]}
    assert readings["language and presentation"] == readings["trust"] == "not checked"
    assert readings["medical completeness and safety"].endswith("not checked: UC, AD")


def test_a_headline_of_two_signs_of_which_the_text_tells_one() -> None:
    body = (
        "A Baker's cyst is a pocket behind the knee, filled with fluid from the joint. Most cysts "
        "are soft and harmless, and many go away by themselves once the joint is better. The back "
        "of the knee may feel tight when it is bent. A doctor can tell a cyst from other things "
        "by feeling it, and an ultrasound scan shows what is inside. Rest and a cold pack help."
    )
    for title, fits in (
        ("Itching and strange bumps could be a warning sign", False),
        ("A strange cyst behind the knee could be a warning sign", True),
    ):
        got = checker().check_text(f"# {title}\n\n{body}\n", "markdown")
        assert ("HL001" in [finding.rule for finding in got.findings]) is not fits
