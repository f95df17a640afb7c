"""Something was never filled in, or the page never loaded.

**What it finds.** Placeholders ("Image preview", lorem ipsum, "[insert figure]", TK, "{{name}}"),
notes of the desk, and parts of the page that did not load ("enable JavaScript"). And pages
that are no article: a robot check, a "not found", or fewer than 200 characters; then this is the
only finding, and it is critical.

**Why it matters.** A placeholder reached the reader; a page that did not load says nothing about
the article behind it.

**Example.** "[insert dose here]". Better: the dose.

**Sources.** Editorial practice.

**Limits.** Editors' notes in round brackets are not looked at, nor the errors of a sign-up form
that HY002 reports with the rest of the form. A word in square brackets inside a quotation ("use of
[drug name]") is the editor's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from healthlint.document.cues import furniture
from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Genre, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.site_text import site_sentences
from healthlint.rules.wording import is_taken_back
from healthlint.source import Span
from healthlint.vocabulary import Cue

_SHORT = 200
_NOTE = re.compile(r"\[([^\[\]]{1,80})\](?!\()|<([A-Z][A-Z _-]{2,40})>")
# What systems fill in when they send a page: "{{name}}", "%%NAME%%", "${name}", "<%= name %>".
_TEMPLATE = re.compile(
    r"\{\{[^{}]{1,80}\}\}|%%[\w .-]{1,40}%%|\$\{[^{}]{1,60}\}|\{%[^{}]{1,80}%\}|<%[^<>]{1,80}%>"
    r"|\{[a-z]+(?:[_.][a-z]+)+\}|\{[A-Z][A-Z_]{2,40}\}|<<[^<>\n]{2,40}>>|\*\|[A-Z_:]{2,30}\|\*"
    r"|\b__[A-Z_]{3,40}__\b|\[object [A-Z]\w+\]|&(?:nbsp|amp|quot|rsquo|lsquo|#\d{2,5});"
)
_CAPITALS = re.compile(r"\b[A-Z][A-Za-z]?[A-Z]{1,10}\b")
_QUESTIONS = re.compile(r"(?<!\S)\?{2,}(?!\S)")
_LAST = re.compile(r"(?:\A|[.!?:] )([^\s.]{2,9}(?: Object\])?)[.]?\Z")
_PART_WORDS = 12  # of a sentence that says that a part of the page is not there
_PART_GAP = 3  # tokens between the part and what is wrong with it
_PART_FIRST = 4  # tokens before the part: "This", "Photo:", "Sorry, this"
_FORM = 4  # sentences of a sign-up form on either side of one that is known for the site's
_UNLOADED = "did-not-load"
_FEW = 4  # words in brackets that name what is to be filled in
_FIELDS = frozenset({"placeholder", "filler"})


def check(article: Article) -> Iterator[Finding]:
    if article.genre is Genre.BLOCKED_PAGE:
        yield _blocked(article)
        return
    found = {
        *_lines(article),
        *_ends(article),
        *_phrases(article),
        *_parts(article),
        *_notes(article),
        *_marks(article),
    }
    spans = outermost(found)
    if spans:
        yield RULE.finding(
            "A placeholder was never filled in.",
            *spans,
            suggestion="Fill it in or take it out.",
        )


def _blocked(article: Article) -> Finding:
    hits = article.cues("blocked-page")
    short = len(article.document.text.strip()) < _SHORT
    why = "the page did not load" if hits else "there are fewer than 200 characters"
    return RULE.finding(
        f"This is no article: {why}. Nothing else was checked.",
        *(article.span(hit.start, hit.end) for hit in hits),
        severity=Severity.CRITICAL,
        suggestion="Fetch the article again." if hits or not short else None,
    )


def is_placeholder_cue(cue: Cue) -> bool:
    """Whether a boilerplate cue is a placeholder rather than the site's own text."""
    return cue.id in _FIELDS


def _lines(article: Article) -> Iterator[Span]:
    cues = furniture()
    document = article.document
    bare = word_sets(article.vocabulary, "placeholder").get("bare", frozenset())
    for block in document.blocks:
        if block.kind is BlockKind.BOILERPLATE:
            cue = cues.cue(document.block_text(block))
            if cue is not None and is_placeholder_cue(cue):
                yield block.span
            continue
        text = document.block_text(block)
        mark, colon, _rest = text[:12].partition(":")
        if text.strip(" .:[]()") in bare or (colon and mark.strip() in bare):
            yield block.span


def _ends(article: Article) -> Iterator[Span]:
    """A short sentence of that kind inside a paragraph, and "undefined" at its end."""
    cues = furniture()
    document = article.document
    for number, sentence in enumerate(article.sentences):
        if sentence.end - sentence.start <= _PART_WORDS:
            span = article.sentence_span(number)
            cue = cues.lines.get(article.text(span).lower().strip(" .:!"))
            if cue is not None and is_placeholder_cue(cue):
                yield span
    empty = word_sets(article.vocabulary, "placeholder").get("empty-value", frozenset())
    for block in document.blocks:
        found = _LAST.search(document.block_text(block)[-_PART_WORDS * 2 :])
        # A table may well say "none".
        if found and found[1].lower() in empty and block.kind is not BlockKind.TABLE_ROW:
            yield Span(block.span.end - len(found[0].lstrip(" .!?:")), block.span.end)


def _phrases(article: Article) -> Iterator[Span]:
    hits = article.cues("placeholder")
    forms = _form_sentences(article) if hits else set()
    for hit in hits:
        block = article.block_of(hit.start)
        if block.kind is BlockKind.CODE or is_taken_back(article, hit):
            continue
        in_form = block.kind is BlockKind.BOILERPLATE or article.sentence_at(hit.start) in forms
        if in_form and hit.cue.id == _UNLOADED:
            continue
        sentence = article.sentences[article.sentence_at(hit.start)]
        if sentence.end - sentence.start <= int(hit.cue.settings.get("words", 10_000)):
            yield article.span(hit.start, hit.end)


def _form_sentences(article: Article) -> set[int]:
    """Sentences around the site's own text: a form's "an error has occurred" is part of that."""
    site = (article.sentence_at(article.token_at(span.start)) for span in site_sentences(article))
    return {near for n in site for near in range(n - _FORM, n + _FORM + 1)}


def _parts(article: Article) -> Iterator[Span]:
    """ "Headline to be confirmed", "This embed could not be loaded"."""
    hits = article.cues("placeholder-part")
    for thing, state in pairwise(hits):
        kind = thing.cue.settings
        if kind["part"] != "thing" or state.cue.settings["part"] != "state":
            continue
        sentence = article.sentences[article.sentence_at(thing.start)]
        gap = state.start - thing.end
        if (
            state.end <= sentence.end
            and sentence.end - sentence.start <= _PART_WORDS
            and gap <= _PART_GAP
            and thing.start - sentence.start <= _PART_FIRST
            and (kind.get("sure") or state.cue.settings.get("sure"))
            and _closes(article, state, sentence.end)
            and (gap == 0 or article.doc[state.start : state.end].text.lower() != "here")
        ):
            yield article.span(thing.start, state.end)


def _closes(article: Article, state: CueHit, end: int) -> bool:
    """Whether the sentence says no more: "Image needed to confirm the diagnosis" does."""
    rest = sum(token.is_alpha for token in article.doc[state.end : end])
    return rest <= (_FEW if state.cue.settings.get("sure") else 1)


def _notes(article: Article) -> Iterator[Span]:
    sets = word_sets(article.vocabulary, "placeholder")
    text = article.document.text
    for match in _TEMPLATE.finditer(text):
        block = article.document.blocks[article.document.block_index_at(match.start())]
        if block.kind is not BlockKind.CODE:
            yield Span(*match.span())
    named: dict[int, list[Span]] = {}
    for match in _NOTE.finditer(text):
        if _is_note(match, sets) and not _is_editors(article, match, sets):
            yield Span(*match.span())
        elif _names_a_blank(match, sets) and '"' not in _sentence_around(article, match.start()):
            if _is_awaited(text, match, sets):
                yield Span(*match.span())
                continue
            number = article.sentence_at(article.token_at(match.start()))
            named.setdefault(number, []).append(Span(*match.span()))
    # One "[university]" may be an editor's word in a quotation; two are blanks.
    yield from (span for spans in named.values() if len(spans) > 1 for span in spans)


def _is_awaited(text: str, match: re.Match[str], sets: Mapping[str, frozenset[str]]) -> bool:
    """ "As of [date], ...": a word leads up to it and the sentence goes on."""
    before = text[: match.start()].rsplit(None, 1)[-1:] or [""]
    goes_on = text[match.end() : match.end() + 2].strip(" ,")[:1].isalpha() or (
        text[match.end() : match.end() + 1] == ","
    )
    return before[0].lower() in sets.get("before-blank", frozenset()) and goes_on


def _sentence_around(article: Article, offset: int) -> str:
    return article.text(article.sentence_span(article.sentence_at(article.token_at(offset))))


def _is_note(match: re.Match[str], sets: Mapping[str, frozenset[str]]) -> bool:
    inside = (match[1] or match[2]).strip().lower()
    words = inside.replace(":", " ").replace("/", " ").split()
    if not words:
        return False
    if words[0] in sets.get("shortcode", frozenset()) and ("=" in inside or inside[0] == "/"):
        return True
    opening = sets.get("bracket-opening", frozenset())
    if words[0] in opening:
        return len(words) > 1 or words[0] not in sets.get("bracket-plain", frozenset())
    return len(words) <= _FEW and words[-1] in sets.get("bracket-last", frozenset())


def _is_editors(article: Article, match: re.Match[str], sets: Mapping[str, frozenset[str]]) -> bool:
    """Whether the brackets hold an editor's word inside a quotation: "to aid in [drug choice]"."""
    words = (match[1] or match[2]).strip().lower().split()
    plain = len(words) <= _FEW and words[-1] not in sets.get("bracket-last", frozenset())
    order = words[0] in sets.get("bracket-order", frozenset())
    return plain and not order and '"' in _sentence_around(article, match.start())


def _names_a_blank(match: re.Match[str], sets: Mapping[str, frozenset[str]]) -> bool:
    inside = (match[1] or match[2]).strip().lower().split()
    opening = sets.get("bracket-opening", frozenset())
    return 0 < len(inside) <= _FEW and not opening.isdisjoint(inside)


def _marks(article: Article) -> Iterator[Span]:
    """TK, TODO; "XX per cent"."""
    sets = word_sets(article.vocabulary, "placeholder")
    text = article.document.text
    yield from (Span(*match.span()) for match in _QUESTIONS.finditer(text))
    marks = sets.get("anywhere", frozenset())
    for match in _CAPITALS.finditer(text):
        marked = match[0] in marks and _stands_free(text, match.end())
        if marked or (not match[0].strip("X") and _is_blank(text, match, sets)):
            yield Span(*match.span())


def _is_blank(text: str, match: re.Match[str], sets: Mapping[str, frozenset[str]]) -> bool:
    """Whether a run of X stands for a number or a name."""
    if text[match.start() - 1 : match.start()] == "(":  # an abbreviation, explained
        return False
    following = text[match.end() : match.end() + 20].replace("%", " % ").split()
    after = following[0].strip(".,;:!?)").lower() if following else ""
    if len(match[0]) == 2:
        return after in sets.get("mark-followers", frozenset())
    return after not in sets.get("mark-names", frozenset())


def _stands_free(text: str, end: int) -> bool:
    """Whether a word in capitals is a mark and not part of a name ("TK Maxwell")."""
    following = text[end : end + 2]
    return not following[:1].isalnum() and not following.strip()[:1].isupper()


def outermost(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those inside others left out."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


RULE = Rule(
    code="HY004",
    name="placeholder-or-blocked",
    severity=Severity.MINOR,
    summary="A placeholder, or a page that is blocked, missing or too short.",
    check=check,
    genres=frozenset(Genre),
    page=__doc__,
)
