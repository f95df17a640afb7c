"""How far an audit is: a bar that fits a terminal, whole lines in a log."""

from __future__ import annotations

import io
import re

import pytest

from healthlint.audit import progress
from healthlint.audit.running import Count

SOME = Count(articles=123_456, findings=1_234_567, slices=9, position=250_000, total=1_000_000)


class Terminal(io.StringIO):
    """A screen that keeps what is written to it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.parametrize("columns", [80, 200])
def test_a_terminal_shows_bar_rate_time_and_findings(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(progress._Pace, "rate", lambda self, count: 15.25)
    monkeypatch.setattr(progress._Pace, "remaining", lambda self, count: 3723.0)
    screen = Terminal()
    with progress.shown(screen) as watch:
        watch(SOME)
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue()).strip().split("\r")[-1]
    shown = last.strip().splitlines()[-1]
    assert re.search(r"━+.* 25% 123,456 articles, 15.2/s, 1:02:03 left, 1,234,567 findings", shown)
    assert len(shown) <= columns


def test_a_log_has_plain_lines_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    log = io.StringIO()
    with progress.shown(log) as watch:
        for second in (104.0, 108.0, 110.0, 112.0, 120.0):
            now = second
            watch(SOME)
    lines = log.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0] == (
        "healthlint: 123,456 articles, 12345.6 a second, 0:30 left, 1,234,567 findings, 0 errors"
    )
    assert "\x1b" not in log.getvalue()


def test_what_an_earlier_run_did_is_not_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    pace = progress._Pace()
    assert pace.remaining(Count(articles=900, resumed=900, position=90, total=100)) is None
    now = 10.0
    later = Count(articles=950, resumed=900, position=95, total=100)
    assert pace.rate(later) == 5.0
    assert pace.remaining(later) == 10.0
