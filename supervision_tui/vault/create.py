"""Making a new vault."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from supervision_tui.system.clock import Clock

from . import files, mounts, os_keyring, write_lock
from .errors import VaultError, VaultLocked
from .key_file import KeyFile
from .secret_bytes import new_key
from .store import Store, open_store

_STAGED = "unpacked"  # the end of the passing folder in which a vault is made


@dataclass(frozen=True, slots=True)
class NewVault:
    """A vault just made: the open store, the recovery code, and how the keyring answered."""

    store: Store
    recovery_code: str
    keyring: os_keyring.KeyringAnswer | None


def create_vault(
    path: Path, *, passphrase: str | None, use_keyring: bool, journal_mode: str = ""
) -> NewVault:
    """Make a new vault with a random key, a recovery slot, and the slots asked for.

    Raises `VaultError` where something lies there already, where the disk is none that keeps it, or
    where neither keyring nor passphrase can protect it.
    """
    _check_place(path, journal_mode)
    key, today = new_key(), _today()
    keys, code = KeyFile.for_new_vault(wal=journal_mode != "delete").with_recovery(key, today)
    if passphrase is not None:
        keys = keys.with_passphrase(key, passphrase, today)
    answer = None
    if use_keyring:
        entry = keys.new_keyring_entry()
        answer = os_keyring.store_new_key(keys.keyring_service(), entry)
        if answer.key:
            keys = keys.with_keyring(key, answer.key, answer.backend, entry, today)
    if passphrase is None and not (answer and answer.key):
        reason = answer.says if answer else "the keyring is not to be used"
        raise VaultLocked(f"The vault needs a passphrase, since {reason}: --passphrase-file FILE.")
    return NewVault(_laid_down(path, key, keys), code, answer)


def create_passing_vault(path: Path) -> Store:
    """A vault that is gone when it is closed: its key is held by this process alone."""
    key = new_key()
    keys, _code = KeyFile.for_new_vault().with_recovery(key, _today())
    return _laid_down(path, key, keys, is_passing=True)


def finish_broken_off(path: Path) -> None:
    """Put the rest of a vault in its place whose making was killed between its two files.

    Nothing where none was.

    Raises `VaultError`.
    """
    if path.exists() or not files.keys_path(path).exists():
        return
    for staged in files.left_beside(path, _STAGED):
        if (staged / path.name).exists() and not files.keys_path(staged / path.name).exists():
            _put_in_place(staged / path.name, path)
            shutil.rmtree(staged, ignore_errors=True)


def _check_place(path: Path, journal_mode: str) -> None:
    try:
        _check_free_place(path, journal_mode)
    except OSError as why:
        raise VaultError(f"{path} cannot be made: {why.strerror}. Choose another place.") from None


def _check_free_place(path: Path, journal_mode: str) -> None:
    files.check_vault_name(path)
    finish_broken_off(path)
    for there in (path, files.keys_path(path)):
        if os.path.lexists(there):
            if there == path or path.exists():
                raise VaultError(
                    f"{there} is already there; open it, or name another place with --vault."
                )
            raise VaultError(
                f"{there} lies there without its vault. Move it away, or name another place with "
                f"--vault."
            )
        files.check_is_ours(there)  # also a name that no file can have
    files.check_folder(path.parent)
    if journal_mode != "delete":
        mounts.check_is_local(path.parent)


def _today() -> date:
    return Clock().now().date()


def _laid_down(path: Path, key: bytearray, keys: KeyFile, *, is_passing: bool = False) -> Store:
    """Make the vault in a passing folder, and put its two files in place, over nothing there.

    Killed at any moment it leaves nothing, or a pair that `finish_broken_off` makes whole.
    """
    try:
        files.make_private_folder(path.parent)
        with write_lock.held(path):
            staged = files.neighbour(path, _STAGED)
            staged.mkdir(mode=files.PRIVATE_FOLDER)
            try:
                _make_in(staged / path.name, bytearray(key), keys)
                _put_in_place(files.keys_path(staged / path.name), files.keys_path(path))
                try:
                    _put_in_place(staged / path.name, path)
                except BaseException:
                    files.keys_path(path).unlink()  # it was put there just now, by us
                    raise
                files.flush_folder(path.parent)
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    except OSError as why:
        raise VaultError(f"{path} cannot be made: {why.strerror}. Choose another place.") from None
    return open_store(path, key, is_passing=is_passing)


def _make_in(path: Path, key: bytearray, keys: KeyFile) -> None:
    files.make_empty_private(path)
    keys.write(files.keys_path(path), key)
    open_store(path, key, is_new=True, is_passing=True).close()


def _put_in_place(made: Path, path: Path) -> None:
    try:
        files.rename_new(made, path)
    except FileExistsError:
        raise VaultError(
            f"{path} has come to lie there meanwhile, and stays as it is. Name another place."
        ) from None
