"""Advice that says nothing: "medical management", "joint treatment", "don't wait".

**What it finds.** A treatment named only by words that name none ("requires medical management",
"managed with proper care"), where neither the sentence nor the rest of its passage says which;
and an order without an object ("If something feels wrong, don't wait.") with no word on what to
do instead.

**Why it matters.** A reader cannot act on it (PEMAT items 20-22, Clear Communication Index 14).

**Example.** "Circulation problems require medical management." Better: "Narrowed leg arteries are
treated with walking exercise, stopping smoking and medicines such as statins."

**Sources.** AHRQ, Patient Education Materials Assessment Tool; CDC Clear Communication Index.

**Limits.** Headings and summaries are brief on purpose and are not asked; a passage that names a
treatment anywhere is taken at its word.
"""

from __future__ import annotations

from collections.abc import Iterator

from healthlint.document.model import BlockKind
from healthlint.finding import Confidence, Finding, Rule, Severity
from healthlint.nlp.cues import CueHit
from healthlint.nlp.layout import HEADINGS, PROSE
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING
from healthlint.source import Span

_CLOSE = 3  # tokens between "require" and the empty words
_CONTENT = frozenset({"TREATMENT", "MEDICINE", "TEST"})
_ENDS = frozenset(".!;:")
_EMPTY = frozenset({"treatment", "no-treatment-needed", "treat-underlying-cause"})


def check(article: Article) -> Iterator[Finding]:
    empty, orders = [], []
    for hit in article.cues("vague-action"):
        number = article.sentence_at(hit.start)
        if article.block_of(hit.start).kind not in PROSE - HEADINGS or article.is_question(number):
            continue
        part = hit.cue.settings["part"]
        if part == "treatment" and _is_empty(article, number, hit):
            empty.append(article.span(hit.start, hit.end))
        elif part == "imperative" and _leads_nowhere(article, number, hit):
            orders.append(article.span(hit.start, hit.end))
    if empty:
        yield _finding(
            "This names no treatment: a reader cannot tell what is meant.",
            "Say which treatment is meant, in the words a doctor would use to the reader.",
            empty,
        )
    if orders:
        yield _finding(
            "This tells the reader to act, but not what to do.",
            "Say what to do, and for which signs: whom to call, or where to go.",
            orders,
        )


def _finding(message: str, suggestion: str, spans: list[Span]) -> Finding:
    return RULE.finding(message, *spans, suggestion=suggestion, confidence=Confidence.MEDIUM)


def _is_empty(article: Article, number: int, hit: CueHit) -> bool:
    """Whether the words answer "what is done about it?" and nothing near says more."""
    ties = (
        tie
        for tie in article.cues_in(number, "vague-action")
        if tie.cue.settings["part"] == "needs" and 0 <= hit.start - tie.end <= _CLOSE
    )
    return next(ties, None) is not None and not _says_more(article, number, hit)


def _says_more(article: Article, number: int, hit: CueHit) -> bool:
    """A treatment, medicine or test named in the passage; in a list, in the same item."""
    sentence = article.sentences[number]
    block = article.document.blocks[sentence.block]
    first = article.layout.first_sentence
    others = range(first[sentence.block], first[sentence.block + 1])
    if block.kind is not BlockKind.LIST_ITEM:
        following = [
            n
            for n, other in enumerate(article.document.blocks)
            if other.lead_in == sentence.block or n == sentence.block + 1
        ]
        last = max(following, default=sentence.block)
        others = range(first[sentence.block], first[last + 1])
    return any(
        entity.label in _CONTENT
        and entity.id not in _EMPTY
        and not (entity.start < hit.end and hit.start < entity.end)
        for other in others
        for entity in article.entities_by_sentence.get(other, ())
    )


def _leads_nowhere(article: Article, number: int, hit: CueHit) -> bool:
    sentence = article.sentences[number]
    if hit.end < sentence.end and article.doc[hit.end].text not in _ENDS:
        return False
    near = range(max(0, number - 1), min(len(article.sentences), number + 2))
    if any(article.cues_in(other, "caution") for other in near):
        return False
    return not any(advice.sentence in near for advice in article.advice)


RULE = Rule(
    code="AD005",
    name="vague-advice",
    severity=Severity.MINOR,
    summary="Advice without content: no treatment named, nothing to do.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
