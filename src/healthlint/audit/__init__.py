"""An archive audited: the check of one article mapped over a stream of them, kept as Parquet.

Its libraries are the optional extra ``audit``; :func:`require` says so in one line.
"""

from __future__ import annotations

from importlib.util import find_spec

from healthlint.errors import SettingsError

_NEEDED = ("pyarrow", "duckdb", "datasketch", "warcio", "zstandard", "distributed", "vl_convert")


def require(*names: str) -> None:
    """Raise ``SettingsError`` if a library of the extra is missing (without names: any)."""
    missing = [name for name in names or _NEEDED if find_spec(name) is None]
    if missing:
        raise SettingsError(f"auditing needs {', '.join(missing)}: pip install 'healthlint[audit]'")
