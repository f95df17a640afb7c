"""The findings on advice, read a second time as a whole.

What is known by name and what reads dangerously (:mod:`.read_danger`) are two witnesses. Where both
speak of the same words one finding is enough; where a whole sentence of plain prose reads as safe
as warnings, reports and definitions do ("she was fined for telling people to stop chemotherapy"),
a name in it is no advice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthlint.document.model import BlockKind
from healthlint.finding import Basis, Finding
from healthlint.nlp.advice_passages import reads
from healthlint.rules.article import Article
from healthlint.rules.orders import has_order

# Hundredths of log-odds under the threshold at which a sentence reads safe. Of dangerous ones that
# are put together from words, in sets that no weight was fitted on, three in a hundred read safer;
# of those known by name none does. What is said to the reader is advice however it reads.
_SAFE = {Basis.WORDED: -1000, Basis.NAMED: -1400}
_LONG = 9  # tokens of a sentence that can be weighed
# Whose findings are about what a sentence advises; vague advice (AD005) harms by what it lacks.
_ADVISING = frozenset({"AD001", "AD002", "AD003", "AD004"})


def read_again(article: Article, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without doubles and without those in sentences that read safe."""
    kept = [f for f in findings if f.basis is Basis.WEIGHED or not _reads_safe(article, f)]
    known = [
        s for f in kept if f.rule in _ADVISING and f.basis is not Basis.WEIGHED for s in f.spans
    ]
    for finding in kept:
        own = finding.spans if finding.basis is Basis.WEIGHED else ()
        if not any(s.start < span.end and span.start < s.end for s in own for span in known):
            yield finding


def _reads_safe(article: Article, finding: Finding) -> bool:
    """Whether all sentences in which a finding on advice stands are prose that reads safe."""
    if finding.rule not in _ADVISING or not finding.spans:
        return False
    numbers = {article.sentence_of(span) for span in finding.spans}
    return all(
        _is_plain(article, n)
        and reads(article.reading, n) < _SAFE[finding.basis]
        and (finding.basis is Basis.WORDED or not _is_said_to_the_reader(article, n))
        for n in numbers
    )


def _is_plain(article: Article, number: int) -> bool:
    """A list item says only part of what its list says; a paragraph speaks for itself, if it is
    long enough."""
    sentence = article.sentences[number]
    block = article.document.blocks[sentence.block]
    return block.kind is BlockKind.PARAGRAPH and sentence.end - sentence.start >= _LONG


def _is_said_to_the_reader(article: Article, number: int) -> bool:
    return has_order(article, number) or bool(article.cues_in(number, "reader"))
