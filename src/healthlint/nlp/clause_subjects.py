"""What stands before a cue as its subject: "fever, a rash or a cough *may* follow".

Whether the subject shares the cue's context depends on what is newly said. In "a clot can form"
the clot is new; in "warts can be frozen" the freezing is; and a passage's own topic is never
what its hedges are about. The cue's setting ``subject`` says which of these it asks:

``open``
    the subject, unless something new follows or a person is the subject ("women may ...").
``both``
    the subject as well as what follows ("a red patch may be a sign of cellulitis").
``sign``
    signs alone, the topic too ("chest pain needs 999").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from healthlint.nlp.clauses import Clauses

_COMPLEMENT = frozenset(("when", "if", "because", "as", "while", "until", "where"))


_PHRASE = 5  # words between a preposition and what it governs


class Things(NamedTuple):
    """The things a sentence speaks of, by first token, in order: not places, not people.

    ``given`` are those its passage is about, ``signs`` those that are symptoms.
    """

    starts: Sequence[int]
    given: frozenset[int] = frozenset()
    signs: frozenset[int] = frozenset()

    def within(self, start: int, end: int) -> Sequence[int]:
        """Those that begin in ``[start, end)``."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class Subject(NamedTuple):
    """Tokens ``[start, end)`` before a cue, those ``[after, until)`` it reaches, and its words."""

    kind: str
    start: int
    end: int
    after: int
    until: int
    words: tuple[int, int]


def subject_range(clauses: Clauses, start: int, end: int) -> tuple[int, int]:
    """The subject's part of ``[start, end)``: without the relative clause that may close it, and
    behind the word that may open it ("a sign that a stroke may follow")."""
    verbs = (index for index in range(start, end) if _is_verb(clauses, index))
    verb = next(verbs, end)
    for index in range(end - 1, start - 1, -1):
        if not clauses.mark("relative", index):
            continue
        word = clauses.word(index)
        opens = word in _COMPLEMENT or (word == "that" and verb < index)
        if opens and not _is_verb(clauses, index + 1):
            return index + 1, end
        end = index
    return start, end


def _is_inside_phrase(clauses: Clauses, start: int, thing: int) -> bool:
    """Whether it only describes the subject: "symptoms of lupus may", "spots after a meal can"."""
    for index in range(thing - 1, max(start, thing - _PHRASE) - 1, -1):
        if index in clauses.breaks:
            return False
        if clauses.mark("preposition", index) or clauses.mark("fronting", index):
            return True
    return False


def _is_verb(clauses: Clauses, index: int) -> bool:
    return clauses.mark("finite", index) or clauses.mark("modal", index)


def _is_person(clauses: Clauses, index: int) -> bool:
    """Whether a person stands there as the subject: not "in people with diabetes"."""
    return clauses.mark("person", index) and not clauses.mark("preposition", index - 1)


def told_of(clauses: Clauses, things: Things, subject: Subject) -> Iterator[int]:
    """The things of the subject that stand in the cue's light."""
    start, end = subject_range(clauses, subject.start, subject.end)
    mine: Sequence[int] = things.within(start, end)
    related = clauses.mark("relative", subject.end - 1)
    if subject.kind == "sign":
        yield from (thing for thing in mine if thing in things.signs)
        return
    if related:
        mine = mine[-1:]  # "looking for a virus that may": the virus alone
    else:
        mine = [thing for thing in mine if not _is_inside_phrase(clauses, start, thing)]
    if subject.kind == "open":
        ahead = things.within(subject.after, subject.until)
        if any(thing not in things.given for thing in ahead):
            return
        if not related and any(_is_person(clauses, index) for index in range(start, end)):
            return
    yield from (thing for thing in mine if thing not in things.given)
