"""The way into a vault: what opens it, how long a wrong passphrase waits, and what is noted of each try."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.clock import Clock

from . import os_keyring, places
from .errors import BackupRefused, CodeSlip, VaultDamaged, VaultError, VaultLocked
from .key_file import KeyFile, read_key_file
from .places import keys_path
from .slots import SlotKind
from .store import Store, open_store
from .tries import Tries

if TYPE_CHECKING:
    from .backup import Backup

_NOW = Clock().now
Ask = Callable[[str], str | None]
"""Asks a person for the passphrase or the recovery code; told why the keyring did not do, if it did not."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The data key, and which way it was come by."""

    key: bytearray
    by: SlotKind


@dataclass(frozen=True, slots=True)
class Door:
    """The way into one vault.

    `passphrase` is what was given beforehand (a file); `journal_mode` is `wal` or `delete` where a person said so;
    `now` tells the instant.
    """

    path: Path
    passphrase: str | None = None
    journal_mode: str = ""
    now: Callable[[], datetime] = _NOW

    def check_is_there(self) -> None:
        """Raises `VaultError` where there is no vault to open."""
        if self.path.exists() or self.path.is_symlink():
            return
        if places.set_aside_path(self.path).exists():
            raise VaultError(f"Bringing back a backup to {self.path} was broken off. Run the same restore again.")
        raise VaultError(f"There is no vault at {self.path}. Make one with: supervision-tui init")

    def kinds(self) -> tuple[SlotKind, ...]:
        """The ways in that there are. Raises `VaultDamaged`."""
        return read_key_file(keys_path(self.path)).keys.kinds()

    def seconds_left(self) -> float:
        """How long a passphrase must wait after a wrong one."""
        return Tries.beside(self.path).seconds_left(self.now())

    def open(
        self,
        typed: str | None = None,
        *,
        ask: Ask = lambda _why: None,
        try_keyring: bool = True,
        writable: bool = True,
        bring_back: bool = False,
    ) -> Store:
        """Unlock and connect, and note it in the journal.

        Words `typed` by a person come before the passphrase given beforehand. `bring_back` puts the newest key file,
        which lies in the vault, in the place of one that is older. Raises `VaultError` and its kinds.
        """
        self.check_is_there()
        words = self.passphrase if typed is None else typed
        unlocked = unlock(self.path, passphrase=words, ask=ask, try_keyring=try_keyring, now=self.now)
        tries = Tries.beside(self.path)
        store = open_store(
            self.path, unlocked.key, writable=writable, journal_mode=self.journal_mode, bring_back=bring_back
        )
        try:
            store.note_unlocked(str(unlocked.by), tries.wrong, self.now())
        except BaseException:
            store.close()
            raise
        tries.clear()
        return store


def unlock(
    path: Path,
    *,
    passphrase: str | None,
    ask: Ask,
    try_keyring: bool = True,
    now: Callable[[], datetime] = _NOW,
) -> Unlocked:
    """The data key of a vault: by the passphrase given, else the keyring, else what `ask` brings.

    Raises `VaultLocked` where none of them opens it, `MustWait` where a wrong one has just been tried, and
    `VaultDamaged` where the key file was changed.
    """
    sealed = read_key_file(keys_path(path))
    found = _unlocked(sealed.keys, passphrase, ask, try_keyring, Tries.beside(path), now)
    sealed.checked(found.key)
    return found


def unlock_backup(backup: Backup, passphrase: str | None, ask: Ask) -> Unlocked:
    """The data key of a backup, as `unlock`; no wrong words are counted, since who guesses has the file.

    Raises `VaultLocked`, `BackupRefused`.
    """
    try:
        found = _unlocked(backup.keys.keys, passphrase, ask, True, None, _NOW)
        backup.keys.checked(found.key)
    except VaultDamaged:
        raise BackupRefused(f"{backup.path.name} is damaged; take another backup.") from None
    return found


def _unlocked(
    keys: KeyFile, passphrase: str | None, ask: Ask, try_keyring: bool, tries: Tries | None, now: Callable[[], datetime]
) -> Unlocked:
    why = ""
    if passphrase is None and try_keyring and SlotKind.KEYRING in keys.kinds():
        answer = os_keyring.fetch_key(keys.keyring_service(), keys.keyring_entry())
        if answer.key:
            return Unlocked(keys.open_with_keyring(answer.key), SlotKind.KEYRING)
        why = answer.says
    if passphrase is None:
        passphrase = ask(why)
    if passphrase is None:
        reason = why or "it opens with a passphrase"
        raise VaultLocked(f"The vault is locked: {reason}; give --passphrase-file FILE.")
    if tries is None:
        return by_words(keys, passphrase)
    tries.check(now())
    try:
        return by_words(keys, passphrase)
    except CodeSlip:
        raise
    except VaultLocked:
        tries.note(now())
        raise


def by_words(keys: KeyFile, typed: str) -> Unlocked:
    """By a passphrase, or the recovery code typed in its place. Raises `VaultLocked`."""
    if SlotKind.PASSPHRASE in keys.kinds():
        try:
            return Unlocked(keys.open_with_passphrase(typed), SlotKind.PASSPHRASE)
        except VaultLocked:
            if not _looks_like_a_code(typed) or SlotKind.RECOVERY not in keys.kinds():
                raise
    return Unlocked(keys.open_with_recovery(typed), SlotKind.RECOVERY)


def _looks_like_a_code(typed: str) -> bool:
    letters = "".join(typed.split()).replace("-", "")
    return 33 <= len(letters) <= 39 and typed.count("-") + len(typed.split()) >= 5 and letters.isalnum()
