"""What the rules about language share: whether a loaded word is the article's own assertion."""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Genre
from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import PROSE
from healthlint.rules.article import Article

# Where a text argues or sells; blocked pages and other subjects are left alone.
READ = frozenset(set(Genre) - {Genre.BLOCKED_PAGE, Genre.NOT_HEALTH})
_TAKEN_BACK = frozenset({"negated", "myth", "no-evidence", "warning"})
_QUOTES = frozenset({'"', "'", "``", "''"})


def asserted(article: Article, *families: str, distance: bool = True) -> Iterator[CueHit]:
    """Cues of those families that the article says itself: in its prose, in no question, neither
    denied nor called a myth, and (unless ``distance`` is false) not in a sentence that keeps its
    distance."""
    kept = article.cues("distance") if distance else ()
    # "Beware" colours its whole sentence, "they promise" what follows it.
    distant: dict[int, int] = {}
    for hit in kept:
        number = article.sentence_at(hit.start)
        whole = hit.cue.settings.get("side") != "after"
        begins = article.sentences[number].start if whole else hit.start
        distant[number] = min(begins, distant.get(number, begins))
    for hit in article.cues(*families):
        number = article.sentence_at(hit.start)
        if (
            distant.get(number, hit.start) < hit.start
            or article.block_of(hit.start).kind not in PROSE
        ):
            continue
        if article.is_question(number) or is_taken_back(article, hit) or in_quotes(article, hit):
            continue
        yield hit


def is_taken_back(article: Article, hit: CueHit) -> bool:
    """Whether the words are denied, called a myth or said to lack evidence."""
    values, _cues = article.contexts.get((hit.start, hit.end), ((), ()))
    return not _TAKEN_BACK.isdisjoint(values)


def in_quotes(article: Article, hit: CueHit) -> bool:
    """Whether the words alone stand in quotation marks: someone else's, held up with tongs."""
    doc = article.doc
    before = doc[hit.start - 1].text if hit.start else ""
    after = {token.text for token in doc[hit.end : hit.end + 3]}
    return before in _QUOTES and not _QUOTES.isdisjoint(after)


def weight_of(hit: CueHit) -> float:
    """The cue's weight."""
    return float(hit.cue.settings["weight"])
