"""An article's report and reading as rows of the tables: plain values, ready for Arrow."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from healthlint.audit.copies import signature_of, words_digest
from healthlint.audit.items import Item
from healthlint.audit.records import host_of
from healthlint.audit.tables import TABLES
from healthlint.document.model import Document
from healthlint.extract import claims_and_entities
from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.rules.article import Article

Row = dict[str, Any]
Rows = dict[str, list[Row]]
_CONTEXT = 600
_DIALS = {
    "medical completeness and safety": "completeness",
    "trust": "trust",
    "language and presentation": "language",
}


def no_rows() -> Rows:
    """An empty list for every table."""
    return {name: [] for name in TABLES}


def error_row(number: int, item: Item, reason: str) -> Row:
    """The row of an article that failed, in one line."""
    line = " ".join(reason.split())[:2000]
    return {"article": number, "path": item.path, "id": item.id, "error": line}


def add_rows(rows: Rows, number: int, item: Item, report: ArticleReport, article: Article) -> None:
    """Add what was found in an article to the rows."""
    document = article.document
    rows["articles"].append(_article(number, item, report, document))
    blocks = _Blocks(document)
    for place, finding in enumerate(report.findings, start=1):
        rows["findings"].append(_finding(number, place, finding, blocks))
    claims, entities = claims_and_entities(article)
    for place, claim in enumerate(claims, start=1):
        values = {**claim, "modifiers": list(claim["modifiers"].items())}
        values["origin"] = values.pop("from")
        rows["claims"].append({"article": number, "claim": place, **values})
    for place, entity in enumerate(entities, start=1):
        rows["entities"].append(_entity(number, place, entity))
    signed = signature_of(document.text)
    if signed is not None:
        bands, signature = signed
        rows["signatures"].append({"article": number, "bands": bands, "signature": signature})


def _article(number: int, item: Item, report: ArticleReport, document: Document) -> Row:
    said, metadata = item.source.metadata if item.source else {}, document.metadata
    date = metadata.published or metadata.modified or said.get("date")
    url = said.get("url") or metadata.url
    counts = {severity.label: 0 for severity in Severity}
    for finding in report.findings:
        counts[finding.severity.label] += 1
    author = metadata.author or said.get("author")
    return {
        "article": number,
        "path": item.path,
        "id": item.id,
        "title": report.title,
        "author": author,
        "authors": list(item.authors) or ([author] if author else []),
        "date": date,
        "year": _year(date),
        "section": item.section,
        "source": item.outlet or metadata.site or host_of(url or "") or None,
        "url": url,
        "genre": report.genre.value,
        "words": report.words,
        "topics": [topic.id for topic in report.topics if topic.role == "main"],
        "listed": [topic.id for topic in report.topics if topic.role == "listed"],
        "findings": len(report.findings),
        **counts,
        "suppressed": len(report.suppressed),
        **_dials(report.dials),
        "digest": report.digest,
        "copies_digest": words_digest(document.text),
    }


def _year(date: str | None) -> int | None:
    year = (date or "")[:4]
    return int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None


def _dials(dials: Mapping[str, Any]) -> Row:
    levels: Row = dict.fromkeys(_DIALS.values())
    for dial in dials.get("dials", ()):
        if dial["name"] in _DIALS:
            levels[_DIALS[dial["name"]]] = dial["level"]
    return {**levels, "quest": dials.get("quest", {}).get("score")}


def _finding(number: int, place: int, finding: Finding, blocks: _Blocks) -> Row:
    where = finding.places[0] if finding.places else finding.anchor_place
    heading, context = blocks.around(where.start, where.end) if where else (None, None)
    return {
        "article": number,
        "finding": place,
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.label,
        "confidence": finding.confidence.value,
        "message": finding.message,
        "topic": finding.topic,
        "facts": list(finding.facts),
        "suggestion": finding.suggestion,
        "fingerprint": finding.fingerprint,
        "line": where.line if where else None,
        "column": where.column if where else None,
        "start": where.start if where else None,
        "end": where.end if where else None,
        "words": where.text if finding.places and where else None,
        "heading": heading,
        "context": context if finding.places else None,
    }


def _entity(number: int, place: int, entity: Mapping[str, Any]) -> Row:
    return {
        "article": number,
        "entity": place,
        "label": entity["label"],
        "concept": entity["id"],
        "words": entity["text"],
        "site": entity["site"],
        "modifiers": list(entity["modifiers"].items()),
        "context": entity["context"],
        "covered": entity["covered"],
        "start": entity["start"],
        "end": entity["end"],
    }


class _Blocks:
    """The article's blocks by their place in the source."""

    def __init__(self, document: Document) -> None:
        self._document = document
        placed = [(document.to_source(b.span).start, n) for n, b in enumerate(document.blocks)]
        self._placed = sorted(placed)

    def around(self, start: int, end: int) -> tuple[str | None, str | None]:
        """The heading a place stands under, and the words around it."""
        index = bisect_right(self._placed, (start, len(self._placed))) - 1
        if index < 0:
            return None, None
        document = self._document
        begins, number = self._placed[index]
        block = document.blocks[number]
        text = document.text[block.span.start : block.span.end]
        if len(text) > _CONTEXT:
            # Folding moves a place by little: cut around it, at words.
            middle = min(start - begins, len(text))
            low = max(0, middle - (_CONTEXT - min(end - start, _CONTEXT)) // 2)
            text = "…" + text[low : low + _CONTEXT].strip() + "…"
        if block.heading is None:
            return None, text
        above = document.blocks[block.heading].span
        return document.text[above.start : above.end], text
