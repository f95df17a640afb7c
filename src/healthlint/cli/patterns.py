"""``healthlint patterns ...``: check the wording, give it to others, take in others'."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from healthlint.cli.options import PatternDirs, ReferenceDirs

app = typer.Typer(
    help="Check, export and import the wording.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def validate(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders of your own wording, added to ours.")
    ] = None,
    reference: ReferenceDirs = None,
) -> None:
    """Check files against the schema, concepts against each other, and run their examples."""
    from healthlint.cli.checking import complain
    from healthlint.cli.streams import output
    from healthlint.vocabulary import load_vocabulary
    from healthlint.vocabulary.validation import vocabulary_problems

    paths = _folders(folders)
    problems = list(vocabulary_problems(load_vocabulary(paths)))
    from healthlint.nlp.examples import example_problems
    from healthlint.nlp.pipeline import build_nlp

    nlp, knowledge = build_nlp(tuple(reference or ()), paths)
    problems.extend(example_problems(nlp, knowledge.vocabulary))
    for problem in problems:
        complain(problem)
    if problems:
        raise typer.Exit(2)
    concepts = knowledge.vocabulary.concepts.values()
    examples = sum(len(c.match) + len(c.no_match) for c in concepts)
    output().write(f"valid: {len(concepts)} concepts, {examples} examples\n")


@app.command()
def export(
    kinds: Annotated[
        list[str] | None, typer.Option("--kind", help="Only concepts of this kind (repeatable).")
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Phrases as written, without plurals and spellings.")
    ] = False,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
) -> None:
    """Write spaCy SpanRuler patterns as JSONL (use with phrase_matcher_attr LOWER)."""
    from healthlint.cli.checking import one_of
    from healthlint.cli.streams import output
    from healthlint.nlp.components import load_knowledge
    from healthlint.nlp.examples import all_forms
    from healthlint.vocabulary import Kind
    from healthlint.vocabulary.exchange import as_written, span_ruler_lines

    table = {kind.value: kind for kind in Kind}
    wanted = {one_of("--kind", name, table) for name in kinds} if kinds else set(Kind)
    knowledge = load_knowledge(tuple(reference or ()), _folders(patterns))
    concepts = (c for c in knowledge.vocabulary.concepts.values() if c.kind in wanted)
    stream = output()
    for line in span_ruler_lines(concepts, as_written if plain else all_forms):
        stream.write(f"{line}\n")


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="SpanRuler .jsonl, or an ontology: .obo or .owl.")],
    out: Annotated[Path, typer.Option("--out", help="The folder to write, for --patterns.")],
    kind: Annotated[
        str | None, typer.Option("--kind", help="What an ontology's terms are (default: known).")
    ] = None,
) -> None:
    """Turn SpanRuler patterns or an OBO ontology into a folder for --patterns."""
    from healthlint.cli.checking import one_of
    from healthlint.cli.streams import output
    from healthlint.errors import SettingsError
    from healthlint.nlp.components import load_knowledge
    from healthlint.vocabulary import Kind
    from healthlint.vocabulary.exchange import read_span_ruler, slug, write_concepts
    from healthlint.vocabulary.ontology import SUFFIXES, read_ontology

    suffix = file.suffix.lower()
    if suffix in (".jsonl", ".ndjson"):
        concepts = read_span_ruler(file)
    elif suffix in SUFFIXES:
        chosen = one_of("--kind", kind, {k.value: k for k in Kind}) if kind is not None else None
        concepts = read_ontology(file, load_knowledge().vocabulary, chosen)
    else:
        accepted = ", ".join((".jsonl", *SUFFIXES))
        raise SettingsError(f"{file}: {suffix or 'no suffix'!r} is not accepted; use {accepted}")
    written = write_concepts(concepts, out, slug(file.stem) or "imported")
    for path in written:
        output().write(f"{path}\n")
    output().write(f"{len(concepts)} concepts\n")


def _folders(paths: list[Path] | None) -> tuple[Path, ...]:
    from healthlint.errors import InputError

    for path in paths or ():
        if not path.is_dir():
            raise InputError(f"{path}: no such folder")
    return tuple(paths or ())
