"""The operating system's requests to end, to stop, and to go on."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping

_ENDING = ("SIGTERM", "SIGHUP", "SIGINT")


def heed_signals(
    *, end: Callable[[], None], stop: Callable[[], None], go_on: Callable[[], None]
) -> None:
    """Call these in the running loop when a signal comes, as far as the platform lets us.

    Who goes on after a stop behind our back (a closed lid, kill -STOP) begins at the lock, with a
    fresh screen.
    """
    answers: Mapping[str, Callable[[], None]] = {
        **dict.fromkeys(_ENDING, end),
        "SIGTSTP": stop,
        "SIGCONT": go_on,
    }
    loop = asyncio.get_running_loop()
    for name, answer in answers.items():
        number = signal.Signals.__members__.get(name)
        if number is None:  # Windows has few of them
            continue
        try:
            loop.add_signal_handler(number, answer)
        except (NotImplementedError, RuntimeError, ValueError):
            continue
