"""One record of an archive as an item: which column is what, and how its text is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from healthlint.audit.items import Item
from healthlint.errors import SettingsError
from healthlint.source import Format, Source

_BLANK = "\ufeff \t\r\n\x0b\x0c"
_BY_NAME: dict[str, Format] = {"text": "text", "markdown": "markdown", "html": "html"}
RENDERS = ("qa",)


@dataclass(frozen=True)
class Columns:
    """The names under which records hold an article's parts; the first that is there counts.

    ``format`` is the text's; by default that of the column's name. ``render`` makes the text of
    other fields: ``qa`` of ``focus`` and the questions and answers of ``qa``.
    """

    text: tuple[str, ...] = ("text", "markdown", "html")
    id: tuple[str, ...] = ("id",)
    title: tuple[str, ...] = ("title",)
    author: tuple[str, ...] = ("author", "authors")
    date: tuple[str, ...] = ("date",)
    url: tuple[str, ...] = ("url",)
    section: tuple[str, ...] = ("section", "category")
    outlet: tuple[str, ...] = ("source", "site", "publisher")
    format: Format | None = None
    render: str | None = None

    def __post_init__(self) -> None:
        if self.format is not None and self.format not in _BY_NAME:
            raise SettingsError(
                f"--text-format: {self.format!r} is not accepted; use {', '.join(_BY_NAME)}"
            )
        if self.render is not None and self.render not in RENDERS:
            raise SettingsError(
                f"--render: {self.render!r} is not accepted; use {', '.join(RENDERS)}"
            )

    def knows(self, column: str) -> bool:
        """Whether a column is read at all."""
        named = (self.text, self.id, self.title, self.author, self.date, self.url)
        return any(column in names for names in (*named, self.section, self.outlet))


def item_of(row: Mapping[str, Any] | str, path: str, number: int, columns: Columns) -> Item:
    """The item of a record; a text instead of a record says what is wrong with it."""
    where = f"{path}:{number}"
    if isinstance(row, str):
        return Item(path, str(number), None, f"{where}: {row}")
    identity = said(row, columns.id) or str(number)
    found = _text(row, columns)
    if found is None:
        accepted = ", ".join(columns.text)
        return Item(path, identity, None, f"{where}: has no text in {accepted}")
    text, format = found
    if not text.strip(_BLANK):
        return Item(path, identity, None, f"{where}: is empty")
    metadata = {
        "title": said(row, columns.title),
        "author": said(row, columns.author),
        "date": said(row, columns.date),
        "url": said(row, columns.url),
    }
    known = {key: value for key, value in metadata.items() if value}
    return Item(
        path,
        identity,
        Source(path, text, format, id=identity, metadata=known),
        section=said(row, columns.section) or None,
        outlet=said(row, columns.outlet) or host_of(known.get("url", "")) or None,
        authors=_each(row, columns.author),
    )


def host_of(url: str) -> str:
    """The site of an address, without ``www.``."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def said(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of these fields that says something, as text."""
    return next(filter(None, (_plain(row.get(name)) for name in names)), "")


def _each(row: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    """The first of these fields that says something, one by one if it is a list."""
    for name in names:
        value = row.get(name)
        found = tuple(filter(None, map(_plain, value if isinstance(value, list) else [value])))
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_plain, value)))
    if value is None or isinstance(value, (bool, dict)):
        return ""
    return str(value).strip()


def _text(row: Mapping[str, Any], columns: Columns) -> tuple[str, Format] | None:
    if columns.render == "qa" and isinstance(row.get("qa"), list):
        return _questions(row), "markdown"
    for name in columns.text:
        value = row.get(name)
        if isinstance(value, bytes):  # a binary column of a Parquet file
            value = value.decode("utf-8", "replace")
        if isinstance(value, str):
            return value, columns.format or _BY_NAME.get(name, "text")
    return None


def _questions(row: Mapping[str, Any]) -> str:
    """A page of questions and answers: its subject, then each question as a heading."""
    parts = [f"# {_plain(row.get('focus'))}"] if _plain(row.get("focus")) else []
    for pair in row["qa"]:
        if isinstance(pair, dict):
            parts.append(f"## {_plain(pair.get('question'))}\n\n{_plain(pair.get('answer'))}")
    return "\n\n".join(parts) + "\n"
