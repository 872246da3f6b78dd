"""The real program, ended at twenty points of a session: what was typed is there again, and so is
the cursor.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import Session, select

from supervision_tui.records import Draft
from supervision_tui.runtime.place import Place
from supervision_tui.vault.store import Store
from tests.conftest import PASSPHRASE, needs
from tests.terminal import Terminal, plain_environment, until
from tests.vault.vaults import opened

pytestmark = pytest.mark.outside

KILL, HANG_UP, CLOSE = "SIGKILL", "SIGHUP", "closed pane"
# How one gets to each place from the one before, the field one is in then, and how the program is
# ended there.
POINTS = (
    ((), "voice", KILL),
    (("Tab",), "voice_on", KILL),
    (("Tab", "Tab"), "own", HANG_UP),
    (("F8",), "stage-experience", KILL),
    (("Tab",), "stage-reflection", CLOSE),
    (("Tab",), "stage-analysis", KILL),
    (("F8",), "known", HANG_UP),
    (("Tab",), "not_known", KILL),
    (("F8",), "view", KILL),
    (("Tab",), "decision", CLOSE),
    (("Tab",), "contingency", KILL),
    (("F5",), "d0-do", KILL),
    (("Tab", "Tab"), "d0-because", HANG_UP),
    (("Tab",), "d0-by-input", KILL),
    (("C-n",), "voice", KILL),
    (("F8",), "stage-experience", CLOSE),
    (("F8", "F8"), "view", KILL),
    (("C-t",), "p-wellbeing", KILL),
    (("Tab",), "p-workload", HANG_UP),
    (("Tab", "Tab"), "p-learning", KILL),
)


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
        until(lambda: not _is_running(pid))
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


@pytest.fixture
def program(demo_path: Path, tmp_path: Path) -> Iterator[Program]:
    tmux = needs("tmux")
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    reader = opened(demo_path, writable=False)
    running = Program(tmux, demo_path, tmp_path, reader)
    yield running
    reader.close()
    if running.terminal:
        running.terminal.call("kill-server")


def test_a_session_that_is_killed_comes_back_to_the_cursor(program: Program) -> None:
    end_at_each(program, POINTS[:2])


@pytest.mark.hard("the real program, started anew after each of twenty ends")
def test_twenty_ends_of_a_session_lose_nothing_that_was_kept_and_come_back_to_the_cursor(
    program: Program,
) -> None:
    end_at_each(program, POINTS)


def end_at_each(program: Program, points: Sequence[tuple[tuple[str, ...], str, str]]) -> None:
    """Type a word at each of these points of a session, end the program there, and type on after
    the next start.
    """
    terminal = program.start()
    program.wait(lambda: terminal.shows("To do:"))
    terminal.keys("7")
    program.wait(lambda: terminal.shows("crowded out since"))
    terminal.keys("s")
    program.wait(lambda: terminal.shows("Which session is this?"))
    terminal.keys("t")
    program.wait(lambda: terminal.shows("Reflection ·"))
    terminal.keys("F8")
    typed: list[str] = []
    for number, (way, field, how) in enumerate(points):
        terminal.keys(*way)
        program.wait_for_field(field)
        typed.append(f"w{number}a{number}")
        terminal.type(typed[-1])
        program.wait_for_words(typed)
        program.end(how)
        assert all(each in program.kept() for each in typed), "nothing is lost that was kept"
        terminal = program.start_again()
        program.wait_for_field(field)
        terminal.type("z")
        typed[-1] += "z"
        program.wait_for_words(typed)


def _typed(session: Session) -> str:
    return "\n".join(draft.body for draft in session.exec(select(Draft)) if draft.key != "place")


def _place(session: Session) -> str:
    draft = session.get(Draft, "place")
    return draft.body if draft else ""


def _place_kept_at(session: Session) -> str:
    draft = session.get(Draft, "place")
    return str(draft.saved_at) if draft else ""


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
