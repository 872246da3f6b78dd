"""A word typed into a record is found in no file: while the app runs, and after it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE, needs

pytestmark = pytest.mark.outside
MARKER = "Zyxomarker"


class Terminal:
    """The real program in a real terminal: a private tmux server."""

    def __init__(self, tmux: str, folder: Path, command: list[str], environment: dict[str, str]) -> None:
        self._tmux = [tmux, "-S", str(folder / "tmux.socket"), "-f", os.devnull]
        words = " ".join(f"'{word}'" for word in command)
        self._call("new-session", "-d", "-s", "t", "-x", "120", "-y", "40", f"exec {words}", environment=environment)

    def keys(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self._call("send-keys", "-t", "t", key)

    def shows(self, text: str) -> bool:
        """Whether the text is on the screen."""
        return text in self._call("capture-pane", "-p", "-t", "t")

    def pid(self) -> int:
        """The program's process."""
        return int(self._call("display-message", "-p", "-t", "t", "#{pane_pid}"))

    def close(self) -> None:
        """End the terminal."""
        self._call("kill-server")

    def _call(self, *words: str, environment: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            [*self._tmux, *words], capture_output=True, text=True, env=environment, timeout=20, check=False
        )
        return done.stdout


def until(what: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so; fails when it does not come."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        os.sched_yield()


def files_holding(folders: list[Path], marker: str) -> list[Path]:
    """Every file below these folders that holds the marker, in plain or in UTF-16."""
    needles = (marker.encode(), marker.encode("utf-16-le"))
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink() and any(needle in path.read_bytes() for needle in needles):
                found.append(path)
    return found


@pytest.fixture
def terminal(demo_path: Path, tmp_path: Path) -> Iterator[Terminal]:
    tmux = needs("tmux")
    home = tmp_path / "home"
    for name in ("tmp", "state"):
        (home / name).mkdir(parents=True)
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("TMUX", "TEXTUAL"))}
    environment |= {"HOME": str(home), "TMPDIR": str(home / "tmp"), "XDG_STATE_HOME": str(home / "state")}
    environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    command = [sys.executable, "-m", "supervision_tui", "--vault", str(demo_path)]
    command += ["--passphrase-file", str(tmp_path / "pass"), "open", "--as-of", "2026-03-02"]
    running = Terminal(tmux, tmp_path, command, environment)
    yield running
    running.close()


def test_a_typed_word_is_in_no_file_while_open_and_after_a_kill(
    terminal: Terminal, demo_path: Path, tmp_path: Path
) -> None:
    from sqlmodel import Session, select

    from supervision_tui.records import Draft
    from supervision_tui.vault.door import unlock
    from supervision_tui.vault.store import open_store

    until(lambda: terminal.shows("Needs you"))
    terminal.keys("7")
    until(lambda: terminal.shows("crowded-out since"))
    terminal.keys("s")
    until(lambda: terminal.shows("Reflection first"))
    terminal.keys("C-t")
    until(lambda: terminal.shows("supervision file"))
    terminal.keys(*MARKER)
    until(lambda: terminal.shows(MARKER))
    until(lambda: terminal.shows("draft saved"))
    places = [demo_path.parent, tmp_path / "home"]  # the vault, its home, its temporary folder, its log
    assert files_holding(places, MARKER) == []
    pid = terminal.pid()
    assert MARKER.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()
    os.kill(pid, signal.SIGKILL)
    until(lambda: not Path(f"/proc/{pid}").exists() or _is_gone(pid))
    assert files_holding(places, MARKER) == []

    def drafts(session: Session) -> list[str]:
        return [draft.body for draft in session.exec(select(Draft))]

    store = open_store(demo_path, unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key)
    assert any(MARKER in body for body in store.run(drafts)), "what was typed is in the vault, and nowhere else"
    store.close()


def _is_gone(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
