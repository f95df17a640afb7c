"""The same article in .txt, .md and .html gives the same blocks."""

from __future__ import annotations

import pytest

from healthlint.document import Document, parse_document
from healthlint.source import Format, Source

PLAIN = """\
When Your Shin Hurts: What Runners Should Know

By Tom Alder
Last reviewed: 14 June 2025

Aching along the shin bone is common in people who have just taken up running.
It mostly settles with a few weeks of easier training.

WHAT CAUSES IT?

1. Shin Splints

The lining of the bone gets sore where calf muscles pull on it. You may notice:

  • a dull ache over the inner edge of the shin

  • soreness that eases as you warm up,
    then comes back later

  • tenderness along several centimetres

2. Stress Fracture

A stress fracture is a hairline crack. Pain sits in one spot and hurts at night.

WHEN TO GET HELP

See a doctor if:
Image preview
Đau ống chân là gì và chữa thế nào

- the pain wakes you
- one spot is very tender:
    - to light touch
    - when you hop
- the foot feels numb

Related articles

Ten shoes we love
"""

MARKDOWN = """\
# When Your Shin Hurts: What Runners Should Know

By Tom Alder

Last reviewed: 14 June 2025

Aching along the **shin bone** is common in people who have just taken up running.
It mostly settles with a few weeks of [easier training](https://example.org/plan).

## WHAT CAUSES IT?

### 1. Shin Splints

The lining of the bone gets sore where calf muscles pull on it. You may notice:

* a dull ache over the *inner* edge of the shin
* soreness that eases as you warm up,
  then comes back later
* tenderness along several centimetres

### 2. Stress Fracture

A stress fracture is a hairline crack. Pain sits in one spot and hurts at night.

## WHEN TO GET HELP

See a doctor if:

Image preview

Đau ống chân là gì và chữa thế nào

- the pain wakes you
- one spot is very tender:
  - to light touch
  - when you hop
- the foot feels numb

Related articles

Ten shoes we love
"""

HTML = """\
<!doctype html>
<html lang="en"><head><title>Shin pain | The Stride</title><style>p { color: red }</style></head>
<body>
<header class="site-header"><nav><a href="/">Home</a> <a href="/legs">Legs</a></nav></header>
<main><article>
<h1>When Your Shin Hurts: What Runners Should&nbsp;Know</h1>
<p>By Tom Alder</p>
<p>Last reviewed: 14 June 2025</p>
<p>Aching along the <strong>shin bone</strong> is common in people who have just taken up running.
It mostly settles with a few weeks of <a href="https://example.org/plan">easier training</a>.</p>
<h2>WHAT CAUSES IT?</h2>
<h3>1. Shin Splints</h3>
<p>The lining of the bone gets sore where calf muscles pull on it. You may notice:</p>
<ul>
  <li>a dull ache over the <em>inner</em> edge of the shin</li>
  <li><p>soreness that eases as you warm up,
    then comes back later</p></li>
  <li>tenderness along several centimetres
</ul>
<h3>2. Stress Fracture</h3>
<p>A stress fracture is a hairline crack. Pain sits in one spot and hurts at night.
<h2>WHEN TO GET HELP</h2>
<p>See a doctor if:</p>
<div>Image preview</div>
<p>Đau ống chân là gì và chữa thế nào</p>
<ul><li>the pain wakes you
<li>one spot is very tender:
  <ul><li>to light touch<li>when you hop</ul>
<li>the foot feels numb</ul>
<p>Related articles</p>
<p><a href="/shoes">Ten shoes we love</a></p>
</article></main>
<script>var words = "<p>Never shown.</p>";</script>
<footer>About us</footer>
</body></html>
"""

EXPECTED = [
    ("title", 1, "When Your Shin Hurts: What Runners Should Know"),
    ("byline", 0, "By Tom Alder"),
    ("byline", 0, "Last reviewed: 14 June 2025"),
    (
        "paragraph",
        0,
        "Aching along the shin bone is common in people who have just taken up running. "
        "It mostly settles with a few weeks of easier training.",
    ),
    ("heading", 2, "WHAT CAUSES IT?"),
    ("heading", 3, "Shin Splints"),
    (
        "paragraph",
        0,
        "The lining of the bone gets sore where calf muscles pull on it. You may notice:",
    ),
    ("list-item", 1, "a dull ache over the inner edge of the shin"),
    ("list-item", 1, "soreness that eases as you warm up, then comes back later"),
    ("list-item", 1, "tenderness along several centimetres"),
    ("heading", 3, "Stress Fracture"),
    (
        "paragraph",
        0,
        "A stress fracture is a hairline crack. Pain sits in one spot and hurts at night.",
    ),
    ("heading", 2, "WHEN TO GET HELP"),
    ("paragraph", 0, "See a doctor if:"),
    ("boilerplate", 0, "Image preview"),
    ("caption", 0, "Đau ống chân là gì và chữa thế nào"),
    ("list-item", 1, "the pain wakes you"),
    ("list-item", 1, "one spot is very tender:"),
    ("list-item", 2, "to light touch"),
    ("list-item", 2, "when you hop"),
    ("list-item", 1, "the foot feels numb"),
    ("boilerplate", 0, "Related articles"),
    ("boilerplate", 0, "Ten shoes we love"),
]
LEAD_INS = {7: 6, 8: 6, 9: 6, 16: 13, 17: 13, 18: 17, 19: 17, 20: 13}
HEADINGS = {5: 4, 6: 5, 10: 4, 11: 10, 15: 12, 17: 12}

FORMATS: list[tuple[Format, str]] = [("text", PLAIN), ("markdown", MARKDOWN), ("html", HTML)]


def parse(format_: Format, text: str) -> Document:
    return parse_document(Source("shin", text, format_))


@pytest.mark.parametrize(("format_", "text"), FORMATS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_blocks(format_: Format, text: str, line_end: str) -> None:
    document = parse(format_, text.replace("\n", line_end))
    found = [(b.kind.value, b.level, document.block_text(b)) for b in document.blocks]
    assert found == EXPECTED
    assert document.headline == 0
    assert document.metadata.author == "Tom Alder"
    assert document.metadata.reviewed == "2025-06-14"


@pytest.mark.parametrize(("format_", "text"), FORMATS)
def test_relations(format_: Format, text: str) -> None:
    blocks = parse(format_, text).blocks
    lead_ins = {i: b.lead_in for i, b in enumerate(blocks) if b.lead_in is not None}
    assert lead_ins == LEAD_INS
    assert {i: blocks[i].heading for i in HEADINGS} == HEADINGS


@pytest.mark.parametrize(("format_", "text"), FORMATS[1:])
def test_links_cover_their_words(format_: Format, text: str) -> None:
    document = parse(format_, text)
    link = document.links[0]
    assert link.target == "https://example.org/plan"
    assert document.text[link.span.start : link.span.end] == "easier training"
    place = document.to_source(link.span)
    assert text[place.start : place.end] == "easier training"
