"""The findings on advice and on claims, read a second time as a whole.

What is known by name and what the encoder reads are two witnesses. Where both speak of the same
words one finding is enough; where a whole sentence of plain prose reads as safe as warnings,
reports and definitions do ("she was fined for telling people to stop chemotherapy"), a name in it
is no advice. A claim that is known by name stands: the encoder knows few facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthlint.document.model import BlockKind
from healthlint.finding import Basis, Finding
from healthlint.nlp.encoder import ADVICE_CODES, CLAIM_CODES, DANGER, FALSEHOOD
from healthlint.nlp.passages import reads
from healthlint.rules.article import Article
from healthlint.rules.orders import has_order

# What findings are about. Vague advice (AD005) harms by what it lacks, and UC003 to UC005 are about
# support, not about truth.
_OUTPUTS = {**dict.fromkeys(ADVICE_CODES, DANGER), **dict.fromkeys(CLAIM_CODES, FALSEHOOD)}
# Hundredths of log-odds under the threshold at which a sentence reads safe; of dangerous sentences
# in files that nothing was fitted on one or two in a hundred do. What is said to the reader is more
# likely advice.
_SAFE, _SAFE_TO_THE_READER = -600, -950
_LONG = 6  # tokens of a sentence that can be read by itself


def read_again(article: Article, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without doubles and without advice in sentences that read safe."""
    kept = [f for f in findings if f.basis is Basis.READ or not _reads_safe(article, f)]
    named = [finding for finding in kept if finding.basis is not Basis.READ]
    known = [(_OUTPUTS.get(finding.rule), span) for finding in named for span in finding.spans]
    for finding in kept:
        about = _OUTPUTS.get(finding.rule)
        own = finding.spans if finding.basis is Basis.READ else ()
        if not any(
            about == other and s.start < span.end and span.start < s.end
            for s in own
            for other, span in known
        ):
            yield finding


def _reads_safe(article: Article, finding: Finding) -> bool:
    """Whether all sentences in which a finding on advice stands are prose that reads safe."""
    if finding.rule not in ADVICE_CODES or not finding.spans:
        return False
    numbers = {article.sentence_of(span) for span in finding.spans}
    return all(_is_plain(article, n) and _reads_below(article, n) for n in numbers)


def _reads_below(article: Article, number: int) -> bool:
    to_the_reader = has_order(article, number) or bool(article.cues_in(number, "reader"))
    least = _SAFE_TO_THE_READER if to_the_reader else _SAFE
    return reads(article.reading, number, DANGER) < least


def _is_plain(article: Article, number: int) -> bool:
    """A list item says only part of what its list says; a paragraph speaks for itself, if it is
    long enough."""
    sentence = article.sentences[number]
    block = article.document.blocks[sentence.block]
    return block.kind is BlockKind.PARAGRAPH and sentence.end - sentence.start >= _LONG
