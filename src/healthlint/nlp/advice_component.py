"""The component that labels every sentence's advice and causal language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from healthlint.nlp import advice, causal
from healthlint.nlp.advice import AdviceClassifier
from healthlint.nlp.causal import CausalClassifier
from healthlint.nlp.components import Knowledge, hits_of, load_knowledge
from healthlint.nlp.cues import CueHit
from healthlint.nlp.entities import SENTENCES


class AdviceComponent:
    """Leaves ``(start, end, advice, causal)`` for every sentence in ``doc.user_data``."""

    def __init__(self, knowledge: Knowledge) -> None:
        cues = knowledge.vocabulary.cues
        self._lexicon = knowledge.lexicon
        self._advice = AdviceClassifier(cues.get(advice.FAMILY, ()))
        self._causal = CausalClassifier(cues.get(causal.FAMILY, ()))

    def __call__(self, doc: Doc) -> Doc:
        """The same ``Doc`` with its sentences labelled."""
        hits = hits_of(doc)
        bounds = _sentences(doc)
        advising = _dealt(self._lexicon.cue_hits(hits, advice.FAMILY), bounds)
        causing = _dealt(self._lexicon.cue_hits(hits, causal.FAMILY), bounds)
        rows = []
        for (start, end), advised, caused in zip(bounds, advising, causing, strict=True):
            given = self._advice.label(doc, start, end, advised) if advised else "none"
            said = self._causal.label(doc, start, end, caused) if caused else "none"
            rows.append((start, end, given, said))
        doc.user_data[SENTENCES] = tuple(rows)
        return doc


def _sentences(doc: Doc) -> list[tuple[int, int]]:
    starts = np.flatnonzero(doc.to_array([SENT_START]).ravel() == 1).tolist()
    return list(zip(starts, [*starts[1:], len(doc)], strict=True)) if starts else []


def _dealt(hits: Sequence[CueHit], bounds: Iterable[tuple[int, int]]) -> Iterator[Sequence[CueHit]]:
    """The hits of each sentence; both come in order of place."""
    ends = np.searchsorted([hit.start for hit in hits], [end for _start, end in bounds]).tolist()
    for first, last in pairwise((0, *ends)):
        yield hits[first:last]


@Language.factory(
    "healthlint_advice",
    default_config={"reference": [], "patterns": [], "packaged": True},
    requires=["token.is_sent_start"],
)
def create_advice(
    nlp: Language, name: str, reference: list[str], patterns: list[str], packaged: bool
) -> AdviceComponent:
    """Advice (none, weak, strong) and causal language of every sentence."""
    del nlp, name
    return AdviceComponent(
        load_knowledge(tuple(map(Path, reference)), tuple(map(Path, patterns)), packaged)
    )
