"""Advice of sentences: what readers are told to do, and what only sounds like it."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from healthlint.errors import DataError
from healthlint.nlp.advice import FAMILY, Advice, AdviceClassifier, AdviceLabel
from healthlint.nlp.cues import CueHit
from healthlint.nlp.lexicon import Lexicon
from healthlint.nlp.scoring import Scorer
from healthlint.vocabulary import Cue, load_vocabulary

STRONG = [
    # imperatives
    "Call 999 if the chest pain lasts more than a few minutes.",
    "If your lips turn blue, call an ambulance.",
    "See a doctor if the rash has not gone after a week.",
    "Don't ignore chest pain.",
    "Do not drive until your sight is clear again.",
    "Never share your inhaler with anyone else.",
    "Always finish the course of tablets.",
    "Ask your pharmacist for a sugar-free syrup.",
    "Try to walk a little further each day.",
    "Please wash your hands before you touch the dressing.",
    "Take the tablets with food.",
    "Avoid alcohol while you are on this medicine.",
    "Drink plenty of water during hot weather.",
    "- Keep the wound dry for two days.",
    "Remember: check your feet every evening.",
    "When the pain starts, sit down and stay calm.",
    "To prevent blisters, wear well-fitting shoes.",
    "Talk to your midwife before taking any herbal remedy.",
    "Stop taking the drug and get medical help if your face swells.",
    "Contact your surgery if you have not heard within ten days.",
    "Rest the ankle for the first two days.",
    "Should you develop a fever, call the ward.",
    '"Go straight to hospital," the leaflet says.',
    # duty
    "You should rest for a day or two.",
    "You must not eat for six hours before the operation.",
    "You need to keep the stitches dry.",
    "People should not smoke near babies.",
    "Children with croup should be kept calm.",
    "Anyone who has fainted twice should see a GP.",
    "Parents should check the label before giving a second dose.",
    "A sudden loss of vision needs urgent treatment.",
    "It is best to leave the blister alone.",
    # recommendation
    "Adults are advised to have their eyes tested every two years.",
    "We recommend a yearly flu jab for everyone with asthma.",
    "Bed rest is not recommended for simple back pain.",
    "The tablets should be taken at the same time each day.",
    "Blood pressure must be checked before each injection.",
    "Aspirin should not be given to children.",
]

WEAK = [
    "It may help to raise the leg on a pillow.",
    "You may want to keep a diary of your headaches.",
    "Consider a night light if you get up often.",
    "Some people find that ginger tea eases nausea.",
    "Physiotherapy may be useful for people with stiff shoulders.",
    "Patients with mild asthma may benefit from breathing exercises.",
    "A hearing aid could be helpful at work.",
    "Gentle swimming can be used to build strength.",
    "Acupuncture is an option for people who get frequent migraines.",
    "The patch is a useful alternative to tablets.",
    "You could ask the nurse for a smaller needle.",
    "Cold packs can help to ease the swelling.",
]

NONE = [
    # regret, expectation, inference
    "Doctors should have known that the valve was faulty.",
    "The drug should arrive in pharmacies in 2027.",
    "The bruise should fade within a fortnight.",
    "You should feel better after a few days.",
    "The results should be available next spring.",
    "It must have been a frightening night for the family.",
    # description
    "Treatment may include surgery.",
    "Symptoms may include a dry cough and a sore throat.",
    "Gout is a common type of arthritis.",
    "The rash can spread to the arms.",
    "About one in ten people had side effects.",
    "Asthma cannot be cured.",
    "The virus can live on hard surfaces for a day.",
    "High blood pressure can lead to a stroke.",
    "Smoking was common at that time.",
    # nouns that look like imperatives
    "Exercise classes were full all week.",
    "Rest is important after a fever, she said, but he worked on.",
    "Use of the drug fell sharply last year.",
    "Lower back pain is a common complaint.",
    "Call centres were busy all weekend.",
    "Increases in dose were common.",
    "Treatment for gout has changed little.",
    "Contact lenses come in many types.",
    "Keeping a diary was popular with the volunteers.",
    # questions and headings
    "Should you worry about a mole that itches?",
    "Do you wake up tired every morning?",
    "When to see a doctor",
    "How to use your inhaler",
    "What should patients ask before an operation?",
    # told of others, research
    "He was told to lose weight.",
    "She asked whether she should stop the tablets.",
    "Doctors once recommended smoking for sore throats.",
    "Further studies are needed to confirm these results.",
    "Future research should examine older patients.",
    "More trials are needed before anyone can be sure.",
    "The findings should be interpreted with caution.",
    "The two groups did not differ significantly in pain scores.",
]


@pytest.fixture(scope="module")
def label():
    vocabulary = load_vocabulary()
    nlp = spacy.blank("en")
    lexicon = Lexicon(vocabulary)
    classify = AdviceClassifier(vocabulary.cues[FAMILY])

    def label_of(text: str) -> AdviceLabel:
        doc = nlp.tokenizer(text)
        return classify(doc, 0, len(doc), lexicon.cue_hits(lexicon.find(doc), FAMILY))

    return label_of


@pytest.mark.parametrize("text", STRONG)
def test_strong_advice(label, text: str) -> None:
    assert label(text).label is Advice.STRONG


@pytest.mark.parametrize("text", WEAK)
def test_weak_advice(label, text: str) -> None:
    assert label(text).label is Advice.WEAK


@pytest.mark.parametrize("text", NONE)
def test_no_advice(label, text: str) -> None:
    assert label(text).label is Advice.NONE


def test_the_deciding_cue_is_named(label) -> None:
    text = "For a sore throat, ask your pharmacist for advice."
    found = label(text)
    doc = spacy.blank("en").tokenizer(text)
    assert found.cue is not None
    assert doc[found.cue.start : found.cue.end].text == "ask your pharmacist"
    assert found.lead > 0


def test_nothing_decides_a_plain_statement(label) -> None:
    assert label("The clinic opened in May.").cue is None


def _hits(doc: Doc, cues: dict[str, Cue]) -> list[CueHit]:
    return [CueHit(t.i, t.i + 1, cues[t.lower_]) for t in doc if t.lower_ in cues]


def test_neighbours_count_in_order_and_near() -> None:
    may = Cue("f", "may", ("may",), {"weights": {"yes": 1}})
    ease = Cue("f", "ease", ("ease",), {"after": {"may": {"yes": 5}}})
    scorer = Scorer([may, ease], {"no": 0, "yes": -4})
    nlp = spacy.blank("en")
    for text, expected in [
        ("it may ease pain", "yes"),
        ("it may not always also ease pain", "yes"),
        ("it may be that some people with it ease pain", "no"),
        ("ease may follow", "no"),
    ]:
        doc = nlp.tokenizer(text)
        verdict = scorer.decide(doc, 0, len(doc), _hits(doc, {"may": may, "ease": ease}))
        assert verdict.label == expected, text


def test_a_cue_and_its_shade_add_up_once() -> None:
    should = Cue("f", "should", ("should",), {"weights": {"yes": 3}})
    must = Cue("f", "must", ("must",), {"like": "should", "weights": {"yes": 2}})
    scorer = Scorer([should, must], {"no": 0, "yes": -1})
    doc = spacy.blank("en").tokenizer("must should must")
    verdict = scorer.decide(doc, 0, 3, _hits(doc, {"should": should, "must": must}))
    assert verdict.lead == 4
    assert [(item.cue, item.weight) for item in verdict.evidence] == [("should", 3), ("must", 2)]


def test_equal_scores_claim_least() -> None:
    cue = Cue("f", "a", ("a",), {"weights": {"yes": 3}})
    scorer = Scorer([cue], {"no": 0, "yes": -3})
    doc = spacy.blank("en").tokenizer("a")
    assert scorer.decide(doc, 0, 1, [CueHit(0, 1, cue)]).label == "no"


def test_all_mistakes_of_the_settings_are_told_at_once() -> None:
    cues = [
        Cue("f", "a", ("a",), {"weights": {"perhaps": 1}}),
        Cue("f", "b", ("b",), {"weights": {"yes": "much"}}),
        Cue("f", "c", ("c",), {"like": "nobody"}),
        Cue("f", "d", ("d",), {"after": {"nothing": {"yes": 1}}}),
        Cue("f", "e", ("e",), {"place": "somewhere"}),
    ]
    with pytest.raises(DataError) as caught:
        Scorer(cues, {"no": 0, "yes": -1})
    assert len(caught.value.problems) == 5
    assert "f/e" in caught.value.problems[4]
    assert "clause, condition, lead-in" in caught.value.problems[4]
