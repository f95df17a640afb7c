"""healthlint: a second opinion for health articles.

>>> import healthlint
>>> report = healthlint.Checker().check("article.md")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from healthlint.check import Checker
    from healthlint.finding import ArticleReport, Citation, Finding, Severity
    from healthlint.source import Place, Source

_HOMES = {
    "Checker": "healthlint.check",
    "ArticleReport": "healthlint.finding",
    "Citation": "healthlint.finding",
    "Finding": "healthlint.finding",
    "Severity": "healthlint.finding",
    "Place": "healthlint.source",
    "Source": "healthlint.source",
}

__all__ = [
    "ArticleReport",
    "Checker",
    "Citation",
    "Finding",
    "Place",
    "Severity",
    "Source",
    "__version__",
]


def __getattr__(name: str) -> Any:
    # Loaded when first used: `import healthlint` and `--help` must not import spaCy.
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'healthlint' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
