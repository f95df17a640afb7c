"""What a sentence says of cause and effect: none, correlational, conditional or direct.

Correlational: "is associated with", "is more likely in", "predicts". Conditional: a hedged cause,
"may increase", "appears to protect". Direct: "causes", "reduces", "is effective against", also
when denied ("did not reduce"). None: everything else, advice and calls for research included.
The classes are those of Yu and others (EMNLP 2019, COLING 2020).

The cues and their weights are data: ``patterns/cues/causal.yaml``. :mod:`healthlint.nlp.scoring`
adds them up.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.cues import CueHit
from healthlint.nlp.scoring import Evidence, Scorer
from healthlint.vocabulary.model import Cue

FAMILY = "causal"

# What a sentence without a single cue starts from; fitted together with causal.yaml.
_BIAS = {"none": 0, "correlational": -14, "conditional": -37, "direct": -12}


class Causal(StrEnum):
    """The kind of causal language in a sentence."""

    NONE = "none"
    CORRELATIONAL = "correlational"
    CONDITIONAL = "conditional"
    DIRECT = "direct"


class CausalLabel(NamedTuple):
    """The label, the cue that decided it (for none there may be none), and the lead in points."""

    label: Causal
    cue: Evidence | None
    lead: int


class CausalClassifier:
    """The causal cues, compiled once; call it for each sentence."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """``cues``: the vocabulary's cues of the family ``causal``."""
        self._scorer = Scorer(cues, _BIAS)

    def __call__(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> CausalLabel:
        """Label the sentence at tokens ``[start, end)`` by the family's hits inside it."""
        verdict = self._scorer.decide(doc, start, end, hits)
        cue = verdict.evidence[0] if verdict.evidence else None
        return CausalLabel(Causal(verdict.label), cue, verdict.lead)

    def label(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> str:
        """The label alone, in half the time: what every sentence of an article is asked for."""
        return self._scorer.label(doc, start, end, hits)
