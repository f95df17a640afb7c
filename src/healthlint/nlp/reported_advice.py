"""What news reports of advice, and what it tells its readers.

"More work needs to be done", "a test will help doctors determine the need for a scan": a study
report is full of the words that advise. In news a sentence advises only where it says what
should be done, orders, or speaks of people and what they need or are urged to do; the words are
in ``patterns/cues/advice-address.yaml``. What the site asks of its readers advises nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from healthlint.nlp.cues import CueHit
from healthlint.nlp.sentence_labels import SentenceLabel

FAMILY = "advice-address"

_OF_PEOPLE = frozenset({"need", "urging"})
_BEFORE_ORDER = frozenset({",", ":", ";", "-", "–", "—", "please", "*", "•"})
_SPOKEN = frozenset({"care-now", "you-should"})  # cues of advice-reader.yaml
_OPENING = 2  # tokens before an order that opens its sentence (a quotation mark, a bullet)


def without_reports(
    doc: Doc,
    label: SentenceLabel,
    address: Sequence[CueHit],
    advising: Sequence[CueHit],
    news: bool,
) -> SentenceLabel:
    """The label, with no advice where nobody is advised. ``address`` and ``advising`` are the
    sentence's cues of :data:`FAMILY` and of ``advice``."""
    if label.advice == "none":
        return label
    said = {hit.cue.id for hit in address}
    if "site" not in said and (not news or _advises(doc, label, said, advising)):
        return label
    return label._replace(advice="none")


def _advises(doc: Doc, label: SentenceLabel, said: set[str], advising: Sequence[CueHit]) -> bool:
    mild = "mild" in said and "research" not in said
    if "duty" in said or mild or ("people" in said and _OF_PEOPLE & said):
        return True
    return any(hit.cue.id in _SPOKEN or _orders(doc, label.start, hit) for hit in advising)


def _orders(doc: Doc, start: int, hit: CueHit) -> bool:
    """Whether it is an imperative; a quoted word within a sentence is none."""
    place = hit.start
    if hit.cue.settings.get("place") != "clause":
        return False
    if place - start <= _OPENING:
        return all(not doc[index].is_alpha for index in range(start, place))
    return doc[place - 1].lower_ in _BEFORE_ORDER
