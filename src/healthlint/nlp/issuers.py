"""Bodies that only hand a page out: "patients at Ferry Road Surgery", "from the Marlow Heart Unit".

A surgery, a unit or a school is no authority that a study could be traced to, so it is no
:class:`NamedSource`; but a page that says who gives it out has said whom to ask. Words:
``patterns/cues/naming.yaml``.
"""

from __future__ import annotations

import re

from healthlint.document.model import BlockKind, Document
from healthlint.nlp.word_sets import word_sets
from healthlint.vocabulary import Vocabulary

_SPOKEN = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.BOILERPLATE})
# The small word before, and two to five words with capitals.
_RUN = re.compile(r"[A-Z](?<![\w.'’-][A-Z])[\w'’-]+(?: [A-Z][\w'’-]+){1,4}")
_SMALL = re.compile(r"([A-Za-z]+) (?:the )?\Z")
_AHEAD = 20
_LINE = 90  # characters of a line that signs rather than tells


def names_issuer(document: Document, vocabulary: Vocabulary) -> bool:
    """Whether the page says which surgery, unit, school or charity gives it out."""
    sets = word_sets(vocabulary, "naming")
    local = sets.get("local-body", frozenset())
    before = sets.get("issued-by", frozenset())
    ordinary = sets.get("not-local", frozenset())
    for block in document.blocks:
        if block.kind not in _SPOKEN:
            continue
        text = document.block_text(block)
        for run in _RUN.finditer(text):
            words = run[0].lower().split()
            if words[0] in ordinary or local.isdisjoint(words[1:]):
                continue
            if _signs(text):
                return True
            small = _SMALL.search(text[max(0, run.start() - _AHEAD) : run.start()])
            if small is not None and small[1].lower() in before:
                return True
    return False


def _signs(text: str) -> bool:
    """Whether a line only signs ("Marlow General, Level 2.")."""
    words = text.split()
    capitals = sum(not word[0].islower() for word in words)
    return len(text) <= _LINE and "," in text and capitals == len(words)
