"""Bringing a backup back: tried out first, then put in its place in steps of which none can mix two
vaults.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import files, mounts, write_lock
from .backup import DB, KEYS, LOG, Backup, pack, unpack
from .errors import BackupRefused, VaultDamaged, VaultError
from .key_file import read_key_file
from .last_seen import LastSeen
from .own_files import is_backup, is_document
from .progress import ReportProgress, silent
from .store import open_store
from .verify import Verified, verify_file


@dataclass(frozen=True, slots=True)
class Restored:
    """A restored vault: where it lies, where the one before is kept, and what it holds."""

    path: Path
    before: Path | None
    holds: Verified


def try_out(
    backup: Backup, data_key: bytearray, folder: Path, progress: ReportProgress = silent
) -> Verified:
    """Open a backup for real and look at all of it, in a passing folder.

    What is unpacked stays encrypted.

    Raises `BackupRefused` where it is damaged, `VaultError` where there is no room, `Cancelled`.
    """
    with _staged(backup, data_key, folder, progress) as (_, holds):
        return holds


def bring_back(
    backup: Backup,
    data_key: bytearray,
    target: Path,
    at: datetime,
    *,
    by: str,
    over: bool = False,
    progress: ReportProgress = silent,
) -> Restored:
    """Put a backup in place as a vault.

    `over` replaces a vault that lies there, which is backed up whole before.

    `by` is what opened it, for the journal.

    Raises `BackupRefused`, `VaultBusy` where the old one is open, `VaultError`; then the old one is
    as it was.
    """
    lies_there = _check_target(target, backup, over=over)
    files.check_folder(target.parent)
    if backup.keys.keys.wal:
        mounts.check_is_local(target.parent)
    files.make_private_folder(target.parent)
    with contextlib.ExitStack() as stack:
        stack.enter_context(write_lock.held(target))
        if not lies_there:
            _check_target(target, backup, over=False)  # it was free before it was held
        staged, holds = stack.enter_context(_staged(backup, data_key, target.parent, progress))
        # Whatever would not open is found before the swap.
        store = open_store(staged / DB, bytearray(data_key), is_passing=True)
        try:
            store.note(
                "restore backup",
                f"made {backup.made_at.isoformat('T', 'minutes')}, opened by {by}",
                at,
            )
        finally:
            store.close()
        before = _keep_old(target, at) if lies_there else None
        LastSeen(backup.keys.keys.vault_id, target).forget()  # it is brought back on purpose
        _swap(staged, target, over=lies_there)
    return Restored(target, before, holds)


def _is_of(keys: Path, backup: Backup) -> bool:
    """Tell whether a key file without a vault is of the one brought back, broken off there."""
    try:
        return read_key_file(keys).keys.vault_id == backup.keys.keys.vault_id
    except VaultError:
        return False


def _check_target(target: Path, backup: Backup, *, over: bool) -> bool:
    """Tell whether a vault lies there that may be replaced.

    Raises `VaultError` where it may not, or is none.
    """
    files.check_vault_name(target)
    keys = files.keys_path(target)
    for path in (target, keys):
        files.check_is_ours(path)
    if target.exists() and not over:
        raise VaultError(
            f"{target} is already there. Name another place, or replace it with --over."
        )
    if target.exists() and not _may_be_a_vault(target):
        raise VaultError(f"{target.name} is no vault, and stays as it is. Name another place.")
    if (
        keys.exists()
        and not (target.exists() or files.set_aside_path(target).exists())
        and not _is_of(keys, backup)
    ):
        raise VaultError(
            f"{keys.name} lies there and belongs to another vault. Name another place."
        )
    return target.exists()


def _may_be_a_vault(path: Path) -> bool:
    """Tell whether a vault lies there, even a damaged one: never a document or a backup."""
    return not is_backup(path) and (files.keys_path(path).exists() or not is_document(path))


@contextlib.contextmanager
def _staged(
    backup: Backup, data_key: bytearray, folder: Path, progress: ReportProgress
) -> Iterator[tuple[Path, Verified]]:
    """The backup in a passing folder of ours, looked at whole."""
    staged = files.neighbour(folder / backup.path.name, "unpacked")
    try:
        staged.mkdir(mode=files.PRIVATE_FOLDER)
    except OSError as why:
        raise VaultError(
            f"{folder} cannot be written: {why.strerror}. Nothing was changed."
        ) from None
    try:
        members = [DB, KEYS]
        if backup.has_log:
            members.append(LOG)
        for member in members:
            unpack(
                backup, member, staged / member, lambda share: progress("unpacking", share * 0.4)
            )
        yield staged, _looked_at(backup, data_key, staged / DB, progress)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _looked_at(backup: Backup, data_key: bytearray, db: Path, progress: ReportProgress) -> Verified:
    def told(what: str, share: float) -> None:
        progress(f"verifying {what}", 0.4 + share * 0.6)

    keys = backup.keys.checked(data_key)
    try:
        found = verify_file(db, data_key, keys, wal=keys.wal, progress=told)
    except VaultDamaged:
        raise BackupRefused(f"{backup.path.name} is damaged; take another backup.") from None
    if found.broken:
        raise BackupRefused(
            f"{backup.path.name} is damaged ({found.broken[0]}); take another backup."
        )
    return found


def _keep_old(target: Path, at: datetime) -> Path:
    """Keep the vault that lies there in a backup file, even one that no key opens any more."""
    kept = files.free_name(
        target.with_name(f"{target.stem}-before-restore-{at:%Y%m%d-%H%M%S}.backup")
    )
    files.check_can_be_made(kept)
    lying = {DB: target, KEYS: files.keys_path(target), LOG: files.logs_of(target)[0]}
    pack({name: path for name, path in lying.items() if path.is_file()}, kept, at)
    return kept


def _swap(staged: Path, target: Path, *, over: bool) -> None:
    """Swap so that no key file ever stands beside another vault's file."""
    aside = files.set_aside_path(target)
    try:
        if over:
            os.replace(target, aside)
        if over:
            for log in files.logs_of(target):
                log.unlink(missing_ok=True)
        files.tries_path(target).unlink(missing_ok=True)
        keys = files.keys_path(target)
        if keys.exists() and not over and not aside.exists():  # of a restore that was broken off
            files.rename_new(keys, files.free_name(keys.with_stem(f"{keys.stem}-before-restore")))
        if over or aside.exists():
            os.replace(staged / KEYS, keys)
        else:
            (files.rename_new(staged / KEYS, keys))
        files.rename_new(staged / DB, target)
        files.flush_folder(target.parent)
        aside.unlink(missing_ok=True)
    except FileExistsError:
        says = (
            f"{target.name} has come to lie there meanwhile, and stays as it is. Name another "
            f"place."
        )
        raise VaultError(says) from None
    except OSError as why:
        raise VaultError(
            f"{target.name} could not be put in place: {why.strerror}. Run the restore again."
        ) from None
