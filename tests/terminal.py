"""The real program in a real terminal."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from tests.conftest import HANGS_AFTER

_BETWEEN_LOOKS = 0.05  # seconds: a look is a process of its own


def plain_environment(home: Path) -> dict[str, str]:
    """An environment whose home, temporary folder and log are the test's own."""
    # The last two are left behind by tests that take pictures.
    others = ("TMUX", "TEXTUAL", "COLUMNS", "LINES")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(others)}
    environment |= {
        "HOME": str(home),
        "TMPDIR": str(home / "tmp"),
        "XDG_STATE_HOME": str(home / "state"),
    }
    return environment | {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


class Terminal:
    """The real program in a real terminal: a private tmux server that takes what is copied, as
    terminals do.
    """

    def __init__(
        self, tmux: str, folder: Path, command: list[str], environment: dict[str, str]
    ) -> None:
        settings = folder / "tmux.conf"
        settings.write_text("set -g remain-on-exit on\nset -s set-clipboard on\n")
        self._tmux = [tmux, "-S", str(folder / "tmux.socket"), "-f", str(settings)]
        words = " ".join(f"'{word}'" for word in command)
        self.call(
            "new-session",
            "-d",
            "-s",
            "t",
            "-x",
            "120",
            "-y",
            "40",
            f"exec {words}",
            environment=environment,
        )

    def keys(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self.call("send-keys", "-t", "t", key)

    def type(self, text: str) -> None:
        """Type text."""
        self.call("send-keys", "-t", "t", "-l", text)

    def screen(self, *options: str) -> str:
        """What is on the screen; with `-S -` all that can be scrolled back to."""
        return self.call("capture-pane", "-p", *options, "-t", "t")

    def shows(self, text: str) -> bool:
        """Whether the text is on the screen."""
        return text in self.screen()

    def asks(self, what: str) -> str:
        """What tmux knows of the terminal: its process, its title, whether the program has
        ended.
        """
        return self.call("display-message", "-p", "-t", "t", f"#{{{what}}}").strip()

    @property
    def app(self) -> int:
        """The process of the app itself, which the one that was started waits for."""
        started = int(self.asks("pane_pid"))
        children = Path(f"/proc/{started}/task/{started}/children")
        mine = children.read_text().split() if children.exists() else []
        return int(mine[0]) if mine else started

    def call(self, *words: str, environment: dict[str, str] | None = None) -> str:
        """Call tmux."""
        done = subprocess.run(
            [*self._tmux, *words],
            capture_output=True,
            text=True,
            env=environment,
            timeout=HANGS_AFTER,
            check=False,
        )
        return done.stdout


def until(what: Callable[[], bool]) -> None:
    """Wait until something is so, and look now and then; only a hang makes it fail."""
    end = time.monotonic() + HANGS_AFTER
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(_BETWEEN_LOOKS)
