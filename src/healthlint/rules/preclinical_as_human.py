"""Mice in the laboratory, people in the headline.

**What it finds.** A text that rests on animal or cell experiments whose headline and first two
sentences promise a benefit and name neither.

**Why it matters.** Most results in animals never hold in people, and such headlines are the
commonest exaggeration of press releases (Sumner and others, BMJ 2014).

**Example.** "New drug reverses memory loss" over a study in mice. Better: "Drug improves memory
in mice; trials in people have not begun".

**Limits.** A text that also reports a study in people is left alone, and so are pages about
animals themselves (bites, pets, animals that carry disease).
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.nlp.headline import read_title
from healthlint.nlp.layout import PROSE
from healthlint.rules.article import Article
from healthlint.rules.opening import opening_sentences

_ENOUGH = 2  # mentions of animals or cells
_OPENING = 2  # sentences
_CLAIMS = frozenset({"direct", "conditional"})


def check(article: Article) -> Iterator[Finding]:
    places: dict[str, list[int]] = {"animal": [], "people": [], "other": []}
    for hit in article.cues("preclinical"):
        if article.block_of(hit.start).kind in PROSE:
            places[hit.cue.settings["subject"]].append(hit.start)
    animals = places["animal"]
    if len(animals) < _ENOUGH or places["other"] or len(places["people"]) >= len(animals):
        return
    opening = opening_sentences(article, _OPENING)
    end = max((article.sentences[n].end for n in opening), default=0)
    if animals[0] < end or _title_tells(article):
        return
    claims = [n for n in opening if article.labels[n].causal in _CLAIMS]
    if not claims:
        return
    yield RULE.finding(
        "This reads as a result in people, but the study was in animals or cells.",
        *(article.sentence_span(number) for number in claims),
        evidence=(article.span(animals[0], animals[0] + 1),),
        suggestion="Say in the headline and the first sentence that it was not in people.",
        confidence=Confidence.MEDIUM,
    )


def _title_tells(article: Article) -> bool:
    title = read_title(article.reading)
    return title is not None and "preclinical" in title.hits.cues


RULE = Rule(
    code="LG006",
    name="preclinical-as-human",
    severity=Severity.MAJOR,
    summary="An animal or cell result told as if it were about people.",
    check=check,
    genres=frozenset({Genre.NEWS, Genre.ADVERTISEMENT, Genre.EXPLAINER}),
    page=__doc__,
)
