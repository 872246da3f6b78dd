"""The next start: Today as it was kept is there before anything that records need is loaded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.terminal import until

from .program import Program, is_running


@pytest.mark.skipif(sys.platform != "linux", reason="what a process has loaded is read there alone")
def test_today_as_it_was_kept_needs_nothing_of_the_records(program: Program) -> None:
    terminal = program.start()
    program.wait(lambda: terminal.shows("To do:"))
    assert "pydantic" in _loaded(terminal.app), "worked out from the records, and kept"
    started = int(terminal.asks("pane_pid"))
    terminal.keys("q")
    until(lambda: not is_running(started))
    terminal.call("kill-server")
    again = program.start()
    program.wait(lambda: again.shows("To do:"))
    assert "pydantic" not in _loaded(again.app)
    assert "sqlalchemy" not in _loaded(again.app)


def _loaded(process: int) -> str:
    """The libraries that a process has in its memory."""
    return Path(f"/proc/{process}/maps").read_text()
