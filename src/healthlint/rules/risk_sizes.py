"""Which figures say how large a risk is, and which only how much it changed.

"12 in 100", "one in 19", "6 % against 20 %" and "57 heart attacks among 1,200 women" are sizes;
"by 30 %", "a 30 % drop" and "47 % of cases would be prevented" are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from spacy.tokens import Doc

from healthlint.nlp.cues import CueHit
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.figures import risk_figures
from healthlint.rules.stated import said_by_sentence

_BACK = 5  # tokens from a percentage to the "by" of "by as much as 30 percent"
_ON = 3  # tokens from a percentage to the drop it measures
_MEASURE = 8  # tokens between "incidence of" and its number
_COUNTED = 4  # tokens from a count to what is counted: "190 sudden cardiac deaths"
_ILLS = frozenset({"condition", "symptom"})
_FIRST_YEAR, _LAST_YEAR = 1900, 2099


class Size(NamedTuple):
    """A figure that says how large a risk is; ``plain`` if it is more than a percentage."""

    start: int
    plain: bool


def sizes(article: Article, compared: set[int]) -> Iterator[Size]:
    """The sizes of the article; ``compared`` are the sentences that compare risks."""
    paired = {article.sentence_at(hit.start) for hit in article.cues("figure-pair")}
    parts = parts_of(article)
    changes = {hit.start for hit in (*article.cues("relative-risk"), *parts["change"])}
    avoided = {article.sentence_at(hit.start) for hit in parts["avoided"]}
    shares: dict[int, int] = defaultdict(int)
    for figure in risk_figures(article):
        number = article.sentence_at(figure.start)
        kind = figure.cue.settings["kind"]
        if kind != "share":
            # "Reduces the incidence of falls" names a measure and gives none.
            if kind != "absolute" or _has_number(article, figure):
                yield Size(figure.start, plain=True)
        elif number not in avoided and not _is_change(article.doc, figure, changes):
            shares[number] += 1
            if number not in compared:
                yield Size(figure.start, plain=False)
            elif shares[number] >= 2 and number in paired:  # "from 4 % to 2 %"
                yield Size(figure.start, plain=True)
    yield from (Size(place, plain=True) for place in _ratios(article, parts["event"]))
    yield from (Size(place, plain=True) for place in _counts(article, parts["event"]))


def parts_of(article: Article) -> Mapping[str, list[CueHit]]:
    """The words of ``patterns/cues/risk-sizes.yaml`` by what they are."""
    parts: dict[str, list[CueHit]] = defaultdict(list)
    for hit in article.cues("risk-size"):
        parts[str(hit.cue.settings["part"])].append(hit)
    return parts


def small_words(article: Article) -> Mapping[str, frozenset[str]]:
    """The lists of ``patterns/cues/risk-words.yaml``."""
    return word_sets(article.vocabulary, "risk-word")


def is_year(doc: Doc, place: int) -> bool:
    """Whether the token is a year ("2005")."""
    word = doc[place].text
    return len(word) == 4 and word.isdigit() and _FIRST_YEAR <= int(word) <= _LAST_YEAR


def _is_change(doc: Doc, figure: CueHit, changes: set[int]) -> bool:
    """ "By about 30 percent", "30 percent fewer"."""
    before = [doc[place].lower_ for place in range(max(0, figure.start - _BACK), figure.start)]
    if "by" in before:
        return True
    return any(place in changes for place in range(figure.end, figure.end + _ON))


def _has_number(article: Article, figure: CueHit) -> bool:
    near = range(max(0, figure.start - _MEASURE), min(len(article.doc), figure.end + _MEASURE))
    return any(_is_number(article, place) for place in near)


def _ratios(article: Article, events: Sequence[CueHit]) -> Iterator[int]:
    """ "One in 19"; and "14 of the 206", where the sentence says of what they fell ill."""
    doc = article.doc
    of_events = {article.sentence_at(event.start) for event in events}
    for place in range(1, len(doc) - 1):
        word = doc[place].lower_
        if word not in ("in", "of") or not _is_number(article, place - 1):
            continue
        after = place + 1
        if word == "of" and doc[after].lower_ in ("the", "those"):
            after += 1
        if after >= len(doc) or not _is_number(article, after):
            continue
        number = article.sentence_at(place)
        ills = (hit.kind in _ILLS for hit in said_by_sentence(article).get(number, ()))
        if word == "in" or number in of_events or any(ills):
            yield place


def _counts(article: Article, events: Sequence[CueHit]) -> Iterator[int]:
    """ "190 sudden cardiac deaths", "936 patients who died"."""
    doc, units = article.doc, small_words(article)["units"]
    for event in events:
        for place in range(event.start - 1, max(-1, event.start - _COUNTED - 1), -1):
            if not doc[place].text[0].isalnum():
                break  # a comma or a stop ends the phrase
            if _is_number(article, place) and doc[place + 1].lower_ not in units:
                yield place
                break


def _is_number(article: Article, place: int) -> bool:
    """Whether the token counts something: no year, and no "second" heart attack."""
    doc, words = article.doc, small_words(article)
    word = doc[place].lower_
    ordinal = word.endswith(tuple(words["ordinal-endings"])) and word not in words["cardinals"]
    return doc[place].like_num and not ordinal and not is_year(doc, place)
