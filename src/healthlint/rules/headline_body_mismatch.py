"""The headline belongs to another article.

**What it finds.** A headline whose telling words, and whose conditions, symptoms and body parts,
are not what the text is about. Common words and bait phrases ("don't ignore it") do not count;
"heart attack" is found in a text that says "myocardial infarction"; what stands early counts more.

**Why it matters.** Readers decide by the headline whether an article is about them, share it
unread, and cannot trust a page that does not deliver what it announces (NHS and PIF guidance on
titles; E-E-A-T).

**Example.** "Strange spots on your arms" over an article about back pain. Better: a headline that
names the subject of the text: "Back pain: when to worry".

**Limits.** Puns and headlines of one or two telling words cannot be judged and are left alone. A
headline that names no complaint, medicine or body part ("Night shift, bay four") may set a scene:
the text must miss three telling words of it. A text about diabetes fits a headline about type 2
diabetes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.headline import HeadlineMatch, headline_match, read_title
from healthlint.nlp.lexicon import ConceptHit
from healthlint.rules.article import Article
from healthlint.rules.asking import named
from healthlint.rules.wording import READ
from healthlint.source import Span

_TELLING = 1.5  # weight of a headline that says enough to be judged
_CLEAR = -1.0
_SURE = -4.0
_WORDS = 60  # a teaser need not say what its headline says
_SHOWN = 4
_SCENE = 3  # telling words that a headline without any health in it must miss
_OFTEN = 2  # mentions of the wider illness, or of a word of the headline's
_NARROW = 4  # kinds that a narrow family has at the most
_BEGINNING = 5  # letters that show two words to be forms of one
_TELLING_KINDS = frozenset({"condition", "medicine", "symptom", "treatment", "test", "body-site"})


def check(article: Article) -> Iterator[Finding]:
    found = headline_match(article.reading)
    if found is None or article.words < _WORDS:
        return
    # A condition that the text never names tells by itself; other words only together.
    enough = 1 if found.unnamed else 2
    if found.weight < _TELLING or found.score > _CLEAR or len(found.missing) < enough:
        return
    if not _is_told(article, found):
        return
    title = article.title_span
    yield RULE.finding(
        _message(found, article.document.title or ""),
        *([title] if title is not None else []),
        confidence=Confidence.HIGH if found.score < _SURE else Confidence.MEDIUM,
        suggestion=_suggestion(article),
        evidence=_evidence(article),
    )


def _is_told(article: Article, found: HeadlineMatch) -> bool:
    """Whether the headline announces something that the text could have spoken of and does not."""
    title = read_title(article.reading)
    if title is None:
        return False
    missing = {words.lower() for words in found.missing}
    named_in_title = [
        hit
        for hit in title.hits.concepts
        if hit.kind in _TELLING_KINDS and title.doc[hit.start : hit.end].text.lower() in missing
    ]
    if not named_in_title:
        return len(found.missing) >= _SCENE
    return not all(_is_near(article, title.doc, hit) for hit in named_in_title)


def _is_near(article: Article, title: Doc, hit: ConceptHit) -> bool:
    """Whether the text speaks of the narrow kind that the concept belongs to ("diabetes" for "type
    2 diabetes", not "infection" for "shingles"), or uses all its longer words."""
    body = article.doc[article.body_start :]
    concepts = article.vocabulary.concepts
    parents = set(concepts[hit.id].parents) if hit.id in concepts else set()
    narrow = {
        parent
        for parent in parents
        if sum(parent in concept.parents for concept in concepts.values()) <= _NARROW
    }
    kin = (known.id in narrow and known.start >= body.start for known in article.concept_hits)
    if sum(kin) >= _OFTEN:
        return True
    words = {t.lower_[:_BEGINNING] for t in title[hit.start : hit.end] if len(t) >= _BEGINNING}
    if hit.end - hit.start < 2 or not words:
        return False
    used = Counter(t.lower_[:_BEGINNING] for t in body)
    return all(used[word] >= _OFTEN for word in words)


def _message(found: HeadlineMatch, title: str) -> str:
    words = named([f'"{word}"' for word in found.missing[:_SHOWN]])
    shown = title if len(title) <= 60 else f"{title[:57].rstrip()}..."
    return (
        f'The headline "{shown}" does not fit the text, which never speaks of {words}: '
        "it seems to belong to another article."
    )


def _suggestion(article: Article) -> str | None:
    """What the text is about, in its own headings' or topics' words."""
    main = [topic for topic in article.topics if topic.role == "main"]
    if main:
        names = [article.name_of(topic.id) for topic in main[:2]]
        return f"Give it a headline that names its subject: {named(names)}."
    return "Give it a headline that names its subject."


def _evidence(article: Article) -> tuple[Span, ...]:
    """The first heading after the headline, which often says what the text is about."""
    for number in article.headings():
        block = article.document.blocks[number]
        if number != article.headline_block and block.kind.value == "heading":
            return (block.span,)
    return ()


RULE = Rule(
    code="HL001",
    name="headline-body-mismatch",
    severity=Severity.CRITICAL,
    summary="The headline is about something else than the text.",
    check=check,
    genres=READ,
    page=__doc__,
)
