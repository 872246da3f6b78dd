"""The first thing a person sees, some tens of milliseconds after the key: painted before anything
is loaded.

The app paints over it. What ends before the app begins takes it away again, so that its sentence
stands on the shell.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

from supervision_tui.system.garbage_collection import pause_collection

_SHOW = "\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l"  # the second screen, emptied, without a cursor
_CLEAR = "\x1b[?25h\x1b[?1049l"
# what the app may have begun, too
_RESET = f"\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?2004l{_CLEAR}"
_is_shown = False
_at_end: list[Callable[[], None]] = []  # what gives the terminal back to the shell


def show() -> None:
    """Paint it, on a terminal that can be drawn on."""
    global _is_shown
    if not _can_be_drawn_on():
        return
    pause_collection()  # until the app stands there
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # until the app takes them itself
        signal.signal(ending, _ended)
    _is_shown = True
    _write(f"{_SHOW} supervision-tui\r\n\r\n One moment …")


def app_comes() -> None:
    """The app paints from here on."""
    global _is_shown
    _is_shown = False


def clear() -> None:
    """Take it away: the app does not come."""
    if _is_shown:
        app_comes()
        _write(_CLEAR)


def give_back(terminal: Callable[[], None]) -> None:
    """Give the terminal back to the shell, where we end before the app takes over."""
    _at_end.append(terminal)


def _ended(number: int, _where: FrameType | None) -> None:
    """End at once: an exception amid what is being loaded could leave a thread waiting for ever.

    Nothing is lost by it. The vault may be about to be opened, and stands a kill at any moment.
    """
    _write(_RESET)
    for give in _at_end:
        give()
    _write("Stopped.\n")
    os._exit(128 + number)


def _can_be_drawn_on() -> bool:
    if (
        os.name == "nt"
        or os.environ.get("TERM", "dumb") == "dumb"
        or sys.__stderr__ is None
        or sys.stdin is None
    ):
        return False
    return sys.__stderr__.isatty() and sys.stdin.isatty()


def _write(text: str) -> None:
    if sys.__stderr__ is not None:
        sys.__stderr__.write(text)
        sys.__stderr__.flush()
