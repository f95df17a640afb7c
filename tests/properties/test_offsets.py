"""Whatever a file holds, every character of the document leads back to where it stands."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from healthlint.document import Document, parse_document
from healthlint.document.folding import Piece, fold, fold_pieces
from healthlint.document.model import BLOCK_SEPARATOR
from healthlint.source import Format, Source, Span

FORMATS: tuple[Format, ...] = ("text", "markdown", "html")
ATOMS = [
    "\ufeff",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    "  ",
    "\t",
    "\u00a0",
    "\u2009",
    "\u00ad",
    "\u200b",
    "\u2028",
    "\x0c",
    "e\u0301",
    "o\u0323\u0302",
    "\u0301",
    "ﬁ",
    "ﬃ",
    "“",
    "”",
    "’",
    "—",
    "\u2011",
    "…",
    "😀",
    "👩\u200d⚕\ufe0f",
    "𝒜",
    "\ud800",
    "Knee",
    "pain",
    "Swelling in one leg.",
    "DVT symptoms may include:",
    "Image preview",
    "By Jane Doe",
    "Published 3 May 2024",
    "Read also",
    "1. ",
    "2.1 ",
    "- ",
    "• ",
    "a) ",
    "> ",
    "# ",
    "#",
    "===",
    "---",
    "***",
    "**",
    "*",
    "_",
    "`",
    "```",
    "\\",
    "\\*",
    "~~",
    "|",
    "| a | b |\n|---|---|\n| c \\| d | e |\n",
    "[x](y)",
    "[x]",
    "[",
    "](",
    "![alt](src)",
    "<https://a.example/b?c=%20d>",
    "[healthlint: ignore AT001]",
    "---\ntitle: a\ndate: 2024-01-02\n---\n",
    "&amp;",
    "&nbsp;",
    "&shy;",
    "&#8217;",
    "&#x1F600;",
    "&fflig;",
    "&NotEqualTilde;",
    "&notanentity;",
    "&",
    "<",
    ">",
    "<p>",
    "</p>",
    "<div class='share'>",
    "</div>",
    "<b>",
    "</b>",
    "<br>",
    "<br/>",
    "<a href='z'>",
    "</a>",
    "<h1>",
    "</h1>",
    "<ul><li>",
    "<li>",
    "</ul>",
    "<table><tr><td>",
    "<td>",
    "<tr>",
    "</table>",
    "<blockquote>",
    "<pre><code>",
    "<script>",
    "</script>",
    "<!-- healthlint: ignore[AT001] -->",
    "<!--",
    "-->",
    "<span data-healthlint-ignore='X'>",
    "</span>",
    "<main>",
    "<nav>",
    "<article>",
    "</article>",
    "<a b='",
    "<!",
    "</",
]
texts = st.lists(st.sampled_from(ATOMS) | st.text(max_size=8), max_size=30).map("".join)
slow = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def parsed(text: str, format_: Format) -> Document:
    return parse_document(Source("t", text, format_))


def check(document: Document) -> None:
    check_blocks(document)
    check_segments(document)
    check_places(document)


def check_blocks(document: Document) -> None:
    assert document.text == BLOCK_SEPARATOR.join(map(document.block_text, document.blocks))
    for index, block in enumerate(document.blocks):
        words = document.block_text(block)
        assert words
        assert words == words.strip()
        assert not {"\n", "  "} & {words[i : i + n] for i in range(len(words)) for n in (1, 2)}
        for other in (block.heading, block.lead_in):
            assert other is None or 0 <= other < index
    for link in document.links:
        assert 0 <= link.span.start < link.span.end <= len(document.text)
    for comment in document.comments:
        assert 0 <= comment.span.start < comment.span.end <= len(document.source.text)
        assert comment.block is None or comment.block < len(document.blocks)
        if comment.target is not None:
            assert comment.target.end <= len(document.text)


def check_segments(document: Document) -> None:
    at = source_at = 0
    covered = 0
    text, source = document.text, document.source.text
    for segment in document.segments:
        assert at <= segment.start < segment.end <= len(text)
        assert source_at <= segment.source_start <= segment.source_end <= len(source)
        at, source_at = segment.end, segment.source_start
        covered += segment.end - segment.start
        if segment.end - segment.start == segment.source_end - segment.source_start:
            original = source[segment.source_start : segment.source_end]
            assert fold(original) == text[segment.start : segment.end]
    separators = max(0, len(document.blocks) - 1) * len(BLOCK_SEPARATOR)
    assert covered + separators == len(text), "every character but the separators has a place"


def check_places(document: Document) -> None:
    text, source = document.text, document.source.text
    plain_letters = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    for index, char in enumerate(text):
        if char not in plain_letters:
            continue
        place = document.to_source(Span(index, index + 1))
        original = source[place.start : place.end]
        assert original, "a letter has a place"
        if len(original) == 1:
            assert char in fold(original)  # a ligature is two letters
        else:
            assert original.startswith("&") or char in original


@pytest.mark.parametrize("format_", FORMATS)
@given(text=texts)
@example(text="\ufeff# Title\r\n\r\nOne  two\rthree &amp; <b>four</b>\r\n")
@example(text="\ufeff---\r\ntitle: x\r\n---\r\n\r\n# Knee\r\n\r\n> quoted\r\n> pain\r\n")
@example(text="| A | B |\r\n|---|---|\r\n| 😀 \\| x | *y* |\r\n")
@example(text="<p>a &lt; b <b>c<i>d</b> e</i>\r\n\r\n</p><table><tr><td>x<td>y</table>")
@example(text="- a\n\n      code\n\n  b\n\t- c\n")
@slow
def test_every_character_leads_back(format_: Format, text: str) -> None:
    check(parsed(text, format_))


@pytest.mark.parametrize("format_", FORMATS)
@given(text=texts, data=st.data())
@slow
def test_spans_keep_their_order(format_: Format, text: str, data: st.DataObject) -> None:
    document = parsed(text, format_)
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    place = document.to_source(Span(start, end))
    assert 0 <= place.start <= place.end <= len(text)


@given(text=texts)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold_pieces([Piece(text, 0, len(text))], [0, len(text) // 2, len(text)])
    assert folded.text == fold(text).strip()
    assert fold(folded.text) == folded.text
    assert list(folded.marks) == sorted(folded.marks)
    assert all(0 <= mark <= len(folded.text) for mark in folded.marks)


@given(words=st.lists(st.text("abcxyz", min_size=1, max_size=6), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_second_of_two_equal_words_is_found_at_its_own_place(words: list[str]) -> None:
    """No search for the match afterwards: each occurrence has its own place."""
    text = "<p>" + " &amp; ".join(f"<b>{word}</b>" for word in words) + "</p>"
    document = parsed(text, "html")
    at = 0
    source_at = 0
    for word in words:
        at = document.text.index(word, at)
        source_at = text.index(f">{word}<", source_at) + 1
        assert document.to_source(Span(at, at + len(word))) == Span(
            source_at, source_at + len(word)
        )
        at += len(word)
        source_at += len(word)
