"""Figures as tables of plain text, with the difference from an earlier run beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from healthlint.score.figures import SHARES, Figure, Scorecard

_WIDTH = 30
_COUNTED = ("P", "R", "F1", "right", "extra", "missed")
_SHARED = ("right", "of")
_CHANGED = 0.0005


def write_card(card: Scorecard, stream: TextIO, earlier: Scorecard | None = None) -> None:
    """Every section of the card; with ``earlier``, what changed since."""
    stream.write(f"{card.articles} articles\n")
    for section, rows in card.figures.items():
        before = earlier.figures.get(section, {}) if earlier is not None else {}
        header = _SHARED if section in SHARES else _COUNTED
        stream.write(f"\n{section:<{_WIDTH}}" + "".join(f"{name:>8}" for name in header) + "\n")
        for row, figure in rows.items():
            cells = "".join(f"{cell:>8}" for cell in _cells(section, figure))
            change = _change(section, figure, before.get(row)) if earlier is not None else ""
            stream.write(f"  {row:<{_WIDTH - 2}}{cells}{change}\n")
        if earlier is not None:
            for row in before:
                if row not in rows:
                    stream.write(f"  {row:<{_WIDTH - 2}}{'gone':>8}\n")


def _cells(section: str, figure: Figure) -> Iterator[str]:
    if section in SHARES:
        yield _number(figure.recall)
        yield str(figure.right + figure.missed)
        return
    yield from (_number(figure.precision), _number(figure.recall), _number(figure.f1))
    yield from (str(figure.right), str(figure.spurious), str(figure.missed))


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _main(section: str, figure: Figure) -> float | None:
    return figure.recall if section in SHARES else figure.f1


def _change(section: str, figure: Figure, before: Figure | None) -> str:
    if before is None:
        return "     new"
    now, then = _main(section, figure), _main(section, before)
    if now is None or then is None or abs(now - then) < _CHANGED:
        return ""
    return f"  {now - then:+.3f}"
