"""Markdown: front matter, blocks, inline mark-up and comments, with their places."""

from __future__ import annotations

import pytest

from healthlint.document import Document, parse_document
from healthlint.source import Source, Span


def parse(text: str) -> Document:
    return parse_document(Source("t.md", text, "markdown"))


def shape(text: str) -> list[tuple[str, str]]:
    document = parse(text)
    return [(block.kind.value, document.block_text(block)) for block in document.blocks]


def test_front_matter() -> None:
    text = (
        "---\r\ntitle: Heel pain\r\nauthor: [Mara Quinn, Tom Alder]\r\ndate: 2024-05-03\r\n"
        "reviewed_by: Dr Lena Osei\r\nlastmod: May 4, 2024\r\nlast_reviewed: 2024-05-05\r\n"
        "lang: en-GB\r\nhealthlint: file-ignore[OM003] a short note\r\ntags: [feet]\r\n---\r\n"
        "# Heel pain\r\n\r\nIt hurts.\r\n"
    )
    document = parse(text)
    found = document.metadata
    assert (found.title, found.author) == ("Heel pain", "Mara Quinn, Tom Alder")
    assert (found.published, found.modified, found.reviewed) == (
        "2024-05-03",
        "2024-05-04",
        "2024-05-05",
    )
    assert (found.reviewer, found.language) == ("Dr Lena Osei", "en-GB")
    assert found.extra == {"tags": "feet"}
    comment = document.comments[0]
    assert comment.text == "healthlint: file-ignore[OM003] a short note"
    assert text[comment.span.start : comment.span.end].startswith("healthlint: file-ignore")
    assert document.text == "Heel pain\n\nIt hurts."
    assert document.to_source(Span(0, 4)).start == text.index("# Heel") + 2


def test_toml_front_matter() -> None:
    document = parse('+++\ntitle = "Heel"\ndate = 2024-05-03\n+++\nIt hurts.\n')
    assert (document.metadata.title, document.metadata.published) == ("Heel", "2024-05-03")
    assert document.text == "It hurts."


@pytest.mark.parametrize("text", ["---\n\nIt hurts.\n\n---\n", "---\nIt hurts.\n---\n"])
def test_rules_are_no_front_matter(text: str) -> None:
    assert "It hurts." in parse(text).text


def test_broken_front_matter_is_not_read_as_text() -> None:
    document = parse('---\ntitle: "open\n---\nIt hurts.\n')
    assert document.text == "It hurts."
    assert document.metadata.title is None


def test_inline_mark_up_is_left_out_and_mapped() -> None:
    text = (
        'A *very* **sore** `calf` &amp; a \\*red\\* [swollen](https://e.org/a "t") leg![x](y.png).'
    )
    document = parse(text)
    assert document.text == "A very sore calf & a *red* swollen leg."
    for word in ("very", "sore", "calf", "red", "swollen", "leg"):
        start = document.text.index(word)
        place = document.to_source(Span(start, start + len(word)))
        assert text[place.start : place.end] == word
    ampersand = document.text.index("&")
    place = document.to_source(Span(ampersand, ampersand + 1))
    assert text[place.start : place.end] == "&amp;"
    assert [
        (link.target, document.text[link.span.start : link.span.end]) for link in document.links
    ] == [("https://e.org/a", "swollen")]


def test_link_forms() -> None:
    document = parse(
        'See <https://e.org/x> or [ref][1], <a href="https://e.org/z">raw</a>.\n\n[1]: https://e.org/y\n'
    )
    assert [
        (link.target, document.text[link.span.start : link.span.end]) for link in document.links
    ] == [
        ("https://e.org/x", "https://e.org/x"),
        ("https://e.org/y", "ref"),
        ("https://e.org/z", "raw"),
    ]


def test_code_is_not_text() -> None:
    assert shape("Before.\n\n```\ndoctors warn\n```\n\n    doctors warn\n\nAfter.\n") == [
        ("paragraph", "Before."),
        ("paragraph", "After."),
    ]


def test_quotes_tables_and_raw_html() -> None:
    text = (
        "> It is *said*\n> so.\n\n| Sign | Act |\n|:--|--:|\n| fever \\| chills | *rest* |\n\n"
        "<details>\n<summary>More</summary>\nUse &lt;5 mg.</details>\n"
    )
    assert shape(text) == [
        ("quote", "It is said so."),
        ("table-row", "Sign | Act"),
        ("table-row", "fever | chills | rest"),
        ("paragraph", "More"),
        ("paragraph", "Use <5 mg."),
    ]


def test_comments() -> None:
    text = (
        "# T\n\n<!-- healthlint: ignore[LG001] why -->\n\n"
        "First one.<!-- healthlint: ignore[AT001] -->\n\n"
        "- item\n  <!-- healthlint: ignore-next[LG002] -->\n- other\n\n<!-- end -->\n"
    )
    document = parse(text)
    found = [(c.text, c.block, c.alone) for c in document.comments]
    assert found == [
        ("healthlint: ignore[LG001] why", 1, True),
        ("healthlint: ignore[AT001]", 1, False),
        ("healthlint: ignore-next[LG002]", 3, True),
        ("end", None, True),
    ]
    for comment in document.comments:
        assert text[comment.span.start : comment.span.end].startswith("<!--")
    assert "healthlint" not in document.text


def test_emphasised_lines_and_lone_numbers_over_prose_are_headings() -> None:
    text = (
        "# T\n\n**What Helps**\n\nRest helps most.\n\n1. Ice\n\nCool it for a while.\n\n"
        "2. Heat\n\nWarm it later.\n\n**Do not** run.\n"
    )
    document = parse(text)
    assert [document.block_text(b) for b in document.blocks if b.kind == "heading"] == [
        "What Helps",
        "Ice",
        "Heat",
    ]


def test_second_top_heading_is_the_articles_own() -> None:
    prose = "A heel is a pad of fat over a bone that bears the whole of your weight."
    document = parse(f"# Other\n\n# other\n\n# Own words\n\n{prose}\n\n## Other\n\nText.\n")
    kinds = [b.kind.value for b in document.blocks]
    assert kinds == ["title", "title", "heading", "paragraph", "heading", "paragraph"]
    assert document.headline == 0
    assert document.blocks[4].heading == 2


@pytest.mark.parametrize(
    "text", ["[" * 3000, "*a " * 3000, "`" * 3000, "> " * 500 + "x", "- " * 300 + "x", "<" * 3000]
)
def test_odd_text_is_parsed(text: str) -> None:
    parse(text)
