"""The log beside the vault and the key file are watched: what somebody takes away or changes is
told, and put right.

Where it cannot be put right, because the vault was not open, what is missing is said at the next
opening.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.supervision.signed_record import amend_record
from supervision_tui.desk.vault import backups, overview
from supervision_tui.desk.vault import settings as vault_settings
from supervision_tui.desk.vault.journal import JournalWanted, journal_page
from supervision_tui.vault.errors import VaultBusy
from supervision_tui.vault.files import keys_path, logs_of
from supervision_tui.vault.key_file import read_key_file
from supervision_tui.vault.last_seen import LastSeen
from supervision_tui.vault.opener import unlock
from supervision_tui.vault.store import Store
from tests.conftest import PASSPHRASE

from .ending import rounds
from .vaults import MOMENT, add_team, copied, opened, teams

Harm = Callable[[Path], None]
MANY = [f"Team {number:02}" for number in range(20)]


def taken_away(file: Path) -> None:
    file.unlink()


def replaced_by_an_older_one(file: Path) -> None:
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content[: len(content) // 2])


def emptied(file: Path) -> None:
    os.truncate(file, 0)


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def a_bit_turned(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 16
    with file.open("r+b") as there:
        there.write(content)


HARMS = [taken_away, replaced_by_an_older_one, emptied, cut, a_bit_turned]


def log_of(path: Path) -> Path:
    return logs_of(path)[0]


def put_back(copy: Path, path: Path) -> None:
    """Put both files of a copy in the vault's place."""
    for file in (copy, keys_path(copy)):
        shutil.copy(file, path.with_name(file.name))


def verbs(store: Store) -> list[str]:
    return [line.verb for line in store.run(journal_page, JournalWanted()).lines]


@pytest.fixture
def written(path: Path) -> Store:
    """An open vault whose changes lie in its log."""
    store = opened(path)
    for name in MANY:
        store.run(add_team, name)
    return store


@pytest.mark.parametrize("harm", HARMS)
def test_a_log_that_is_harmed_while_open_is_put_right_and_told(written: Store, harm: Harm) -> None:
    harm(log_of(written.path))
    written.run(add_team, "Zenith")
    written.close()
    assert "nothing is lost" in written.noticed[-1]
    again = opened(written.path)
    assert again.run(teams) == [*MANY, "Zenith"]
    assert again.verify().is_whole
    assert {"log brought in", "log put right"} & set(verbs(again))
    again.close()


@pytest.mark.parametrize("harm", HARMS)
def test_a_log_that_is_harmed_just_before_the_vault_is_closed_costs_nothing(
    written: Store, harm: Harm
) -> None:
    harm(log_of(written.path))
    written.close()
    again = opened(written.path)
    assert again.run(teams) == MANY
    assert again.verify().is_whole
    assert again.missing == ""
    again.close()


@pytest.mark.parametrize("harm", [emptied, cut, a_bit_turned])
def test_what_is_read_from_a_harmed_log_is_read_all_the_same(written: Store, harm: Harm) -> None:
    harm(log_of(written.path))
    written._file._raw.execute("PRAGMA shrink_memory")  # nothing is answered from memory
    assert written.run(teams) == MANY
    assert written.verify().is_whole
    written.close()


def test_a_log_that_another_program_empties_rightly_is_not_called_cut(written: Store) -> None:
    reader = opened(written.path, writable=False)
    reader.verify()
    reader.close()
    written.run(add_team, "Zenith")
    written.close()
    assert written.noticed == []
    assert opened(written.path, writable=False).run(teams) == [*MANY, "Zenith"]


def test_while_another_window_reads_a_log_that_was_taken_away_stops_changes_and_nothing_is_lost(
    written: Store,
) -> None:
    reader = opened(written.path, writable=False)
    raw = reader._file._raw
    raw.execute("BEGIN")
    raw.execute("SELECT count(*) FROM team").fetchall()
    log_of(written.path).unlink()
    written._file._raw.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(VaultBusy, match="close that one"):
        written.run(add_team, "Zenith")
    raw.execute("ROLLBACK")
    reader.close()
    written.run(add_team, "Zenith")
    written.close()
    assert opened(written.path, writable=False).run(teams) == [*MANY, "Zenith"]


def test_a_log_does_not_grow_beyond_its_measure(path: Path) -> None:
    store = opened(path)
    for number in range(60):
        store.run(add_team, f"{number} " + "x" * 200_000)
    assert log_of(path).stat().st_size < 6 << 20
    store.close()
    store = opened(path)
    assert len(store.run(teams)) == 60
    store.close()


def unchanged(_file: Path) -> None:
    """Another program writes the same once more, as a sync service does."""
    content = _file.read_bytes()
    _file.unlink()
    _file.write_bytes(content)


@pytest.mark.parametrize("harm", [taken_away, emptied, cut, a_bit_turned, replaced_by_an_older_one])
@pytest.mark.parametrize("is_changed_after", [True, False])
def test_a_key_file_that_is_harmed_while_open_is_put_back(
    path: Path, harm: Harm, is_changed_after: bool
) -> None:
    store = opened(path)
    harm(keys_path(path))
    if is_changed_after:
        store.run(add_team, "Harbour")
        assert unlock(path, passphrase=PASSPHRASE, ask=lambda _why: None).key == store._file.key
    store.close()
    assert "key file was taken away or changed" in store.noticed[-1]
    again = opened(path)
    assert "key file put back" in verbs(again)
    again.close()


def test_a_key_file_that_is_written_anew_as_it_was_is_nothing_to_tell(path: Path) -> None:
    store = opened(path)
    unchanged(keys_path(path))
    store.run(add_team, "Harbour")
    store.close()
    assert store.noticed == []


def killed_with_changes(path: Path, changes: int) -> None:
    """Write so many changes, and be killed."""
    with rounds("write", path) as process:
        assert len(process.round("after", changes).acknowledged) >= changes


@pytest.mark.parametrize("harm", [taken_away, emptied, cut, a_bit_turned])
def test_a_log_that_is_harmed_after_a_kill_is_told_with_what_the_newest_backup_has(
    path: Path, tmp_path: Path, harm: Harm
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    store = opened(path)
    store.run(add_team, "Harbour")
    store.run(vault_settings.set_backup_folder, str(folder), MOMENT)
    made = backups.back_up_if_due(store, MOMENT)
    assert made is not None
    store.close()
    killed_with_changes(path, 12)
    harm(log_of(path))
    store = opened(path)
    assert "changes that were kept here until" in store.missing
    assert made.path.name in store.missing
    assert store.noticed == [store.missing]
    found = overview.verify_vault(store, MOMENT)
    assert found.damaged == (f"last seen: {store.missing}",)
    store.close()
    again = opened(path)
    assert again.missing == ""
    assert "found missing" in verbs(again), "and so it stays written"
    again.close()


def test_an_older_copy_of_both_files_is_told(path: Path, tmp_path: Path) -> None:
    earlier = copied(path, tmp_path / "earlier")
    store = opened(path)
    for name in MANY:
        store.run(add_team, name)
    store.close()
    put_back(earlier, path)
    reading = opened(path, writable=False)
    assert "20 changes that were kept here" in reading.missing
    assert "earlier copy" in reading.missing
    reading.close()
    store = opened(path)
    assert "20 changes" in store.missing
    store.close()


def test_a_vault_whose_journal_went_another_way_is_told(path: Path, tmp_path: Path) -> None:
    earlier = copied(path, tmp_path / "earlier")
    store = opened(path)
    store.run(add_team, "Harbour")
    store.close()
    other = opened(earlier)
    other.run(vault_settings.set_lock_after, 15, MOMENT)
    other.run(add_team, "Orchard")
    other.close()
    put_back(earlier, path)
    store = opened(path)
    assert "its journal is another one from there on" in store.missing
    store.close()


def test_a_copy_in_another_place_is_no_older_one(path: Path, tmp_path: Path) -> None:
    earlier = copied(path, tmp_path / "earlier")
    store = opened(path)
    store.run(add_team, "Harbour")
    store.close()
    other = opened(earlier)
    assert other.noticed == []
    other.close()


def test_a_backup_that_a_person_brings_back_is_no_older_copy(path: Path) -> None:
    from supervision_tui.vault.backup import read_backup
    from supervision_tui.vault.opener import unlock_backup
    from supervision_tui.vault.restore import bring_back

    store = opened(path)
    backups.back_up(store, path.parent / "made.backup", MOMENT)
    store.run(add_team, "Harbour")
    store.close()
    backup = read_backup(path.parent / "made.backup")
    key = unlock_backup(backup, PASSPHRASE, lambda _why: None).key
    bring_back(backup, key, path, MOMENT.now, by="test", over=True)
    store = opened(path)
    assert store.noticed == []
    store.close()


def test_a_log_in_which_only_typed_text_stood_is_missed_too(path: Path) -> None:
    store = opened(path)
    store.settle()
    store.run(save_draft, "note C-1", "half a sentence", MOMENT)
    was, log = copied(path, path.parent / "as it was"), log_of(path).read_bytes()
    seen = LastSeen(store.keys.vault_id, path).path
    record = seen.read_bytes()
    store.close()
    put_back(was, path)  # as after a kill
    seen.write_bytes(record)
    log_of(path).write_bytes(log[: len(log) // 2])
    store = opened(path)
    assert "every change in the journal is there, but text that was typed last" in store.missing
    store.close()


def test_settling_seals_the_end_of_the_journal_and_empties_the_log(written: Store) -> None:
    def sealed() -> int:
        return int(read_key_file(keys_path(written.path)).keys.journal.get("count", 0))

    assert sealed() == 0
    written.settle()
    assert sealed() == len(MANY)
    assert log_of(written.path).stat().st_size == 0
    written.close()


def test_where_nothing_can_be_kept_outside_the_folder_nothing_is_stopped(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "no folder").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "no folder"))
    store = opened(path)
    store.run(add_team, "Harbour")
    store.close()
    store = opened(path)
    assert store.run(teams) == ["Harbour"]
    store.close()


def test_what_was_last_seen_is_sealed_and_private(path: Path) -> None:
    store = opened(path)
    store.run(add_team, "Harbour")
    seen = LastSeen(store.keys.vault_id, path)
    key = bytearray(store._file.key)
    assert seen.read(key) is not None
    assert seen.path.stat().st_mode & 0o077 == 0
    assert "home" not in str(seen.path.name)
    store.close()
    content = seen.path.read_bytes()
    for place in range(0, content.index(b"}"), 7):
        seen.path.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        found = seen.read(key)
        assert found is None, place


def test_each_signature_is_settled_at_once(demo_store: Store) -> None:
    signed = demo_store.read(
        lambda rows: rows("SELECT max(id) FROM supervision_session WHERE signed_at <> ''")
    )[0][0]
    demo_store.run(save_draft, "note C-1", "half a sentence", MOMENT)
    demo_store.run(amend_record, signed, None, "left out", "It was said at the end.", moment=MOMENT)
    noted = read_key_file(keys_path(demo_store.path)).keys.journal["count"]
    assert noted == demo_store.run(journal_page, JournalWanted()).total
    assert log_of(demo_store.path).stat().st_size == 0
