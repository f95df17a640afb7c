"""A finding keeps its fingerprint whatever happens elsewhere in its article."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from healthlint.document import parse_document
from healthlint.finding import Finding, Severity
from healthlint.fingerprint import fingerprinted
from healthlint.source import Source, Span

PARAGRAPHS = [
    "A sprained ankle swells within the hour, and the skin turns blue a day later.",
    "Put your foot up when you can. Cold packs help for the first day, through a cloth.",
    "You can walk on it as soon as it bears you. Most people need no picture taken of it.",
    "See a doctor when you cannot take four steps. The same holds for pain on the bone itself.",
    "Old sprains come back, so train your balance: stand on one leg while you brush your teeth.",
]
TARGETS = ["bears you", "four steps", "Cold packs help"]
OTHER = [
    "Nothing here bears on it.",
    "Four steps are few.",
    "A plain sentence, in between.",
    "Tape is another way; it holds for a day.",
]


def prints(paragraphs: list[str], joint: str = "\n\n") -> dict[str, str]:
    """The fingerprint of every target, found anew in the article."""
    document = parse_document(Source("a.md", joint.join(paragraphs) + "\n", "markdown"))
    found = []
    for target in TARGETS:
        start = document.text.index(target)
        found.append(
            Finding("XX001", "x", Severity.MINOR, target, (Span(start, start + len(target)),))
        )
    found.append(Finding("OM001", "o", Severity.MAJOR, "gone", topic="sprain", facts=("s/f/x",)))
    found.sort(key=lambda finding: finding.spans[0].start if finding.spans else -1)
    blocks = [block.span for block in document.blocks]
    return {f.message: f.fingerprint for f in fingerprinted(found, document.text, blocks)}


BEFORE = prints(PARAGRAPHS)
edit = st.tuples(
    st.sampled_from(["insert", "delete", "replace", "swap", "reflow", "append"]),
    st.integers(0, 20),
    st.sampled_from(OTHER),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(edit, min_size=1, max_size=5))
def test_edits_elsewhere_change_no_fingerprint(edits: list[tuple[str, int, str]]) -> None:
    paragraphs = list(PARAGRAPHS)
    for kind, place, words in edits:
        at = place % len(paragraphs)
        held = any(target in paragraphs[at].replace("\n", " ") for target in TARGETS)
        if kind == "insert":
            paragraphs.insert(at, words)
        elif kind == "append":
            paragraphs.append(f"## {words}")
        elif kind == "reflow":
            words_ = paragraphs[at].split(" ")
            middle = place % len(words_)
            if not paragraphs[at].startswith("#"):
                paragraphs[at] = (
                    " ".join(words_[:middle]) + "\n" + " ".join(words_[middle:])
                ).strip()
        elif kind == "swap":
            other = (at + 1) % len(paragraphs)
            paragraphs[at], paragraphs[other] = paragraphs[other], paragraphs[at]
        elif not held:
            if kind == "delete" and len(paragraphs) > 1:
                del paragraphs[at]
            else:
                paragraphs[at] = words
    after = prints(paragraphs)
    assert {name: after[name] for name in BEFORE} == BEFORE


def test_another_match_or_neighbour_is_another_fingerprint() -> None:
    changed = [
        p.replace("cannot take four steps", "can hardly take four steps") for p in PARAGRAPHS
    ]
    after = prints(changed)
    assert after["four steps"] != BEFORE["four steps"]
    assert after["bears you"] == BEFORE["bears you"]


def test_equal_ones_are_told_apart() -> None:
    text = "Rub it.\n\nRub it."
    found = [Finding("X", "x", Severity.MINOR, "m", (Span(n, n + 3),)) for n in (0, 9)]
    one, two = fingerprinted(found, text, [Span(0, 7), Span(9, 16)])
    assert one.fingerprint.split(":")[0] == two.fingerprint.split(":")[0]
    assert (one.fingerprint[-2:], two.fingerprint[-2:]) == (":1", ":2")


def test_formats_of_one_article_share_fingerprints() -> None:
    markdown = Source("a.md", "Fish **cures** it — “all” of it.\n", "markdown")
    page = Source("a.html", "<p>Fish <b>cures</b> it &mdash; &ldquo;all&rdquo; of it.</p>", "html")
    found = []
    for source in (markdown, page):
        document = parse_document(source)
        start = document.text.index("cures")
        finding = Finding("X", "x", Severity.MINOR, "m", (Span(start, start + 5),))
        blocks = [block.span for block in document.blocks]
        found.append(fingerprinted([finding], document.text, blocks)[0].fingerprint)
    assert found[0] == found[1]
