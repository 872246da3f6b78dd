"""Backups: made, read back, opened for real, brought back; and which of the automatic ones stay."""

from __future__ import annotations

import io
import json
import stat
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision_tui.desk.moment import Moment, Refused
from supervision_tui.desk.vault import backups, overview, unlock_methods
from supervision_tui.desk.vault import settings as vault_settings
from supervision_tui.desk.vault.backups import back_up_if_due
from supervision_tui.vault import backup_series
from supervision_tui.vault.backup import DB, read_backup
from supervision_tui.vault.errors import (
    BackupRefused,
    Cancelled,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultLocked,
)
from supervision_tui.vault.opener import unlock_backup
from supervision_tui.vault.restore import bring_back
from tests.conftest import PASSPHRASE

from .vaults import AT, MOMENT, add_team, make_vault, opened, teams

NEW = "another plain sentence entirely"


@pytest.fixture
def backup(path: Path, tmp_path: Path) -> Path:
    """A backup of a vault with one team; a second one was added since."""
    store = opened(path)
    store.run(add_team, "Harbour")
    made = backups.back_up(store, tmp_path / "made.backup", MOMENT)
    store.run(add_team, "Orchard")
    store.close()
    return made.path


def restored(
    backup: Path, target: Path, *, over: bool = False, words: str = PASSPHRASE
) -> Path | None:
    found = read_backup(backup)
    unlocked = unlock_backup(found, words, lambda _why: None)
    return bring_back(found, unlocked.key, target, AT, by=str(unlocked.by), over=over).before


def test_a_backup_opens_on_another_machine_by_the_passphrase_or_the_code(tmp_path: Path) -> None:
    path = tmp_path / "here" / "supervision.db"
    code = make_vault(path)
    store = opened(path)
    store.run(add_team, "Harbour")
    made = backups.back_up(store, tmp_path / "made.backup", MOMENT)
    store.close()
    for number, words in enumerate((PASSPHRASE, code)):
        there = tmp_path / f"there {number}" / "supervision.db"
        assert restored(made.path, there, words=words) is None
        again = opened(there, words)
        assert again.run(teams) == ["Harbour"]
        assert again.verify().is_whole
        again.close()


def test_a_backup_is_private_encrypted_and_unpacked_by_any_zip_program(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert b"Harbour" not in backup.read_bytes()
    with zipfile.ZipFile(backup) as archive:
        assert sorted(archive.namelist()) == ["about.json", "supervision.db", "supervision.keys"]
        assert not archive.read(DB).startswith(b"SQLite format")
        assert archive.testzip() is None


def test_a_backup_goes_on_while_records_are_written(path: Path, tmp_path: Path) -> None:
    store = opened(path)
    written = 0

    def write_meanwhile(_what: str, _share: float) -> None:
        nonlocal written
        store.run(add_team, f"Team {written:03}")
        written += 1

    store.run(add_team, "Harbour")
    made = backups.back_up(store, tmp_path / "made.backup", MOMENT, write_meanwhile)
    assert written > 3
    assert len(store.run(teams)) == written + 1
    store.close()
    restored(made.path, tmp_path / "there" / "supervision.db")
    again = opened(tmp_path / "there" / "supervision.db")
    assert 1 <= len(again.run(teams)) <= written, "the vault as it was at one moment"
    again.close()


@pytest.mark.parametrize("stop_at", ["copying", "verifying pages", "verifying journal", "writing"])
def test_a_backup_that_is_stopped_leaves_nothing(path: Path, tmp_path: Path, stop_at: str) -> None:
    store = opened(path)
    folder = tmp_path / "backups"
    folder.mkdir()

    def stop(what: str, _share: float) -> None:
        if what == stop_at:
            raise Cancelled

    with pytest.raises(Cancelled):
        backups.back_up(store, folder / "made.backup", MOMENT, stop)
    assert list(folder.iterdir()) == []
    store.run(add_team, "Harbour")
    store.close()


def test_closing_the_vault_stops_a_backup(path: Path, tmp_path: Path) -> None:
    store = opened(path)
    store.stop_long_work()
    with pytest.raises(VaultError):
        backups.back_up(store, tmp_path / "made.backup", MOMENT)
    store.close()


def test_a_backup_never_writes_over_anything(path: Path, tmp_path: Path) -> None:
    there = tmp_path / "letter.txt"
    there.write_text("keep me")
    store = opened(path)
    for target in (
        there,
        path,
        path.with_suffix(".keys"),
        tmp_path / "no such folder" / "made.backup",
    ):
        with pytest.raises(VaultError):
            backups.back_up(store, target, MOMENT)
    store.close()
    assert there.read_text() == "keep me"


def test_a_backup_is_brought_back_over_the_vault_only_after_that_was_kept(
    path: Path, backup: Path, tmp_path: Path
) -> None:
    with pytest.raises(VaultError, match="--over"):
        restored(backup, path)
    before = restored(backup, path, over=True)
    assert before is not None
    now = opened(path)
    assert now.run(teams) == ["Harbour"]
    now.close()
    restored(before, tmp_path / "again" / "supervision.db")
    again = opened(tmp_path / "again" / "supervision.db")
    assert again.run(teams) == ["Harbour", "Orchard"]
    again.close()


def test_two_restores_within_a_second_keep_what_each_of_them_replaces(
    path: Path, backup: Path
) -> None:
    before, before_that = restored(backup, path, over=True), restored(backup, path, over=True)
    assert before is not None
    assert before_that == before.with_stem(f"{before.stem}-2")
    assert before.is_file()
    assert before_that.is_file()


def test_even_a_damaged_vault_is_kept_before_a_backup_takes_its_place(
    path: Path, backup: Path
) -> None:
    path.write_bytes(b"no vault at all")
    before = restored(backup, path, over=True)
    assert before is not None
    with zipfile.ZipFile(before) as archive:
        assert archive.read(DB) == b"no vault at all"
    opened(path).close()


def test_no_backup_takes_the_place_of_an_open_vault(path: Path, backup: Path) -> None:
    store = opened(path)
    with pytest.raises(VaultBusy):
        restored(backup, path, over=True)
    assert store.run(teams) == ["Harbour", "Orchard"]
    store.close()


def test_the_old_passphrase_still_opens_an_old_backup(
    path: Path, backup: Path, tmp_path: Path
) -> None:
    store = opened(path)
    unlock_methods.set_passphrase(store, NEW, MOMENT)
    store.close()
    restored(backup, tmp_path / "there" / "supervision.db")
    with pytest.raises(VaultLocked):
        restored(backup, tmp_path / "more" / "supervision.db", words=NEW)


def test_a_restore_drill_opens_a_backup_with_words_alone_and_puts_it_away(
    path: Path, backup: Path
) -> None:
    store = opened(path)
    before = sorted(each.name for each in path.parent.iterdir())
    with pytest.raises(VaultLocked):
        backups.try_backup(store, backup, "not this sentence", MOMENT)
    tried = backups.try_backup(store, backup, PASSPHRASE, MOMENT)
    assert tried.holds.is_whole
    assert tried.holds.counts["team"] == 1
    assert sorted(each.name for each in path.parent.iterdir()) == before
    view = overview.vault_view(store, MOMENT)
    assert (view.tried_out, view.backed_up) == (AT, AT)
    store.close()


def test_every_bit_of_a_backup_counts(backup: Path, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    broken = tmp_path / "broken.backup"
    for place in [*range(0, len(whole), len(whole) // 25), len(whole) - 40]:
        content = bytearray(whole)
        content[place] ^= 4
        broken.write_bytes(content)
        try:
            restored(broken, tmp_path / "there" / "supervision.db")
        except (BackupRefused, VaultLocked, VaultDamaged):
            assert not (tmp_path / "there" / "supervision.db").exists()
            continue
        # A bit that means nothing: a time, a flag of the ZIP.
        again = opened(tmp_path / "there" / "supervision.db")
        assert again.run(teams) == ["Harbour"]
        assert again.verify().is_whole
        again.close()
        for each in (tmp_path / "there").iterdir():
            each.unlink()


def _zip_of(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 and no more",
        b"x" * 5000,
        _zip_of(hello_txt=b"hello"),
        _zip_of(supervision_db=b"", supervision_keys=b"", about_json=b""),
        _zip_of(supervision_db=b"", supervision_keys=b"{}", about_json=b"[]"),
        _zip_of(supervision_db=b"", supervision_keys=b"x" * (2 << 20), about_json=b"{}"),
        _zip_of(
            supervision_db=b"",
            supervision_keys=b"{}",
            about_json=json.dumps({"made_at": 7}).encode(),
        ),
    ],
    # A ZIP holds the time it was made: as an id, it would differ between two test processes.
    ids=[
        "empty",
        "cut",
        "no zip",
        "another zip",
        "empty keys",
        "about is a list",
        "keys too long",
        "made at 7",
    ],
)
def test_what_is_no_backup_gets_one_sentence(tmp_path: Path, content: bytes) -> None:
    there = tmp_path / "some.backup"
    there.write_bytes(content)
    with pytest.raises(BackupRefused, match="backup"):
        read_backup(there)


def test_a_missing_file_or_a_folder_is_no_backup(tmp_path: Path) -> None:
    for there in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(BackupRefused):
            read_backup(there)


# Automatic ones


def test_a_backup_a_day_is_made_while_the_vault_is_used(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    store = opened(path)
    assert backups.back_up_if_due(store, MOMENT) is None, "no folder was chosen yet"
    store.run(vault_settings.set_backup_folder, str(folder), MOMENT)
    assert backups.back_up_if_due(store, MOMENT) is not None
    assert backups.back_up_if_due(store, MOMENT) is None
    assert backups.newest_backup(store) == next(folder.iterdir())
    folder.rename(tmp_path / "unplugged")
    with pytest.raises(VaultError, match="connect its disk"):
        backups.back_up_if_due(store, MOMENT)
    store.close()


@pytest.mark.parametrize("typed", ["not/absolute", "/no/such/folder", "\x1b[31m"])
def test_a_backup_folder_must_be_there(path: Path, typed: str) -> None:
    store = opened(path)
    with pytest.raises(Refused, match=r"no such folder|whole path|cannot be a path"):
        store.run(vault_settings.set_backup_folder, typed, MOMENT)
    store.close()


def test_a_year_of_days_keeps_seven_days_five_weeks_and_twelve_months() -> None:
    last = date(2026, 3, 2)
    days = [last - timedelta(days=back) for back in range(500)]
    kept: set[date] = set()
    for day in sorted(days):  # as it goes: what was deleted is never there again
        kept = backup_series.to_keep({*kept, day})
    assert {last - timedelta(days=back) for back in range(7)} <= kept
    assert len({day.isocalendar()[:2] for day in kept}) >= 5
    assert len({(day.year, day.month) for day in kept}) == 12
    assert len(kept) <= 7 + 5 + 12


@given(st.sets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=80))
def test_the_newest_backup_always_stays_and_nothing_is_made_up(days: set[date]) -> None:
    kept = backup_series.to_keep(days)
    assert kept <= days
    assert len(kept) <= 24
    assert kept >= set(sorted(days)[-7:])


def test_seven_days_five_weeks_and_twelve_months_stay() -> None:
    """Of a year of daily backups up to Sunday 1 March 2026: the week of its last seven days counts
    among the five.
    """
    last = date(2026, 3, 1)
    days = [last - timedelta(days=back) for back in range(400)]
    kept = backup_series.to_keep(days)
    week = {last - timedelta(days=back) for back in range(7)}
    sundays = {last - timedelta(weeks=back) for back in range(5)}
    months = [(2026, 3), (2026, 2), (2026, 1), *((2025, month) for month in range(12, 3, -1))]
    newest = {max(day for day in days if (day.year, day.month) == month) for month in months}
    assert kept == week | sundays | newest


def test_the_backup_just_made_stays_whatever_its_day(tmp_path: Path) -> None:
    """By a clock that was set back it is the oldest of all."""
    vault = "1234abcd-0000"
    for back in range(60):
        (tmp_path / backup_series.name_of(vault, date(2026, 3, 1) - timedelta(days=back))).touch()
    made = tmp_path / backup_series.name_of(vault, date(2025, 12, 3))
    made.touch()
    (tmp_path / backup_series.name_of(vault, date(2025, 12, 31))).touch()
    backup_series.thin_out(backup_series.series(tmp_path, vault), newest=made)
    assert made.exists()


def test_only_this_vaults_own_backups_are_thinned_out(tmp_path: Path) -> None:
    ours, other = "1234abcd-0000", "99999999-0000"
    for back in range(60):
        for vault in (ours, other):
            (
                tmp_path / backup_series.name_of(vault, date(2026, 3, 2) - timedelta(days=back))
            ).touch()
    for stranger in (
        "letter.txt",
        "supervision-1234abcd-2026-02-31.backup",
        "supervision-1234abcd-latest.backup",
    ):
        (tmp_path / stranger).touch()
    found = backup_series.series(tmp_path, ours)
    deleted = backup_series.thin_out(found, newest=found[max(found)])
    assert deleted > 40
    assert len(backup_series.series(tmp_path, other)) == 60
    assert (tmp_path / "letter.txt").exists()
    assert (tmp_path / "supervision-1234abcd-2026-02-31.backup").exists()


def test_files_that_only_bear_the_name_of_a_backup_make_none_go_and_are_none(
    path: Path, tmp_path: Path
) -> None:
    store, folder = opened(path), tmp_path / "backups"
    folder.mkdir()
    store.run(vault_settings.set_backup_folder, str(folder), MOMENT)
    first = back_up_if_due(store, MOMENT)
    assert first is not None
    for number in range(20):  # somebody who may only add files there, or a clock that was wrong
        (
            folder
            / backup_series.name_of(store.keys.vault_id, date(2099, 1, 1) + timedelta(days=number))
        ).touch()
    tomorrow = Moment(
        MOMENT.today + timedelta(days=1), MOMENT.now + timedelta(days=1), MOMENT.policy
    )
    (
        folder / backup_series.name_of(store.keys.vault_id, tomorrow.now.astimezone().date())
    ).write_bytes(b"nothing")
    second = back_up_if_due(store, tomorrow)
    assert second is not None, "an empty file of that name is no backup of the day"
    assert first.path.exists()
    assert second.path.exists()
    assert back_up_if_due(store, tomorrow) is None, "now there is one"
    store.close()
