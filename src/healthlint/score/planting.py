"""Errors planted in clean articles: which of them are reported, and which look-alikes are.

The sentences and the clean articles are data (``corpus/plants``). Each case changes one clean
article in one way; what counts as caught is a finding of the family's rule that the clean article
does not have and that lies on the planted words (or about the whole article, or about what was
taken out). Places are chosen by counting, so a run is the same every time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from healthlint.check import Checker
from healthlint.datafile import DataFile, Key, Problem, read_yaml, schema_problems, shown
from healthlint.errors import DataError, InputError
from healthlint.finding import ArticleReport, Finding, Severity
from healthlint.score.figures import (
    PLANTS,
    PLANTS_BY_LETTERS,
    SILENCE,
    Error,
    Scorecard,
    totalled,
)
from healthlint.source import Source, Span

MARKER = "<!-- plant -->"
# What a look-alike must not raise; the other rules judge the whole article, not these words.
CONTENT = ("UC", "AD", "HL", "LG", "HY", "AT001", "AT002", "PV006")
_BASE = "base"


@dataclass(frozen=True, slots=True)
class Planted:
    """An article with one change: its text and where the change stands (nowhere for a cut)."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Plant:
    """One case: what is done to which clean article, and which rules should say so."""

    family: str
    number: int
    rules: tuple[str, ...]
    silent: bool
    base: str
    clean: str
    planted: Planted
    words: str
    fact: str | None = None


@dataclass
class _Bases:
    """The clean articles, with their markers and without."""

    folder: Path
    texts: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str | None:
        if name not in self.texts:
            path = self.folder / f"{name}.md"
            if not path.is_file():
                return None
            self.texts[name] = path.read_text(encoding="utf-8")
        return self.texts[name]


def load_plants(folder: Path) -> tuple[Plant, ...]:
    """Every case of the folder's files, in order. Raises ``DataError`` with every mistake."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise InputError(f"{folder}: no plants (it needs *.yaml files and the folder base)")
    bases = _Bases(folder / _BASE)
    problems: list[str] = []
    found: list[Plant] = []
    for path in files:
        file = read_yaml(path)
        mistakes: list[Problem] = list(file.problems) or schema_problems(file, "plants")
        if not mistakes:
            found.extend(_cases(file, bases, mistakes))
        problems.extend(str(problem) for problem in mistakes)
    if problems:
        raise DataError(problems)
    return tuple(found)


def _cases(file: DataFile, bases: _Bases, mistakes: list[Problem]) -> Iterable[Plant]:
    value = file.value
    for number, case in enumerate(value["cases"]):
        key: Key = ("cases", number)
        base = case.get("base", value.get("base"))
        marked = bases.get(base) if base is not None else None
        if marked is None:
            mistakes.append(file.problem((*key, "base"), f"no clean article {shown(base)}"))
            continue
        planted = _change(marked, case, number)
        if isinstance(planted, str):
            mistakes.append(file.problem(key, planted))
            continue
        yield Plant(
            value["family"],
            number,
            tuple(value["rules"]),
            value.get("silent", False),
            base,
            _unmarked(marked),
            planted,
            _words(case),
            case.get("fact"),
        )


def _words(case: Mapping[str, Any]) -> str:
    for name in ("text", "headline", "repeat", "section"):
        if name in case:
            return str(case[name])
    if "lines" in case:
        return " / ".join(case["lines"])
    if "swap" in case:
        return "; ".join(f"{old} -> {new}" for old, new in case["swap"].items())
    return "cut: " + "; ".join(case.get("cut", ()))


def _unmarked(text: str) -> str:
    return text.replace(f"{MARKER}\n\n", "").replace(MARKER, "")


# -- the changes


def _change(marked: str, case: Mapping[str, Any], number: int) -> Planted | str:
    """The changed article, or what is wrong with the case."""
    if "text" in case:
        return _put(marked, [case["text"]], number, joins=True)
    if "lines" in case:
        return _put(marked, case["lines"], number)
    if "repeat" in case:
        line = next((one for one in marked.splitlines() if case["repeat"] in one), None)
        return _put(marked, [line], number) if line else _absent(case["repeat"])
    text = _unmarked(marked)
    if "headline" in case or "swap" in case:
        return _swapped(text, case)
    if "section" in case:
        return _without_section(text, case["section"])
    if "cut" in case:
        return _without_lines(text, case["cut"])
    return "a case needs one of text, lines, headline, repeat, swap, cut, section"


def _absent(words: str) -> str:
    return f"{shown(words)} does not stand in the article"


def _put(marked: str, lines: list[str], number: int, joins: bool = False) -> Planted:
    """The lines at one of the markers; a sentence that may join the paragraph before it does so in
    every second round of the markers."""
    parts = marked.split(MARKER)
    place = number % (len(parts) - 1)
    before = _unmarked(MARKER.join(parts[: place + 1]))
    after = _unmarked(MARKER.join(parts[place + 1 :]))
    words = "\n\n".join(lines)
    paragraph = before.rstrip().rpartition("\n")[2]
    if joins and number // (len(parts) - 1) % 2 == 1 and paragraph[:1].isalpha():
        before = f"{before.rstrip()} "
    return Planted(before + words + after, (Span(len(before), len(before) + len(words)),))


def _swapped(text: str, case: Mapping[str, Any]) -> Planted | str:
    swaps: dict[str, str] = dict(case.get("swap", {}))
    if "headline" in case:
        swaps[text[: text.index("\n")]] = f"# {case['headline']}"
    for old in swaps:
        if old not in text:
            return _absent(old)
    for old, new in swaps.items():
        text = text.replace(old, new)
    spans = []
    for new in swaps.values():
        start = text.find(new) if new else -1
        while start >= 0:
            spans.append(Span(start, start + len(new)))
            start = text.find(new, start + 1)
    return Planted(text, tuple(sorted(spans)))


def _without_lines(text: str, words: list[str]) -> Planted | str:
    for word in words:
        if word not in text:
            return _absent(word)
    lines = text.splitlines(keepends=True)
    return Planted("".join(x for x in lines if not any(word in x for word in words)), ())


def _without_section(text: str, heading: str) -> Planted | str:
    start = text.find(f"## {heading}\n")
    if start < 0:
        return f"no section {shown(heading)}"
    end = text.find("\n## ", start)
    return Planted(text[:start] + (text[end + 1 :] if end >= 0 else ""), ())


# -- the judging

Watch = Callable[[Iterable[Plant]], Iterable[Plant]]


def plant_all(
    checker: Checker, plants: Iterable[Plant], watch: Watch = lambda plants: plants
) -> Scorecard:
    """Recall by family, and the share of look-alikes that stay silent."""
    card = Scorecard()
    clean: dict[str, ArticleReport] = {}
    for plant in watch(plants):
        if plant.base not in clean:
            card.articles += 1
            clean[plant.base] = _checked(checker, plant.base, plant.clean)
        report = _checked(checker, plant.base, plant.planted.text)
        new = _new(clean[plant.base], report)
        if plant.silent:
            _judge_silence(card, plant, new)
        else:
            _judge_recall(card, plant, new)
    return totalled(card)


def _checked(checker: Checker, name: str, text: str) -> ArticleReport:
    return checker.check_source(Source(f"{name}.md", text, "markdown"))


def _identity(finding: Finding) -> tuple[object, ...]:
    words = tuple(place.text for place in finding.places)
    return finding.rule, finding.topic, finding.facts, finding.message, words


def _new(clean: ArticleReport, report: ArticleReport) -> list[Finding]:
    """Findings that the clean article does not have."""
    known = Counter(map(_identity, clean.findings))
    found = []
    for finding in report.findings:
        key = _identity(finding)
        if known[key]:
            known[key] -= 1
        else:
            found.append(finding)
    return found


def _on_plant(plant: Plant, finding: Finding) -> bool:
    spans = plant.planted.spans
    # An omission shows at the signs that are left, not at the words that are gone.
    if not spans or not finding.spans or finding.rule.startswith("OM"):
        return True
    return any(own.touches(span) for own in finding.spans for span in spans)


def _judge_recall(card: Scorecard, plant: Plant, new: list[Finding]) -> None:
    _judge_letters(card, plant, new)
    figure = card.figure(PLANTS, plant.family)
    hits = [
        finding
        for finding in new
        if finding.rule in plant.rules
        and _on_plant(plant, finding)
        and (plant.fact is None or plant.fact in finding.facts)
    ]
    if hits:
        figure.right += 1
        return
    figure.missed += 1
    near = [finding.rule for finding in new if _on_plant(plant, finding)]
    what = f"not reported (new instead: {', '.join(near) or 'nothing'})"
    card.errors.append(_error(PLANTS, plant, plant.words, what))


def _judge_letters(card: Scorecard, plant: Plant, new: list[Finding]) -> None:
    """Whether any rule of the same letters speaks up: a planted order to wait may be taken for one
    to do harm, and the editor is warned all the same."""
    name = plant.rules[0][:2]
    if any(not rule.startswith(name) for rule in plant.rules):
        return  # one that rules of several kinds may report
    found = any(finding.rule.startswith(name) and _on_plant(plant, finding) for finding in new)
    figure = card.figure(PLANTS_BY_LETTERS, name)
    figure.right += found
    figure.missed += not found


def _judge_silence(card: Scorecard, plant: Plant, new: list[Finding]) -> None:
    figure = card.figure(SILENCE, plant.family)
    alarms = [
        finding
        for finding in new
        if finding.rule.startswith(CONTENT)
        and finding.severity > Severity.INFO
        and _on_plant(plant, finding)
    ]
    if not alarms:
        figure.right += 1
        return
    figure.missed += 1
    what = f"false alarm {alarms[0].rule}: {alarms[0].message}"
    card.errors.append(_error(SILENCE, plant, plant.words, what))


def _error(section: str, plant: Plant, words: str, what: str) -> Error:
    text = plant.planted.text
    line = column = None
    if plant.planted.spans:
        line, column = Source("", text).line_column(plant.planted.spans[0].start)
    name = f"{plant.base}.md[{plant.family} {plant.number}]"
    return Error(section, plant.family, name, line, column, words, what)
