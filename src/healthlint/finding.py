"""Findings, rules and reports: the values that travel between the floors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from healthlint.source import Place, Span

# The catalogue's families, in its order, as reports and pages head them.
FAMILIES: Mapping[str, str] = {
    "OM": "What the article leaves out",
    "UC": "What it claims without support",
    "AD": "What it advises",
    "AT": "Who says so",
    "HL": "Headline",
    "LG": "Language",
    "PV": "Who stands behind it",
    "HN": "News criteria",
    "RD": "Readability",
    "HY": "Leftovers and layout",
    "SP": "Suppressions",
}


class Severity(IntEnum):
    """How much a finding matters, least first so that thresholds compare."""

    INFO = 0
    MINOR = 1
    MAJOR = 2
    CRITICAL = 3

    @property
    def label(self) -> str:
        """The name used in reports and settings: ``critical``, ``major``, ``minor``, ``info``."""
        return self.name.lower()

    @classmethod
    def parse(cls, label: str) -> Severity:
        """The severity of that label. Raises ``KeyError`` for any other word."""
        return cls[label.upper()]


class Confidence(StrEnum):
    """How sure the tool is that the finding is right; independent of severity."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Basis(StrEnum):
    """What a finding rests on: what is known by name, a claim set beside the fact that it opposes,
    or how a passage reads as a whole."""

    NAMED = "named"
    COMPARED = "compared"
    READ = "read"


class Genre(StrEnum):
    """What kind of page this is; decided before any rule runs."""

    EXPLAINER = "explainer"
    SYMPTOM_GUIDE = "symptom-guide"
    NEWS = "news"
    ADVERTISEMENT = "advertisement"
    BLOCKED_PAGE = "blocked-page"
    NOT_HEALTH = "not-health"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of a fact: what it is called and where it stands."""

    title: str
    url: str
    publisher: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to report.

    A rule yields it with ``spans`` in the document's coordinates; ``check`` returns it with
    ``spans`` and ``places`` in the source's, and with its fingerprint. A finding about the whole
    article (no author) has no spans; ``anchor`` then says where a reader would look for it (a
    section's heading), and ``anchor_place`` is that or the title, for formats that must point
    somewhere.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    spans: tuple[Span, ...] = ()
    topic: str | None = None
    facts: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    suggestion: str | None = None
    confidence: Confidence = Confidence.HIGH
    basis: Basis = Basis.NAMED
    evidence: tuple[Span, ...] = ()
    anchor: Span | None = None
    places: tuple[Place, ...] = ()
    fingerprint: str = ""
    anchor_place: Place | None = None
    evidence_places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue: ``check`` takes an ``Article`` and yields findings.

    ``genres`` are those in which it runs; ``page`` is its manual page (the module's docstring).
    """

    code: str
    name: str
    severity: Severity
    summary: str
    check: Callable[[Any], Iterator[Finding]]
    genres: frozenset[Genre]
    page: str = ""
    preview: bool = False

    @property
    def family(self) -> str:
        """The two letters that head the code."""
        return self.code[:2]

    def finding(self, message: str, *spans: Span, **values: Any) -> Finding:
        """A finding of this rule, with its default severity unless ``severity`` is given."""
        values.setdefault("severity", self.severity)
        return Finding(rule=self.code, name=self.name, message=message, spans=spans, **values)


@dataclass(frozen=True, slots=True)
class Topic:
    """A condition or presenting symptom the article is about, with its role in it."""

    id: str
    kind: str
    role: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a page as its reader sees them, and ``[start, end)`` of the source they stand for.

    Equal lengths map character by character; otherwise (an entity) whole to whole.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A block of a page: its kind (``heading``, ``paragraph``, ...), its level and its words."""

    kind: str
    level: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The article itself, for formats that show it: the source's text and its blocks."""

    text: str
    blocks: tuple[PageBlock, ...]


@dataclass(frozen=True, slots=True)
class ArticleReport:
    """What one check of one article gives; plain values only, so that it can be pickled.

    ``error`` is the one-line reason when the article could not be checked; then nothing else of
    it means anything. ``suppressed`` holds findings an inline comment silenced, ``known``
    those the baseline already holds. ``dials`` are the summing-up (see ``rules.dials``). ``page``
    is filled only for formats that show the article itself.
    """

    path: str
    id: str | None = None
    title: str | None = None
    genre: Genre = Genre.NOT_HEALTH
    words: int = 0
    topics: tuple[Topic, ...] = ()
    findings: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    dials: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None
    digest: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    known: tuple[Finding, ...] = ()
    page: Page | None = None
