"""The findings on advice and on claims, read a second time as a whole.

What is known by name and what the encoder reads are two witnesses. Where both speak of the same
words one finding is enough; where a whole sentence of plain prose reads as safe as warnings,
reports and definitions do ("she was fined for telling people to stop chemotherapy"), a name in it
is no advice. Where a sentence reads truer than false claims do ("schizophrenia most often begins in
the late teens or the twenties"), a claim found in it by name is only worth a look, and a known
falsehood, where it reads truer still, not that. The encoder knows too few facts to overrule one: a
claim set beside a fact that it opposes stands as it is. What a title announces as sayings is not
what the article says, and a heading alone counts for little (:mod:`.sayings`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from healthlint.document.model import BlockKind
from healthlint.finding import Basis, Confidence, Finding, Severity
from healthlint.nlp.encoder import ADVICE_CODES, CLAIM_CODES, DANGER, FALSEHOOD
from healthlint.nlp.layout import PROSE
from healthlint.nlp.passages import weighs
from healthlint.rules.article import Article
from healthlint.rules.orders import has_order
from healthlint.rules.other_pages import is_of_nobody
from healthlint.rules.sayings import is_saying, sentences_of, stands_alone
from healthlint.rules.stories import is_held_up, is_told_against

# What findings are about. Vague advice (AD005) harms by what it lacks; clashes and framing (UC004,
# UC005) are about more than one sentence.
_OUTPUTS = {**dict.fromkeys(ADVICE_CODES, DANGER), **dict.fromkeys(CLAIM_CODES, FALSEHOOD)}
_CLAIMS = (*CLAIM_CODES, "UC003")
_BELIEF = "UC002"
# Hundredths of log-odds, of a sentence alone and in its place together, below which it reads safe.
# In fourteen files of whole articles that nothing was fitted on (corpus/labelled), 45 of 73
# findings by name in harmless lines stood below the first, and 3 of 300 in bad ones. A bare order
# says so little that it must read the safer.
_SAFE, _SAFE_ORDER = -600, -1000
# The same of claims by name: 33 of 40 in harmless lines and four of 75 in bad ones stood below the
# first, 24 and three below the second.
_DOUBTED, _TRUE = -200, -500
# One that only lacks support may well read true.
_TRUER = -2600
_LONG = 6  # tokens of a sentence that can be read by itself
_TRUE_TO_IT = "As a whole the sentence reads like what is true"
_TOLD = "It is told of somebody it did no good, of a play or of another age"
_ABOVE = "It is a heading, and the text beneath says nothing of the kind"


def read_again(article: Article, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without doubles and without advice in sentences that read safe, or claims in
    sentences that read true; claims in sentences that nearly do count for less."""
    told = [f for f in findings if not (_only_says(article, f) or is_of_nobody(article, f))]
    kept = [
        _doubted(f, _TRUE_TO_IT) if _is_doubtful(article, f) else f
        for f in told
        if f.basis is Basis.READ or not (_reads_safe(article, f) or _is_stray(article, f))
    ]
    kept = [_doubted(f, _ABOVE) if _is_only_above(article, f, kept) else f for f in kept]
    kept = [_doubted(f, _TOLD) if is_told_against(article, f) else f for f in kept]
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
    """Whether it is a falsehood known by its words, in sentences that read true. What a fact
    opposes is never dropped: "women get prostate cancer as well" reads true."""
    return finding.rule == _BELIEF and _reads_true(article, finding, _TRUE)


def _is_doubtful(article: Article, finding: Finding) -> bool:
    """Whether its sentences read truer than false claims do. One that only lacks support (UC003)
    may well read so, and must read truer still."""
    return _reads_true(article, finding, _DOUBTED if finding.rule in CLAIM_CODES else _TRUER)


def _reads_safe(article: Article, finding: Finding) -> bool:
    """Whether all sentences in which a finding on advice stands are prose that reads safe."""
    return finding.rule in ADVICE_CODES and _holds_of_all(
        article,
        finding,
        lambda n: (
            _speaks_for_itself(article, n)
            and _reads_below(article, n)
            # A story reads as safe as any, and is advice where it is held up.
            and not is_held_up(article, n)
        ),
    )


def _reads_true(article: Article, finding: Finding, least: int) -> bool:
    """Whether all sentences in which a claim was found by name are prose that reads truer."""
    named = finding.rule in _CLAIMS and finding.basis is Basis.NAMED
    return named and _holds_of_all(
        article,
        finding,
        lambda n: _is_prose(article, n) and weighs(article.reading, n, FALSEHOOD) < least,
    )


def _is_only_above(article: Article, finding: Finding, others: Sequence[Finding]) -> bool:
    return finding.rule in _OUTPUTS and stands_alone(article, finding, others)


def _only_says(article: Article, finding: Finding) -> bool:
    """Whether all that it is about are sayings that the title announces."""
    return finding.rule in _OUTPUTS and _holds_of_all(
        article, finding, lambda n: is_saying(article, n)
    )


def _doubted(finding: Finding, why: str) -> Finding:
    return replace(
        finding,
        message=f"{finding.message} {why}: have a look.",
        severity=min(finding.severity, Severity.MINOR),
        confidence=Confidence.LOW,
    )


def _holds_of_all(article: Article, finding: Finding, holds: Callable[[int], bool]) -> bool:
    """Whether it holds of every sentence that a finding stands in, if it stands anywhere."""
    return bool(finding.spans) and all(map(holds, sentences_of(article, finding)))


def _is_prose(article: Article, number: int) -> bool:
    sentence = article.sentences[number]
    kind = article.document.blocks[sentence.block].kind
    return kind in PROSE and sentence.end - sentence.start >= _LONG


def _speaks_for_itself(article: Article, number: int) -> bool:
    """A list item says only part of what its list says."""
    block = article.document.blocks[article.sentences[number].block]
    return block.kind is not BlockKind.LIST_ITEM and _is_prose(article, number)


def _reads_below(article: Article, number: int) -> bool:
    least = _SAFE_ORDER if has_order(article, number) else _SAFE
    return weighs(article.reading, number, DANGER) < least
