"""Miracles, breakthroughs and game changers.

**What it finds.** Words that promise more than medicine has: miracle, wonder drug, breakthrough,
game changer, superfood, melts fat. In the headline, or three times and more, it is major.

**Why it matters.** Sensational language is criterion 10 of HealthNewsReview; most "breakthroughs"
never reach a patient.

**Example.** "A miracle spice melts away tumours." Better: "In a small trial the spice eased
nausea; it has not been shown to shrink tumours."

**Limits.** Terms of art ("breakthrough pain", "blockbuster drug"), denials ("no cure", "not a
miracle"), warnings against such promises and words held in quotation marks are left alone; so are a
hope that is told as one ("we had hoped for a leap forward"), what an illness is called ("a
life-changing stroke"), names of brands, what an institution says of itself, and an expert's hedged
words in a quotation. Goodbye is hype only to an illness, a complaint or the like, and so is what
melts away; a pain that "melts away when you stop" is described.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.headline import read_title
from healthlint.nlp.layout import HEADINGS
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.wording import READ, asserted, weight_of

_MANY = 3
_ENOUGH = 1.0
_PRAISE, _THING = "praise", "thing"
_LEAD = 2  # blocks in which an organisation's own words are the story
_BEFORE_ILL, _AFTER_ILL = 12, 7  # tokens from an illness to what it is called
_OBJECT = 6  # tokens from "say goodbye to" to an illness
_ILLS = frozenset({"condition", "symptom"})
_OPEN = frozenset({"hedged", "hypothetical"})
_NAME = 2  # words of a name before the one that praises
_BETWEEN = 1  # "stunning new treatment"
_BETTER = "Say what was found, in how many people, and what is not yet known."


class Beside(NamedTuple):
    """Where, in tokens, stand: what a remedy takes away, complaints, "when you rest", objects."""

    aims: list[int]
    complaints: list[int]
    moments: set[int]
    objects: set[int]


def check(article: Article) -> Iterator[Finding]:
    said = [hit for hit in asserted(article, "hype") if weight_of(hit) > 0]
    hits = list(_promises(article, said)) if said else []
    # Soft words ("remarkable") only underline a strong one near them.
    strong = {article.sentence_at(h.start) for h in hits if weight_of(h) >= _ENOUGH}
    strong |= _praised(article, hits)
    if not strong:
        yield from _in_record(article)
        return
    shown = [h for h in hits if article.sentence_at(h.start) in strong]
    loud = len(shown) >= _MANY or any(h.start < article.body_start for h in shown)
    words = article.doc[shown[0].start : shown[0].end].text
    yield RULE.finding(
        f'"{words}" promises more than a health article can show.',
        *(article.span(h.start, h.end) for h in shown),
        severity=Severity.MAJOR if loud else Severity.MINOR,
        suggestion=_BETTER,
        confidence=Confidence.HIGH if loud else Confidence.MEDIUM,
    )


def _promises(article: Article, said: list[CueHit]) -> Iterator[CueHit]:
    """The hits that promise something: no old hope, no illness, no brand, no institution."""
    settings: dict[str, list[CueHit]] = {}
    for setting in article.cues("hype-setting"):
        settings.setdefault(str(setting.cue.settings["part"]), []).append(setting)
    by_part = {
        part: {article.sentence_at(hit.start): hit.start for hit in reversed(hits)}
        for part, hits in settings.items()
    }
    goals, doubts = by_part.get("goal", {}), by_part.get("doubt", {})
    institutions = by_part.get("institution", {})
    turning = {hit.start for hit in settings.get("turning", ())}
    ills = [hit.start for hit in settings.get("ill", ())]
    things = [h.start for h in article.cues("hype") if h.cue.settings.get("part") == _THING]
    aims = [hit.start for hit in settings.get("aim", ())]
    complaints = sorted(hit.start for hit in article.concept_hits if hit.kind in _ILLS)
    beside = Beside(
        aims,
        complaints,
        {hit.start for hit in settings.get("moment", ())},
        {hit.start for hit in settings.get("object", ())},
    )
    for hit in said:
        number = article.sentence_at(hit.start)
        if number in doubts or goals.get(number, hit.start) < hit.start or _is_name(article, hit):
            continue
        if number in institutions and article.sentences[number].block > _LEAD:
            continue
        if _is_hoped_by_another(article, hit) or not (
            hit.cue.settings.get("needs") is None or _is_of_remedy(article, hit, beside)
        ):
            continue
        if hit.start in turning and _is_of_illness(article, hit, ills, things):
            continue
        yield hit


def _is_hoped_by_another(article: Article, hit: CueHit) -> bool:
    """ "It may be a game changer", says one who is quoted: hedged, and not the article's word."""
    values, _cues = article.contexts.get((hit.start, hit.end), ((), ()))
    return "quoted" in values and not _OPEN.isdisjoint(values)


def _is_of_remedy(article: Article, hit: CueHit, beside: Beside) -> bool:
    """Whether what is said goodbye to or melts away is an illness, a complaint, fat or the like."""
    sentence = article.sentences[article.sentence_at(hit.start)]
    end = min(sentence.end, hit.end + _OBJECT)
    places = (beside.aims, beside.complaints)
    if any(_first_in(starts, hit.end, end) is not None for starts in places):
        return True
    if hit.cue.settings["needs"] == "object":
        return False
    if hit.end in beside.objects or _first_in(beside.aims, sentence.start, hit.start) is not None:
        return True
    of_itself = hit.end in beside.moments
    return not of_itself and _first_in(beside.complaints, sentence.start, hit.start) is not None


def _is_of_illness(article: Article, hit: CueHit, ills: list[int], things: list[int]) -> bool:
    """ "A life-changing stroke"; not "life-changing for people with the disease"."""
    sentence = article.sentences[article.sentence_at(hit.start)]
    if _first_in(things, sentence.start, sentence.end) is not None:
        return False
    if _first_in(ills, max(sentence.start, hit.start - _BEFORE_ILL), hit.start) is not None:
        return True
    after = _first_in(ills, hit.end, min(sentence.end, hit.end + _AFTER_ILL))
    leads = word_sets(article.vocabulary, "hype")["leads-to-ill"]
    return after is not None and leads.isdisjoint(
        token.lower_ for token in article.doc[hit.end : after]
    )


def _first_in(places: list[int], start: int, end: int) -> int | None:
    at = bisect_left(places, start)
    return places[at] if at < len(places) and places[at] < end else None


def _is_name(article: Article, hit: CueHit) -> bool:
    """Whether a word of praise is part of a name ("Fabulous Foods juice"), or one for a bottle
    ends a name of several words ("our Golden Root Elixir")."""
    doc, sentence = article.doc, article.sentences[article.sentence_at(hit.start)]
    if article.block_of(hit.start).kind in HEADINGS:
        return False
    if hit.cue.settings.get("part") != _PRAISE:
        name = doc[max(sentence.start, hit.start - _NAME) : hit.end]
        goes_on = doc[hit.end : hit.end + 1].text.islower()
        return len(name) > _NAME and goes_on and all(word.text[0].isupper() for word in name)
    return (
        hit.start > sentence.start
        and doc[hit.start].text[0].isupper()
        and (doc[hit.start - 1].text[0].isupper() or doc[hit.end : hit.end + 1].text[:1].isupper())
    )


def _praised(article: Article, hits: list[CueHit]) -> set[int]:
    """Sentences that praise a treatment or a finding ("a stunning new drug"), or praise twice."""
    praise = [hit for hit in hits if hit.cue.settings.get("part") == _PRAISE]
    if not praise:
        return set()
    things = {h.start for h in article.cues("hype") if h.cue.settings.get("part") == _THING}
    found = set()
    seen: Counter[int] = Counter()
    for hit in praise:
        number = article.sentence_at(hit.start)
        seen[number] += 1
        after = range(hit.end, hit.end + _BETWEEN + 1)
        if seen[number] > 1 or not things.isdisjoint(after):
            found.add(number)
    return found


def _in_record(article: Article) -> Iterator[Finding]:
    """Hype in a title that is no part of the text."""
    title = read_title(article.reading) if article.headline_block is None else None
    if title is None:
        return
    lexicon = article.reading.knowledge.lexicon
    if lexicon.cue_hits(title.hits, "distance") or (article.document.title or "").endswith("?"):
        return
    for hit in lexicon.cue_hits(title.hits, "hype"):
        if weight_of(hit) >= _ENOUGH:
            words = title.doc[hit.start : hit.end].text
            yield RULE.finding(
                f'The headline\'s "{words}" promises more than a health article can show.',
                severity=Severity.MAJOR,
                suggestion=_BETTER,
            )
            return


RULE = Rule(
    code="LG003",
    name="hype",
    severity=Severity.MINOR,
    summary="Miracle, breakthrough, game changer: more than medicine has to give.",
    check=check,
    genres=READ,
    page=__doc__,
)
