"""Sentences in an article's own blocks that belong to the website around it.

The layout finds lines that stand apart; this finds what was copied into a paragraph: a statement
of the site ("we use cookies"), a label ("Most read in Health"), an order about one of the site's
things ("Follow us on ..."), a row of buttons, a trail. The words are in ``patterns/cues/site-*``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import PROSE
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.wording import is_taken_back
from healthlint.source import Span

_MOST = 40  # words of a sentence that may be the site's
_MOST_ORDER = 26
_MOST_SECTION = 5
_MOST_BUTTONS = 14
_OPENERS = frozenset({"please", "and", "or", ",", ":", "|", "-", "to", "now", "!", "?", "then"})
_LABEL_ENDS = frozenset({":", "|", "-", "--", ">", ">>", "(", "/", "[", "..."})
_OF_SECTION = frozenset({"in", "on", "from", "for", "about", "this", "at", "by"})
_WORD = re.compile(r"[^\W_]+(?:['-][^\W\d_]+)*|&")
# "Home > Health > Diabetes": where a page stands in its site.
_TRAIL = re.compile(r"\b[A-Z][\w&' ]{1,40}(?: (?:>|>>) [A-Z][\w&' ]{1,60})+")


def site_sentences(article: Article) -> Iterator[Span]:
    """The places of such sentences, in order."""
    orders = _by_sentence(article, "site-order")
    objects = _by_sentence(article, "site-object")
    found = {
        *_stated(article),
        *_labelled(article),
        *(number for number in orders if _is_order(article, number, orders, objects)),
        *_buttons(article),
    }
    disclosing = {
        article.sentence_at(hit.start)
        for hit in article.cues("site-text")
        if hit.cue.settings.get("disclosure")
    }
    for number in sorted(found - disclosing):
        if not _is_quoted(article, number):
            yield article.sentence_span(number)


def trails(article: Article) -> Iterator[Span]:
    """Where a page stands in its site, written out in the article."""
    text = article.document.text
    if " > " not in text and " >> " not in text:
        return
    for match in _TRAIL.finditer(text):
        if article.document.blocks[article.document.block_index_at(match.start())].kind in PROSE:
            yield Span(*match.span())


def _by_sentence(article: Article, family: str) -> dict[int, list[CueHit]]:
    found: dict[int, list[CueHit]] = {}
    idioms = article.cues("site-idiom")  # "knees that click here and there"
    for hit in article.cues(family):
        if any(idiom.start < hit.end and hit.start < idiom.end for idiom in idioms):
            continue
        if article.block_of(hit.start).kind in PROSE:
            found.setdefault(article.sentence_at(hit.start), []).append(hit)
    return found


def _length(article: Article, number: int) -> int:
    sentence = article.sentences[number]
    return sum(token.is_alpha for token in article.doc[sentence.start : sentence.end])


def _stated(article: Article) -> Iterator[int]:
    """ "We use cookies to ...": the site speaks."""
    for number, hits in _by_sentence(article, "site-text").items():
        words = _length(article, number)
        if any(
            not hit.cue.settings.get("disclosure")
            and words <= int(hit.cue.settings.get("words", _MOST))
            and (not hit.cue.settings.get("number") or _has_number(article, hit))
            and not is_taken_back(article, hit)
            for hit in hits
        ):
            yield number


def _has_number(article: Article, hit: CueHit) -> bool:
    return any(token.like_num for token in article.doc[hit.end : hit.end + 2])


def _labelled(article: Article) -> Iterator[int]:
    """ "Most read in Health", "Related articles: ..."."""
    doc = article.doc
    for number, hits in _by_sentence(article, "site-label").items():
        end = article.sentences[number].end
        start = article.sentences[number].start
        for hit in hits:
            if hit.cue.settings.get("before_titles") and _heads_prose(article, number):
                continue
            if not _opens(article, hit, start) and not _runs_on(article, hit):
                continue
            rest = [token for token in doc[hit.end : end] if not token.is_space]
            if _is_label(doc, hit, rest):
                yield number
                break


def _heads_prose(article: Article, number: int) -> bool:
    """Whether sentences follow a line of its own: a heading of the article, over no list of
    titles."""
    blocks, block = article.document.blocks, article.sentences[number].block
    alone = article.layout.blocks[block][1] == article.sentences[number].end
    if block + 1 == len(blocks) or not alone:
        return False
    return article.document.block_text(blocks[block + 1]).rstrip().endswith(".")


def _is_label(doc: Doc, hit: CueHit, rest: list[Token]) -> bool:
    settings = hit.cue.settings
    if settings.get("colon"):
        return bool(rest) and rest[0].text in (":", "|")
    if _is_closed(doc, hit, rest):
        return True
    if settings.get("section") and _names_section(rest):
        return True
    return bool(settings.get("names")) and _is_name(rest)


def _is_closed(doc: Doc, hit: CueHit, rest: list[Token]) -> bool:
    """Whether nothing follows a label, or what labels have after them."""
    if not rest or _is_end(doc, hit.end) or rest[0].like_num:
        return True
    return rest[0].text != "," and not any(token.is_alpha for token in rest)


def _is_name(rest: list[Token]) -> bool:
    """A few words, the first a name or the only one: "... by VitaBoost"."""
    words = [token for token in rest if token.is_alpha]
    if not words or len(words) > _MOST_SECTION:
        return False
    return words[-1].text[0].isupper() or words[0].text[0].isupper() or "," in rest[1:2]


def _is_end(doc: Doc, place: int) -> bool:
    """A mark that closes a label; the hyphen of "follow-up" does not."""
    mark = doc[place].text
    return mark in _LABEL_ENDS and (mark != "-" or bool(doc[place - 1].whitespace_))


def _runs_on(article: Article, hit: CueHit) -> bool:
    """A label of several words, its first with a capital, behind a line that had no full stop."""
    doc = article.doc
    before = doc[hit.start - 1]
    return (
        hit.end - hit.start > 1
        and doc[hit.start].text[0].isupper()
        and doc[hit.start].text[1:].islower()
        and before.is_alpha
        and before.is_lower
    )


def _names_section(rest: list[Token]) -> bool:
    """ "... in Health", "... from the Mail": a capital, and no sentence."""
    words = [token for token in rest if token.is_alpha]
    return (
        rest[0].lower_ in _OF_SECTION
        and len(words) <= _MOST_SECTION
        and (words[-1].text[0].isupper() or any(word.lower_ == "our" for word in words))
    )


def _opens(article: Article, hit: CueHit, start: int) -> bool:
    return not any(token.is_alpha for token in article.doc[start : hit.start])


def _is_order(
    article: Article,
    number: int,
    orders: dict[int, list[CueHit]],
    objects: dict[int, list[CueHit]],
) -> bool:
    """ "Follow us on ...", "Enter your email address and press ..."."""
    things = objects.get(number, ())
    if not things:
        return False
    words = _length(article, number)
    start = article.sentences[number].start
    firsts = [
        hit.end
        for hit in orders[number]
        if hit.start == start or article.doc[hit.start - 1].lower_ in _OPENERS
    ]
    return any(
        words <= int(thing.cue.settings.get("words", _MOST_ORDER))
        and any(first <= thing.start for first in firsts)
        for thing in things
    )


def _buttons(article: Article) -> Iterator[int]:
    """ "Copy link Email Print Tweet": words of buttons and nothing else."""
    sets = word_sets(article.vocabulary, "site-word")
    buttons, beside = sets.get("button", frozenset()), sets.get("beside", frozenset())
    blocks = article.document.blocks
    for number, sentence in enumerate(article.sentences):
        size = sentence.end - sentence.start
        if size > 2 * _MOST_BUTTONS or blocks[sentence.block].kind not in PROSE:
            continue
        if article.doc[sentence.start].lower_ not in buttons | beside:
            continue
        words = [
            word.lower() for word in _WORD.findall(article.text(article.sentence_span(number)))
        ]
        words = [word for word in words if not word.isdigit()]
        pressed = sum(word in buttons for word in words)
        if (
            2 <= len(words) <= _MOST_BUTTONS
            and pressed * 2 >= len(words)
            and pressed >= 2
            and all(word in buttons or word in beside for word in words)
        ):
            yield number


def _is_quoted(article: Article, number: int) -> bool:
    """Whether a sentence quotes: a site's own text does not."""
    return '"' in article.text(article.sentence_span(number))
