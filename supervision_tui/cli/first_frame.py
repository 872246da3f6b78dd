"""The first thing a person sees, some tens of milliseconds after the key: painted before anything is loaded.

The app paints over it. What ends before the app begins takes it away again, so that its sentence stands on the shell.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from types import FrameType

_SHOW = "\x1b[?1049h\x1b[2J\x1b[H\x1b[?25l"  # the second screen, emptied, without a cursor
_CLEAR = "\x1b[?25h\x1b[?1049l"
_is_shown = False


def show() -> None:
    """Paint it, on a terminal that can be drawn on."""
    global _is_shown
    if not _can_be_drawn_on():
        return
    os.environ.setdefault("TEXTUAL_FPS", "120")  # what follows a key in a second frame comes 8 ms after the first
    gc.disable()  # until the app stands there: nothing that is loaded meanwhile can be thrown away
    for ending in (signal.SIGTERM, signal.SIGHUP):  # until the app takes them itself
        signal.signal(ending, _ended)
    _is_shown = True
    _write(f"{_SHOW} supervision-tui\r\n\r\n One moment …")


def give_way() -> None:
    """The app paints from here on."""
    global _is_shown
    _is_shown = False


def clear() -> None:
    """Take it away: the app does not come."""
    if _is_shown:
        give_way()
        _write(_CLEAR)


def _ended(number: int, _where: FrameType | None) -> None:
    raise SystemExit(128 + number)  # the terminal is given back on the way out


def _can_be_drawn_on() -> bool:
    if os.name == "nt" or os.environ.get("TERM", "dumb") == "dumb" or sys.__stderr__ is None or sys.stdin is None:
        return False
    return sys.__stderr__.isatty() and sys.stdin.isatty()


def _write(text: str) -> None:
    if sys.__stderr__ is not None:
        sys.__stderr__.write(text)
        sys.__stderr__.flush()
