"""The terminal while the app is not on it: nothing typed between a lock and its screen is shown by
the terminal.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

from supervision_tui.system.clock import steady_seconds

_STILL_TYPING = 1.0  # seconds after a letter


class QuietTerminal:
    """No echo and no lines, for the app and for the process that the terminal goes to next.

    `after_lock` says that the process before has made it quiet already. What was typed meanwhile is
    thrown away: a passphrase without its beginning helps nobody.
    """

    def __init__(self, *, after_lock: bool = False) -> None:
        self._usual: list[Any] | None = None
        if os.name == "nt" or sys.stdin is None or not sys.stdin.isatty():
            return
        import termios

        self._usual = termios.tcgetattr(sys.stdin)
        if after_lock:
            self._usual[3] |= termios.ECHO | termios.ICANON
            termios.tcflush(sys.stdin, termios.TCIFLUSH)

    def hush(self) -> None:
        """Make it quiet."""
        if self._usual is None:
            return
        import termios

        quiet = list(self._usual)
        quiet[3] &= ~(termios.ECHO | termios.ICANON)
        self._set(quiet)

    def restore(self) -> None:
        """Restore the terminal as the shell wants it."""
        self._set(self._usual)

    def wait_for_enter(self) -> None:
        """Wait for a person after an unexpected end, so that keys of the app reach no shell.

        An enter within a second of other keys belongs to a text that is still being typed. Where
        the terminal is gone, nothing is waited for.
        """
        if self._usual is None:
            return
        import termios

        self.hush()
        print("Press enter.", file=sys.stderr, flush=True)
        typed_at = steady_seconds()
        with contextlib.suppress(termios.error, OSError, KeyboardInterrupt):
            termios.tcflush(sys.stdin, termios.TCIFLUSH)
            while typed := os.read(sys.stdin.fileno(), 4096):
                if typed in (b"\n", b"\r") and steady_seconds() - typed_at > _STILL_TYPING:
                    break
                if typed not in (b"\n", b"\r"):
                    typed_at = steady_seconds()
            termios.tcflush(sys.stdin, termios.TCIFLUSH)

    def stop_here(self) -> None:
        """Give it back to the shell until that brings us to the front again.

        The vault is closed by now.
        """
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
        self.restore()
        if _is_job():
            os.killpg(os.getpgrp(), signal.SIGSTOP)
        else:
            (os.kill(os.getpid(), signal.SIGSTOP))
        self.hush()

    @contextlib.contextmanager
    def around(self) -> Iterator[None]:
        """Quiet within, as the shell wants it afterwards."""
        self.hush()
        try:
            yield
        finally:
            self.restore()

    @staticmethod
    def _set(modes: list[Any] | None) -> None:
        if modes is not None:
            import termios

            # The terminal may be gone.
            with contextlib.suppress(termios.error, OSError, ValueError):
                termios.tcsetattr(sys.stdin, termios.TCSANOW, modes)


def _is_job() -> bool:
    """Tell whether this process, or make or a script that started it, is in front in the shell."""
    try:
        return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
    except (OSError, ValueError):
        return False
