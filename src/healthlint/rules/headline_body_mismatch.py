"""The headline belongs to another article.

**What it finds.** A headline whose telling words, and whose conditions, symptoms and body parts,
are not what the text is about. Common words and bait phrases ("don't ignore it") do not count;
"heart attack" is found in a text that says "myocardial infarction"; what stands early counts more.

**Why it matters.** Readers decide by the headline whether an article is about them, share it
unread, and cannot trust a page that does not deliver what it announces (NHS and PIF guidance on
titles; E-E-A-T).

**Example.** "Strange spots on your arms" over an article about back pain. Better: a headline that
names the subject of the text: "Back pain: when to worry".

**Limits.** A headline that names no complaint, medicine or body part ("Night shift, bay four") sets
a scene or names a column and cannot be judged. A text about diabetes fits a headline about type 2
diabetes; so does a text that tells of insulin, blood sugar and feet, things that the reference says
of diabetes, without ever naming it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.headline import HeadlineMatch, Title, headline_match, read_title
from healthlint.nlp.lexicon import ConceptHit
from healthlint.reference.model import Entry
from healthlint.rules.article import Article
from healthlint.rules.asking import named
from healthlint.rules.naming import name_of
from healthlint.rules.wording import READ
from healthlint.source import Span

_TELLING = 1.5  # weight of a headline that says enough to be judged
_CLEAR = -1.0
_SURE = -4.0
_WORDS = 60  # a teaser need not say what its headline says
_SHOWN = 4
_OFTEN = 2  # mentions of the wider illness, or of a word of the headline's
_NARROW = 4  # kinds that a narrow family has at the most
_TOLD = 3  # things that the reference says of what the headline names
_COMMON = 8  # entries that say the same of theirs: pain tells of no illness
_BEGINNING = 5  # letters that show two words to be forms of one
# How many words of each kind announce a subject ("hip replacement", not "surgery"); a place
# ("staying on your feet") never does.
_ANNOUNCING = {"condition": 1, "medicine": 1, "symptom": 1, "treatment": 2, "test": 2}
_NEVER = 99
_DEFINITE = frozenset({"condition", "medicine", "treatment"})


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
    told = [
        hit
        for hit in title.hits.concepts
        if title.doc[hit.start : hit.end].text.lower() in missing
        and hit.end - hit.start >= _ANNOUNCING.get(hit.kind, _NEVER)
    ]
    definite = any(hit.kind in _DEFINITE for hit in told)
    if not definite and all(topic.role == "mentioned" for topic in article.topics):
        return False  # nor does the text say what it is about
    # In how many sentences: "you are allergic" may be found twice, and is said once.
    body = Counter(
        concept
        for concept, _sentence in {
            (hit.id, article.sentence_at(hit.start))
            for hit in article.concept_hits
            if hit.start >= article.body_start
        }
    )
    return not all(
        _is_near(article, title.doc, hit, body)
        or _is_placed(title, hit, body)
        or _is_told_of(article, hit.id, body)
        for hit in told
    )


def _is_placed(title: Title, hit: ConceptHit, body: Counter[str]) -> bool:
    """Whether the text speaks of the place that the headline names with it: "heart racing" over "my
    heart goes like a drum"."""
    return any(
        body[site.id] >= _OFTEN and hit.start <= site.start and site.end <= hit.end
        for site in title.hits.concepts
        if site.kind == "body-site"
    )


def _is_told_of(article: Article, concept: str, body: Counter[str]) -> bool:
    """Whether the text says of the concept what the reference does ("insulin" of diabetes), or is
    about an illness of which the reference says it (a runny nose, of a cold)."""
    entries = article.reference.entries
    topics = {topic.id for topic in article.topics if topic.role != "mentioned"}
    if any(concept in entries[topic].concepts for topic in topics if topic in entries):
        return True
    shared = article.reference.shared
    return any(
        sum(1 for c in entry.concepts if body[c] and shared[c] <= _COMMON) >= _TOLD
        for entry in entries.values()
        if _is_about(article, entry, concept)
    )


def _is_about(article: Article, entry: Entry, concept: str) -> bool:
    complaint = any(target.concept == concept for target in entry.presentations)
    return complaint or article.vocabulary.is_a(entry.id, concept)


def _is_near(article: Article, title: Doc, hit: ConceptHit, body: Counter[str]) -> bool:
    """Whether the text speaks of the narrow kind that the concept belongs to ("diabetes" for "type
    2 diabetes", not "infection" for "shingles"), or uses all its longer words."""
    concepts = article.vocabulary.concepts
    parents = concepts[hit.id].parents if hit.id in concepts else ()
    narrow = {
        parent
        for parent in parents
        if sum(parent in concept.parents for concept in concepts.values()) <= _NARROW
    }
    if sum(body[kin] for kin in narrow) >= _OFTEN or _is_kind_meant(article, parents, body):
        return True
    words = {t.lower_[:_BEGINNING] for t in title[hit.start : hit.end] if len(t) >= _BEGINNING}
    if hit.end - hit.start < 2 or not words:
        return False
    used = Counter(t.lower_[:_BEGINNING] for t in article.doc[article.body_start :])
    return all(used[word] >= _OFTEN for word in words)


def _is_kind_meant(article: Article, parents: Sequence[str], body: Counter[str]) -> bool:
    """Whether the text speaks of a class alone, and so of the kind in the headline ("cancer" for
    "pancreatic cancer")."""
    concepts = article.vocabulary.concepts
    return any(
        body[parent] >= _OFTEN
        and not any(parent in concepts[known].parents for known in body if known in concepts)
        for parent in parents
    )


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
        names = [name_of(article, topic.id) for topic in main[:2]]
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
