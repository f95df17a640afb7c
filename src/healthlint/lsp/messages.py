"""Findings as the protocol's values: diagnostics, hovers and code actions."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from healthlint.cache import cache_dir
from healthlint.finding import Finding, Rule, Severity
from healthlint.lsp.edits import changes
from healthlint.lsp.session import Checked
from healthlint.reference.model import Reference
from healthlint.source import Place, Source, Span

SOURCE = "healthlint"
_SEVERITIES = {
    Severity.CRITICAL: types.DiagnosticSeverity.Error,
    Severity.MAJOR: types.DiagnosticSeverity.Error,
    Severity.MINOR: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
Units = Callable[[str], int]


@dataclass(frozen=True)
class Ruler:
    """Places of a source as the protocol counts them: lines from 0, columns in the units (UTF-16
    unless the editor asked for others) that ``units`` counts in a string."""

    source: Source
    units: Units

    def position(self, offset: int) -> types.Position:
        """The position of a code-point offset."""
        line, column = self.source.line_column(offset)
        before = self.source.text[offset - column + 1 : offset]
        return types.Position(line - 1, self.units(before))

    def range(self, span: Span) -> types.Range:
        """The range of a span."""
        return types.Range(self.position(span.start), self.position(span.end))


def span_of(finding: Finding) -> Span:
    """What is underlined: the first words, else the heading or title, else the beginning."""
    place = finding.places[0] if finding.places else finding.anchor_place
    return _span(place) if place is not None else Span(0, 0)


def _span(place: Place) -> Span:
    return Span(place.start, place.end)


def diagnostics(
    checked: Checked, uri: str, ruler: Ruler, page: Callable[[str], str]
) -> Iterator[types.Diagnostic]:
    """One diagnostic a finding; its other places and what contradicts it are related to it."""
    least = Severity.parse(checked.settings.min_severity)
    for finding in checked.report.findings:
        if finding.severity < least:
            continue
        also = [(place, "also here") for place in finding.places[1:]]
        against = [(place, "compare") for place in finding.evidence_places]
        related = [
            types.DiagnosticRelatedInformation(
                types.Location(uri, ruler.range(_span(place))), f"{words}: {place.text}"
            )
            for place, words in (*also, *against)
        ]
        yield types.Diagnostic(
            range=ruler.range(span_of(finding)),
            message=finding.message,
            severity=_SEVERITIES[finding.severity],
            code=finding.rule,
            code_description=types.CodeDescription(page(finding.rule)),
            source=SOURCE,
            related_information=related or None,
            data={"fingerprint": finding.fingerprint},
        )


def at(checked: Checked, ruler: Ruler, wanted: types.Range) -> list[Finding]:
    """The findings whose words, or whose heading or title, a range touches."""
    return [
        finding
        for finding in checked.report.findings
        if any(_touches(ruler.range(span), wanted) for span in _spans(finding))
    ]


def _spans(finding: Finding) -> Iterator[Span]:
    yield from map(_span, finding.places)
    if not finding.places:
        yield span_of(finding)


def _touches(one: types.Range, other: types.Range) -> bool:
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def hover(
    findings: Iterable[Finding], reference: Reference | None, page: Callable[[str], str]
) -> types.Hover | None:
    """What is behind the findings: facts, sources, suggestions."""
    parts = ["\n".join(_explained(finding, reference, page)) for finding in findings]
    if not parts:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts)))


def _explained(
    finding: Finding, reference: Reference | None, page: Callable[[str], str]
) -> Iterator[str]:
    heading = f"[{finding.rule} {finding.name}]({page(finding.rule)})"
    yield f"**{heading}** ({finding.severity.label}): {_escaped(finding.message)}"
    facts = [words for key in finding.facts if (words := _fact(key, reference))]
    if facts:
        yield "\nWhat the reference says:\n"
        yield from (f"- {_escaped(words)}" for words in dict.fromkeys(facts))
    if finding.sources:
        yield "\nSource:\n"
        for source in dict.fromkeys(finding.sources):
            publisher = f"{source.publisher}, " if source.publisher else ""
            yield f"- {_escaped(publisher)}[{_escaped(source.title)}]({source.url})"
    if finding.suggestion and finding.suggestion not in facts:
        yield f"\nSuggestion: {_escaped(finding.suggestion)}"


def _fact(key: str, reference: Reference | None) -> str | None:
    """The reference's sentence of a fact, a known falsehood or harmful advice."""
    entry = reference.get(key.partition("/")[0]) if reference is not None else None
    if entry is None:
        return None
    if key in entry.by_key:
        return entry.by_key[key].says
    for statement in entry.statements:
        if statement.key == key:
            return statement.correction
    condition = key.rpartition("/")[2]
    return next((c.says for c in entry.causes if c.condition == condition), None)


def _escaped(text: str) -> str:
    """Words as Markdown shows them, not as it reads them."""
    for mark in "\\`*_[]<":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def code_actions(
    checked: Checked,
    document: types.OptionalVersionedTextDocumentIdentifier,
    ruler: Ruler,
    wanted: types.Range,
    known: Iterable[types.Diagnostic],
) -> Iterator[types.CodeAction]:
    """What the editor can offer at a range: suggestions first, then suppressions."""
    by_print = {each.data.get("fingerprint"): each for each in known if isinstance(each.data, dict)}
    later: list[types.CodeAction] = []
    for finding in at(checked, ruler, wanted):
        diagnostic = by_print.get(finding.fingerprint)
        for change in changes(checked, finding):
            edits: list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit] = [
                types.TextEdit(ruler.range(edit.span), edit.text) for edit in change.edits
            ]
            action = types.CodeAction(
                title=change.title,
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic] if diagnostic is not None else None,
                is_preferred=change.preferred or None,
                edit=types.WorkspaceEdit(
                    document_changes=[types.TextDocumentEdit(document, edits)]
                ),
            )
            if change.suppresses:
                later.append(action)
            else:
                yield action
    yield from later


def rule_pages(rules: Iterable[Rule], docs_url: str | None) -> Callable[[str], str]:
    """The addresses of rules' pages: where they are published, else files of our own, written
    beside the other things we keep, so that an editor without a network can open them."""
    if docs_url:
        base = docs_url.rstrip("/")
        return lambda code: f"{base}/rules/{code}.md"
    folder = cache_dir() / "pages"
    by_code = {rule.code: rule for rule in rules}

    def page(code: str) -> str:
        path = (folder / f"{code}.md").absolute()
        rule = by_code[code]
        _write(path, f"# {rule.code} {rule.name}\n\n{rule.page.strip()}\n")
        return path.as_uri()

    return page


def _write(path: Path, text: str) -> None:
    # A page that cannot be written leaves a link that leads nowhere; the finding stands.
    try:
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary = path.with_suffix(f".{os.getpid()}")
            temporary.write_text(text, encoding="utf-8")
            os.replace(temporary, path)
    except OSError:
        return
