"""The real program on a copy of the demo, in a real terminal, with a reader beside it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from supervision_tui.records import Draft
from supervision_tui.runtime.place import Place
from supervision_tui.vault.store import Store
from tests.terminal import Terminal, plain_environment, until

KILL, HANG_UP, CLOSE = "SIGKILL", "SIGHUP", "closed pane"


@dataclass
class Program:
    """The program on a vault, started again after each end.

    A reader beside it sees what is kept.
    """

    tmux: str
    vault: Path
    folder: Path
    reader: Store
    started: int = 0
    terminal: Terminal | None = None

    def start(self) -> Terminal:
        self.started += 1
        home = self.folder / f"start-{self.started}"
        for name in ("tmp", "state"):
            (home / name).mkdir(parents=True)
        command = [sys.executable, "-m", "supervision_tui", "--vault", str(self.vault)]
        command += ["--passphrase-file", str(self.folder / "pass"), "open", "--as-of", "2026-03-02"]
        self.terminal = Terminal(self.tmux, home, command, plain_environment(home))
        return self.terminal

    def end(self, how: str) -> None:
        assert self.terminal is not None
        pid = int(self.terminal.asks("pane_pid"))
        if how == CLOSE:
            self.terminal.call("kill-pane", "-t", "t")
        else:
            os.kill(pid, signal.SIGKILL if how == KILL else signal.SIGHUP)
        until(lambda: not is_running(pid))
        self.terminal.call("kill-server")

    def start_again(self) -> Terminal:
        """Start, and wait until it keeps its place anew."""
        before = self.reader.run(_place_kept_at)
        terminal = self.start()
        self.wait(lambda: self.reader.run(_place_kept_at) not in ("", before))
        return terminal

    def wait(self, what: Callable[[], bool]) -> None:
        """Wait until something is so; where it does not come, the screen says why."""
        try:
            until(what)
        except AssertionError:
            raise AssertionError(
                f"{self.place()}\n{self.terminal.screen() if self.terminal else ''}"
            ) from None

    def wait_for_field(self, field: str) -> None:
        self.wait(lambda: self.place().field == field)

    def wait_for_words(self, words: list[str]) -> None:
        self.wait(lambda: all(word in self.kept() for word in words))

    def kept(self) -> str:
        return self.reader.run(_typed)

    def place(self) -> Place:
        return Place.from_json(self.reader.run(_place))


def _typed(session: Session) -> str:
    return "\n".join(draft.body for draft in session.exec(select(Draft)) if draft.key != "place")


def _place(session: Session) -> str:
    draft = session.get(Draft, "place")
    return draft.body if draft else ""


def _place_kept_at(session: Session) -> str:
    draft = session.get(Draft, "place")
    return str(draft.saved_at) if draft else ""


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
