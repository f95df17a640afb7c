"""Front matter: YAML between ``---`` or TOML between ``+++`` at the head of a Markdown file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from healthlint.document.dates import iso_date
from healthlint.document.drafts import Remark
from healthlint.document.model import Metadata
from healthlint.source import Span

_FRONT = re.compile(
    r"\ufeff?(?P<fence>---|\+\+\+)[ \t]*(?:\r\n?|\n)"
    r"(?P<inside>(?:(?!(?:---|\+\+\+|\.\.\.)[ \t]*(?:[\r\n]|\Z))[^\r\n]*(?:\r\n?|\n))*)"
    r"(?:---|\+\+\+|\.\.\.)[ \t]*(?:\r\n?|\n|\Z)"
)
_DIRECTIVES = re.compile(r"^[\"']?healthlint[\"']?[ \t]*[:=][^\r\n]*", re.MULTILINE)
# The names site generators use for one thing (Hugo, Jekyll, Eleventy, Docusaurus, Astro).
_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "author": ("author", "authors", "byline", "by"),
    "reviewer": ("reviewer", "reviewers", "reviewed_by", "reviewedby", "medically_reviewed_by"),
    "published": ("date", "published", "publishdate", "pubdate", "date_published", "datepublished"),
    "modified": (
        "lastmod",
        "updated",
        "modified",
        "last_modified_at",
        "date_modified",
        "last_update",
    ),
    "reviewed": ("reviewed", "last_reviewed", "lastreviewed", "review_date", "medically_reviewed"),
    "language": ("lang", "language", "locale"),
    "description": ("description", "summary", "excerpt"),
    "url": ("canonical", "canonical_url", "url", "permalink"),
    "site": ("site", "publisher"),
}
_DATED = frozenset({"published", "modified", "reviewed"})


@dataclass(frozen=True)
class FrontMatter:
    """What the head of a file says; the text proper begins at ``end``."""

    end: int = 0
    metadata: Metadata = Metadata()  # noqa: RUF009 - frozen
    remarks: tuple[Remark, ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a Markdown text; what is no valid YAML or TOML says nothing."""
    match = _FRONT.match(text)
    if match is None:
        return FrontMatter()
    values = _load(match["inside"], match["fence"])
    if values is None:
        # "---" over plain words is a rule, not front matter.
        return FrontMatter()
    named = {str(key).casefold().replace("-", "_"): value for key, value in values.items()}
    found = {field: _first(named, names, field in _DATED) for field, names in _NAMES.items()}
    known = {"healthlint", *(name for names in _NAMES.values() for name in names)}
    extra = {k: _text(v) for k, v in named.items() if k not in known and _text(v)}
    return FrontMatter(
        match.end(),
        Metadata(**found, extra=extra),
        tuple(_remarks(named.get("healthlint"), match)),
    )


def _load(inside: str, fence: str) -> dict[Any, Any] | None:
    if fence == "+++":
        try:
            return tomllib.loads(inside.replace("\r\n", "\n").replace("\r", "\n"))
        except tomllib.TOMLDecodeError:
            return {}
    import yaml

    try:
        values = yaml.safe_load(inside.replace("\t", "  ")) if inside.strip() else {}
    except (yaml.YAMLError, ValueError, RecursionError):
        # Meant as front matter all the same, if it has a key.
        return {} if re.match(r"\s*[\w-]+:", inside) else None
    return values if isinstance(values, dict) else None


def _first(values: Mapping[str, Any], names: Iterable[str], dated: bool) -> str | None:
    for name in names:
        text = _text(values.get(name))
        if text:
            return iso_date(text) or None if dated else text
    return None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("date"))
    if isinstance(value, bool) or value is None:
        return ""
    return str(value)


def _remarks(value: Any, match: re.Match[str]) -> Iterable[Remark]:
    """``healthlint: file-ignore[OM003] why`` as a directive that stands alone before the text."""
    place = _DIRECTIVES.search(match["inside"])
    if place is None:
        return
    begin = match.start("inside")
    span = Span(begin + place.start(), begin + place.end())
    for directive in value if isinstance(value, list) else [value]:
        if isinstance(directive, str) and directive.strip():
            yield Remark(f"healthlint: {directive.strip()}", span, 0, alone=True)
