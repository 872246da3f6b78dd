"""A word typed into a record is found nowhere but in the vault: open, locked, killed, ended.

Nor is the key.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from supervision_tui.cli.main import main
from supervision_tui.records import Draft
from supervision_tui.vault.opener import unlock
from tests.conftest import PASSPHRASE, needs
from tests.terminal import Terminal, plain_environment, until

from .memory import copies
from .vaults import opened

pytestmark = pytest.mark.outside


def _again(signal_name: str) -> Any:
    return pytest.param(
        signal_name,
        marks=pytest.mark.hard("a real terminal for a signal that ends it as SIGHUP does"),
    )


MARKER = "Zyxomarker"


def files_holding(folders: list[Path], *needles: bytes) -> list[Path]:
    """Every file below these folders that holds one of them."""
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and any(needle in path.read_bytes() for needle in needles)
    ]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of its own, with its temporary folder, its log and its core files."""
    for name in ("tmp", "state"):
        (tmp_path / "home" / name).mkdir(parents=True)
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    return tmp_path / "home"


@pytest.fixture
def terminal(demo_path: Path, home: Path, tmp_path: Path) -> Iterator[Terminal]:
    tmux = needs("tmux")
    environment = plain_environment(home)
    command = [sys.executable, "-m", "supervision_tui", "--vault", str(demo_path)]
    command += ["--passphrase-file", str(tmp_path / "pass"), "open", "--as-of", "2026-03-02"]
    running = Terminal(tmux, tmp_path, command, environment)
    yield running
    running.call("kill-server")


@pytest.fixture
def secrets(demo_path: Path) -> tuple[bytes, ...]:
    """What must stand in no file: the word, and the key as bytes and as hex."""
    key = bytes(unlock(demo_path, passphrase=PASSPHRASE, ask=lambda _why: None).key)
    return (
        MARKER.encode(),
        MARKER.encode("utf-16-le"),
        key,
        key.hex().encode(),
        PASSPHRASE.encode(),
    )


def begin_session(terminal: Terminal, ready: str = "To do:") -> None:
    """Into a supervision session, with the word typed into the personal record."""
    until(lambda: terminal.shows(ready))
    terminal.keys("7")
    until(lambda: terminal.shows("crowded out since"))
    terminal.keys("s")
    until(lambda: terminal.shows("Which session is this?"))
    terminal.keys("t")
    until(lambda: terminal.shows("Reflection ·"))
    terminal.keys("C-t")
    until(lambda: terminal.shows("supervision file"))
    terminal.type(MARKER)
    until(lambda: terminal.shows(MARKER))
    until(lambda: terminal.shows("saved "))


def drafts(session: Session) -> list[str]:
    return [draft.body for draft in session.exec(select(Draft))]


def test_a_typed_word_is_in_no_file_while_open_and_after_a_kill(
    terminal: Terminal, demo_path: Path, home: Path, secrets: tuple[bytes, ...]
) -> None:
    begin_session(terminal)
    places = [demo_path.parent, home]  # the vault, its home, its temporary folder, its log
    assert [path.name for path in files_holding(places, *secrets)] == ["pass"], (
        "but for the file a person wrote it into"
    )
    pid = terminal.app
    for what in ("cmdline", "environ"):
        assert not any(secret in Path(f"/proc/{pid}/{what}").read_bytes() for secret in secrets)
    assert MARKER not in terminal.asks("pane_title")
    assert Path(f"/proc/{pid}/limits").read_text().split("Max core file size")[1].split()[:2] == [
        "0",
        "0",
    ]
    os.kill(pid, signal.SIGKILL)
    until(lambda: terminal.asks("pane_dead") == "1")
    assert [path.name for path in files_holding(places, *secrets)] == ["pass"]
    store = opened(demo_path)
    assert any(MARKER in body for body in store.run(drafts)), (
        "what was typed is in the vault, and nowhere else"
    )
    store.close()


def test_after_a_lock_neither_word_nor_key_is_in_memory_or_on_the_screen(
    terminal: Terminal, demo_path: Path, home: Path, secrets: tuple[bytes, ...]
) -> None:
    begin_session(terminal)
    started, pid = terminal.asks("pane_pid"), str(terminal.app)
    key = secrets[2]
    halves = {
        "the word": (MARKER[:5].encode(), MARKER[5:].encode()),
        "the key": (key[:16], key[16:]),
        "the key, as hex": (key.hex()[:32].encode(), key.hex()[32:].encode()),
        "the passphrase": (PASSPHRASE[:9].encode(), PASSPHRASE[9:].encode()),
    }
    veiled = {
        name: [bytes(byte ^ 0x5A for byte in half) for half in two] for name, two in halves.items()
    }
    try:
        assert copies(pid, *veiled["the word"]) > 0, "open, it is there: the search can find it"
    except PermissionError:
        pytest.skip("only root may look into a process that lets nobody look into it")
    assert copies(pid, *veiled["the key"]) > 0
    terminal.keys("C-l")
    until(lambda: terminal.shows("Locked ·"))
    assert (terminal.asks("pane_pid"), str(terminal.app)) == (started, pid)
    assert {name: copies(pid, *two) for name, two in veiled.items()} == dict.fromkeys(veiled, 0)
    assert MARKER not in terminal.screen("-S", "-")
    assert [path.name for path in files_holding([demo_path.parent, home], *secrets)] == ["pass"]
    opened(demo_path).close()  # it is let go: another program may have it
    terminal.type(PASSPHRASE)
    terminal.keys("Enter")
    until(lambda: terminal.shows(MARKER))
    terminal.type(" and on")
    until(lambda: terminal.shows(f"{MARKER} and on"))


@pytest.mark.hard("typed on and on into a real terminal, while one process takes the other's place")
def test_what_is_typed_while_it_locks_is_shown_nowhere(
    demo_path: Path, home: Path, tmp_path: Path
) -> None:
    """Between the old process and the lock's screen the terminal is nobody's: it must not echo a
    passphrase.
    """
    begin = (
        f"{sys.executable} -m supervision_tui --vault {demo_path} --passphrase-file "
        f"{tmp_path}/pass open"
    )
    terminal = Terminal(
        needs("tmux"),
        tmp_path,
        ["sh", "-c", f"{begin}; echo ended; exec sh"],
        plain_environment(home),
    )
    try:
        until(lambda: terminal.shows("To do:"))
        terminal.keys("C-l")

        def typed_until_it_locks() -> bool:
            terminal.type("Zq")
            return terminal.shows("Locked ·")

        until(typed_until_it_locks)
        terminal.keys("C-q")
        until(lambda: terminal.shows("ended"))
        assert "Zq" not in terminal.screen("-S", "-")
        terminal.type("echo $((6 * 7))")
        until(lambda: terminal.shows("6 * 7"))  # the shell has its echo back
        terminal.keys("Enter")
        until(lambda: terminal.shows("42"))
    finally:
        terminal.call("kill-server")


def test_a_refusal_after_a_lock_gives_the_shell_its_echo_back(
    demo_path: Path, home: Path, tmp_path: Path
) -> None:
    """The process before left the terminal without echo, for this one to go on.

    It must not stay so.
    """
    holder = opened(demo_path)
    begin = (
        f"stty -echo -icanon; {sys.executable} -m supervision_tui --vault {demo_path} open --locked"
    )
    terminal = Terminal(
        needs("tmux"),
        tmp_path,
        ["sh", "-c", f"{begin}; stty -a; exec cat"],
        plain_environment(home),
    )
    try:
        until(lambda: terminal.shows("another window of this computer"))
        until(lambda: terminal.shows("echoctl"))
        modes = terminal.screen().split()
        assert {"echo", "icanon"} <= set(modes)
    finally:
        terminal.call("kill-server")
        holder.close()


def test_a_demo_ends_with_its_terminal(home: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "supervision_tui", "demo"]
    terminal = Terminal(needs("tmux"), tmp_path, command, plain_environment(home))
    try:
        until(lambda: terminal.shows("To do:"))
        assert len(list((home / "tmp").glob("supervision-demo-*"))) == 1
        terminal.keys("C-l")
        until(lambda: terminal.shows("Press enter to unlock"))
        terminal.keys("Enter")
        until(lambda: terminal.shows("To do:"))
        terminal.call("kill-session", "-t", "t")
        until(lambda: not list((home / "tmp").glob("supervision-demo-*")))
    finally:
        terminal.call("kill-server")


ENDINGS = ("QUIT", "ABRT", "SEGV", "BUS", "ILL", "FPE", "USR1", "USR2", "ALRM", "SYS", "KILL")


@pytest.mark.parametrize(
    ("ending", "to_app"),
    [(ending, to_app) if (ending, to_app) in (("SEGV", False), ("KILL", True))
     else pytest.param(ending, to_app, marks=pytest.mark.hard("the same by every signal"))
     for ending in ENDINGS for to_app in (True, False) if (ending, to_app) != ("KILL", False)],
)  # fmt: skip
def test_whatever_ends_the_app_no_record_is_left_on_the_terminal(
    terminal: Terminal, demo_path: Path, ending: str, to_app: bool
) -> None:
    """Also what cannot be caught: another process of ours stays behind."""
    begin_session(terminal)
    pid = terminal.app if to_app else int(terminal.asks("pane_pid"))
    os.kill(pid, getattr(signal, f"SIG{ending}"))
    until(lambda: terminal.asks("pane_dead") == "1")
    assert MARKER not in terminal.screen("-S", "-")
    assert f"SIG{ending}" in terminal.screen("-S", "-")
    store = opened(demo_path)
    assert any(MARKER in body for body in store.run(drafts))
    store.close()


def test_a_byte_that_is_no_utf_8_ends_nothing(terminal: Terminal, home: Path) -> None:
    begin_session(terminal)
    # As a terminal of another encoding sends a pound sign.
    (home / "bytes").write_bytes(b"5 \xa3 each")
    terminal.call("load-buffer", str(home / "bytes"))
    terminal.call("paste-buffer", "-t", "t")
    until(lambda: terminal.shows("5 \ufffd each"))
    terminal.type(" and on")
    until(lambda: terminal.shows("each and on"))


def test_the_app_ends_with_the_process_that_stays_behind(
    terminal: Terminal, demo_path: Path
) -> None:
    begin_session(terminal)
    app = terminal.app
    os.kill(int(terminal.asks("pane_pid")), signal.SIGKILL)
    until(lambda: not Path(f"/proc/{app}").exists())
    store = opened(demo_path)
    assert any(MARKER in body for body in store.run(drafts))
    store.close()


@pytest.mark.parametrize("ending", ["q", "SIGHUP", _again("SIGTERM"), _again("SIGINT")])
def test_after_the_end_nothing_is_left_on_the_terminal_and_the_draft_is_kept(
    terminal: Terminal, demo_path: Path, home: Path, secrets: tuple[bytes, ...], ending: str
) -> None:
    begin_session(terminal)
    terminal.type(" to the last letter")
    until(lambda: terminal.shows("last letter"))
    if ending == "q":
        terminal.keys("C-q")
    else:
        os.kill(int(terminal.asks("pane_pid")), getattr(signal, ending))
    until(lambda: terminal.asks("pane_dead") == "1")
    assert MARKER not in terminal.screen("-S", "-")
    assert [path.name for path in files_holding([demo_path.parent, home], *secrets)] == ["pass"]
    store = opened(demo_path)
    assert any(f"{MARKER} to the last letter" in body for body in store.run(drafts))
    store.close()
    log = (home / "state" / "supervision-tui" / "log" / "events.log").read_text()
    assert [line.split(" ", 1)[1] for line in log.splitlines()] == [
        "opened 1",
        "closed 1" if ending == "q" else "ended by a signal 1",
    ]


def test_what_was_copied_is_gone_from_the_clipboard_at_the_lock(terminal: Terminal) -> None:
    begin_session(terminal)
    terminal.keys("F7", "C-c")
    until(lambda: MARKER in terminal.call("show-buffer"))
    terminal.keys("C-l")
    until(lambda: terminal.shows("Locked ·"))
    assert MARKER not in terminal.call("show-buffer")


def test_a_stop_locks_and_going_on_begins_at_the_lock(terminal: Terminal) -> None:
    begin_session(terminal)
    pid = int(terminal.asks("pane_pid"))
    os.kill(pid, signal.SIGSTOP)
    os.kill(pid, signal.SIGCONT)
    until(lambda: terminal.shows("Locked ·"))
    assert MARKER not in terminal.screen()
    terminal.type(PASSPHRASE)
    terminal.keys("Enter")
    until(lambda: terminal.shows(MARKER))
    os.kill(int(terminal.asks("pane_pid")), signal.SIGTSTP)
    until(lambda: terminal.shows("Locked ·"))


@pytest.mark.parametrize(
    ("variable", "value"),
    [("TEXTUAL", "devtools,debug"), ("TEXTUAL_LOG", "x.log"), ("TEXTUAL_SCREENSHOT", "3")],
)
def test_a_vault_is_not_opened_under_developer_tools(
    demo_path: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    variable: str,
    value: str,
) -> None:
    (tmp_path / "pass").write_text(PASSPHRASE)
    monkeypatch.setenv(variable, value)
    assert (
        main(["--vault", str(demo_path), "--passphrase-file", str(tmp_path / "pass"), "open"]) == 1
    )
    assert "developer tools are on" in capfd.readouterr().err


def test_a_vault_is_not_drawn_into_a_file(
    demo_path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pass").write_text(PASSPHRASE)
    (tmp_path / "pass").chmod(0o600)
    assert (
        main(["--vault", str(demo_path), "--passphrase-file", str(tmp_path / "pass"), "open"]) == 1
    )
    assert (
        capfd.readouterr().err
        == "Output goes into a file here, so the app cannot open. Run it in a terminal.\n"
    )


@pytest.mark.parametrize("is_demo", [False, True])
def test_after_a_crash_nothing_that_is_typed_reaches_the_shell(
    demo_path: Path, home: Path, tmp_path: Path, is_demo: bool
) -> None:
    """The app with a fault in it, in a real terminal, while somebody types on: neither words nor
    locals come out.
    """
    tmux = needs("tmux")
    script = tmp_path / "faulty.py"
    script.write_text(
        "import sys\n"
        "from supervision_tui.screens.shared.help import HelpScreen\n"
        "def fault(self, *given):\n"
        f"    word = '{MARKER[:4]}' + '{MARKER[4:]}'\n"
        "    raise ValueError(word)\n"
        "HelpScreen.render_lines = fault\n"
        "from supervision_tui.cli.main import main\n"
        "sys.exit(main())\n"
    )
    words = "demo" if is_demo else f"--vault {demo_path} --passphrase-file {tmp_path}/pass open"
    shell = f"{sys.executable} {script} {words}; echo ended; exec cat"
    terminal = Terminal(tmux, tmp_path, ["sh", "-c", shell], plain_environment(home))
    try:
        until(lambda: terminal.shows("To do:"))
        terminal.keys("?")
        terminal.type("typed on after it\ntyped on")
        until(lambda: terminal.shows("Press enter."))
        assert terminal.shows("The app had to close. Nothing is lost; start it again.")
        terminal.type("and on\nand on\nand on")
        terminal.type("on\n")
        assert not terminal.shows("ended")

        def ends() -> bool:
            terminal.keys("Enter")
            return terminal.shows("ended")

        until(ends)
        terminal.type("now the shell\n")
        until(lambda: terminal.shows("now the shell"))
        assert not terminal.shows("typed on") and not terminal.shows("and on")
        assert MARKER not in terminal.screen("-S", "-")
        assert files_holding([home], MARKER.encode()) == []
        if not is_demo:  # of a demo there is no log
            log = (home / "state" / "supervision-tui" / "log" / "events.log").read_text()
            assert re.search(r" crashed 1 \w+\.py:\d+$", log, re.MULTILINE)
    finally:
        terminal.call("kill-server")
