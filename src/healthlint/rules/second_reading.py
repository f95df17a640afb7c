"""The findings on advice and on claims, read a second time as a whole.

What is known by name and what the encoder reads are two witnesses. Where both speak of the same
words one finding is enough; where a whole sentence of plain prose reads as safe as warnings,
reports and definitions do ("she was fined for telling people to stop chemotherapy"), a name in it
is no advice. Where a sentence reads truer than false claims do ("schizophrenia most often begins in
the late teens or the twenties"), a falsehood found in it by name is only worth a look, and where it
reads far truer, not that, unless the article is about the illness. The encoder knows few facts, and
it takes plain denials for myths put right, so that a claim set beside a fact that it opposes stands
as it is.
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
# Hundredths of log-odds under the threshold at which a sentence reads safe. In files that nothing
# was fitted on (four, 1,450 sentences) more than half of 56 findings by name in safe sentences
# stood below the first, and none of 212 in dangerous ones; but four of our own 30 plants did. What
# is said to the reader is more likely advice, and a bare order even more.
_SAFE, _SAFE_TO_THE_READER, _SAFE_ORDER = -300, -500, -700
# The same of claims: in three of them, of 18 named in true sentences 17 stood below the first and
# 15 below the second, of 85 in false ones three and one.
_DOUBTED, _TRUE = -300, -900
# One that only lacks support may well read true.
_TRUER = -1300
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
    for finding in kept:
        if finding.basis is not Basis.READ or not any(_repeats(finding, other) for other in named):
            yield finding


def _repeats(read: Finding, named: Finding) -> bool:
    """Whether what was read adds nothing to what is known by name of the same words: not the rule
    whose matter it surely is ("double the dose" is harmful, and a dose without caution)."""
    another = read.rule != named.rule and read.confidence is not Confidence.LOW
    about = _OUTPUTS.get(read.rule) == _OUTPUTS.get(named.rule)
    return (about and not another) and any(
        own.touches(other) for own in read.spans for other in named.spans
    )


def _is_stray(article: Article, finding: Finding) -> bool:
    """Whether it is a known falsehood about an illness that the article is not about, in sentences
    that read true. What a fact opposes is never dropped: "women get prostate cancer as well" reads
    true."""
    stray = finding.rule == _BELIEF and finding.topic not in article.main_topics
    return stray and _reads_true(article, finding, _TRUE)


def _is_doubtful(article: Article, finding: Finding) -> bool:
    """Whether its sentences read truer than false claims do. One that only lacks support (UC003)
    may well read so, and must read truer still, as must one about what the article tells at
    length."""
    if finding.rule not in CLAIM_CODES:
        return _reads_true(article, finding, _TRUER)
    at_length = any(t.id == finding.topic and t.role != "mentioned" for t in article.topics)
    return _reads_true(article, finding, _TRUE if at_length else _DOUBTED)


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
