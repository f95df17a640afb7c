"""Which rules run; it lies on a lower floor, so that it can be asked without loading the rules."""

from healthlint.selection import ALL, fit, selected

__all__ = ["ALL", "fit", "selected"]
