"""The values of context: what is said of a mention, and what is handed on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Context(StrEnum):
    """In what light a mention stands. No value at all means: plainly asserted."""

    NEGATED = "negated"
    HEDGED = "hedged"
    RARE = "rare"
    HYPOTHETICAL = "hypothetical"
    HISTORICAL = "historical"
    OTHER_PERSON = "other-person"
    QUOTED = "quoted"
    MYTH = "myth"
    NO_EVIDENCE = "no-evidence"
    WARNING = "warning"


DISPUTE = "dispute"
PSEUDO = "pseudo-cues"
MARKS = "clause-marks"
STOPS = "scope-terminators"
VALUE = {
    "negation": Context.NEGATED,
    "hedge": Context.HEDGED,
    "rare": Context.RARE,
    "hypothetical": Context.HYPOTHETICAL,
    "historical": Context.HISTORICAL,
    "other-person": Context.OTHER_PERSON,
    "quoted": Context.QUOTED,
    "myth": Context.MYTH,
    "no-evidence": Context.NO_EVIDENCE,
    "warning": Context.WARNING,
}
ORDER = {value: rank for rank, value in enumerate(Context)}
FAMILIES: tuple[str, ...] = (*VALUE, DISPUTE, PSEUDO, STOPS, MARKS)
"""The cue families this module reads: what to ask the lexicon for."""


@dataclass(frozen=True, slots=True)
class Contexts:
    """The contexts of one mention, in a fixed order, each with the words it rests on.

    ``denied_relation`` holds the words that deny not the mention but its tie to something else:
    "no cure for lupus" and "does not relieve pain" leave lupus and pain standing.
    """

    values: tuple[Context, ...] = ()
    cues: tuple[str, ...] = ()
    denied_relation: str | None = None

    def __contains__(self, value: object) -> bool:
        return value in self.values

    def cue(self, value: Context) -> str | None:
        """The words that gave the context, or ``None``."""
        return self.cues[self.values.index(value)] if value in self.values else None


PLAIN = Contexts()


@dataclass(frozen=True, slots=True)
class Carried:
    """What a heading or a lead-in hands on: to list items, and with ``to_text`` to all below."""

    contexts: Contexts = PLAIN
    to_text: bool = False

    def __bool__(self) -> bool:
        return self.contexts != PLAIN


@dataclass(frozen=True, slots=True)
class Dispute:
    """A sentence takes back the one before it; ``any``: also what was quoted from nobody."""

    value: Context
    cue: str
    any: bool


NOTHING = Carried()
Range = tuple[int, int]


def merge(own: Contexts, added: Contexts) -> Contexts:
    """Both, in the fixed order. Denied twice is not denied: "no" in a list of what is not so."""
    pairs = dict(zip(added.values, added.cues, strict=True))
    pairs.update(zip(own.values, own.cues, strict=True))
    values = sorted(pairs, key=ORDER.__getitem__)
    return Contexts(
        tuple(values),
        tuple(pairs[value] for value in values),
        own.denied_relation or added.denied_relation,
    )
