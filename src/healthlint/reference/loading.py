"""Read reference folders into a :class:`Reference`, with every mistake of every file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from healthlint.cache import cached
from healthlint.data import data_dir
from healthlint.datafile import schema_bytes
from healthlint.errors import DataError
from healthlint.reference.decoding import CompiledEntry, compile_entry, decode_entry
from healthlint.reference.model import Entry, Reference
from healthlint.reference.traits import TraitTable, load_traits
from healthlint.reference.validation import EntryFile, entry_files, root_problems, validate_files
from healthlint.vocabulary.model import Vocabulary


def load_reference(*extra: Path, vocabulary: Vocabulary | None = None) -> Reference:
    """The packaged reference, with the entries of ``extra`` folders or files added.

    A later entry replaces an earlier one of the same id. Compiled once and cached by content.
    With a vocabulary, concepts that it does not have are mistakes too. Raises
    :class:`DataError` with every mistake found.
    """
    return load_folders((data_dir("reference"), *extra), vocabulary=vocabulary)


def load_folders(roots: Sequence[Path], *, vocabulary: Vocabulary | None = None) -> Reference:
    """A reference of those folders or files alone, as :func:`load_reference` reads them."""
    problems = [str(problem) for root in roots for problem in root_problems(root)]
    if problems:
        raise DataError(problems)
    entries: dict[str, Entry] = {}
    digests = []
    for root in roots:
        files = _read(root)
        digests.append(_digest(files))
        try:
            compiled = _compiled(files, digests[-1])
        except DataError as error:
            problems.extend(error.problems)
            continue
        for file, value in zip(files, compiled, strict=True):
            packaged = root is roots[0] or root.is_file()
            path = file.name if packaged else (root / file.name).as_posix()
            entry = decode_entry(value, path)
            entries[entry.id] = entry
    if problems:
        raise DataError(problems)
    # A team that works with its own entries alone has no traits.
    traits = load_traits() if data_dir("reference") in roots else TraitTable()
    reference = Reference(dict(sorted(entries.items())), _version(roots), _joined(digests), traits)
    if vocabulary is not None:
        _refuse_unknown(reference, vocabulary)
    return reference


def _read(root: Path) -> list[EntryFile]:
    try:
        return entry_files(root)
    except OSError as error:
        raise DataError([f"{error.filename}: {error.strerror or 'cannot be read'}"]) from error


def _compiled(files: Sequence[EntryFile], digest: str) -> list[CompiledEntry]:
    # Each folder on its own: a team that edits its entries does not compile the packaged ones.
    schema = hashlib.sha256(schema_bytes("reference")).hexdigest()
    return cached("reference", f"{digest} {schema}", partial(_compile, files))


def _version(roots: Sequence[Path]) -> str:
    # A team's own entries make it another reference than the one released under that number.
    file = roots[0] / "VERSION"
    version = file.read_text(encoding="utf-8").strip() if file.is_file() else "unreleased"
    return f"{version}+own" if len(roots) > 1 else version


def _digest(files: Sequence[EntryFile]) -> str:
    hashed = hashlib.sha256()
    for file in files:
        hashed.update(file.name.encode() + b"\0" + file.content + b"\0")
    return f"sha256:{hashed.hexdigest()}"


def _joined(digests: Sequence[str]) -> str:
    if len(digests) == 1:
        return digests[0]
    return f"sha256:{hashlib.sha256(' '.join(digests).encode()).hexdigest()}"


def _compile(files: Sequence[EntryFile]) -> list[CompiledEntry]:
    read, problems = validate_files(files)
    if problems:
        raise DataError(str(problem) for problem in problems)
    return [compile_entry(data.value) for data in read]


def _refuse_unknown(reference: Reference, vocabulary: Vocabulary) -> None:
    from healthlint.reference.consistency import unknown_concepts

    problems = [str(found) for found in unknown_concepts(reference, vocabulary)]
    if problems:
        raise DataError(problems)
