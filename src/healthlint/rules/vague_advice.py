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
from healthlint.nlp.word_sets import word_sets
from healthlint.rules.article import Article
from healthlint.rules.asking import EXPLAINING
from healthlint.rules.orders import begins_clause
from healthlint.source import Span

_CLOSE = 3  # tokens between "require" and the empty words
_CONTENT = frozenset({"TREATMENT", "MEDICINE", "TEST"})
_ENDS = frozenset(".!;")
_TAIL = 7  # tokens of "to protect your heart."
_BREAKS = frozenset(",:;")
Tokens = tuple[int, int]
_EMPTY = frozenset({"treatment", "no-treatment-needed", "treat-underlying-cause"})


def check(article: Article) -> Iterator[Finding]:
    empty = [article.span(s, e) for s, e in _empty_treatments(article)]
    orders = [
        article.span(hit.start, hit.end)
        for hit in article.cues("vague-action")
        if _part(hit) == "imperative"
        and _is_asked(article, hit.start)
        and _leads_nowhere(article, article.sentence_at(hit.start), hit)
    ]
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


def _part(hit: CueHit) -> str:
    return str(hit.cue.settings["part"])


def _is_asked(article: Article, start: int) -> bool:
    """Headings and summaries are brief on purpose."""
    number = article.sentence_at(start)
    return article.block_of(start).kind in PROSE - HEADINGS and not article.is_question(number)


def _empty_treatments(article: Article) -> Iterator[Tokens]:
    """Treatments that name none: by whole phrases, or a quality and a thing side by side."""
    told = -1
    for start, end, tied in sorted(_named_by_nothing(article)):
        number = article.sentence_at(start)
        if start < told or not _is_asked(article, start):
            continue
        if (not tied or _is_tied(article, number, start)) and not _says_more(
            article, number, start, end
        ):
            told = end
            yield start, end


def _named_by_nothing(article: Article) -> Iterator[tuple[int, int, bool]]:
    """First and last token, and whether a verb has to tie them to an illness or a reader."""
    things = {h.start: h.end for h in article.cues("vague-action") if _part(h) == "thing"}
    for hit in article.cues("vague-action"):
        part = _part(hit)
        if part in ("treatment", "bare"):
            yield hit.start, hit.end, part == "treatment"
        elif part == "quality" and hit.end in things:
            yield hit.start, things[hit.end], True


def _finding(message: str, suggestion: str, spans: list[Span]) -> Finding:
    return RULE.finding(message, *spans, suggestion=suggestion, confidence=Confidence.MEDIUM)


def _is_tied(article: Article, number: int, start: int) -> bool:
    """Whether the words answer "what is done about it?"."""
    return any(
        _part(tie) == "needs" and 0 <= start - tie.end <= _CLOSE
        for tie in article.cues_in(number, "vague-action")
    )


def _says_more(article: Article, number: int, start: int, end: int) -> bool:
    """A treatment, medicine or test named in the passage (in a list, in the same item), someone
    who will say more, or words that open it ("such as")."""
    if _opens(article, number, end):
        return True
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
        and not (entity.start < end and start < entity.end)
        for other in others
        for entity in article.entities_by_sentence.get(other, ())
    )


def _opens(article: Article, number: int, end: int) -> bool:
    cues = article.cues_in(number, "vague-action")
    return any(_part(hit) == "who" or (_part(hit) == "opens" and hit.start >= end) for hit in cues)


def _leads_nowhere(article: Article, number: int, hit: CueHit) -> bool:
    # "Enough to stay well" and "many people live well" order nothing.
    if not begins_clause(article, number, hit.start):
        return False
    if not _closes(article, number, hit) or _opens(article, number, hit.end):
        return False
    section = article.section_of(article.sentences[number].block)
    near = [
        other
        for other in range(max(0, number - 1), min(len(article.sentences), number + 2))
        if article.section_of(article.sentences[other].block) == section
    ]
    if any(article.cues_in(other, "caution") for other in near):
        return False
    if any(e.label in _CONTENT for n in near for e in article.entities_by_sentence.get(n, ())):
        return False
    return not any(advice.sentence in near for advice in article.advice)


def _closes(article: Article, number: int, hit: CueHit) -> bool:
    """Whether the order ends there, or only says what for ("to protect your heart"); what one is
    told not to wait for is content."""
    stop = article.sentences[number].end
    rest = [article.doc[place] for place in range(hit.end, stop)]
    if not rest or rest[0].text in _ENDS:
        return True
    small = word_sets(article.vocabulary, "vague-action")
    forbids = article.doc[hit.start].lower_ in small["forbids"]
    goal = rest[0].lower_ in small["goal"] and not forbids
    return goal and len(rest) <= _TAIL and not any(t.text in _BREAKS for t in rest)


RULE = Rule(
    code="AD005",
    name="vague-advice",
    severity=Severity.MINOR,
    summary="Advice without content: no treatment named, nothing to do.",
    check=check,
    genres=EXPLAINING,
    page=__doc__,
)
