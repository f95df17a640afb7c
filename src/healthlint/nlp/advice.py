"""Does a sentence advise its reader, and how strongly: none, weak or strong.

Strong: an imperative, "should", "must", "need to", "is recommended". Weak: "may benefit from",
"consider", "is a useful alternative". None: results, background, expectations ("should arrive in
May"), regret ("should have known"), questions, calls for further research. Advice *against*
something is advice; whether it is negated, quoted or a myth is the context component's matter.

The cues and their weights are data: ``patterns/cues/advice.yaml`` (weights fitted on sentences
of research papers) and ``advice-reader.yaml`` (set by hand). :mod:`healthlint.nlp.scoring` adds
them up.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.cues import CueHit
from healthlint.nlp.scoring import Evidence, Scorer
from healthlint.vocabulary.model import Cue

FAMILY = "advice"

# What a sentence without a single cue starts from; fitted together with advice.yaml.
_BIAS = {"none": 0, "weak": -30, "strong": -30}


class Advice(StrEnum):
    """How strongly a sentence advises."""

    NONE = "none"
    WEAK = "weak"
    STRONG = "strong"


class AdviceLabel(NamedTuple):
    """The label, the cue that decided it (for none there may be none), and the lead in points."""

    label: Advice
    cue: Evidence | None
    lead: int


class AdviceClassifier:
    """The advice cues, compiled once; call it for each sentence."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        """``cues``: the vocabulary's cues of the family ``advice``."""
        self._scorer = Scorer(cues, _BIAS)

    def __call__(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> AdviceLabel:
        """Label the sentence at tokens ``[start, end)`` by the family's hits inside it."""
        verdict = self._scorer.decide(doc, start, end, hits)
        cue = verdict.evidence[0] if verdict.evidence else None
        return AdviceLabel(Advice(verdict.label), cue, verdict.lead)

    def label(self, doc: Doc, start: int, end: int, hits: Iterable[CueHit]) -> str:
        """The label alone, in half the time: what every sentence of an article is asked for."""
        return self._scorer.label(doc, start, end, hits)
