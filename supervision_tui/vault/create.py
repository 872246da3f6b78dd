"""Making a new vault, and unlocking one that is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import os_keyring, places
from .errors import VaultError, VaultLocked
from .key_file import KeyFile, check_seal, new_data_key, read_key_file
from .store import Store, open_store


@dataclass(frozen=True, slots=True)
class NewVault:
    """A vault just made: the open store, the recovery code to show once, and the keyring's backend, if one is used."""

    store: Store
    recovery_code: str
    keyring: str | None


def create_vault(path: Path, *, passphrase: str | None, use_keyring: bool) -> NewVault:
    """Make a new vault with a random key, a recovery slot, and the slots asked for.

    Raises `VaultError` where something lies there already, or where neither keyring nor passphrase can protect it.
    """
    keys = places.keys_path(path)
    if path.suffix in places.OWN_SUFFIXES:
        raise VaultError(f"A vault cannot be called {path.name}: files of that ending lie beside it. Choose .db.")
    for there in (path, keys):
        if there.exists() or there.is_symlink():
            raise VaultError(f"{there} is already there; open it, or name another place with --vault.")
    key, key_file = new_data_key(), KeyFile.for_new_vault()
    key_file, code = key_file.with_recovery(key)
    if passphrase is not None:
        key_file = key_file.with_passphrase(key, passphrase)
    backend = None
    if use_keyring:
        answer = os_keyring.store_new_key(key_file.keyring_service())
        if answer.backend and answer.key:
            backend = answer.backend
            key_file = key_file.with_keyring(key, answer.key, backend)
    if passphrase is None and backend is None:
        raise VaultLocked("There is no keyring to hold the key, so the vault needs a passphrase: --passphrase-file.")
    return NewVault(_laid_down(path, key, key_file), code, backend)


def create_passing_vault(path: Path) -> Store:
    """A vault that is gone when it is closed: its key is held by this process alone."""
    key, key_file = new_data_key(), KeyFile.for_new_vault()
    key_file, _code = key_file.with_recovery(key)
    return _laid_down(path, key, key_file)


def unlock(path: Path, *, passphrase: str | None, ask: Callable[[], str | None]) -> bytearray:
    """The data key of a vault: by the passphrase given, else the keyring, else what `ask` brings.

    Raises `VaultLocked` where none of them opens it, `VaultDamaged` where the key file was changed.
    """
    if not path.exists():
        raise VaultError(f"There is no vault at {path}. Make one with: supervision-tui init")
    keys = places.keys_path(path)
    key_file, seal = read_key_file(keys)
    key = _unlocked(key_file, passphrase, ask)
    check_seal(key_file, seal, key, keys)
    return key


def _unlocked(key_file: KeyFile, passphrase: str | None, ask: Callable[[], str | None]) -> bytearray:
    if passphrase is not None:
        return _by_words(key_file, passphrase)
    if "keyring" in key_file.kinds():
        answer = os_keyring.fetch_key(key_file.keyring_service())
        if answer.key:
            return key_file.open_with_keyring(answer.key)
    typed = ask()
    if typed is None:
        raise VaultLocked("The vault is locked: no keyring entry was found; give --passphrase-file FILE.")
    return _by_words(key_file, typed)


def _by_words(key_file: KeyFile, typed: str) -> bytearray:
    """A passphrase, or the recovery code typed in its place."""
    if "passphrase" in key_file.kinds():
        try:
            return key_file.open_with_passphrase(typed)
        except VaultLocked:
            if not _looks_like_a_code(typed):
                raise
    return key_file.open_with_recovery(typed)


def _looks_like_a_code(typed: str) -> bool:
    return len("".join(typed.split()).replace("-", "")) == 36 and typed.count("-") >= 8


def _laid_down(path: Path, key: bytearray, key_file: KeyFile) -> Store:
    keys = places.keys_path(path)
    try:
        places.make_private_folder(path.parent)
        places.make_empty_private(path)
        key_file.write(keys, key)
        return open_store(path, key, is_new=True)
    except OSError as why:
        raise VaultError(f"{path} cannot be made: {why.strerror}. Choose another place.") from None
    except VaultError:
        for made in (path, keys, places.lock_path(path)):  # nothing half-made stays behind
            made.unlink(missing_ok=True)
        raise
