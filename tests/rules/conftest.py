"""One checker for all tests of rules that ask for it."""

from __future__ import annotations

import pytest

from healthlint.check import Checker


@pytest.fixture(scope="session")
def checker() -> Checker:
    return Checker()
