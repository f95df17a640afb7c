"""Bodies that only hand a page out: "patients at Ferry Road Surgery", "from the Marlow Heart Unit".

A surgery, a unit or a school is no authority that a study could be traced to, so it is no
:class:`NamedSource`; but a page that says who gives it out has said whom to ask. So has one in
which a ward or clinic speaks to its own patients ("you came to us", "ring the ward"). Words:
``patterns/cues/naming.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from healthlint.document.model import BlockKind, Document
from healthlint.nlp.word_sets import word_sets
from healthlint.vocabulary import Vocabulary

_SPOKEN = frozenset(
    {BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BOILERPLATE}
)
# Two to five words with capitals, "and" between them, and the word after.
_RUN = re.compile(
    r"(?P<name>[A-Z](?<![\w.'’-][A-Z])[\w'’-]+(?:(?: and| &)? [A-Z][\w'’-]+){1,4})"
    r"(?: (?P<next>[a-z]+))?"
)
# "St Anne's", and the word after.
_SAINT = re.compile(r"(?:St\.?|Saint) [A-Z][\w-]+['’]s\b(?: (?P<next>[a-z]+))?")
_WORD = re.compile(r"[\w'-]+")
_ADDRESSES = 2  # ways in which a body speaks to its patients; one may be anybody's
_SMALL = re.compile(r"([A-Za-z]+) (?:the )?\Z")
_AHEAD = 20
_LINE = 90  # characters of a line that signs rather than tells


def names_issuer(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the page says which surgery, unit, school or charity gives it out."""
    sets = word_sets(vocabulary, "naming")
    spoken = [document.block_text(block) for block in document.blocks if block.kind in _SPOKEN]
    return any(_names_body(text, sets) or _names_saint(text, sets) for text in spoken) or (
        _speaks_to_patients(spoken, sets["to-patients"])
    )


def _names_body(text: str, sets: Mapping[str, frozenset[str]]) -> bool:
    """ "From the Marlow Heart Unit", "in the Mill Lane clinic"."""
    for run in _RUN.finditer(text):
        words = run["name"].lower().split()
        if words[0] in sets["not-local"]:
            continue
        small = _small_before(text, run)
        if run["next"] in sets["local-place"] and small in sets["patients-of"]:
            return True
        if sets["local-body"].isdisjoint(words[1:]):
            continue
        if small in sets["issued-by"] or _signs(text):
            return True
    return False


def _names_saint(text: str, sets: Mapping[str, frozenset[str]]) -> bool:
    """ "Those who come to Saint Wulfric's", where nothing belongs to it ("St Anne's wort")."""
    return any(
        _small_before(text, saint) in sets["patients-of"]
        and not any(thing in (saint["next"] or "") for thing in sets["saints-things"])
        for saint in _SAINT.finditer(text)
    )


def _small_before(text: str, found: re.Match[str]) -> str:
    small = _SMALL.search(text[max(0, found.start() - _AHEAD) : found.start()])
    return small[1].lower() if small is not None else ""


def _speaks_to_patients(spoken: list[str], phrases: frozenset[str]) -> bool:
    """Whether the page speaks as a ward, clinic or surgery does to those whom it treats."""
    said = " ".join(_WORD.findall(" ".join(spoken).lower().replace("’", "'")))
    return sum(f" {phrase} " in f" {said} " for phrase in phrases) >= _ADDRESSES


def _signs(text: str) -> bool:
    """Whether a line only signs ("Marlow General, Level 2.")."""
    words = text.split()
    capitals = sum(not word[0].islower() for word in words)
    return len(text) <= _LINE and "," in text and capitals == len(words)
