"""The operating system's requests reach the lock."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

import pytest

from supervision_tui.app.signals import heed_signals
from tests.conftest import HANGS_AFTER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (signal.SIGTERM, "end"),
        (signal.SIGHUP, "end"),
        (signal.SIGTSTP, "stop"),
        (signal.SIGCONT, "go on"),
    ],
)
async def test_each_signal_has_its_answer(number: signal.Signals, wanted: str) -> None:
    came: asyncio.Queue[str] = asyncio.Queue()
    heed_signals(
        end=lambda: came.put_nowait("end"),
        stop=lambda: came.put_nowait("stop"),
        go_on=lambda: came.put_nowait("go on"),
    )
    try:
        os.kill(os.getpid(), number)
        assert await asyncio.wait_for(came.get(), HANGS_AFTER) == wanted
    finally:
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGTSTP, signal.SIGCONT):
            loop.remove_signal_handler(each)
