"""Settings a check runs under."""

from healthlint.config.model import Settings

__all__ = ["Settings"]
