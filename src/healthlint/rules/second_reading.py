"""The findings on advice and on claims, read a second time as a whole.

What is known by name and what the encoder reads are two witnesses. Where both speak of the same
words one finding is enough; where a whole sentence of plain prose reads as safe as warnings,
reports and definitions do ("she was fined for telling people to stop chemotherapy"), a name in it
is no advice. Where a sentence reads truer than false claims do ("chemotherapy into the spine keeps
leukaemia from spreading to the brain"), a falsehood found in it by name is only worth a look, and
where it reads far truer, not that, unless the article is about the illness. The encoder knows few
facts, and it takes plain denials for myths put right, so that a claim set beside a fact that it
opposes stands as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from healthlint.document.model import BlockKind
from healthlint.finding import Basis, Confidence, Finding, Severity
from healthlint.nlp.encoder import ADVICE_CODES, CLAIM_CODES, DANGER, FALSEHOOD
from healthlint.nlp.layout import PROSE
from healthlint.nlp.passages import reads
from healthlint.rules.article import Article
from healthlint.rules.orders import has_order

# What findings are about. Vague advice (AD005) harms by what it lacks; clashes and framing (UC004,
# UC005) are about more than one sentence.
_OUTPUTS = {**dict.fromkeys(ADVICE_CODES, DANGER), **dict.fromkeys(CLAIM_CODES, FALSEHOOD)}
_CLAIMS = (*CLAIM_CODES, "UC003")
_BELIEF = "UC002"
# Hundredths of log-odds under the threshold at which a sentence reads safe. Set by the state before
# the last two epochs, of which two files were left out: at -800 one dangerous sentence in a hundred
# read safe, and more than half of the safe ones. What is said to the reader is more likely advice,
# and a bare order even more.
_SAFE, _SAFE_TO_THE_READER, _SAFE_ORDER = -700, -900, -1000
# The same of claims. In two files that nothing was fitted on 7 and 18 in a hundred false claims
# read below the first, of the true ones half and two thirds; below the second 1 and 5 at most.
_DOUBTED, _TRUE = -900, -1300
_LONG = 6  # tokens of a sentence that can be read by itself


def read_again(article: Article, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without doubles and without advice in sentences that read safe, or claims in
    sentences that read true; claims in sentences that nearly do count for less."""
    kept = [
        _doubted(f) if _is_doubtful(article, f) else f
        for f in findings
        if f.basis is Basis.READ or not (_reads_safe(article, f) or _is_stray(article, f))
    ]
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


def _is_stray(article: Article, finding: Finding) -> bool:
    """Whether it is a known falsehood about an illness that the article is not about, in sentences
    that read true. What a fact opposes is never dropped: "women get prostate cancer as well" reads
    true."""
    stray = finding.rule == _BELIEF and finding.topic not in article.main_topics
    return stray and _reads_true(article, finding, _TRUE)


def _is_doubtful(article: Article, finding: Finding) -> bool:
    """Whether its sentences read truer than false claims do; one that only lacks support (UC003)
    may well read so, and must read truer still."""
    least = _DOUBTED if finding.rule in CLAIM_CODES else _TRUE
    return _reads_true(article, finding, least)


def _reads_safe(article: Article, finding: Finding) -> bool:
    """Whether all sentences in which a finding on advice stands are prose that reads safe."""
    return (
        bool(finding.spans)
        and finding.rule in ADVICE_CODES
        and all(
            _is_plain(article, n) and _reads_below(article, n) for n in _sentences(article, finding)
        )
    )


def _reads_true(article: Article, finding: Finding, least: int) -> bool:
    """Whether all sentences in which a claim was found by name are prose that reads truer."""
    return (
        bool(finding.spans)
        and finding.rule in _CLAIMS
        and finding.basis is Basis.NAMED
        and all(
            _is_prose(article, n) and reads(article.reading, n, FALSEHOOD) < least
            for n in _sentences(article, finding)
        )
    )


def _doubted(finding: Finding) -> Finding:
    return replace(
        finding,
        message=f"{finding.message} As a whole the sentence reads like what is true: have a look.",
        severity=min(finding.severity, Severity.MINOR),
        confidence=Confidence.LOW,
    )


def _sentences(article: Article, finding: Finding) -> set[int]:
    return {article.sentence_of(span) for span in finding.spans}


def _is_prose(article: Article, number: int) -> bool:
    sentence = article.sentences[number]
    kind = article.document.blocks[sentence.block].kind
    return kind in PROSE and sentence.end - sentence.start >= _LONG


def _reads_below(article: Article, number: int) -> bool:
    least = _SAFE_TO_THE_READER if article.cues_in(number, "reader") else _SAFE
    if has_order(article, number):
        least = _SAFE_ORDER
    return reads(article.reading, number, DANGER) < least


def _is_plain(article: Article, number: int) -> bool:
    """A list item says only part of what its list says; a paragraph speaks for itself."""
    block = article.document.blocks[article.sentences[number].block]
    return block.kind is BlockKind.PARAGRAPH and _is_prose(article, number)
