"""What fails in the middle is either done or not done, and what is said of it is true."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from sqlmodel import Session

from supervision_tui.desk.vault import backups, unlock_methods
from supervision_tui.vault import os_keyring, rotate
from supervision_tui.vault.backup import read_backup
from supervision_tui.vault.connection import open_raw
from supervision_tui.vault.errors import (
    BackupRefused,
    Cancelled,
    VaultBusy,
    VaultError,
    VaultLocked,
)
from supervision_tui.vault.key_file import KeyFile
from supervision_tui.vault.opener import VaultOpener, unlock, unlock_backup
from supervision_tui.vault.os_keyring import KeyringAnswer, KeyringState
from tests.conftest import HANGS_AFTER, PASSPHRASE

from .vaults import AT, MOMENT, add_team, opened, teams

ROOT = Path(__file__).parents[2]
NEW = "another plain sentence entirely"


def test_a_change_of_keys_that_cannot_be_written_down_is_not_made(path: Path) -> None:
    """Another program holds the vault for writing: neither file nor journal changes."""
    store = opened(path)
    keys, file = store.keys, path.with_suffix(".keys").read_bytes()
    other = open_raw(path, unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key)
    other.execute("BEGIN IMMEDIATE")
    store.run(_wait_for_nobody)
    with pytest.raises(VaultBusy):
        unlock_methods.set_passphrase(store, NEW, MOMENT)
    other.execute("ROLLBACK")
    other.close()
    assert store.keys == keys
    assert path.with_suffix(".keys").read_bytes() == file
    unlock_methods.set_passphrase(store, NEW, MOMENT)
    store.close()
    opened(path, NEW).close()


def _wait_for_nobody(session: Session) -> None:
    session.connection().exec_driver_sql("PRAGMA busy_timeout = 20")


@pytest.mark.parametrize("stop_at", ["copying", "verifying structure", "rotating"])
def test_a_rotation_stopped_before_the_new_key_changes_nothing(path: Path, stop_at: str) -> None:
    store = opened(path)
    store.run(add_team, "Harbour")
    code = unlock_methods.new_recovery_code()

    def stop(what: str, _share: float) -> None:
        if what == stop_at:
            raise Cancelled

    with pytest.raises(Cancelled):
        unlock_methods.rotate_key(store, PASSPHRASE, code, MOMENT, asked_back=True, progress=stop)
    store.run(add_team, "Orchard")
    store.close()
    again = opened(path)
    assert again.run(teams) == ["Harbour", "Orchard"]
    again.close()
    with pytest.raises(VaultLocked):
        opened(path, code)


def test_once_the_new_key_is_in_force_nothing_stops_it_and_what_fails_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(path)
    code = unlock_methods.new_recovery_code()
    real = rotate.bring_over

    def then_closing(*arguments: object, **named: object) -> None:
        real(*arguments, **named)  # type: ignore[arg-type]
        store.stop_long_work()  # as a lock does
        monkeypatch.setattr(KeyFile, "write", refuse)  # and the disk is full from here on

    def refuse(*_arguments: object) -> None:
        raise VaultError("The disk is full.")

    monkeypatch.setattr(rotate, "bring_over", then_closing)
    with pytest.raises(VaultError, match="new recovery code are in force, but: The disk is full"):
        store.rotate(
            lambda keys, key: keys.with_recovery(key, MOMENT.today, code, asked_back=True)[0], AT
        )
    store.close()
    monkeypatch.undo()
    again = opened(path, code)
    assert again.keys.rotation is None
    assert again.verify().is_whole
    again.close()


def test_a_rotation_whose_first_key_file_is_not_written_leaves_the_store_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(path)

    def refuse(*_arguments: object) -> None:
        raise VaultError("The disk is full.")

    with monkeypatch.context() as full, pytest.raises(VaultError):
        full.setattr(KeyFile, "write", refuse)
        store.rotate(lambda keys, key: keys.with_passphrase(key, PASSPHRASE, MOMENT.today), AT)
    store.run(add_team, "Harbour")
    store.close()
    opened(path).close()


def test_a_backup_and_a_rotation_never_overlap(path: Path, tmp_path: Path) -> None:
    store = opened(path)
    store.run(add_team, "Harbour")
    order: list[str] = []
    is_copying, go_on = threading.Event(), threading.Event()

    def slowly(what: str, share: float) -> None:
        if what == "verifying pages":
            is_copying.set()
            go_on.wait(HANGS_AFTER)
        if share == 1.0:
            order.append("backup")

    def turn() -> None:
        store.rotate(lambda keys, key: keys.with_passphrase(key, PASSPHRASE, MOMENT.today), AT)
        order.append("rotation")

    backing = threading.Thread(
        target=backups.back_up, args=(store, tmp_path / "made.backup", MOMENT, slowly)
    )
    turning = threading.Thread(target=turn)
    backing.start()
    assert is_copying.wait(HANGS_AFTER)
    turning.start()
    go_on.set()
    backing.join()
    turning.join()
    assert order == ["backup", "rotation"]
    store.close()
    made = read_backup(tmp_path / "made.backup")
    assert unlock_backup(made, PASSPHRASE, lambda _why: None).by == "passphrase"


def test_an_entry_replaced_behind_our_back_leaves_the_passphrase(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(path)
    store.change_keys(
        lambda keys, key: keys.with_keyring(key, b"k" * 32, "b", "entry", MOMENT.today), "add", AT
    )
    store.close()
    monkeypatch.setattr(
        os_keyring, "fetch_key", lambda *_: KeyringAnswer(KeyringState.READY, "b", b"x" * 32)
    )
    asked: list[str] = []

    def ask(why: str) -> str:
        asked.append(why)
        return PASSPHRASE

    VaultOpener(path).open(ask=ask).close()
    assert asked == ["its entry is another one than this vault's"]


def test_no_file_of_the_current_folder_is_taken_for_a_library(tmp_path: Path) -> None:
    """A `keyring.py` that lies about would be handed the key."""
    for name in ("keyring.py", "typer.py", "secrets.py"):
        (tmp_path / name).write_text(f"raise SystemExit('{name} was run')\n")
    script = (
        "from supervision_tui.vault import os_keyring\n"
        "print(os_keyring.fetch_key('supervision-tui test', 'key').state)\n"
        "import subprocess\n"
        "from supervision_tui.system.child_process import own_process\n"
        "print(subprocess.run(own_process('supervision_tui', '--version'), capture_output=True, "
        "text=True).stdout)\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        check=False,
    )
    assert done.stdout.split()[:2] == ["none", "supervision-tui"], done.stderr


def test_what_a_killed_process_left_is_swept_away(path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = path.parent / f".supervision-tui.made.backup.{gone.pid}.unpacked"
    left.mkdir()
    (left / "supervision.db").write_bytes(b"x")
    passing = path.parent / f".supervision-tui.made.backup.{gone.pid}.db"
    passing.touch()
    ours = path.parent / f".supervision-tui.made.backup.{os.getpid()}.db"
    ours.touch()
    replaced = path.parent / "supervision.db.replaced"
    replaced.touch()
    other = path.parent / f".accounts.{gone.pid}.db"
    other.touch()
    opened(path).close()
    assert not (left.exists() or passing.exists() or replaced.exists())
    assert ours.exists()
    assert other.exists(), "what is not ours stays"


def test_a_reader_is_told_that_the_key_was_changed_and_not_that_the_vault_is_damaged(
    path: Path,
) -> None:
    writer = opened(path)
    writer.run(add_team, "Harbour")
    reader = opened(path, writable=False)
    unlock_methods.rotate_key(
        writer, PASSPHRASE, unlock_methods.new_recovery_code(), MOMENT, asked_back=True
    )
    with pytest.raises(VaultError, match="key was changed in another window"):
        reader.run(teams)
    reader.close()
    writer.close()
    opened(path).close()


def test_a_backup_that_would_unpack_to_more_than_it_is_is_refused(
    path: Path, tmp_path: Path
) -> None:
    bomb = tmp_path / "bomb.backup"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("supervision.db", b"\0" * 50_000_000)
        archive.writestr("supervision.keys", path.with_suffix(".keys").read_bytes())
        archive.writestr("about.json", '{"made_at": "2026-03-02T10:00:00+00:00"}')
    assert bomb.stat().st_size < 100_000
    with pytest.raises(BackupRefused):
        read_backup(bomb)
