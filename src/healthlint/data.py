"""Where the packaged data lies: ``patterns``, ``reference``, ``schemas``.

A wheel carries the three folders inside the package (``healthlint/_data``); an editable install
and a checkout find them beside ``src``. hatchling's ``force-include`` alone does not serve an
editable install, hence this one resolver.
"""

from __future__ import annotations

from pathlib import Path

from healthlint.errors import DataError

_PACKAGE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The folder ``name`` of the packaged data. Raises :class:`DataError` if there is none."""
    for candidate in (_PACKAGE / "_data" / name, _PACKAGE.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise DataError([f"healthlint's own data folder {name!r} is missing from this installation"])
