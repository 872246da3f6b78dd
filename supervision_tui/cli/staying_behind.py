"""A small process that stays behind the app: however the app ends, no record is left on the
terminal.

The app clears the terminal itself. What ends it from one moment to the next, a signal that cannot
be caught or a fault in a library, lets it do nothing more; then whoever stays behind does it. What
is sent to that process goes to the app.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from types import FrameType
from typing import Any

# the process that stays behind, also after a lock has replaced the app's
_MARK = "SUPERVISION_TUI_STAYS_BEHIND"
_ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_OFF = (
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # the mouse
    "\x1b[?1004l\x1b[?2004l\x1b[?2026l\x1b[?2048l\x1b[<u"  # focus, pastes, frames, sizes, keys
)
# empty both where there is no second screen
_CLEARED = f"{_OFF}\x1b[0m\x1b[H\x1b[2J\x1b[?1049l\x1b[?25h\r"
_LEFT_ALONE = ("SIGKILL", "SIGSTOP", "SIGCHLD", "SIGTTIN", "SIGTTOU", "SIGWINCH")


def stay_behind() -> None:
    """Go on in a process of its own; this one waits for its end, and ends as it ended.

    Nothing where somebody stays behind already, or where nobody sees a terminal. Windows has no
    such processes.
    """
    if os.name == "nt" or not _is_on_a_terminal() or os.environ.get(_MARK) == str(os.getppid()):
        return
    import termios

    modes = termios.tcgetattr(sys.stdin)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    child = os.fork()
    if child == 0:
        os.environ[_MARK] = str(os.getppid())
        _end_with_parent()
        return
    os._exit(_wait_for(child, modes))


def _is_on_a_terminal() -> bool:
    streams = (sys.__stdin__, sys.__stderr__)
    return all(stream is not None and stream.isatty() for stream in streams)


def _end_with_parent() -> None:
    """The app is the process that was started, to others: it ends where that one is ended."""
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(_ENDS_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def _wait_for(child: int, modes: list[Any]) -> int:
    """Hand on what is sent here, until the app has ended; returns its exit status."""

    def hand_on(number: int, _where: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for each in signal.Signals:
        if each.name not in _LEFT_ALONE:
            with contextlib.suppress(OSError, ValueError):  # some are nobody's to take
                signal.signal(each, hand_on)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        return os.WEXITSTATUS(status)
    _put_right(modes)
    ended_by = os.WTERMSIG(status)
    print(
        f"The app was ended from outside ({_name_of(ended_by)}). What was typed is kept; start it "
        f"again."
    )
    sys.stdout.flush()
    return 128 + ended_by


def _put_right(modes: list[Any]) -> None:
    import termios

    with contextlib.suppress(OSError):
        os.write(sys.__stderr__.fileno(), _CLEARED.encode())  # type: ignore[union-attr]
    with contextlib.suppress(termios.error, OSError):
        # And what was typed meanwhile reaches no shell.
        termios.tcsetattr(sys.stdin, termios.TCSAFLUSH, modes)


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
