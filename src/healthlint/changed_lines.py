"""Which findings a change is answerable for: those on its lines, and omissions of its sections."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from healthlint.document.model import BlockKind, Document
from healthlint.document.reading import decode
from healthlint.errors import InputError, SettingsError
from healthlint.finding import ArticleReport, Finding
from healthlint.source import Source, Span


@dataclass(frozen=True)
class FileChange:
    """The lines of the new version that a change wrote, and where it took lines away (the number
    of the line before the gap). ``whole``: the file is new. ``before`` is its former path."""

    lines: frozenset[int] = frozenset()
    gaps: frozenset[int] = frozenset()
    whole: bool = False
    before: str = ""

    def touches(self, first: int, last: int) -> bool:
        """Whether the change wrote or took away lines in ``first..last``."""
        return (
            self.whole
            or any(first <= line <= last for line in self.lines)
            or any(first <= gap < last for gap in self.gaps)
        )

    def wrote(self, first: int, last: int) -> bool:
        """Whether the change wrote one of the lines ``first..last``."""
        return self.whole or any(first <= line <= last for line in self.lines)


@dataclass(frozen=True)
class Changes:
    """The changed files, by absolute path, and the repository and commit they are compared with."""

    files: Mapping[str, FileChange] = field(default_factory=dict)
    root: Path | None = None
    base: str = ""

    def of(self, path: str) -> FileChange | None:
        """The change of a file, if it has one."""
        return self.files.get(os.path.realpath(path))

    def former(self, source: Source) -> Source | None:
        """The article as it was, where the change took words out of it and git has them."""
        change = self.of(source.path)
        if change is None or not change.gaps or self.root is None or source.id is not None:
            return None
        command = ["git", "-C", str(self.root), "show", f"{self.base}:{change.before}"]
        done = subprocess.run(command, capture_output=True, check=False)
        try:
            text = decode(done.stdout, source.path) if not done.returncode else None
        except InputError:
            return None
        return None if text is None else Source(source.path, text, source.format)


def of_revision(revision: str, folder: Path) -> Changes:
    """What the working tree changes since it left ``revision``, with files git does not know yet.

    Raises :class:`SettingsError` where that cannot be known.
    """
    root = _git(folder, "rev-parse", "--show-toplevel").strip()
    base = _merge_base(revision, folder)
    diff = _git(
        folder,
        "-c",
        "core.quotePath=false",
        "diff",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--find-renames",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        base,
        "--",
    )
    files = dict(of_diff(diff, Path(root)).files)
    listed = _git(Path(root), "ls-files", "--others", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        files[os.path.realpath(os.path.join(root, name))] = FileChange(whole=True)
    return Changes(files, Path(root), base)


def _merge_base(revision: str, folder: Path) -> str:
    if revision.startswith("-"):
        raise SettingsError(f"--diff: {revision!r} is not a revision")
    known = _run(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    shallow = _run(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == "true"
    hint = (
        "; this clone is shallow: fetch the whole history first (git fetch --unshallow, or "
        "fetch-depth: 0 in the workflow)"
        if shallow
        else ""
    )
    if known.returncode:
        raise SettingsError(f"--diff: git knows no revision {revision!r}{hint}")
    base = _run(folder, "merge-base", known.stdout.strip(), "HEAD")
    if base.returncode:
        raise SettingsError(f"--diff: {revision!r} and HEAD have no common history{hint}")
    return base.stdout.strip()


def _git(folder: Path, *arguments: str) -> str:
    done = _run(folder, *arguments)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["git failed"]
        raise SettingsError(f"--diff: {lines[-1]}")
    return done.stdout


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except OSError as error:
        raise SettingsError(f"--diff: git cannot be run: {error.strerror or error}") from None


def of_diff(text: str, root: Path) -> Changes:
    """The changes of a unified diff whose paths are relative to ``root``.

    Raises :class:`InputError` if it is none.
    """
    from unidiff.errors import UnidiffParseError
    from unidiff.patch import PatchSet

    try:
        patches = PatchSet(text)
    except UnidiffParseError as error:
        raise InputError(f"--diff: not a unified diff: {error}") from None
    if not patches and text.strip():
        raise InputError("--diff: not a unified diff: no file is named in it")
    files = {}
    for patch in patches:
        if patch.is_removed_file:
            continue
        lines: set[int] = set()
        gaps: set[int] = set()
        for hunk in patch:
            before = hunk.target_start - (1 if hunk.target_length else 0)
            for line in hunk:
                if line.is_added and line.target_line_no is not None:
                    lines.add(line.target_line_no)
                if line.is_removed:
                    gaps.add(before)
                elif line.target_line_no is not None:
                    before = line.target_line_no
        path = os.path.realpath(os.path.join(root, patch.path))
        files[path] = FileChange(
            frozenset(lines), frozenset(gaps), patch.is_added_file, _old_name(patch.source_file)
        )
    return Changes(files)


def _old_name(name: str) -> str:
    return name.removeprefix("a/")


def repository_root(folder: Path) -> Path:
    """The closest folder upwards that holds a repository, else the folder itself."""
    here = folder.resolve()
    for candidate in (here, *here.parents):
        if (candidate / ".git").exists():
            return candidate
    return here


def answerable(
    report: ArticleReport,
    document: Document,
    change: FileChange,
    former: ArticleReport | None = None,
) -> ArticleReport:
    """The report with only what the change is answerable for.

    ``former`` is the report on the article as it was: what it did not leave out, and the new one
    does, was taken out by the change, wherever that stood.
    """
    if change.whole or report.id is not None or report.error is not None:
        return report

    def kept(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(
            finding
            for finding in findings
            if _concerns(finding, document, change)
            or (former is not None and not finding.places and _is_new(finding, former))
        )

    return replace(report, findings=kept(report.findings), suppressed=kept(report.suppressed))


def _is_new(finding: Finding, former: ArticleReport) -> bool:
    """Whether the article left out less before."""
    return not any(
        set(finding.facts) <= set(old.facts)
        for old in (*former.findings, *former.suppressed)
        if (old.rule, old.topic) == (finding.rule, finding.topic) and not old.places
    )


def _concerns(finding: Finding, document: Document, change: FileChange) -> bool:
    if finding.places:
        return any(change.wrote(place.line, place.end_line) for place in finding.places)
    return change.touches(*_section_lines(finding, document))


def _section_lines(finding: Finding, document: Document) -> tuple[int, int]:
    """The lines of the section a reader would look for an omission in; for what belongs to the
    article as a whole, the title's."""
    anchor = finding.anchor_place
    if anchor is None:
        return 1, 1
    blocks = document.blocks
    starts = [document.to_source(block.span).start for block in blocks]
    number = next((n for n, start in enumerate(starts) if start == anchor.start), None)
    if number is None or number == document.headline or blocks[number].kind is BlockKind.TITLE:
        return anchor.line, anchor.end_line
    end = number
    for later in range(number + 1, len(blocks)):
        if blocks[later].kind in (BlockKind.HEADING, BlockKind.TITLE) and (
            blocks[later].level <= blocks[number].level
        ):
            break
        end = later
    last: Span = document.to_source(blocks[end].span)
    return anchor.line, document.source.line_column(last.end)[0]
