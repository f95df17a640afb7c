"""The tables of an audit, as Arrow schemas; ``schemas/audit.schema.json`` publishes them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

VERSION = 1


def _table(**columns: pa.DataType) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


_TEXT, _INT, _LONG = pa.string(), pa.int32(), pa.int64()
_WORDS = pa.list_(_TEXT)
_NAMED = pa.map_(_TEXT, _TEXT)

ARTICLES = _table(
    article=_LONG, path=_TEXT, id=_TEXT, title=_TEXT, author=_TEXT, authors=_WORDS, date=_TEXT,
    year=_INT, section=_TEXT, source=_TEXT, url=_TEXT, genre=_TEXT, words=_INT, topics=_WORDS,
    listed=_WORDS,
    findings=_INT, critical=_INT, major=_INT, minor=_INT, info=_INT, suppressed=_INT,
    completeness=_TEXT, trust=_TEXT, language=_TEXT, quest=_INT, digest=_TEXT,
    copies_digest=_TEXT,
)  # fmt: skip
FINDINGS = _table(
    article=_LONG, finding=_INT, rule=_TEXT, name=_TEXT, severity=_TEXT, confidence=_TEXT,
    message=_TEXT, topic=_TEXT, facts=_WORDS, suggestion=_TEXT, fingerprint=_TEXT, line=_INT,
    column=_INT, start=_LONG, end=_LONG, words=_TEXT, heading=_TEXT, context=_TEXT,
)  # fmt: skip
CLAIMS = _table(
    article=_LONG, claim=_INT, subject=_TEXT, relation=_TEXT, object=_TEXT, site=_TEXT,
    modifiers=_NAMED, polarity=_TEXT, certainty=_TEXT, frequency=_TEXT, attribution=_TEXT,
    start=_LONG, end=_LONG, origin=_TEXT,
)  # fmt: skip
ENTITIES = _table(
    article=_LONG, entity=_INT, label=_TEXT, concept=_TEXT, words=_TEXT, site=_TEXT,
    modifiers=_NAMED, context=_WORDS, covered=pa.bool_(), start=_LONG, end=_LONG,
)  # fmt: skip
ERRORS = _table(article=_LONG, path=_TEXT, id=_TEXT, error=_TEXT)
SIGNATURES = _table(article=_LONG, bands=pa.list_(_LONG), signature=pa.binary())
DUPLICATES = _table(article=_LONG, duplicate_of=_LONG, similarity=pa.float64())

# What a slice holds, and the columns its rows are sorted by.
TABLES: dict[str, pa.Schema] = {
    "articles": ARTICLES,
    "findings": FINDINGS,
    "claims": CLAIMS,
    "entities": ENTITIES,
    "errors": ERRORS,
    "signatures": SIGNATURES,
}
NOTES = {
    "article": "number of the article in the stream of inputs, from 1; joins the tables",
    "authors": "one by one, where the record has a list",
    "year": "of the date, if it has one",
    "section": "rubric, as the record says",
    "source": "where it appeared: as the record or page says, else the site of its address",
    "topics": "conditions and symptoms it is mainly about",
    "listed": "those it lists besides",
    "completeness": "dial: medical completeness and safety",
    "trust": "dial: trust",
    "language": "dial: language and presentation",
    "quest": "score of 28 for trust (QUEST)",
    "digest": "of format, metadata and text",
    "copies_digest": "of the words alone: equal in exact copies",
    "facts": "facts of the reference it rests on",
    "words": "in articles: how many; in findings and entities: the words themselves",
    "heading": "heading it stands under",
    "context": "the block it stands in, cut at 600 characters",
    "column": "code points, from 1",
    "bands": "bands of the MinHash signature, for near-duplicates",
    "duplicate_of": "the earliest article it resembles",
    "similarity": "estimated Jaccard similarity of three-word shingles",
    "covered": "whether the reference has an entry for it",
}


def json_schema() -> dict[str, Any]:
    """The published schema: one definition a table, a row as an object."""
    tables = {**TABLES, "duplicates": DUPLICATES}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "healthlint audit tables",
        "description": "Rows of the Parquet parts in slices/*/NAME.parquet and duplicates.parquet.",
        "version": VERSION,
        "$defs": {name: _object(schema) for name, schema in tables.items()},
    }


def _object(schema: pa.Schema) -> dict[str, Any]:
    properties = {}
    for field in schema:
        properties[field.name] = {**_json_type(field.type), "x-arrow-type": str(field.type)}
        if field.name in NOTES:
            properties[field.name]["description"] = NOTES[field.name]
    required = [field.name for field in schema]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _json_type(kind: pa.DataType) -> dict[str, Any]:
    if pa.types.is_list(kind):
        return {"type": "array", "items": {"type": _json_type(kind.value_type)["type"]}}
    if pa.types.is_map(kind):
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if pa.types.is_boolean(kind):
        return {"type": "boolean"}
    if pa.types.is_integer(kind):
        return {"type": ["integer", "null"]}
    return {"type": ["number" if pa.types.is_floating(kind) else "string", "null"]}
