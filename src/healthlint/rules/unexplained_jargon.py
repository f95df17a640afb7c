"""Technical words without an explanation.

**What it finds.** Terms of the jargon list that the article explains nowhere: not in brackets,
not with "called", "or", "which is", "when there is", a dash or what it is for ("to thin the
blood"), and not by the plain words themselves in the headline, the heading above, the same sentence
or the next ones. A term explained once counts as explained; one the headline names is the
article's subject. All terms are one finding.

**Why it matters.** PEMAT item 4 and the NHS content guide: use everyday words, explain the rest.

**Example.** "It may cause syncope." Better: "It may make you faint (syncope)."

**Sources.** AHRQ PEMAT user's guide; NHS digital service manual.

**Limits.** Only words of the list are looked at, and not in names, titles and affiliations
("professor of oncology", "the atherosclerosis unit of ...", "The Lancet Oncology"). Words that
most people half know ("prognosis", "lesion") are told only beside harder ones. A page whose
headline says that it is for professionals is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from healthlint.finding import Finding, Genre, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import HEADINGS, PROSE
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, named
from healthlint.source import Span

_SHOWN = 3
_WORD = re.compile(r"[\w'’-]+")
_OF = frozenset({"of", "at"})
_NAMED = 8  # tokens from "also called" to the term
_FOLLOWING = 4  # tokens after the term in which its explanation begins
_CLAUSE = 9  # tokens after the term in which "when there is" stands
_AFTER = 2  # sentences after the term's own that may explain it
_OFFICE = 8  # tokens from "professor of" to the term
_LETTERS = 4  # letters of a gloss's word that must agree ("clot", "clots", "clotting")


def check(article: Article) -> Iterator[Finding]:
    unexplained = _unexplained(article)
    if not unexplained:
        return
    firsts = [hits[0] for hits in unexplained.values()]
    spans: list[Span] = [article.span(hit.start, hit.end) for hit in firsts]
    words = [f"“{article.text(span).lower()}”" for span in spans]
    more = len(words) - _SHOWN
    listed = f"{', '.join(words[:_SHOWN])} and {more} more" if more > 0 else named(words)
    glosses = [
        f"{article.text(span).lower()}: {hit.cue.settings['gloss']}"
        for span, hit in zip(spans, firsts, strict=True)
    ]
    yield RULE.finding(
        f"Technical words without an explanation: {listed}.",
        *spans,
        suggestion="; ".join(glosses[: _SHOWN * 2]) + ".",
    )


def _unexplained(article: Article) -> dict[str, list[CueHit]]:
    """Terms by their list entry, without those that are explained anywhere in the article."""
    words = word_sets(article.vocabulary, "gloss")
    title = (article.document.title or "").lower()
    if any(readers in title for readers in words["audience"]):
        return {}
    terms: dict[str, list[CueHit]] = {}
    explained: set[str] = set()
    headings = list(article.headings())
    for hit in article.cues("jargon"):
        if hit.cue.id in explained:
            continue
        block = article.block_of(hit.start)
        if block.kind not in PROSE:
            continue
        if (
            block.kind in HEADINGS
            or _is_explained(article, hit, words)
            or _is_said_plainly(article, hit, headings)
        ):
            explained.add(hit.cue.id)
        elif not _is_title(article, hit, words["office"]):
            terms.setdefault(hit.cue.id, []).append(hit)
    told = {name: hits for name, hits in terms.items() if name not in explained}
    hard = any(not hits[0].cue.settings.get("half_known") for hits in told.values())
    return told if hard else {}


def _is_title(article: Article, hit: CueHit, offices: frozenset[str]) -> bool:
    """Whether the word belongs to a name ("The Lancet Oncology") or a post ("professor of ...")."""
    doc, sentence = article.doc, article.sentences[article.sentence_at(hit.start)]
    first = doc[hit.start].text
    if first[0].isupper() and first[1:].islower():
        beside = doc[hit.end : hit.end + 1].text[:1].isupper()
        if hit.start > sentence.start or beside:
            return True
    around = range(max(sentence.start, hit.start - _OFFICE), min(sentence.end, hit.end + 2))
    return any(doc[place].lower_ in offices for place in around) or _names_office(
        article, hit, offices
    )


def _names_office(article: Article, hit: CueHit, offices: frozenset[str]) -> bool:
    """ "The stenosis and heart disease research unit of ...": one noun phrase up to its "of"."""
    doc = article.doc
    end = min(article.sentences[article.sentence_at(hit.start)].end - 1, hit.end + _OFFICE)
    for place in range(hit.end, end):
        token = doc[place]
        if token.lower_ in offices:
            return doc[place + 1].lower_ in _OF
        if token.lower_ != "and" and (token.is_stop or token.is_punct):
            return False
    return False


def _is_explained(article: Article, hit: CueHit, words: Mapping[str, frozenset[str]]) -> bool:
    doc = article.doc
    sentence = article.sentences[article.sentence_at(hit.start)]
    back = [doc[n].lower_ for n in range(max(sentence.start, hit.start - _NAMED), hit.start)]
    if back and back[-1] in words["before"]:
        return True
    if not words["naming"].isdisjoint(back):
        return True
    following = [doc[n].lower_ for n in range(hit.end, min(sentence.end, hit.end + _FOLLOWING))]
    if following[:1] == ['"']:  # a "pulmonary exacerbation", or worsening
        del following[0]
        if following[:1] == ["or"]:
            return True
    if _is_followed_up(following, words):
        return True
    # "Acute ischaemic stroke - the commonest kind": the noun stands between.
    if len(following) > 1 and following[1] in words["opens-gloss"]:
        return True
    if hit.start == sentence.start and len(following) == 1:  # "Bronchodilators." heads its account
        return True
    clause = " ".join(doc[n].lower_ for n in range(hit.end, min(sentence.end, hit.end + _CLAUSE)))
    return any(f" {opening} " in f" {clause} " for opening in words["opens-clause"])


def _is_said_plainly(article: Article, hit: CueHit, headings: Sequence[int]) -> bool:
    """Whether the plain words stand near, the list's own or others of the same meaning."""
    said = _around(article, hit)
    if _glossed_by(said, str(hit.cue.settings["gloss"])):
        return True
    plain = hit.cue.settings.get("plain", ())
    wide = " " + " ".join(_WORD.findall(f"{_above(article, hit, headings)} {said}"))
    return any(all(f" {word}" in wide for word in words.split()) for words in plain)


def _above(article: Article, hit: CueHit, headings: Sequence[int]) -> str:
    """The headline and the heading over the term."""
    block = article.sentences[article.sentence_at(hit.start)].block
    at = bisect_right(headings, block)
    blocks = article.document.blocks
    over = article.document.block_text(blocks[headings[at - 1]]) if at else ""
    return f"{article.document.title or ''} {over}".lower()


def _is_followed_up(following: Sequence[str], words: Mapping[str, frozenset[str]]) -> bool:
    """Whether the tokens after a term explain it."""
    if not following or following[0] not in words["after"]:
        return False
    second = following[1] if len(following) > 1 else ""
    if following[0] == ",":
        return second in words["after-comma"]
    if following[0] in ("is", "are"):
        return second in words["is-followed-by"]
    if following[0] == "to":  # "an anticoagulant to thin the blood"
        return second in words["purpose"]
    if following[0] == "can":  # "an angiogram can show whether an artery is blocked"
        return second in words["can-do"]
    return True


def _around(article: Article, hit: CueHit) -> str:
    """The term's sentence and, in its block, the one before and those right after."""
    number = article.sentence_at(hit.start)
    block = article.sentences[number].block
    return " ".join(
        article.text(article.sentence_span(near)).lower()
        for near in range(max(0, number - 1), min(number + 1 + _AFTER, len(article.sentences)))
        if article.sentences[near].block == block
    )


def _glossed_by(said: str, gloss: str) -> bool:
    """Whether most of the plain words stand in the same sentence."""
    telling = [word[: _LETTERS + 1] for word in gloss.split() if len(word) >= _LETTERS]
    return bool(telling) and sum(word in said for word in telling) * 3 >= len(telling) * 2


RULE = Rule(
    code="RD002",
    name="unexplained-jargon",
    severity=Severity.MINOR,
    summary="Technical terms that are explained nowhere.",
    check=check,
    genres=EXPLAINING | {Genre.NEWS},
    page=__doc__,
)
