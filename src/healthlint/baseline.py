"""The baseline: findings a team has decided to live with for now, so that only new ones fail.

A file of one entry a line, sorted, without line numbers or times, so that its diffs say only what
changed. A check reads it and never writes it.
"""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from healthlint.errors import SettingsError
from healthlint.finding import ArticleReport, Finding

DEFAULT = ".healthlint-baseline.json"
VERSION = 1
_TEXTS = ("path", "rule", "fingerprint")
_OPTIONAL = ("reason", "owner", "expires")
_FIELDS = (*_TEXTS, "message", "facts", *_OPTIONAL)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One finding lived with. ``path`` is relative to the baseline's folder; ``expires`` is the
    ISO day from which it counts as new again; ``facts``, of an omission, are those left out."""

    path: str
    rule: str
    fingerprint: str
    message: str = ""
    facts: str = ""
    reason: str = ""
    owner: str = ""
    expires: str = ""

    def in_force(self, today: datetime.date) -> bool:
        """Whether it has not expired."""
        return not self.expires or today < datetime.date.fromisoformat(self.expires)


@dataclass
class Baseline:
    """Entries of a file, and which of them a run has met.

    An entry is matched by path and fingerprint. An omission of several facts is known too when it
    has become smaller: an article that was made better must not fail for it. Where a file is gone,
    its entries are matched by an article that shares at least half of them: it was renamed.
    ``codes`` are the rules that ran: nothing is known of the others' entries.
    """

    entries: tuple[Entry, ...]
    folder: Path
    today: datetime.date
    met: set[Entry] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    codes: frozenset[str] | None = None
    matched: dict[tuple[str, str], Entry] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_path: dict[str, dict[str, Entry]] = {}
        for entry in self.entries:
            self._by_path.setdefault(entry.path, {})[entry.fingerprint] = entry
        self._gone = sorted(
            path for path in self._by_path if not (self.folder / path.partition("#")[0]).exists()
        )

    def sort_out(self, report: ArticleReport) -> ArticleReport:
        """The report with what the baseline holds among ``known``."""
        if report.error is not None:
            return report
        path = self.path_of(report)
        held = self._by_path.get(path)
        if held is None:
            held = self._moved(path, report)
        self.checked.add(self.renamed.get(path, path))
        fresh: list[Finding] = []
        known: list[Finding] = []
        for finding in report.findings:
            entry = _matching(finding, held) if held else None
            if entry is not None:
                self.met.add(entry)
                self.matched[path, finding.fingerprint] = entry
            kept = entry is not None and entry.in_force(self.today)
            (known if kept else fresh).append(finding)
        return replace(report, findings=tuple(fresh), known=tuple(known))

    def _moved(self, path: str, report: ArticleReport) -> dict[str, Entry] | None:
        prints = {finding.fingerprint for finding in report.findings}
        best: tuple[int, str] = (0, "")
        for old in self._gone:
            held = self._by_path[old]
            shared = len(prints & held.keys())
            if shared * 2 >= len(held) and shared > best[0]:
                best = shared, old
        if not best[0]:
            return None
        self._gone.remove(best[1])
        self.renamed[path] = best[1]
        return self._by_path[best[1]]

    def path_of(self, report: ArticleReport) -> str:
        """An article's path as entries name it, with the record's id for one of many."""
        path = report.path
        if path != "-":
            path = Path(os.path.relpath(os.path.abspath(path), self.folder)).as_posix()
        return f"{path}#{report.id}" if report.id else path

    def fixed(self) -> tuple[Entry, ...]:
        """Entries that the articles checked no longer give."""
        return tuple(
            entry
            for entry in self.entries
            if entry.path in self.checked
            and entry not in self.met
            and (self.codes is None or entry.rule in self.codes)
        )

    def stale(self) -> tuple[Entry, ...]:
        """Entries that can be pruned: fixed ones, and those of articles that are gone."""
        gone, fixed = set(self._gone), set(self.fixed())
        return tuple(e for e in self.entries if e.path in gone or e in fixed)

    def expired(self) -> tuple[Entry, ...]:
        """Entries met but past their day."""
        return tuple(e for e in self.entries if e in self.met and not e.in_force(self.today))


def _matching(finding: Finding, held: Mapping[str, Entry]) -> Entry | None:
    """The entry of a finding: the same one, or the larger omission it is what is left of."""
    entry = held.get(finding.fingerprint)
    if entry is not None or finding.spans or not finding.facts:
        return entry
    left = set(finding.facts)
    return next(
        (e for e in held.values() if e.rule == finding.rule and left < set(e.facts.split())), None
    )


def load(path: Path, today: datetime.date) -> Baseline:
    """The baseline of a file. Raises :class:`SettingsError` with all its mistakes."""
    import json

    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not UTF-8 text") from None
    try:
        data = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"{path}: not valid JSON: {error}") from None
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise SettingsError(f"{path}: not a baseline of version {VERSION}")
    rows = data.get("entries")
    if not isinstance(rows, list):
        raise SettingsError(f"{path}: entries: a list is needed")
    problems = [f"{path}: entry {n}: {why}" for n, row in enumerate(rows, 1) for why in _wrong(row)]
    if problems:
        raise SettingsError("\n".join(problems))
    entries = tuple(sorted({Entry(**row) for row in rows}))
    return Baseline(entries, path.resolve().parent, today)


def _wrong(row: Any) -> Iterator[str]:
    if not isinstance(row, dict):
        yield f"an object is needed, not {row!r}"
        return
    for name in _TEXTS:
        if not row.get(name):
            yield f"{name} is missing"
    for name, value in row.items():
        if name not in _FIELDS:
            yield f"unknown field {name!r}; accepted are {', '.join(_FIELDS)}"
        elif not isinstance(value, str):
            yield f"{name}: {value!r} is not text"
        elif name == "expires" and value:
            try:
                datetime.date.fromisoformat(value)
            except ValueError:
                yield f"expires: {value!r} is not a day; write it as YYYY-MM-DD"


def entries_of(baseline: Baseline, reports: Iterable[ArticleReport]) -> Iterator[Entry]:
    """An entry for every finding, keeping what people wrote into the one it had."""
    for report in reports:
        path = baseline.path_of(report)
        for finding in (*report.findings, *report.known):
            kept = baseline.matched.get((path, finding.fingerprint))
            yield Entry(
                path,
                finding.rule,
                finding.fingerprint,
                " ".join(finding.message.split()),
                "" if finding.spans else " ".join(finding.facts),
                *(getattr(kept, name, "") for name in _OPTIONAL),
            )


def written(entries: Iterable[Entry]) -> str:
    """The file's text: one entry a line, sorted."""
    import json

    rows = []
    for entry in sorted(set(entries)):
        values = {name: getattr(entry, name) for name in _FIELDS}
        shown = {name: value for name, value in values.items() if value}
        rows.append(json.dumps(shown, ensure_ascii=False))
    body = ",\n".join(rows)
    return (
        f'{{"version": {VERSION}, "entries": [\n{body}\n]}}\n'
        if rows
        else (f'{{"version": {VERSION}, "entries": []}}\n')
    )


def save(path: Path, entries: Iterable[Entry]) -> None:
    """Write the file whole or not at all."""
    temporary = path.with_name(f".{path.name}.writing")
    temporary.write_text(written(entries), encoding="utf-8", newline="\n")
    os.replace(temporary, path)


def by_rule(entries: Iterable[Entry]) -> list[tuple[str, int]]:
    """How many entries each rule has, in the order of the codes."""
    return sorted(Counter(entry.rule for entry in entries).items())
