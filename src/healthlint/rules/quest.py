"""The items of QUEST, answered from what can be read off an article.

QUEST (Robillard, Jun, Lai and Feng, BMC Medical Informatics and Decision Making 2018, 18:87)
weighs authorship 0-2, attribution 0-3 (times three), type of study 0-2, conflict of interest 0-2
(times three), currency 0-2, complementarity 0-1 and tone 0-2 (times three): 28 at most. It was
made for human raters; where only a reader could tell, the cautious answer is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthlint.document.model import BlockKind
from healthlint.finding import Finding, Severity
from healthlint.nlp.layout import PROSE
from healthlint.rules.article import Article
from healthlint.rules.provenance import dated, is_credentialed, signed_by, states

_RECENT_YEARS = 5  # QUEST's own limit, not that of PV003
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class TrustItem:
    """One item: its answer of ``0..levels``, its weight, and the reason in a few words."""

    name: str
    level: int
    levels: int
    weight: int
    why: str

    @property
    def points(self) -> int:
        """What the item adds."""
        return self.level * self.weight

    @property
    def highest(self) -> int:
        """What it can add."""
        return self.levels * self.weight


def trust_items(article: Article, findings: Sequence[Finding]) -> tuple[TrustItem, ...]:
    """All seven items, in QUEST's order."""
    codes = {finding.rule for finding in findings}
    return (
        _authorship(article),
        _attribution(article),
        _study_type(article),
        _interest(article, codes),
        _currency(article),
        _complementarity(article, codes),
        _tone(article, findings),
    )


def _authorship(article: Article) -> TrustItem:
    metadata = article.document.metadata
    signed = signed_by(article)
    if signed is None:
        return TrustItem("authorship", 0, 2, 1, "no author or organisation is named")
    if is_credentialed(article, metadata.author) or metadata.reviewer:
        return TrustItem("authorship", 2, 2, 1, "author or reviewer named with a qualification")
    return TrustItem("authorship", 1, 2, 1, "named, without a qualification")


def _attribution(article: Article) -> TrustItem:
    attribution = article.attribution
    if not attribution.names_any:
        return TrustItem("attribution", 0, 3, 3, "no source is named")
    studies = any(hit.cue.id == "published" for hit in article.cues("source-named")) or bool(
        attribution.cited_in
    )
    if not studies:
        return TrustItem("attribution", 1, 3, 3, "people or bodies named, no study to look up")
    blocks = {n for n, b in enumerate(article.document.blocks) if b.kind is BlockKind.PARAGRAPH}
    sourced = {article.sentences[n].block for n in attribution.sourced_in} & blocks
    if blocks and len(sourced) > _SHARE * len(blocks):
        return TrustItem("attribution", 3, 3, 3, "most paragraphs cite or link to a source")
    return TrustItem("attribution", 2, 3, 3, "at least one source can be looked up")


def _study_type(article: Article) -> TrustItem:
    """Asked only of articles that cite studies; no study, no points."""
    designs = [hit for hit in article.cues("study-design") if _in_prose(article, hit.start)]
    if any(hit.cue.settings.get("design") == "clinical" for hit in designs):
        return TrustItem("type of study", 2, 2, 1, "cites clinical trials or reviews of them")
    if designs:
        return TrustItem("type of study", 1, 2, 1, "cites observational or laboratory studies")
    return TrustItem("type of study", 0, 2, 1, "no kind of study is named")


def _interest(article: Article, codes: set[str]) -> TrustItem:
    if "PV006" in codes:
        return TrustItem("conflict of interest", 0, 2, 3, "brand or sales text in the article")
    if states(article, "disclosure") or "PV005" not in codes:
        return TrustItem("conflict of interest", 2, 2, 3, "nothing is promoted")
    return TrustItem("conflict of interest", 1, 2, 3, "who paid is not said")


def _currency(article: Article) -> TrustItem:
    day = dated(article)
    if day is None:
        return TrustItem("currency", 0, 2, 1, "no date")
    if (article.settings.today - day).days > _RECENT_YEARS * 365.25:
        return TrustItem("currency", 1, 2, 1, f"dated {day}, over five years old")
    return TrustItem("currency", 2, 2, 1, f"dated {day}")


def _complementarity(article: Article, codes: set[str]) -> TrustItem:
    sends = states(article, "complementary") or states(article, "disclaimer")
    if "AD002" in codes:
        return TrustItem("complementarity", 0, 1, 1, "advises against or delays seeing a doctor")
    if sends or article.advice:
        return TrustItem("complementarity", 1, 1, 1, "sends readers to a health professional")
    return TrustItem("complementarity", 0, 1, 1, "never sends readers to a health professional")


def _tone(article: Article, findings: Sequence[Finding]) -> TrustItem:
    loud = {f.rule for f in findings if _is_loud(f)}
    if loud:
        return TrustItem("tone", 0, 2, 3, f"strong language ({', '.join(sorted(loud))})")
    hedges = sum(1 for entity in article.entities if "hedged" in entity.context)
    limits = bool(article.cues("study-limit"))
    if limits:
        return TrustItem("tone", 2, 2, 3, "cautious, and speaks of limits")
    if hedges and not any(f.rule[:2] == "LG" for f in findings):
        return TrustItem("tone", 2, 2, 3, "cautious and balanced")
    return TrustItem("tone", 1, 2, 3, "plain, without limits or other views")


def _is_loud(finding: Finding) -> bool:
    """Fear, hype, absolutes and headlines that overstate."""
    return finding.rule in ("LG001", "LG003", "HL002") and finding.severity >= Severity.MINOR


def _in_prose(article: Article, token: int) -> bool:
    return article.block_of(token).kind in PROSE
