"""Backups: made, one a day by themselves, and opened for real.

One function a verb, on the open store.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from supervision_tui.desk.moment import Moment
from supervision_tui.vault import backup_series
from supervision_tui.vault.backup import BackupMade, read_backup
from supervision_tui.vault.backup_series import chosen_folder
from supervision_tui.vault.errors import VaultError
from supervision_tui.vault.files import check_can_be_made
from supervision_tui.vault.opener import unlock_backup
from supervision_tui.vault.progress import ReportProgress, silent
from supervision_tui.vault.restore import try_out
from supervision_tui.vault.secret_bytes import forget, passing
from supervision_tui.vault.store import Store
from supervision_tui.vault.verify import Verified

BACKED_UP, TRIED_OUT = "back up", "open backup"


@dataclass(frozen=True, slots=True)
class TriedBackup:
    """A backup that was opened for real: when it was made, and what it holds."""

    made_at: datetime
    holds: Verified


def back_up(
    store: Store, target: Path, moment: Moment, progress: ReportProgress = silent
) -> BackupMade:
    """Make a verified backup in that file, or in that folder under the vault's name.

    Raises `VaultError`.
    """
    made = store.back_up(checked_target(store, target, moment), moment.now, progress)
    if store.is_writable:
        store.note(BACKED_UP, f"{made.size} bytes", moment.now)
    return made


def checked_target(store: Store, target: Path, moment: Moment) -> Path:
    """The file for a backup; in a folder, one by the vault's name and the time.

    Raises `VaultError`.
    """
    if os.path.isdir(target):
        target = target / f"{store.path.stem}-{moment.now.astimezone():%Y-%m-%d-%H%M%S}.backup"
    check_can_be_made(target)
    return target


def check_opens(_store: Store, path: Path, typed: str) -> None:
    """Raises `BackupRefused` where that is no backup, `VaultLocked` where the words are wrong."""
    forget(unlock_backup(read_backup(path), typed, lambda _why: None).key)


def back_up_if_due(
    store: Store, moment: Moment, *, folder_of_machine: str = ""
) -> BackupMade | None:
    """The day's automatic backup, if it is not there yet.

    Then those that need not stay are deleted. Where nobody has chosen a folder yet, that of the
    machine is taken.

    Raises `VaultError` where the folder is not there or cannot be written, `Refused` where that of
    the machine is none.
    """
    if store.is_passing or not store.is_writable:
        return None
    if folder_of_machine:
        from .settings import begin_backups_in

        store.run(begin_backups_in, folder_of_machine, moment)
    folder = store.read(chosen_folder)
    if folder is None:
        return None
    if not _is_there(folder):
        raise VaultError(
            f"The backup folder {folder} is not there; connect its disk, or choose another on "
            f"Vault."
        )
    today = _day(moment)
    there = _ours(store, folder, today)
    if today in there:
        return None
    made = back_up(store, backup_series.free_name(folder, store.keys.vault_id, today), moment)
    try:
        backup_series.thin_out(there | {today: made.path}, newest=made.path)
    except OSError as why:
        raise VaultError(
            f"An old backup in {folder} could not be deleted: {why.strerror}."
        ) from None
    return made


def _ours(store: Store, folder: Path, today: date) -> dict[date, Path]:
    """The automatic backups that are truly of this vault, by day.

    Files that only bear the name count for nothing.
    """
    named = backup_series.named(folder, store.keys.vault_id)
    return {day: path for day, path in named if day <= today and store.is_sealed_by_us(path)}


def _is_there(folder: Path) -> bool:
    """Tell whether the folder can be looked into; a network that is gone says many things."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def newest_backup(store: Store) -> Path | None:
    """The newest automatic backup. Raises `VaultError` where the folder cannot be read."""
    folder = store.read(chosen_folder)
    found = backup_series.series(folder, store.keys.vault_id) if folder else {}
    if found:
        return found[max(found)]
    return None


def try_backup(
    store: Store, path: Path, typed: str, moment: Moment, progress: ReportProgress = silent
) -> TriedBackup:
    """Open a backup for real, with words alone, as on another machine. The restore drill.

    Raises `BackupRefused` where it is damaged or none, `VaultLocked` where the words do not open
    it.
    """
    backup = read_backup(path)
    with passing(unlock_backup(backup, typed, lambda _why: None).key) as key:
        holds = try_out(backup, key, store.path.parent, progress)
    note_tried_out(store, backup.made_at, moment)
    return TriedBackup(backup.made_at, holds)


def note_tried_out(store: Store, made_at: datetime, moment: Moment) -> None:
    """Keep that a backup was opened for real, and which."""
    if store.is_writable:
        store.note(TRIED_OUT, f"made {made_at.isoformat('T', 'minutes')}", moment.now)


def kept_backups(store: Store) -> tuple[date, ...]:
    """The days of the automatic backups that are there now."""
    folder = store.read(chosen_folder)
    try:
        if folder:
            return tuple(backup_series.series(folder, store.keys.vault_id))
        return ()
    except VaultError:  # a disk that is not there now holds none that could be opened
        return ()


def place_beside(store: Store, why: str, moment: Moment) -> Path:
    """A file for a backup made for a reason: in the backup folder, else beside the vault."""
    folder = store.read(chosen_folder)
    place = folder if folder and _is_there(folder) else store.path.parent
    return place / f"{store.path.stem}-{why}-{moment.now:%Y%m%d-%H%M%S}.backup"


def _day(moment: Moment) -> date:
    """The day on which a backup is made, where the person is."""
    return moment.now.astimezone().date()
