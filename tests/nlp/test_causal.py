"""Causal language of sentences: none, correlational, conditional, direct."""

from __future__ import annotations

import pytest
import spacy

from healthlint.nlp.causal import FAMILY, Causal, CausalClassifier, CausalLabel
from healthlint.nlp.lexicon import Lexicon
from healthlint.vocabulary import load_vocabulary

DIRECT = [
    "Smoking causes lung cancer.",
    "The new tablet reduces the risk of stroke.",
    "Regular walking lowers blood pressure.",
    "Too much salt can raise blood pressure.",
    "The vaccine prevents most cases of measles.",
    "The injections improved sleep in men with back pain.",
    "The supplement did not reduce the number of colds.",
    "Poor diet led to a rise in tooth decay.",
    "The spray is safe and effective for children with hay fever.",
    "Mould is responsible for many chest complaints.",
    "Loud music damages hearing.",
    "Breast milk protects babies against ear infections.",
    "The treatment significantly improves survival.",
    "Alcohol contributes to weight gain.",
    "The cream had no effect on itching.",
]

CONDITIONAL = [
    "Coffee may reduce the risk of gallstones.",
    "Late nights might increase the chance of migraine.",
    "A warm bath could help to prevent cramps.",
    "Garlic may protect the heart.",
    "Stress may contribute to hair loss.",
    "The patch appears to improve memory.",
    "Green tea may have a protective effect against strokes.",
    "Cutting sugar could prevent thousands of cases of diabetes.",
    "The drug may benefit people with severe asthma.",
    "Noise at night may affect blood pressure, a study suggests.",
]

CORRELATIONAL = [
    "Short sleep is associated with weight gain.",
    "People who skip breakfast are more likely to be overweight.",
    "Coffee drinkers had a lower risk of gout than people who drank none.",
    "Shift work is linked to heart disease.",
    "Researchers found a link between gum disease and dementia.",
    "High blood sugar was not associated with hearing loss.",
    "Grip strength predicts survival in older men.",
    "Obesity is a risk factor for gallstones.",
    "Women with migraine are at higher risk of stroke.",
    "Blood pressure was correlated with body weight.",
    "Death rates were higher in smokers than in non-smokers.",
    "Daily napping may be associated with dementia.",
]

NONE = [
    "The study was published on Tuesday.",
    "Further studies are needed.",
    "You should see a doctor if the pain lasts.",
    "Gout is a type of arthritis.",
    "The team plans to follow the volunteers for ten years.",
    "More than half of the volunteers were women.",
    "It is not known why the disease starts.",
    "The trial was registered in advance.",
    "Asthma is common in childhood.",
    "The nurse will weigh you before the operation.",
    "Symptoms may include a cough and a sore throat.",
    "Your doctor may ask you to keep a diary.",
    "This article was written by a pharmacist.",
]


@pytest.fixture(scope="module")
def label():
    vocabulary = load_vocabulary()
    nlp = spacy.blank("en")
    lexicon = Lexicon(vocabulary)
    classify = CausalClassifier(vocabulary.cues[FAMILY])

    def label_of(text: str) -> CausalLabel:
        doc = nlp.tokenizer(text)
        return classify(doc, 0, len(doc), lexicon.cue_hits(lexicon.find(doc), FAMILY))

    return label_of


@pytest.mark.parametrize("text", DIRECT)
def test_direct(label, text: str) -> None:
    assert label(text).label is Causal.DIRECT


@pytest.mark.parametrize("text", CONDITIONAL)
def test_conditional(label, text: str) -> None:
    assert label(text).label is Causal.CONDITIONAL


@pytest.mark.parametrize("text", CORRELATIONAL)
def test_correlational(label, text: str) -> None:
    assert label(text).label is Causal.CORRELATIONAL


@pytest.mark.parametrize("text", NONE)
def test_none(label, text: str) -> None:
    assert label(text).label is Causal.NONE
