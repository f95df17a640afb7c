"""Mice in the laboratory, people in the headline.

**What it finds.** A text that rests on animal or cell experiments whose headline and first sentence
claim an effect, or speak of people, and name neither.

**Why it matters.** Most results in animals never hold in people, and such headlines are the
commonest exaggeration of press releases (Sumner and others, BMJ 2014).

**Example.** "New drug reverses memory loss" over a study in mice. Better: "Drug improves memory
in mice; trials in people have not begun".

**Limits.** In an explainer the headline itself must claim the effect. A text that also reports a
study in people is left alone, and so are pages about animals themselves (bites, pets, animals that
carry disease).
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Genre, Rule, Severity
from healthlint.nlp.headline import read_title
from healthlint.nlp.layout import PROSE
from healthlint.rules.article import Article
from healthlint.rules.opening import opening_sentences
from healthlint.rules.wording import READ

_ENOUGH = 2  # mentions of animals or cells
_OPENING = 1  # sentences of text under the headline
_FARM = "farm"
_SOON = 150  # tokens of text in which a report names what it was done on
# A short report on mice speaks so little of illness that it may pass for another subject's.
_REPORTS = frozenset({Genre.NEWS, Genre.ADVERTISEMENT, Genre.NOT_HEALTH})
_OF_HEALTH = 2  # words like "doctor" or "medicine" in it
_CLAIMS = frozenset({"direct", "conditional"})


def check(article: Article) -> Iterator[Finding]:
    if article.genre is Genre.NOT_HEALTH and len(article.cues("health-word")) < _OF_HEALTH:
        return
    places = _places(article)
    animals = places["animal"]
    if len(animals) < _ENOUGH or places["other"] or len(places["people"]) >= len(animals):
        return
    opening = opening_sentences(article, _OPENING)
    end = max((article.sentences[n].end for n in opening), default=0)
    late = animals[0] > article.body_start + _SOON  # earlier work, told as background
    if animals[0] < end or late or _title_tells(article):
        return
    claims = _claims(article, opening)
    if not claims:
        return
    yield RULE.finding(
        "This reads as a result in people, but the study was in animals or cells.",
        *(article.sentence_span(number) for number in claims),
        evidence=(article.span(animals[0], animals[0] + 1),),
        suggestion="Say in the headline and the first sentence that it was not in people.",
        confidence=Confidence.MEDIUM,
    )


def _places(article: Article) -> dict[str, list[int]]:
    """Where the text speaks of animals and cells, of people in studies, of animals otherwise."""
    places: dict[str, list[int]] = {s: [] for s in ("animal", "people", "other", "experiment")}
    farm: list[int] = []
    for hit in article.cues("preclinical"):
        if article.block_of(hit.start).kind in PROSE:
            subject = hit.cue.settings["subject"]
            (farm if subject == _FARM else places[subject]).append(hit.start)
    # Rabbits and pigs are an experiment where something was done to them.
    done = {article.sentence_at(start) for start in places["experiment"]}
    if any(article.sentence_at(start) in done for start in farm):
        places["animal"] = sorted(places["animal"] + farm)
    return places


def _claims(article: Article, opening: list[int]) -> list[int]:
    """Sentences of the opening that claim an effect or speak of people. Outside news the headline
    has to: many explainers come to speak of research."""
    headlines = [n for n in opening if article.sentences[n].block == article.headline_block]
    claims = [n for n in opening if _claims_effect(article, n)]
    if article.genre in _REPORTS:
        return claims or [
            n for n in opening if n not in headlines and article.cues_in(n, "reader-or-patient")
        ]
    return claims if any(n in headlines for n in claims) else []


def _claims_effect(article: Article, number: int) -> bool:
    if article.is_question(number):
        return False
    return article.labels[number].causal in _CLAIMS or bool(
        article.cues_in(number, "absolute-effect") and article.entities_by_sentence.get(number)
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
    genres=READ | {Genre.NOT_HEALTH},
    page=__doc__,
)
