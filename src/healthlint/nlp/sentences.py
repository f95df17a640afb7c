"""Sentence boundaries that never cross a block.

Blocks are told apart by line breaks in the text: ``Document.text`` puts nothing else there.
Works on whole arrays; only tokens that may end a sentence are looked at one by one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, LOWER, ORTH, SENT_START
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc

from healthlint.nlp.components import load_knowledge

_ENDERS = frozenset(get_string_id(mark) for mark in (".", "!", "?", "...", "…", "!!", "??", "?!"))
_CLOSERS = frozenset(('"', "'", ")", "]", "''", "”", "’"))
_OPENERS = frozenset(('"', "'", "(", "[", "``", "“", "‘", "-", "•"))


Starts = np.ndarray[tuple[int], np.dtype[np.int64]]


class SentenceComponent:
    """Sets ``token.is_sent_start``; ``abbreviations`` are lower-case tokens with a final stop."""

    def __init__(
        self,
        abbreviations: frozenset[str],
        name_endings: frozenset[str],
        lettered: frozenset[str] = frozenset(),
    ) -> None:
        self._lettered = frozenset(get_string_id(word) for word in lettered)
        self._abbreviations = frozenset(get_string_id(word) for word in abbreviations)
        self._name_endings = frozenset(get_string_id(word) for word in name_endings)

    def __call__(self, doc: Doc) -> Doc:
        """The same ``Doc`` with its sentences marked."""
        self._split_letters(doc)
        count = len(doc)
        if count == 0:
            return doc
        table = doc.to_array([ORTH, LOWER, IS_SPACE])
        starts = np.full(count, -1, dtype=np.int64)
        starts[0] = 1
        orths: list[int] = table[:, 0].tolist()
        lowers: list[int] = table[:, 1].tolist()
        for index in np.flatnonzero(table[:, 2]).tolist():
            if index + 1 < count and "\n" in doc[index].text:
                starts[index + 1] = 1
        for index, orth in enumerate(orths):
            if orth in _ENDERS:
                self._mark(doc, index, starts)
            elif lowers[index] in self._name_endings and self._ends_name(doc, index):
                starts[index + 1] = 1
        # spaCy's stub asks for its own array type; any unsigned 64-bit array serves.
        column: Any = starts.astype(np.uint64).reshape(-1, 1)
        doc.from_array([SENT_START], column)
        return doc

    def _split_letters(self, doc: Doc) -> None:
        """The tokenizer takes the end of "you had hepatitis C." for an initial."""
        lowers: list[int] = doc.to_array([LOWER]).ravel().tolist()
        last = [
            index + 1
            for index, word in enumerate(lowers[:-1])
            if word in self._lettered and self._is_letter(doc, index + 1)
        ]
        if not last:
            return
        with doc.retokenize() as retokenizer:
            for index in last:
                token = doc[index]
                retokenizer.split(token, [token.text[0], "."], heads=[(token, 0), (token, 1)])

    def _is_letter(self, doc: Doc, index: int) -> bool:
        text = doc[index].text
        following = doc[index + 1] if index + 1 < len(doc) else None
        ends = following is None or following.is_space or following.is_title
        return len(text) == 2 and text[0].isupper() and text[1] == "." and ends

    def _mark(
        self, doc: Doc, index: int, starts: np.ndarray[tuple[int], np.dtype[np.int64]]
    ) -> None:
        following = index + 1
        count = len(doc)
        while (
            following < count
            and doc[following].text in _CLOSERS
            and not doc[following - 1].whitespace_
        ):
            following += 1
        if following >= count or doc[following].is_space:
            return
        if doc[index].text == "." and index and doc[index - 1].lower in self._abbreviations:
            return
        token = doc[following]
        first = token.text[0]
        if token.text in _OPENERS and following + 1 < count:
            first = doc[following + 1].text[0]
        if first.islower():
            return
        starts[following] = 1

    def _ends_name(self, doc: Doc, index: int) -> bool:
        """ "... at 5 p.m. The ward": an abbreviation that also ends its sentence."""
        if index + 1 >= len(doc):
            return False
        following = doc[index + 1]
        return following.is_title and following.is_stop


@Language.factory(
    "healthlint_sentences",
    assigns=["token.is_sent_start"],
    default_config={"reference": [], "patterns": [], "packaged": True},
)
def create_sentences(
    nlp: Language, name: str, reference: list[str], patterns: list[str], packaged: bool
) -> SentenceComponent:
    """The component for a pipeline; reads the abbreviations of ``patterns/cues``."""
    del nlp, name
    knowledge = load_knowledge(tuple(map(Path, reference)), tuple(map(Path, patterns)), packaged)
    lists = knowledge.vocabulary.cues.get("no-sentence-end", ())
    lettered = {word for cue in lists if "lettered" in cue.settings for word in cue.phrases}
    others = [cue for cue in lists if "lettered" not in cue.settings]
    plain = {word for cue in others if "names" not in cue.settings for word in cue.phrases}
    endings = {word for cue in lists if "names" in cue.settings for word in cue.phrases}
    return SentenceComponent(
        frozenset(plain | endings),
        frozenset(endings | {"p.m.", "a.m.", "etc."}),
        frozenset(lettered),
    )
