"""Headline against body."""

from __future__ import annotations

from functools import cache

import pytest

from healthlint.check import Checker
from healthlint.nlp.headline import headline_match
from healthlint.source import Source

GOUT = (
    "Gout is a kind of arthritis that comes in attacks. Crystals of uric acid settle in a joint, "
    "most often in the big toe, which turns red, hot and very painful. Tablets ease an attack "
    "within days, and allopurinol prevents further ones. Beer and red meat make attacks likelier."
)
HEART = (
    "A myocardial infarction happens when a coronary artery closes. Pressure in the chest, "
    "sweating and breathlessness are the usual signs. Every minute counts: call an ambulance. "
    "In hospital the artery is opened with a balloon, and a stent keeps it open."
)
TOWN = (
    "The council of Harwick voted on Tuesday to rebuild the old harbour bridge. Work begins in "
    "May and will take two years. Fishermen fear that the closed channel will cost them a season, "
    "and the mayor, Ellen Prowse, promised them help with mooring fees."
)
TIARA = (
    "Police in Geneva, Switzerland, want to speak to 3 people about a missing tiara. A man was "
    "seen at the gate of the villa, and neighbours think that he came to steal. The owner, a "
    "singer, was away for the week."
)


@cache
def checker() -> Checker:
    return Checker()


def matches(headline: str, body: str) -> bool:
    source = Source("a.txt", body, "text", metadata={"title": headline})
    found = headline_match(checker().read(source).reading)
    return found is None or found.matches


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Gout: what helps", GOUT),
        ("Why your big toe joint hurts at night", GOUT),
        ("Heart attack: minutes count", HEART),  # by meaning: no word in common but "minutes"
        ("Harwick to rebuild its harbour bridge", TOWN),
        ("Fishermen worry as Harwick closes channel", TOWN),
        ("Three Swiss men stole her tiara", TIARA),  # "3", "Switzerland", "man", "steal"
    ],
)
def test_own_headline_matches(headline: str, body: str) -> None:
    assert matches(headline, body)


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Heart attack: minutes count", GOUT),
        ("Itchy moles on your back and what they mean", GOUT),
        ("Asthma inhalers for children compared", HEART),
        ("Don't ignore this rash: it could be a warning sign", HEART),
        ("Actor buys vineyard near Bordeaux", TOWN),
        ("Gout: what helps", TOWN),
    ],
)
def test_another_articles_headline_does_not(headline: str, body: str) -> None:
    assert not matches(headline, body)


def test_a_headline_in_the_text_is_read_like_one_in_the_record() -> None:
    read = checker().read
    for headline in ("Gout: what helps", "Asthma inhalers for children compared"):
        inside = headline_match(read(Source("a.md", f"# {headline}\n\n{GOUT}", "markdown")).reading)
        beside = headline_match(
            read(Source("a.txt", GOUT, "text", metadata={"title": headline})).reading
        )
        assert inside is not None
        assert beside is not None
        assert inside.matches == beside.matches


def test_without_a_headline_there_is_nothing_to_mismatch() -> None:
    assert headline_match(checker().read(Source("a.txt", GOUT, "text")).reading) is None
