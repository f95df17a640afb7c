"""HTML: the article and its data are kept, the site's furniture is not."""

from __future__ import annotations

import pytest
from tests.steps import steps

from healthlint.document import Document, parse_document
from healthlint.source import Source, Span


def parse(text: str) -> Document:
    return parse_document(Source("t.html", text, "html"))


def shape(text: str) -> list[tuple[str, str]]:
    document = parse(text)
    return [(block.kind.value, document.block_text(block)) for block in document.blocks]


ARTICLE = (
    "<h1>Heel pain</h1><p>The first step of the day hurts most, and then it eases a little.</p>"
)
FURNITURE = """
<html><body>
<header><div class="logo">The Stride</div><nav><ul><li><a href="/">Home</a></li></ul></nav></header>
<div id="cookie-banner"><p>We use cookies. Accept?</p></div>
<div class="sidebar"><h3>Popular</h3><ul><li><a href="/b">Buy shoes now</a></li></ul></div>
{article}
<aside><h2>Also here</h2><p>Win a prize.</p></aside>
<form><input value="x"><button>Send</button></form>
<footer><p>Contact the office at any time of the day.</p></footer>
<script>document.write("<p>never</p>")</script><noscript>Turn it on</noscript>
</body></html>"""


@pytest.mark.parametrize(
    "article",
    [
        f"<main><article>{ARTICLE}</article></main>",
        f"<main>{ARTICLE}</main>",
        f"<div role='main'><div class='content'>{ARTICLE}</div></div>",
        f"<div id='page'><div class='text'>{ARTICLE}</div></div>",
        ARTICLE,
    ],
)
def test_main_content(article: str) -> None:
    assert shape(FURNITURE.format(article=article)) == [
        ("title", "Heel pain"),
        ("paragraph", "The first step of the day hurts most, and then it eases a little."),
    ]


def test_a_headline_outside_the_article_is_kept() -> None:
    article = ARTICLE.replace("h1", "h2")
    text = f"<body><div class='hero'><h1>Sore heels</h1></div><article>{article}</article>"
    assert shape(text)[:2] == [("title", "Sore heels"), ("heading", "Heel pain")]


def test_insertions_within_the_article_are_boilerplate() -> None:
    text = (
        f"<article>{ARTICLE}<p>Share this article</p>"
        "<div class='related-posts'><p>Ten odd toes</p></div>"
        "<p>It is the band under the foot that is sore in nearly all of these people.</p></article>"
    )
    assert [kind for kind, _ in shape(text)] == [
        "title",
        "paragraph",
        "boilerplate",
        "boilerplate",
        "paragraph",
    ]


def test_reference_lists_are_the_articles_own() -> None:
    text = (
        f"<body>{ARTICLE}<h2>References</h2>"
        "<ol><li><a href='https://e.org/1'>A trial of insoles</a></li>"
        "<li><a href='https://e.org/2'>A review of heels</a></li></ol></body>"
    )
    document = parse(text)
    assert [b.kind.value for b in document.blocks][-2:] == ["list-item", "list-item"]
    assert [link.target for link in document.links] == ["https://e.org/1", "https://e.org/2"]


def test_metadata() -> None:
    document = parse(
        """<html lang="en-GB"><head><title>Heel pain | The Stride</title>
        <meta property="og:title" content="Heel &amp; toe"><meta name="author" content="Desk">
        <meta property="og:site_name" content="The Stride">
        <link rel="canonical" href="https://e.org/heel">
        <meta property="article:modified_time" content="2024-06-01T10:00:00Z">
        <script type="application/ld+json">
        {"@context": "https://schema.org", "@graph": [
          {"@type": "Person", "@id": "#m", "name": "Mara Quinn"},
          {"@type": ["MedicalWebPage"], "author": {"@id": "#m"}, "datePublished": "2024-05-03",
           "reviewedBy": [{"@type": "Person", "name": "Dr Lena Osei"}],
           "lastReviewed": "5 May 2024"}
        ]}</script><script type="application/ld+json">{broken</script></head>
        <body><h1>Heel</h1><p>It hurts.</p></body></html>"""
    )
    found = document.metadata
    assert (found.title, found.author, found.reviewer) == (
        "Heel & toe",
        "Mara Quinn",
        "Dr Lena Osei",
    )
    assert (found.published, found.modified, found.reviewed) == (
        "2024-05-03",
        "2024-06-01",
        "2024-05-05",
    )
    assert (found.language, found.site, found.url) == ("en-GB", "The Stride", "https://e.org/heel")


@pytest.mark.parametrize(
    ("inside", "field", "value"),
    [
        ('<p>By <a rel="author" href="/m">Mara Quinn</a></p>', "author", "Mara Quinn"),
        ('<span itemprop="author"><b>Mara</b> Quinn</span>', "author", "Mara Quinn"),
        (
            '<time itemprop="datePublished" datetime="2024-05-03">May</time>',
            "published",
            "2024-05-03",
        ),
        (
            '<p class="post-date"><time datetime="2024-05-03">May</time></p>',
            "published",
            "2024-05-03",
        ),
        ('<p class="last-updated"><time>4 June 2024</time></p>', "modified", "2024-06-04"),
        ("<p>Medically reviewed by Lena Osei, MD</p>", "reviewer", "Lena Osei, MD"),
    ],
)
def test_metadata_in_the_body(inside: str, field: str, value: str) -> None:
    document = parse(f"<article><h1>Heel</h1>{inside}<p>It hurts in the morning.</p></article>")
    assert getattr(document.metadata, field) == value


def test_event_times_are_no_publication_dates() -> None:
    when = "<time datetime='2027-05-03'>3 May</time>"
    text = f"<article><h1>Fair</h1><p>Join us on {when}.</p></article>"
    assert parse(text).metadata.published is None


def test_places_through_entities_tags_and_line_ends() -> None:
    text = "\ufeff<p>Tea &amp;\r\n <b>Bak<i>er</i></b>&rsquo;s&nbsp;cyst&#x2014;\U0001f600 fine</p>"
    document = parse(text)
    assert document.text == "Tea & Baker's cyst-\U0001f600 fine"
    for word, original in {
        "Baker": "Bak<i>er",
        "Baker's": "Bak<i>er</i></b>&rsquo;s",
        "cyst": "cyst",
        "-": "&#x2014;",
        "fine": "fine",
    }.items():
        start = document.text.index(word)
        place = document.to_source(Span(start, start + len(word)))
        assert text[place.start : place.end] == original


def test_lists_tables_and_captions() -> None:
    text = (
        "<p>You may have:<ul><li>pain<ul><li>at night</ul><li><p>heat</p><p>More on heat.</p></ul>"
        "<table><caption>Acts</caption><thead><tr><th>Sign</th><th>Act</th></tr></thead>"
        "<tr><td>fever<br>chills</td><td><p>rest</p><p>tea</p></td></tr></table>"
        "<figure><img alt='x' src='y'><figcaption>A heel</figcaption></figure>"
    )
    document = parse(text)
    assert shape(text) == [
        ("paragraph", "You may have:"),
        ("list-item", "pain"),
        ("list-item", "at night"),
        ("list-item", "heat"),
        ("paragraph", "More on heat."),
        ("caption", "Acts"),
        ("table-row", "Sign | Act"),
        ("table-row", "fever chills | rest tea"),
        ("caption", "A heel"),
    ]
    assert [b.lead_in for b in document.blocks[1:4]] == [0, 1, 0]
    assert [b.level for b in document.blocks[1:4]] == [1, 2, 1]


def test_bullets_typed_after_breaks() -> None:
    document = parse("<p>You may have:<br>• pain<br>&bull; heat</p><p>One<br>line<br><br>Two</p>")
    assert [(b.kind.value, document.block_text(b), b.lead_in) for b in document.blocks] == [
        ("paragraph", "You may have:", None),
        ("list-item", "pain", 0),
        ("list-item", "heat", 0),
        ("paragraph", "One line", None),
        ("paragraph", "Two", None),
    ]


def test_layout_tables_hold_blocks() -> None:
    text = "<table><tr><td><h1>Heel</h1><p>It hurts.</p></td></tr></table>"
    assert shape(text) == [("title", "Heel"), ("paragraph", "It hurts.")]


def test_directives() -> None:
    text = (
        "<!-- healthlint: file-ignore[OM001] --><body><article><h1>Heel</h1>\n"
        "<!-- healthlint: ignore-next[AT001] -->\n<p>Doctors warn.</p> "
        "<!-- healthlint: ignore[LG001] -->\n"
        "<div data-healthlint-ignore='LG002'><p>Always rest.</p><p>Never run.</p></div>"
        "<p>It <b data-healthlint-ignore>never</b> ends.</p></article></body>"
    )
    document = parse(text)
    found = [
        (c.text, c.block, c.alone, c.target and document.text[c.target.start : c.target.end])
        for c in document.comments
    ]
    assert found == [
        ("healthlint: file-ignore[OM001]", 0, False, None),
        ("healthlint: ignore-next[AT001]", 1, True, None),
        ("healthlint: ignore[LG001]", 1, False, None),
        ("healthlint: ignore[LG002]", 2, False, "Always rest.\n\nNever run."),
        ("healthlint: ignore", 4, False, "never"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>one<p>two<b>three</p>four</b>", "one\n\ntwothree\n\nfour"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("<p>a <b", "a <b"),
        ("<p>a</p></div></p></li>b", "a\n\nb"),
        ("<p title='x>y'>a</p>", "a"),
        ("<P CLASS=x>a</P>", "a"),
        ("a<!-- open", "a"),
        ("a<!---->b<!--x--!>c", "abc"),
        ("<script>if (a < b) '</p>'</script>a", "a"),
        ("<textarea><p>x</textarea>a", "a"),
        ("<li>a<li>b", "a\n\nb"),
        ("<p hidden>x</p><p style='display: none'>y</p><p>a", "a"),
        ("&ampx &notanything; &#0; &#x110000; a", "&x ¬anything; \ufffd \ufffd a"),
        ("", ""),
        ("<", "<"),
    ],
)
def test_bad_html_is_read_as_a_browser_would(text: str, words: str) -> None:
    assert parse(text).text == words


@pytest.mark.parametrize(
    "unit",
    [
        "<",
        "<!--",
        "<a ",
        "<a b='",
        "<div>x",
        "<p><b>x",
        "</p>",
        "&",
        "<ul><li>x",
        "<table><tr><td>x",
    ],
)
def test_unclosed_mark_up_is_linear(unit: str) -> None:
    parse(unit)  # what is made once
    # Four times the length: 16 times the work, were it quadratic.
    assert steps(lambda: parse(unit * 1600)) < 6 * steps(lambda: parse(unit * 400))
