"""The gold: what a corpus article holds, as its annotators wrote it, with offsets resolved.

A gold file names words, not offsets: ``text`` with the ``n``-th occurrence meant. Here they are
found in the article as it is on disk, and every mistake of every file is reported at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from healthlint.datafile import (
    DataFile,
    Key,
    Problem,
    did_you_mean,
    read_yaml,
    schema_problems,
    shown,
    shown_path,
)
from healthlint.document.reading import InputProblem, read_sources
from healthlint.errors import DataError, InputError
from healthlint.reference.model import Reference
from healthlint.source import Source, Span
from healthlint.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """A mention; ``id`` is ``None`` where no concept fits."""

    span: Span
    text: str
    label: str
    id: str | None
    site: str | None
    modifiers: Mapping[str, str]
    context: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """What the article says belongs together."""

    subject: str | None
    relation: str
    object: str | None
    site: str | None
    polarity: str
    certainty: str


@dataclass(frozen=True, slots=True)
class GoldAdvice:
    """A sentence that advises the reader."""

    span: Span
    text: str
    strength: str
    urgency: str | None


@dataclass(frozen=True, slots=True)
class GoldFinding:
    """A finding a good tool makes: near some words, about a fact, or about a topic."""

    rule: str
    span: Span | None
    text: str
    fact: str | None
    topic: str | None


@dataclass(frozen=True, slots=True)
class Exempt:
    """Words that those rules (codes or families) must not flag."""

    span: Span
    text: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class GoldArticle:
    """One article of the corpus with everything its gold file says."""

    name: str
    source: Source
    genre: str
    entities: tuple[GoldEntity, ...]
    claims: tuple[GoldClaim, ...]
    advice: tuple[GoldAdvice, ...]
    findings: tuple[GoldFinding, ...]
    exempt: tuple[Exempt, ...]
    row: Mapping[str, str] = field(default_factory=dict)


SPLITS = ("seen", "unseen")


def load_corpus(
    folder: Path, vocabulary: Vocabulary, reference: Reference, split: str | None = None
) -> tuple[GoldArticle, ...]:
    """The annotated articles of a corpus, in order of name.

    ``split`` keeps those the manifest calls ``seen`` or ``unseen``. Raises ``InputError`` where
    there is no corpus and ``DataError`` with every mistake of every file.
    """
    if not (folder / "gold").is_dir():
        raise InputError(f"{folder}: no corpus (it needs the folders articles and gold)")
    problems: list[str] = []
    rows = _manifest(folder / "manifest.yaml", problems)
    found = []
    for path in sorted((folder / "gold").glob("*.yaml")):
        name = path.name.removesuffix(".yaml")
        row = rows.get(name, {})
        if split is not None and row.get("split") != split:
            continue
        reader = _Reader(read_yaml(path), vocabulary, reference)
        article = reader.read(folder / "articles" / name, row)
        problems.extend(str(problem) for problem in reader.problems)
        if article is not None:
            found.append(article)
    if problems:
        raise DataError(problems)
    if not found:
        wanted = f" of the split {split!r}" if split else ""
        raise InputError(f"{folder}: no gold files{wanted}")
    return tuple(found)


def _manifest(path: Path, problems: list[str]) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    file = read_yaml(path)
    problems.extend(str(problem) for problem in file.problems)
    value = file.value
    rows = value.get("articles") if isinstance(value, dict) else value
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problems.append(f"{shown_path(path)}: accepted: a list of rows, or `articles:` with one")
        return {}
    found: dict[str, dict[str, str]] = {}
    prefix: Key = ("articles",) if isinstance(value, dict) else ()
    for number, row in enumerate(rows):
        if not isinstance(row.get("file"), str):
            problems.append(str(file.problem((*prefix, number), "'file' is missing")))
            continue
        if row.get("split") not in SPLITS:
            message = f"saw {shown(row.get('split'))}; accepted: {', '.join(SPLITS)}"
            problems.append(str(file.problem((*prefix, number, "split"), message)))
        found[row["file"]] = {key: str(item) for key, item in row.items()}
    return found


class _Reader:
    """Reads one gold file, keeping every mistake it meets."""

    def __init__(self, file: DataFile, vocabulary: Vocabulary, reference: Reference) -> None:
        self.problems: list[Problem] = [*file.problems]
        self._file = file
        self._vocabulary = vocabulary
        self._reference = reference
        self._text = ""

    def read(self, path: Path, row: Mapping[str, str]) -> GoldArticle | None:
        if not self.problems:
            self.problems.extend(schema_problems(self._file, "gold"))
        if self.problems:
            return None
        value = self._file.value
        if value["article"] != path.name:
            self._complain(("article",), f"saw {shown(value['article'])}; accepted: {path.name}")
        source = next(iter(read_sources([str(path)])))
        if isinstance(source, InputProblem):
            self._complain(("article",), source.message)
            return None
        self._text = source.text
        article = GoldArticle(
            path.name,
            source,
            value["genre"],
            tuple(self._each("entities", self._entity)),
            tuple(self._each("claims", self._claim)),
            tuple(self._each("advice", self._advice)),
            tuple(self._each("findings", self._finding)),
            tuple(self._each("must_not_flag", self._exempt)),
            row,
        )
        self._twice(article.entities)
        return None if self.problems else article

    def _each(self, group: str, read: Callable[[Key, Any], Any]) -> Iterable[Any]:
        items: Sequence[Any] = self._file.value[group]
        return [read((group, number), item) for number, item in enumerate(items)]

    def _entity(self, key: Key, item: Mapping[str, Any]) -> GoldEntity:
        for name in ("id", "site"):
            self._known((*key, name), item.get(name))
        for dimension, quality in item.get("modifiers", {}).items():
            self._known((*key, "modifiers", dimension), quality)
        return GoldEntity(
            self._find(key, item),
            item["text"],
            item["label"],
            item["id"],
            item.get("site"),
            item.get("modifiers", {}),
            frozenset(item.get("context", ())),
        )

    def _claim(self, key: Key, item: Mapping[str, Any]) -> GoldClaim:
        for name in ("subject", "object", "site"):
            self._known((*key, name), item.get(name))
        return GoldClaim(
            item["subject"],
            item["relation"],
            item["object"],
            item.get("site"),
            item.get("polarity", "affirmed"),
            item.get("certainty", "asserted"),
        )

    def _advice(self, key: Key, item: Mapping[str, Any]) -> GoldAdvice:
        return GoldAdvice(
            self._find(key, item), item["text"], item["strength"], item.get("urgency")
        )

    def _finding(self, key: Key, item: Mapping[str, Any]) -> GoldFinding:
        fact, topic = item.get("fact"), item.get("topic")
        if fact is not None and fact not in self._facts(fact):
            hint = did_you_mean(fact, self._facts(fact))
            self._complain((*key, "fact"), f"no fact {fact!r} in the reference{hint}")
        self._known((*key, "topic"), topic)
        near = item.get("near")
        span = self._find(key, item, "near") if near is not None else None
        return GoldFinding(item["rule"], span, near or "", fact, topic)

    def _exempt(self, key: Key, item: Mapping[str, Any]) -> Exempt:
        return Exempt(self._find(key, item), item["text"], tuple(item["rules"]))

    def _facts(self, fact: str) -> tuple[str, ...]:
        entry = self._reference.get(fact.partition("/")[0])
        if entry is None:
            return ()
        return (*entry.by_key, *(statement.key for statement in entry.statements))

    def _known(self, key: Key, concept: str | None) -> None:
        known = self._vocabulary.concepts
        if concept is None or concept in known or concept in self._reference.entries:
            return
        self._complain(key, f"unknown concept id {concept!r}{did_you_mean(concept, known)}")

    def _find(self, key: Key, item: Mapping[str, Any], name: str = "text") -> Span:
        words, wanted = item[name], item.get("n", 1)
        start, count = self._text.find(words), 0
        while start >= 0:
            count += 1
            if count == wanted:
                return self._whole(key, name, Span(start, start + len(words)), wanted)
            start = self._text.find(words, start + 1)
        if count:
            message = f"occurrence {wanted} of {shown(words)}: the article has only {count}"
        else:
            message = f"{shown(words)} does not stand in the article"
        self._complain((*key, name), message)
        return Span(0, 0)

    def _whole(self, key: Key, name: str, span: Span, wanted: int) -> Span:
        # An occurrence inside a longer word is never meant: the annotator counted words.
        text = self._text
        before = span.start > 0 and text[span.start - 1].isalnum() and text[span.start].isalnum()
        after = span.end < len(text) and text[span.end].isalnum() and text[span.end - 1].isalnum()
        if before or after:
            around = text[max(0, span.start - 10) : span.end + 10]
            words = shown(text[span.start : span.end])
            message = f"occurrence {wanted} of {words} is part of a word: {shown(around)}"
            self._complain((*key, name), f"{message}; set n to the one meant")
        return span

    def _twice(self, entities: Iterable[GoldEntity]) -> None:
        seen: set[tuple[Span, str]] = set()
        for number, entity in enumerate(entities):
            place = (entity.span, entity.label)
            if len(entity.span) and place in seen:
                message = f"{shown(entity.text)} at this place is already annotated; set n"
                self._complain(("entities", number), message)
            seen.add(place)

    def _complain(self, key: Key, message: str) -> None:
        self.problems.append(self._file.problem(key, message))
