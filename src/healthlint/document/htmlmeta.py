"""What a page's mark-up says of its article: meta tags, JSON-LD, microdata, time elements."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from healthlint.document.bylines import markup_fields
from healthlint.document.dates import iso_date
from healthlint.document.htmltree import Element, Text, inner_text, walk
from healthlint.document.model import Metadata

# The names of the standards: Open Graph, Dublin Core, Highwire, schema.org, Parse.ly, Sailthru.
_META: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "citation_title", "dc.title", "twitter:title"),
    "author": (
        "author",
        "article:author",
        "citation_author",
        "dc.creator",
        "dcterms.creator",
        "parsely-author",
        "sailthru.author",
        "byl",
    ),
    "reviewer": ("reviewer", "reviewedby", "medical-reviewer"),
    "published": (
        "article:published_time",
        "datepublished",
        "citation_publication_date",
        "dcterms.created",
        "dcterms.issued",
        "dc.date",
        "dc.date.issued",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publish-date",
        "date",
    ),
    "modified": (
        "article:modified_time",
        "datemodified",
        "og:updated_time",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "revised",
    ),
    "reviewed": ("lastreviewed", "last-reviewed", "dcterms.reviewed", "dc.date.reviewed"),
    "description": ("description", "og:description", "dcterms.description"),
    "site": ("og:site_name", "application-name", "dc.publisher"),
    "url": ("og:url",),
    "language": ("og:locale", "content-language", "dc.language"),
}
_DATED = frozenset({"published", "modified", "reviewed"})
_SCHEMA: Mapping[str, str] = {
    "title": "headline",
    "author": "author",
    "reviewer": "reviewedBy",
    "published": "datePublished",
    "modified": "dateModified",
    "reviewed": "lastReviewed",
    "description": "description",
    "url": "url",
    "language": "inLanguage",
    "site": "publisher",
}
_FIELD_OF_PROPERTY = {name.lower(): field for field, name in _SCHEMA.items()}
_NODES_AT_MOST = 2_000


def read_metadata(text: str, tree: Element) -> Metadata:
    """The metadata of a page: JSON-LD first, then meta tags, then what elements are marked as."""
    meta: dict[str, str] = {}
    graph: list[dict[str, Any]] = []
    marked: dict[str, str] = {}
    found: dict[str, str] = {}
    title = ""
    for element in walk(tree):
        match element.name:
            case "meta":
                _read_meta(element, meta)
            case "script" if "ld+json" in element.attributes.get("type", "").lower():
                graph.extend(_graph(text, element))
            case "title" if not title:
                title = inner_text(text, element)
            case "html" if element.attributes.get("lang"):
                found.setdefault("language", element.attributes["lang"])
            case "link" if "canonical" in element.words("rel"):
                found.setdefault("url", element.attributes.get("href", ""))
            case _:
                _read_marked(text, element, marked)
    values: dict[str, str | None] = dict(found)
    for field in _META:
        value = _from_graph(graph, field) or _from_meta(meta, field) or marked.get(field)
        if value and not values.get(field):
            values[field] = value
    if title:
        values.setdefault("title", title)
    return Metadata(**{field: value or None for field, value in values.items()})  # type: ignore[arg-type]


def _read_meta(element: Element, meta: dict[str, str]) -> None:
    attributes = element.attributes
    content = attributes.get("content", "").strip()
    for key in ("name", "property", "itemprop", "http-equiv"):
        name = attributes.get(key, "").strip().lower()
        if name and content:
            meta.setdefault(name, content)


def _from_meta(meta: Mapping[str, str], field: str) -> str | None:
    for name in _META[field]:
        value = meta.get(name)
        if value and (chosen := _valid(field, value)):
            return chosen
    return None


def _valid(field: str, value: str) -> str | None:
    value = " ".join(value.split())
    if field in _DATED:
        return iso_date(value)
    if field in ("author", "reviewer") and value.lower().startswith(("http:", "https:", "@")):
        return None
    return value or None


def _graph(text: str, element: Element) -> Iterator[dict[str, Any]]:
    """Every object of a JSON-LD script; what is no JSON says nothing."""
    raw = "".join(text[c.start : c.end] for c in element.children if isinstance(c, Text))
    try:
        waiting = [json.loads(raw.strip().removesuffix(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    seen = 0
    while waiting and seen < _NODES_AT_MOST:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(
                v for k, v in node.items() if k in ("@graph", "mainEntity", "mainEntityOfPage")
            )
        elif isinstance(node, list):
            waiting.extend(node)


def _from_graph(graph: list[dict[str, Any]], field: str) -> str | None:
    by_id = {node["@id"]: node for node in graph if isinstance(node.get("@id"), str)}
    for node in sorted(graph, key=_rank):
        if _rank(node) > 1:
            continue
        value = _named(node.get(_SCHEMA[field]), by_id)
        if value and (chosen := _valid(field, value)):
            return chosen
    return None


def _rank(node: Mapping[str, Any]) -> int:
    """Articles before pages before anything else."""
    types = node.get("@type", "")
    names = " ".join(map(str, types)) if isinstance(types, list) else str(types)
    if "Article" in names or "Posting" in names or "Report" in names or "MedicalWebPage" in names:
        return 0
    return 1 if "WebPage" in names else 2


def _named(value: Any, by_id: Mapping[str, dict[str, Any]], depth: int = 0) -> str:
    if isinstance(value, str):
        return value.strip()
    if depth > 4:
        return ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_named(item, by_id, depth + 1) for item in value)))
    if isinstance(value, dict):
        name = value.get("name")
        if name is None and value.get("@id") in by_id:
            name = by_id[value["@id"]].get("name")
        return _named(name, by_id, depth + 1) if name is not None else ""
    return ""


def _read_marked(text: str, element: Element, marked: dict[str, str]) -> None:
    """Microdata, rel=author, and time elements in something called a date."""
    fields = {_FIELD_OF_PROPERTY.get(name.lower()) for name in element.words("itemprop")}
    if "author" in element.words("rel"):
        fields.add("author")
    if element.name == "time" or fields & _DATED:
        written = element.attributes.get("datetime") or element.attributes.get("content")
        written = written or inner_text(text, element)
        fields |= markup_fields(_class_line(element))
        for field in sorted(f for f in fields if f in _DATED):
            if date := iso_date(written):
                marked.setdefault(field, date)
        if "pubdate" in element.attributes and (date := iso_date(written)):
            marked.setdefault("published", date)
        return
    for field in ("author", "reviewer"):
        if field in fields and field not in marked:
            value = element.attributes.get("content") or inner_text(text, element)
            if value and len(value) <= 120:
                marked[field] = value


def _class_line(element: Element) -> str:
    """The class names of an element and of the two that hold it."""
    names = []
    current: Element | None = element
    for _ in range(3):
        if current is not None:
            names.append(current.attributes.get("class", ""))
            current = current.parent
    return " ".join(names)
