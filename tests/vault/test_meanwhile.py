"""Something comes to lie in a place while a vault, a backup or an export is being made there: it
stays as it is.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision_tui.exports.output_path import written
from supervision_tui.vault import files
from supervision_tui.vault.backup import read_backup
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.errors import VaultBusy, VaultError
from supervision_tui.vault.files import keys_path
from supervision_tui.vault.opener import unlock_backup
from supervision_tui.vault.restore import bring_back
from supervision_tui.vault.write_lock import held
from tests.conftest import PASSPHRASE

from .vaults import MOMENT, add_team, opened, teams

OTHERS = b"somebody else's"


def comes(monkeypatch: pytest.MonkeyPatch, there: Path) -> None:
    """At the last moment, just before that place is taken, a file comes to lie there."""
    real = files.rename_new

    def late(made: Path, path: Path) -> None:
        if path == there and not there.exists():
            there.write_bytes(OTHERS)
        real(made, path)

    monkeypatch.setattr(files, "rename_new", late)


@pytest.fixture
def backup(path: Path) -> Path:
    """A backup of a vault with one team."""
    store = opened(path)
    store.run(add_team, "Harbour")
    store.back_up(path.parent / "made.backup", MOMENT.now)
    store.close()
    return path.parent / "made.backup"


def restored(backup: Path, target: Path) -> None:
    found = read_backup(backup)
    key = unlock_backup(found, PASSPHRASE, lambda _why: None).key
    bring_back(found, key, target, MOMENT.now, by="test")


@pytest.mark.parametrize("which", [Path, keys_path])
def test_a_new_vault_takes_no_place_that_was_taken_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: Callable[[Path], Path]
) -> None:
    target = tmp_path / "new" / "supervision.db"
    comes(monkeypatch, which(target))
    with pytest.raises(VaultError, match="has come to lie there meanwhile"):
        create_vault(target, passphrase=PASSPHRASE, use_keyring=False)
    assert which(target).read_bytes() == OTHERS
    assert {each.name for each in target.parent.iterdir()} == {
        which(target).name,
        "supervision.lock",
    }


@pytest.mark.parametrize("which", [Path, keys_path])
def test_a_restore_takes_no_place_that_was_taken_meanwhile(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: Callable[[Path], Path]
) -> None:
    target = tmp_path / "new" / "supervision.db"
    comes(monkeypatch, which(target))
    with pytest.raises(VaultError, match="has come to lie there meanwhile"):
        restored(backup, target)
    assert which(target).read_bytes() == OTHERS


def test_a_restore_that_was_broken_off_between_its_two_files_is_done_again(
    backup: Path, tmp_path: Path
) -> None:
    target = tmp_path / "new" / "supervision.db"
    restored(backup, target)
    target.unlink()  # as where it was killed just before
    restored(backup, target)
    store = opened(target)
    assert store.run(teams) == ["Harbour"]
    store.close()


def test_a_backup_and_an_export_take_no_place_that_was_taken_meanwhile(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "made.backup"
    store = opened(path)
    comes(monkeypatch, target)
    with pytest.raises(VaultError, match="already there"):
        store.back_up(target, MOMENT.now)
    store.close()
    assert target.read_bytes() == OTHERS
    target.unlink()
    with pytest.raises(VaultError), written({target: b"a summary"}, None):
        pass
    assert target.read_bytes() == OTHERS
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == ["made.backup"], (
        "nothing half-made is left"
    )


def test_two_that_make_a_vault_in_one_place_are_told_of_each_other(tmp_path: Path) -> None:
    target = tmp_path / "supervision.db"
    with held(target), pytest.raises(VaultBusy):
        create_vault(target, passphrase=PASSPHRASE, use_keyring=False)
    assert not target.exists()


def test_where_the_system_cannot_rename_so_the_name_is_taken_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_renamed_by_the_system", lambda _made, _path: errno.ENOSYS)
    made, target = tmp_path / "made", tmp_path / "target"
    made.write_text("new")
    files.rename_new(made, target)
    assert target.read_text() == "new"
    made.write_text("newer")
    with pytest.raises(FileExistsError):
        files.rename_new(made, target)
    assert target.read_text() == "new"
