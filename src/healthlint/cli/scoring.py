"""``healthlint score``: how well articles are read and judged, against a corpus."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from healthlint.cli.options import PatternDirs, ReferenceDirs, Today

if TYPE_CHECKING:
    from healthlint.score.figures import Scorecard

Item = TypeVar("Item")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(score)


def score(
    corpus: Annotated[
        Path, typer.Argument(help="A corpus: articles/, gold/ and manifest.yaml.")
    ] = Path("corpus"),
    errors: Annotated[
        str | None,
        typer.Option("--errors", help="Print the errors of a label, value, relation or rule."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Compare with a run kept by --save.")
    ] = None,
    save: Annotated[Path | None, typer.Option("--save", help="Keep the figures as JSON.")] = None,
    split: Annotated[
        str | None, typer.Option("--split", help="seen or unseen, as the manifest says.")
    ] = None,
    plant: Annotated[
        bool, typer.Option("--plant", help="Plant errors and look-alikes in clean articles.")
    ] = False,
    today: Today = None,
    reference: ReferenceDirs = None,
    patterns: PatternDirs = None,
) -> None:
    """Score the tool on an annotated corpus, or (--plant) on errors planted in clean articles."""
    from healthlint.cli.checking import one_of
    from healthlint.cli.streams import day, output
    from healthlint.config import Settings
    from healthlint.score.figures import saved
    from healthlint.score.gold import SPLITS, load_corpus
    from healthlint.score.planting import load_plants, plant_all
    from healthlint.score.printing import write_card

    if split is not None:
        one_of("--split", split, dict.fromkeys(SPLITS))
    earlier = _earlier(against) if against is not None else None
    from healthlint.check import Checker
    from healthlint.score.running import score as scored

    checker = Checker(
        reference=reference or (), patterns=patterns or (), settings=Settings(today=day(today))
    )
    card: Scorecard
    if plant:
        plants = load_plants(corpus / "plants")
        card = plant_all(checker, plants, progress("planting"))
    else:
        knowledge = checker.knowledge
        articles = load_corpus(corpus, knowledge.vocabulary, knowledge.reference, split)
        card = scored(checker, articles, progress("scoring"))
    if save is not None:
        _keep(save, saved(card))
    stream = output()
    if errors is not None:
        for line in _errors(card, errors):
            stream.write(f"{line}\n")
        return
    write_card(card, stream, earlier)


def progress(name: str) -> Callable[[Iterable[Item]], Iterator[Item]]:
    """A bar on standard error while items go by; none where that is no terminal."""

    def watch(items: Iterable[Item]) -> Iterator[Item]:
        if not sys.stderr.isatty():
            yield from items
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(items, description=name, console=Console(stderr=True), transient=True)

    return watch


def _errors(card: Scorecard, name: str) -> list[str]:
    from healthlint.datafile import did_you_mean
    from healthlint.errors import SettingsError

    lines = [str(error) for error in card.errors_of(name)]
    known = card.names()
    if not lines and name.lower() not in {row.lower() for row in known}:
        raise SettingsError(
            f"--errors: {name!r} is not a row of the table{did_you_mean(name, known)}"
        )
    return [*lines, f"{len(lines)} errors"]


def _earlier(path: Path) -> Scorecard:
    import json

    from healthlint.errors import InputError
    from healthlint.score.figures import restored

    try:
        return restored(json.loads(path.read_bytes()))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(f"{path}: not a file that `healthlint score --save` wrote") from None


def _keep(path: Path, value: object) -> None:
    import orjson

    from healthlint.errors import InputError

    try:
        path.write_bytes(orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n")
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None
