"""Technical words without an explanation.

**What it finds.** Terms of the jargon list that the article explains nowhere: not in brackets,
not with "called", "or", "which is", a dash, and not by the plain words themselves in the same
sentence. A term explained once counts as explained; one the headline names is the article's
subject. All terms are one finding.

**Why it matters.** PEMAT item 4 and the NHS content guide: use everyday words, explain the rest.

**Example.** "It may cause syncope." Better: "It may make you faint (syncope)."

**Sources.** AHRQ PEMAT user's guide; NHS digital service manual.

**Limits.** Only words of the list are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from healthlint.finding import Finding, Genre, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import HEADINGS, PROSE
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING, named
from healthlint.source import Span

_SHOWN = 3
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
    terms: dict[str, list[CueHit]] = {}
    explained: set[str] = set()
    for hit in article.cues("jargon"):
        if hit.cue.id in explained:
            continue
        block = article.block_of(hit.start)
        if block.kind not in PROSE:
            continue
        if block.kind in HEADINGS or _is_explained(article, hit, words):
            explained.add(hit.cue.id)
            continue
        terms.setdefault(hit.cue.id, []).append(hit)
    return {name: hits for name, hits in terms.items() if name not in explained}


def _is_explained(article: Article, hit: CueHit, words: Mapping[str, frozenset[str]]) -> bool:
    doc = article.doc
    sentence = article.sentences[article.sentence_at(hit.start)]
    if hit.start > sentence.start and doc[hit.start - 1].lower_ in words["before"]:
        return True
    following = [doc[n].lower_ for n in range(hit.end, min(sentence.end, hit.end + 3))]
    if following and following[0] in words["after"]:
        if following[0] == ",":
            return len(following) > 1 and following[1] in words["after-comma"]
        if following[0] in ("is", "are"):
            return len(following) > 1 and following[1] in words["is-followed-by"]
        return True
    said = article.text(article.span(sentence.start, sentence.end)).lower()
    return _glossed_by(said, str(hit.cue.settings["gloss"]))


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
