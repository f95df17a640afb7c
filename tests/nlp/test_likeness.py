"""Which statement of the reference speaks of the same thing."""

from __future__ import annotations

from healthlint.nlp.likeness import Likeness
from healthlint.reference.loading import load_reference

KNOWN = Likeness(load_reference())


def test_the_statement_that_says_the_same_is_found_in_its_entry() -> None:
    words = ["no", "food", "or", "drink", "cures", "gout", "and", "nothing", "you", "eat", "will"]
    told = KNOWN.nearest(words, ("gout",))
    assert told is not None
    assert told.entry == "gout"
    assert told.key.startswith("gout/")
    assert told.sources


def test_words_in_common_are_not_enough() -> None:
    words = ["the", "weather", "was", "fine", "on", "the", "day", "of", "the", "wedding"]
    assert KNOWN.nearest(words, ("gout",)) is None


def test_entries_that_are_unknown_or_not_given_tell_nothing() -> None:
    words = ["no", "food", "or", "drink", "cures", "gout"]
    assert KNOWN.nearest(words, ()) is None
    assert KNOWN.nearest(words, ("no-such-entry",)) is None
    assert KNOWN.nearest(words, ("asthma",)) is None
