"""On Windows: its own locks, no process that is forked or replaced, few signals, other encodings.

Its branches are run here on whatever machine runs the tests; nobody has tried them on Windows.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.app.signals import heed_signals
from supervision_tui.cli import first_frame, open_app
from supervision_tui.cli.main import main
from supervision_tui.cli.opening import Opening
from supervision_tui.cli.staying_behind import stay_behind
from supervision_tui.cli.terminal_modes import QuietTerminal
from supervision_tui.system.files import read_bytes
from supervision_tui.system.memory import give_back_memory
from supervision_tui.vault import files, mounts, write_lock
from supervision_tui.vault.errors import VaultBusy, VaultLocked
from supervision_tui.vault.opener import VaultOpener

from .cli.test_commands import Run, on_demo, passphrase, run
from .conftest import PASSPHRASE, ClosedVault
from .imports.files import written
from .windows import Locking, on_windows

__all__ = ["on_demo", "on_windows", "passphrase", "run"]


def test_a_vault_is_held_by_one_and_the_next_is_told_by_whom(
    on_windows: Locking, demo_path: Path
) -> None:
    store = VaultOpener(demo_path, PASSPHRASE).open()
    try:
        with pytest.raises(VaultBusy, match=rf"process {os.getpid()}\)"):
            VaultOpener(demo_path, PASSPHRASE).open()
        with pytest.raises(VaultBusy):
            write_lock.check_is_free(demo_path)
    finally:
        store.close()
    write_lock.check_is_free(demo_path)
    VaultOpener(demo_path, PASSPHRASE).open().close()


def test_no_byte_that_somebody_else_reads_is_locked(on_windows: Locking, demo_path: Path) -> None:
    VaultOpener(demo_path, PASSPHRASE).open().close()
    assert on_windows.places
    assert min(on_windows.places) > 1_000_000


def test_a_wrong_passphrase_is_counted(on_windows: Locking, demo_path: Path) -> None:
    with pytest.raises(VaultLocked):
        VaultOpener(demo_path, "not the words at all").open()
    counted = json.loads(files.tries_path(demo_path).read_text("utf-8"))
    assert len(counted) == 1


def test_a_vault_is_made_backed_up_restored_and_checked(
    on_windows: Locking, tmp_path: Path, passphrase: Path, run: Run
) -> None:
    vault, backup, again = (tmp_path / name for name in ("new.db", "one.backup", "again.db"))
    caseload = written(tmp_path, "child_ref,worker,plan", "C-901,Ada Quill,cin")

    def on(path: Path, *words: object) -> str:
        status, out, err = run("--vault", path, "--passphrase-file", passphrase, *words)
        assert status == 0, err
        return out

    on(vault, "init", "--no-keyring")
    on(vault, "import", "caseload", caseload, "--yes")
    on(vault, "vault", "backup", backup)
    on(vault, "vault", "restore", backup, "--to", again)
    on(again, "vault", "verify")
    found = json.loads(on(again, "children", "--json"))
    assert [each["child"] for each in found["children"]] == ["C-901"]
    on(vault, "vault", "restore", backup, "--over")
    on(vault, "vault", "rotate")


def test_commands_read_and_write_there(on_windows: Locking, tmp_path: Path, on_demo: Run) -> None:
    out = tmp_path / "actions.xlsx"
    for words in (
        ("today", "--json"),
        ("workload", "--json"),
        ("export", "actions", "--out", out, "--yes"),
        ("doctor",),
    ):
        status, said, err = on_demo(*words)
        assert status == 0 or words == ("doctor",), err
        assert said or err
    assert out.read_bytes().startswith(b"PK")


def test_what_only_a_named_library_could_do_is_left_out(on_windows: Locking) -> None:
    files.harden_process()
    give_back_memory()


def test_no_process_stays_behind_or_takes_anothers_place(
    on_windows: Locking, demo_path: Path
) -> None:
    stay_behind()
    open_app.begin_anew(Opening(demo_path, None), None, read_only=False)


def test_a_terminal_has_no_modes_and_no_first_frame(
    on_windows: Locking, capfd: pytest.CaptureFixture[str]
) -> None:
    first_frame.show()
    terminal = QuietTerminal(after_lock=True)
    with terminal.around():
        terminal.wait_for_enter()
    assert capfd.readouterr() == ("", "")


async def test_the_signals_that_are_there_are_heeded(
    on_windows: Locking, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, asked = asyncio.get_running_loop(), list[int]()

    def refuses(number: int, *_more: object) -> None:  # as the loop does there
        asked.append(number)
        raise NotImplementedError

    monkeypatch.setattr(loop, "add_signal_handler", refuses)
    heed_signals(end=lambda: None, stop=lambda: None, go_on=lambda: None)
    assert sorted(asked) == [2, 15], "interrupt and end: the others have no name there"


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        (r"\\server\share\supervision", "a network share"),
        (r"N:\supervision", "a network drive"),
        (r"C:\Users\ada\AppData\Local\supervision-tui", ""),
    ],
)
def test_a_share_is_told_from_a_disk(
    on_windows: Locking, monkeypatch: pytest.MonkeyPatch, folder: str, kind: str
) -> None:
    from pathlib import PureWindowsPath

    def as_it_is(path: Any) -> Any:
        return path

    monkeypatch.setattr(mounts, "resolved", as_it_is)
    path: Any = PureWindowsPath(folder)
    assert mounts.network_kind(path) == kind


def test_a_file_is_read_whole_without_names_for_pipes(on_windows: Locking, tmp_path: Path) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(b"a\r\n\x1ab")
    assert read_bytes(file, 100) == b"a\r\n\x1ab"


def test_what_is_printed_fits_a_console_of_few_signs(
    demo_vault: ClosedVault, tmp_path: Path, passphrase: Path
) -> None:
    vault = demo_vault.copied(tmp_path)
    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    for command in ("workload", "today", "vault log"):
        words = ["--vault", str(vault), "--passphrase-file", str(passphrase), *command.split()]
        done = subprocess.run(
            [sys.executable, "-m", "supervision_tui", *words],
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode("cp1252")
        assert b"Traceback" not in done.stderr


def test_no_text_of_ours_is_read_or_written_in_the_machines_own_encoding(
    demo_vault: ClosedVault, tmp_path: Path, passphrase: Path
) -> None:
    """Python itself warns of each that names no encoding; none is from the app's own code."""
    vault = demo_vault.copied(tmp_path)
    program = [sys.executable, "-X", "warn_default_encoding", "-W", "always::EncodingWarning"]
    for command in (
        f"vault backup {tmp_path / 'one.backup'}",
        "import caseload -",
        "export oversight --month 2026-02 --out - --yes",
        "config check",
        "doctor",
        "themes list",
    ):
        words = ["--vault", str(vault), "--passphrase-file", str(passphrase), *command.split()]
        done = subprocess.run(
            [*program, "-m", "supervision_tui", *words],
            input="child_ref,worker\n",
            env=os.environ | {"LANG": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        ours = [line for line in done.stderr.splitlines() if "supervision_tui/" in line]
        assert not [line for line in ours if "EncodingWarning" in line], ours


def test_standard_output_is_itself_again_after_a_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp437")
    monkeypatch.setattr(sys, "stdout", console)
    assert main(["timescale", "10wd", "--from", "2026-04-01"]) == 0
    assert sys.stdout is console
