"""Where a vault may lie: each place that is wrong has its sentence and its exit status."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from supervision_tui.vault import files, mounts
from supervision_tui.vault.create import create_vault
from supervision_tui.vault.errors import VaultBusy, VaultDamaged, VaultError, VaultNewer
from supervision_tui.vault.opener import VaultOpener
from tests.conftest import PASSPHRASE
from tests.vault.vaults import add_team, opened, teams

_MOUNTINFO = """\
22 1 0:21 / / rw,relatime shared:1 - ext4 /dev/vda rw
36 22 0:33 / /home rw,nosuid - xfs /dev/vdb rw
40 36 0:44 / /home/share\\040one rw - nfs4 server:/share rw,vers=4.2
41 36 0:45 / /home/cloud rw - fuse.sshfs me@there: rw
42 40 0:46 / /home/share\\040one/local rw - ext4 /dev/vdc rw
43 22 0:47 / /media/z rw - 9p hostshare rw
44 22 0:48 / /media/z rw - ext4 /dev/vdd rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", ""),
        ("/home/me/vault", ""),
        ("/home/share one", "nfs4"),
        ("/home/share one/team/vault", "nfs4"),
        ("/home/share one/local/vault", ""),
        ("/home/share one more", ""),
        ("/home/cloud/x", "fuse.sshfs"),
        ("/media/z/vault", ""),  # a disk was mounted over it
    ],
)
def test_a_network_file_system_is_known_by_the_mount_table(folder: str, kind: str) -> None:
    assert mounts.network_kind(Path(folder), mounts.mounts_of(_MOUNTINFO)) == kind


@pytest.fixture
def on_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As if the test's folder lay on a file server."""
    table = tmp_path / "mountinfo"
    table.write_text(
        f"22 1 0:21 / / rw - ext4 /dev/vda rw\n40 22 0:44 / {tmp_path} rw - cifs //server/share "
        f"rw\n"
    )
    monkeypatch.setattr(mounts, "_MOUNTS", table)


@pytest.mark.usefixtures("on_network")
def test_a_vault_on_a_network_disk_is_refused_and_the_slower_way_is_offered(tmp_path: Path) -> None:
    there = tmp_path / "vault" / "supervision.db"
    with pytest.raises(VaultError, match="--journal delete"):
        create_vault(there, passphrase=PASSPHRASE, use_keyring=False)
    assert not there.parent.exists()
    made = create_vault(there, passphrase=PASSPHRASE, use_keyring=False, journal_mode="delete")
    made.store.run(add_team, "Harbour")
    made.store.close()
    again = opened(there)  # it is remembered
    again.run(add_team, "Orchard")
    assert not list(there.parent.glob("*-wal"))
    assert again.run(teams) == ["Harbour", "Orchard"]
    again.close()
    with pytest.raises(VaultError, match="network file system"):
        opened(there, journal_mode="wal")


def test_a_vault_that_came_to_lie_on_a_network_disk_is_refused(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"40 22 0:44 / {tmp_path} rw - nfs server:/share rw\n")
    monkeypatch.setattr(mounts, "_MOUNTS", table)
    with pytest.raises(VaultError, match="network file system"):
        opened(path)
    opened(path, journal_mode="delete").close()
    opened(path).close()


@pytest.mark.parametrize(
    ("parts", "service"),
    [
        ("OneDrive - Harbour Council/vault", "OneDrive"),
        ("Dropbox (Team)/vault", "Dropbox"),
        ("Nextcloud/vault", "Nextcloud"),
        ("Library/Mobile Documents/vault", "iCloud"),
        ("Documents/vault", ""),
    ],
)
def test_a_sync_folder_is_known_by_its_path(tmp_path: Path, parts: str, service: str) -> None:
    assert mounts.sync_service(tmp_path / parts, {}) == service


def test_a_sync_folder_is_known_by_its_marks_and_its_environment(tmp_path: Path) -> None:
    folder = tmp_path / "work" / "vault"
    folder.mkdir(parents=True)
    assert mounts.sync_service(folder, {}) == ""
    assert mounts.sync_service(folder, {"OneDriveCommercial": str(tmp_path / "work")}) == "OneDrive"
    (tmp_path / "work" / ".stfolder").mkdir()
    assert mounts.sync_service(folder, {}) == "Syncthing"


def test_a_vault_in_a_sync_folder_opens_and_warns_each_time(tmp_path: Path) -> None:
    there = tmp_path / "Dropbox" / "supervision.db"
    create_vault(there, passphrase=PASSPHRASE, use_keyring=False).store.close()
    for _ in range(2):
        store = opened(there)
        assert any("Dropbox copies elsewhere" in sentence for sentence in store.noticed)
        store.close()


def test_rights_of_others_are_taken_away_and_that_is_said(path: Path) -> None:
    path.chmod(0o644)
    path.with_suffix(".keys").chmod(0o664)
    store = opened(path)
    assert "supervision.db and supervision.keys" in store.noticed[0]
    store.close()
    assert {stat.S_IMODE(each.stat().st_mode) for each in (path, path.with_suffix(".keys"))} == {
        0o600
    }


def test_a_folder_that_anybody_may_write_to_is_refused(path: Path) -> None:
    path.parent.chmod(0o777)
    with pytest.raises(VaultError, match="Anybody on this machine"):
        opened(path)
    path.parent.chmod(0o1777)  # as /tmp: nobody replaces another's files there
    opened(path).close()


@pytest.mark.parametrize("suffix", [".db", ".keys", ".lock"])
def test_a_link_a_second_name_and_a_folder_are_refused(
    path: Path, tmp_path: Path, suffix: str
) -> None:
    file = path.with_suffix(suffix)
    aside = tmp_path / "aside"
    file.rename(aside) if file.exists() else aside.touch()
    file.symlink_to(aside)
    with pytest.raises(VaultError, match="link to another place"):
        opened(path)
    file.unlink()
    os.link(aside, file)
    with pytest.raises(VaultError, match="second name"):
        opened(path)
    file.unlink()
    file.mkdir()
    with pytest.raises(VaultError, match="not a file"):
        opened(path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a file away"
)
def test_a_file_of_another_user_is_not_opened(path: Path) -> None:
    os.chown(path, 65534, 65534)
    with pytest.raises(VaultError, match="belongs to another user"):
        opened(path)


def test_each_kind_of_trouble_has_its_exit_status() -> None:
    from supervision_tui.vault import errors

    kinds = (
        VaultError,
        errors.VaultLocked,
        errors.MustWait,
        errors.CodeSlip,
        VaultBusy,
        VaultNewer,
        VaultDamaged,
    )
    assert [kind.exit_status for kind in kinds] == [1, 3, 3, 3, 5, 5, 6]
    refused = (errors.PassphraseRefused, errors.SlotRefused, errors.BackupRefused)
    assert {kind.exit_status for kind in refused} == {4}
    assert errors.KeysReplaced.exit_status == 6


def test_a_file_of_nobody_and_a_mount_without_a_readable_name_stand_in_nobodys_way(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (path.parent / ".supervision-tui.x.99999999999999999999.new").touch()
    odd = tmp_path / "mountinfo"
    odd.write_bytes(b"36 35 98:0 / /mnt/\xff\xfe rw - ext4 /dev/sda rw\n")
    monkeypatch.setattr(mounts, "_MOUNTS", odd)
    opened(path).close()


def test_a_folder_in_which_a_group_may_write_is_told(path: Path) -> None:
    path.parent.chmod(0o770)
    store = opened(path)
    assert any("your group may write" in sentence for sentence in store.noticed)
    store.close()


@pytest.mark.parametrize(
    "place", ["/etc/passwd/supervision.db", "/" + "x" * 300 + "/supervision.db"]
)
def test_a_place_that_cannot_be_is_said_in_a_sentence(place: str) -> None:
    with pytest.raises(VaultError):
        VaultOpener(Path(place)).check_is_there()


def test_a_lock_file_that_lies_is_no_more_than_another_program(path: Path) -> None:
    store = opened(path)
    lies = {"pid": 1, "host": "\x1b]52;c;aGk=\x07", "since": "0001-01-01T00:00:00+14:00"}
    path.with_suffix(".lock").write_text(json.dumps(lies))
    with pytest.raises(VaultBusy, match="in another program"):
        opened(path)
    path.with_suffix(".lock").write_text(json.dumps(lies | {"since": "2026-03-02T10:00+00:00"}))
    with pytest.raises(VaultBusy) as told:
        opened(path)
    assert "\x1b" not in str(told.value)
    store.close()


def test_what_another_made_ready_under_a_passing_name_is_never_written_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("supervision_tui.vault.files.secrets.token_hex", lambda _length: "guessed0")
    ready = files.neighbour(tmp_path / "made", "new")
    ready.touch(0o666)
    theirs = tmp_path / "theirs"
    os.link(ready, theirs)
    with pytest.raises(VaultError, match="Nothing was changed"):
        files.write_whole(tmp_path / "made", b"content")
    assert theirs.read_bytes() == b"", "what they had open was never written into"
    monkeypatch.undo()
    files.write_whole(tmp_path / "made", b"content")
    assert stat.S_IMODE((tmp_path / "made").stat().st_mode) == 0o600
