"""The headline is surer than the text.

**What it finds.** A headline that states an effect outright ("X prevents Y", "X is deadly") while
every sentence of the text about the same things hedges ("may", "was linked to", "in rare cases").

**Why it matters.** Most readers see nothing but the headline. Exaggeration in headlines and press
releases carries over into what people believe (Sumner and others, BMJ 2014; HealthNewsReview 10).

**Example.** "Walnuts prevent heart disease" over "walnuts may lower the risk". Better: "Walnuts
may lower the risk of heart disease".

**Limits.** Only headlines that share two concepts (or one and another word) with a hedged sentence,
or one with a sentence that takes the danger back, are judged. A text that tells of a trial and of
what it compared may call that an effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.entities import Entity
from healthlint.nlp.layout import HEADINGS, PROSE
from healthlint.rules.article import Article
from healthlint.rules.certainty import designs_of, is_held_open, is_outright
from healthlint.rules.wording import READ

_LABELS = frozenset({"CONDITION", "SYMPTOM", "MEDICINE", "TREATMENT", "TEST", "RISK_FACTOR"})
_BEGINNING = 5  # letters that show two words to be forms of one


def check(article: Article) -> Iterator[Finding]:
    number = article.headline_block
    if number is None:
        return
    sentences = range(*article.layout.first_sentence[number : number + 2])
    if any(article.is_question(n) for n in sentences):
        return
    entities = [e for n in sentences for e in _telling(article, n)]
    title = article.title_span
    if title is None or not entities:
        return
    yield from _certainty(article, sentences, entities)
    yield from _danger(article, entities)


def _telling(article: Article, number: int) -> list[Entity]:
    return [e for e in article.entities_by_sentence.get(number, ()) if e.label in _LABELS]


def _body(article: Article) -> Iterator[int]:
    for number, sentence in enumerate(article.sentences):
        kind = article.document.blocks[sentence.block].kind
        if kind in PROSE and kind not in HEADINGS:
            yield number


def _certainty(article: Article, sentences: range, entities: list[Entity]) -> Iterator[Finding]:
    """The headline says outright what the text only holds possible."""
    sure = any(is_outright(article, n) for n in sentences)
    if not sure or any("hedged" in e.context for e in entities):
        return
    wanted = {e.id for e in entities}
    words = _other_words(article, sentences, entities)
    experiment = "experimental" in designs_of(article)
    hedged: list[int] = []
    for number in _body(article):
        causal = article.labels[number].causal
        if causal == "none" or not _same_matter(article, number, wanted, words):
            continue
        # What a trial compared ("less often than in those who did not") it may call an effect.
        if causal == "direct" or (experiment and causal == "correlational"):
            return
        if is_held_open(article, number):
            hedged.append(number)
    if hedged:
        yield _finding(article, "states as certain what the text calls possible", hedged)


def _other_words(article: Article, sentences: range, entities: list[Entity]) -> frozenset[str]:
    """Beginnings of the headline's longer words outside its entities ("cherries")."""
    inside = {token for e in entities for token in range(e.start, e.end)}
    return frozenset(
        token.lower_[:_BEGINNING]
        for number in sentences
        for token in article.doc[article.sentences[number].start : article.sentences[number].end]
        if token.i not in inside and len(token) >= _BEGINNING and token.is_alpha
    )


def _same_matter(article: Article, number: int, wanted: set[str], words: frozenset[str]) -> bool:
    """Whether a sentence is about the headline's pair: two of its concepts, or one and a word."""
    shared = wanted.intersection(e.id for e in _telling(article, number))
    if len(shared) >= 2:
        return True
    sentence = article.sentences[number]
    return bool(shared) and any(
        token.lower_[:_BEGINNING] in words for token in article.doc[sentence.start : sentence.end]
    )


def _danger(article: Article, entities: list[Entity]) -> Iterator[Finding]:
    """The headline calls deadly what the text calls usually harmless."""
    dangers = {
        article.sentence_at(hit.start)
        for hit in article.cues("overstated-danger")
        if article.doc[hit.start].idx < article.doc[article.body_start - 1].idx
    }
    if not dangers:
        return
    wanted = {e.id for e in entities if e.label in ("CONDITION", "SYMPTOM")}
    soothing = {
        article.sentence_at(hit.start)
        for hit in article.cues("severity-frame")
        if hit.cue.id == "mostly-harmless"
    }
    told = [
        number
        for number in _body(article)
        if number in soothing and wanted.intersection(e.id for e in _telling(article, number))
    ]
    if told:
        yield _finding(article, "calls dangerous what the text calls mostly harmless", told)


def _finding(article: Article, reason: str, sentences: list[int]) -> Finding:
    title = article.title_span
    assert title is not None
    return RULE.finding(
        f"The headline {reason}.",
        title,
        evidence=tuple(article.sentence_span(number) for number in sentences[:3]),
        suggestion="Give the headline the same certainty as the text.",
        confidence=Confidence.MEDIUM,
    )


RULE = Rule(
    code="HL002",
    name="headline-overstates",
    severity=Severity.MAJOR,
    summary="The headline is surer or graver than the text.",
    check=check,
    genres=READ,
    page=__doc__,
)
