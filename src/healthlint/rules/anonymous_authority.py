"""Warnings in the name of authorities nobody can look up.

**What it finds.** "Doctors warn", "experts say", "according to specialists": a role in the plural
(or "one expert") with a verb of speaking, and no named person or body in the sentence or beside
it, and no expert named up to the next paragraph. All of an article's are one finding. Verbs that
also describe ordinary care ("doctors recommend") count only beside plain ones. In news that says
who did the study it tells of, "researchers say" is short for them.

**Why it matters.** An authority without a name cannot be checked; readers are asked to trust a
phrase (JAMA benchmarks: attribution; HONcode; QUEST). 12 % of real health-news texts have it.

**Example.** "Experts warn that the rash may spread." Better: "The rash may spread within days,
says Dr Amal Haddad, a dermatologist at St Mark's Hospital."

**Sources.** Silberg et al., JAMA 1997 (attribution); Robillard et al., QUEST, 2018.

**Limits.** A name that stands further off than the next paragraph is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Genre, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.voices import reports_work, voices_of

_GAP = 8  # tokens between the role and its verb ("doctors in many countries now warn")
_SPOKEN = frozenset(
    {BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE, BlockKind.HEADING}
)
_MANY = 3
_FOLLOWING = 5  # sentences in which one of them may be named
_SUBJECT = 5  # characters before a subject: "The "
_LEAD, _OPENING = 4, 0.2  # sentences, share of them, in which a story says who its voices are


class _Voice(NamedTuple):
    start: int
    end: int
    strong: bool
    sentence: int
    known: bool = False  # short for the researchers that a story names


def check(article: Article) -> Iterator[Finding]:
    voices = list(_voices(article))
    if not any(voice.strong for voice in voices) and not _side_by_side(voices):
        return
    if len(voices) == 1 and _is_well_sourced(article):
        return
    voices = [voice for voice in voices if not voice.known]
    if not voices:
        return
    serious = len(voices) >= _MANY and not article.attribution.names_any
    count = len(voices)
    yield RULE.finding(
        f"{_number(count)} an unnamed authority; say who, or say where it can be read.",
        *(article.span(voice.start, voice.end) for voice in voices),
        severity=Severity.MAJOR if serious else Severity.MINOR,
        suggestion="Name the person or body and link to what they said, or drop the phrase and "
        "give the evidence.",
    )


def _leads_to_next(article: Article, number: int) -> bool:
    """Whether the next sentence can say who: in the same paragraph, or where a story opens."""
    same = article.sentences[number].block == article.sentences[number + 1].block
    return same or number < max(_LEAD, _OPENING * len(article.sentences))


def _side_by_side(voices: list[_Voice]) -> bool:
    """Whether two of them stand in one sentence or in neighbours: a text that leans on them."""
    return any(second.sentence - first.sentence <= 1 for first, second in pairwise(voices))


def _is_well_sourced(article: Article) -> bool:
    """Whether one unnamed voice among named ones is no habit; news names its sources once."""
    attribution = article.attribution
    if article.genre is Genre.NEWS:
        return attribution.names_any
    return attribution.lists_references or len(attribution.sourced_in) > 1


def _number(count: int) -> str:
    return "This rests on" if count == 1 else f"{count} statements rest on"


def _voices(article: Article) -> Iterator[_Voice]:
    words = word_sets(article.vocabulary, "attribution-word")
    known = _names_its_researchers(article)
    told = 0
    for hit in article.cues("role-noun"):
        number = article.sentence_at(hit.start)
        if article.block_of(hit.start).kind not in _SPOKEN or article.is_question(number):
            continue
        voice = _spoken_after(article, hit, number, words) or _spoken_before(
            article, hit, number, words
        )
        if voice is None or voice.end <= told or _is_named(article, hit, number):
            continue
        told = voice.end  # "doctors and nurses say" is one voice, not two
        yield voice._replace(known=known and _points_at_study(article, hit, words))


def _names_its_researchers(article: Article) -> bool:
    """Whether the article is news that says who did the study it tells of."""
    if article.genre is not Genre.NEWS or not reports_work(article):
        return False
    voices = voices_of(article)
    return bool(voices.insiders or voices.teams)


def _points_at_study(article: Article, hit: CueHit, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether "researchers say" is short for those of the study; "some researchers" are others."""
    if not hit.cue.settings.get("of_study") or hit.end - hit.start > 1:
        return False
    return hit.start == 0 or article.doc[hit.start - 1].lower_ not in words["others"]


def _is_named(article: Article, hit: CueHit, number: int) -> bool:
    """Whether it is said who they are: here or in the next sentence; in the one before only of a
    study's researchers and of "the" experts."""
    if _is_short_for_its_own(article, hit) or _is_introduced(article, number):
        return True
    named = article.attribution.named_in
    if number in named or (number + 1 in named and _leads_to_next(article, number)):
        return True
    first = article.sentences[number].start
    pointed = hit.start > first and article.doc[hit.start - 1].lower_ == "the"
    of_study = bool(hit.cue.settings.get("of_study"))
    pointed = pointed or article.doc[hit.start].lower_ == "the" or of_study
    if pointed and not of_study and _speaks_of_members(article, hit, number):
        return True
    return number - 1 in named and (pointed or _speaks_of_body(article, number - 1))


def _is_short_for_its_own(article: Article, hit: CueHit) -> bool:
    """Whether a headline's "experts say" is short for those whose study the news names."""
    in_title = article.block_of(hit.start).kind is BlockKind.TITLE
    return in_title and _names_its_researchers(article)


def _is_introduced(article: Article, number: int) -> bool:
    """Whether one of them is named in what follows, up to the end of the next paragraph: "Some
    doctors say ..." and then "Cardiologist Ana Ruiz of Marlow Clinic ..."."""
    block = article.sentences[number].block
    for later in range(number + 1, len(article.sentences)):
        if article.sentences[later].block > block + 1 or later > number + _FOLLOWING:
            return False
        if later in _heard(article):
            return True
    return False


def _heard(article: Article) -> frozenset[int]:
    """The sentences that name an expert, or somebody of a body."""
    return article.once(_sentences_with_experts)


def _sentences_with_experts(article: Article) -> frozenset[int]:
    return frozenset(
        article.sentence_of(span)
        for voice in voices_of(article).people
        if voice.expert or voice.bodies
        for span in voice.spans
    )


def _speaks_of_members(article: Article, hit: CueHit, number: int) -> bool:
    """Whether the paragraph said before who "the officials" are: "Officials at Marlow Health"."""
    block = article.sentences[number].block
    role = article.doc[hit.end - 1].lower_
    joins = word_sets(article.vocabulary, "attribution-word")["member-of"]
    return any(
        other.start < hit.start
        and article.doc[other.end - 1].lower_ == role
        and article.sentences[article.sentence_at(other.start)].block == block
        and article.doc[other.end].lower_ in joins
        and article.doc[other.end + 1].is_title
        for other in article.cues("role-noun")
    )


def _speaks_of_body(article: Article, number: int) -> bool:
    """Whether a sentence is about a body: "The institute counts pollen. Experts warn ..."."""
    start = article.sentence_span(number).start
    return any(
        source.kind == "organisation" and start <= source.span.start <= start + _SUBJECT
        for source in article.attribution.named
    )


def _spoken_after(
    article: Article, hit: CueHit, number: int, words: Mapping[str, frozenset[str]]
) -> _Voice | None:
    """ "Doctors ... warn"."""
    doc = article.doc
    sentence = article.sentences[number]
    if _is_owned(article, hit, sentence.start, words):
        return None
    opened = False
    for place in range(hit.end, min(sentence.end, hit.end + _GAP)):
        word = doc[place].lower_
        if word in words["strong"] or word in words["weak"]:
            if not _says_something(article, place, sentence.end, words):
                return None
            if hit.cue.settings.get("of_study") and word in words["past"] and _of_study(article):
                return None
            strong = word in words["strong"] or not hit.cue.settings.get("carer", False)
            strong = strong and word not in words["weak"]
            return _Voice(hit.start, place + 1, strong, number)
        if word in words["filler"] and not (word == "not" or word == "n't"):
            continue
        if place == hit.end and word in words["opener"]:
            opened = True
            continue
        if not opened or not doc[place].is_alpha or doc[place].is_title:
            return None
        if word in words["conditional"]:
            return None
    return None


def _of_study(article: Article) -> bool:
    """Whether the article is news that names its sources: its researchers are known."""
    return article.genre is Genre.NEWS and article.attribution.names_any


def _says_something(
    article: Article, place: int, end: int, words: Mapping[str, frozenset[str]]
) -> bool:
    """Some verbs speak only with a certain word after them ("call for", "sound the alarm")."""
    word = article.doc[place].lower_
    needed = {p.split()[1] for p in words["needs-object"] if p.split()[0] == word}
    if not needed:
        return True
    return place + 1 < end and article.doc[place + 1].lower_ in needed


def _is_owned(
    article: Article, hit: CueHit, start: int, words: Mapping[str, frozenset[str]]
) -> bool:
    """Whether it is said which ones ("your doctors"), or only supposed ("if experts say")."""
    doc = article.doc
    if hit.start == start:
        return False
    before = doc[hit.start - 1]
    if before.lower_ in words["owner"] or before.lower_ in words["conditional"]:
        return True
    if before.is_title and hit.start - 1 > start:  # "Mayo Clinic doctors"
        return True
    return any(
        doc[place].lower_ in words["conditional"]
        for place in range(max(start, hit.start - 3), hit.start)
    )


def _spoken_before(
    article: Article, hit: CueHit, number: int, words: Mapping[str, frozenset[str]]
) -> _Voice | None:
    """ "According to experts", and "..., warn doctors."."""
    doc = article.doc
    start, end = article.sentences[number].start, article.sentences[number].end
    for size in (2, 4):
        low = hit.start - size
        if low >= start and doc[low : hit.start].text.lower() in words["according"]:
            return _Voice(low, hit.end, True, number)
    if _is_agreed(article, hit, start, words):
        return _Voice(hit.start - 2, hit.end, True, number)
    verb = hit.start - 1
    if verb <= start or doc[verb].lower_ not in words["strong"]:
        return None
    closes = hit.end >= end or not doc[hit.end].is_alpha
    if closes and doc[verb - 1].text in {",", '"', "'"}:
        return _Voice(verb, hit.end, True, number)
    return None


def _is_agreed(
    article: Article, hit: CueHit, start: int, words: Mapping[str, frozenset[str]]
) -> bool:
    """ "It is widely accepted by scientists that"."""
    doc = article.doc
    before = hit.start - 2
    if before < start or doc[hit.start - 1].lower_ != "by" or hit.end >= len(doc):
        return False
    if before > start and doc[before - 1].lower_ in words["possible"]:
        return False
    return doc[before].lower_ in words["agreed-by"] and doc[hit.end].lower_ in words["agreed-end"]


RULE = Rule(
    code="AT001",
    name="anonymous-authority",
    severity=Severity.MINOR,
    summary="Doctors warn, experts say: no one is named.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
