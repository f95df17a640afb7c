"""Navigation, share buttons and lists of other news inside the article.

**What it finds.** Lines that belong to a website and not to its article: "Share this", "Related
articles", "Subscribe", cookie notices, and what follows such a heading; and sentences of that kind
inside its paragraphs. All are one finding.

**Why it matters.** The text was copied together with its page and not read through.

**Example.** "More stories for you" as the last line. Better: take it out.

**Sources.** Editorial practice; 382 of 2,156 real health-news texts have some.

**Limits.** In HTML, navigation outside the article is the page's own and is not reported.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.document.cues import furniture
from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Rule, Severity
from healthlint.rules.article import Article
from healthlint.rules.asking import ALL_GENRES
from healthlint.rules.placeholder_or_blocked import is_placeholder_cue, outermost
from healthlint.rules.site_text import site_sentences, trails
from healthlint.source import Span
from healthlint.vocabulary import Cue

_INLINE = "related-inline"
_SENTENCE = 5  # words


def check(article: Article) -> Iterator[Finding]:
    found = {*_leftovers(article), *site_sentences(article), *trails(article)}
    spans = outermost(found)
    if not spans:
        return
    yield RULE.finding(
        "Text of a website (navigation, sharing, other news) is left in the article.",
        *spans,
        suggestion="Take it out.",
    )


def _leftovers(article: Article) -> Iterator[Span]:
    document = article.document
    cues = furniture()
    in_tail = False
    for block in document.blocks:
        if block.kind is not BlockKind.BOILERPLATE:
            in_tail = False
            continue
        text = document.block_text(block)
        cue = cues.cue(text)
        if cue is None:
            if in_tail:
                yield block.span
            continue
        in_tail = in_tail or bool(cue.settings.get("tail"))
        if not is_placeholder_cue(cue) and not _is_reference(cue, text):
            yield block.span


def _is_reference(cue: Cue, text: str) -> bool:
    """ "Read more about walking in our leaflet on heart health.": the article's own sentence."""
    return cue.id == _INLINE and text.endswith((".", ":")) and text.count(" ") >= _SENTENCE - 1


RULE = Rule(
    code="HY002",
    name="boilerplate",
    severity=Severity.MINOR,
    summary="Navigation, share, subscribe or related-news text in the article.",
    check=check,
    genres=ALL_GENRES,
    page=__doc__,
)
