"""The way into a vault: what opens it, how long a wrong passphrase waits, and what is noted of each
try.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.system.clock import Clock

from . import files, os_keyring
from .errors import BackupRefused, CodeSlip, VaultDamaged, VaultError, VaultLocked
from .failed_attempts import counted, forget_tries, seconds_left, wrong_tries
from .files import keys_path
from .key_file import KeyFile, read_key_file
from .slots import SlotKind
from .store import Store, open_store

if TYPE_CHECKING:
    from .backup import Backup

_NOW = Clock().now
AskPassphrase = Callable[[str], str | None]
"""Asks a person for the passphrase or the recovery code; told why the keyring did not do, if it
did not.
"""


@dataclass(frozen=True, slots=True)
class UnlockedKey:
    """The data key, and which way it was come by."""

    key: bytearray
    by: SlotKind


@dataclass(frozen=True, slots=True)
class VaultOpener:
    """The way into one vault.

    `passphrase` is what was given beforehand (a file); `journal_mode` is `wal` or `delete` where a
    person said so; `now` tells the instant.
    """

    path: Path
    passphrase: str | None = None
    journal_mode: str = ""
    now: Callable[[], datetime] = _NOW

    def check_is_there(self) -> None:
        """Raises `VaultError` where there is no vault, or it is a link or somebody else's."""
        from .create import finish_broken_off

        files.check_is_ours(self.path)
        finish_broken_off(self.path)
        if self.path.exists():
            return
        if files.set_aside_path(self.path).exists():
            raise VaultError(
                f"Bringing back a backup to {self.path} was broken off. Run the same restore again."
            )
        raise VaultError(f"There is no vault at {self.path}. Make one with: supervision-tui init")

    def is_new(self) -> bool:
        """Tell whether nothing lies there yet, so that a vault can be made."""
        there = (self.path, keys_path(self.path), files.set_aside_path(self.path))
        return not any(each.exists() or each.is_symlink() for each in there)

    def kinds(self) -> tuple[SlotKind, ...]:
        """The ways in that there are. Raises `VaultDamaged`."""
        return read_key_file(keys_path(self.path)).keys.kinds()

    def seconds_left(self) -> float:
        """Count how long a passphrase must wait after a wrong one."""
        return seconds_left(wrong_tries(self.path), self.now())

    def open(
        self,
        typed: str | None = None,
        *,
        ask: AskPassphrase = lambda _why: None,
        try_keyring: bool = True,
        writable: bool = True,
        bring_back: bool = False,
        migrates: bool = True,
    ) -> Store:
        """Unlock and connect, and note it in the journal.

        Words `typed` by a person come before the passphrase given beforehand. `bring_back` puts the
        newest key file, which lies in the vault, in the place of one that is older; without
        `migrates` the tables stay as they are. Raises `VaultError` and its kinds.
        """
        self.check_is_there()
        words = self.passphrase if typed is None else typed
        unlocked = unlock(
            self.path, passphrase=words, ask=ask, try_keyring=try_keyring, now=self.now
        )
        wrong = wrong_tries(self.path)
        store = open_store(
            self.path,
            unlocked.key,
            writable=writable,
            journal_mode=self.journal_mode,
            bring_back=bring_back,
            migrates=migrates,
        )
        store.opened_by = unlocked.by
        try:
            store.note_unlocked(str(unlocked.by), wrong, self.now())
        except BaseException:
            store.close()
            raise
        forget_tries(self.path)
        return store


def unlock(
    path: Path,
    *,
    passphrase: str | None,
    ask: AskPassphrase,
    try_keyring: bool = True,
    now: Callable[[], datetime] = _NOW,
) -> UnlockedKey:
    """The data key of a vault: by the passphrase given, else the keyring, else what `ask` brings.

    Raises `VaultLocked` where none of them opens it, `MustWait` where a wrong one has just been
    tried, and `VaultDamaged` where the key file was changed.
    """
    sealed = read_key_file(keys_path(path))
    found = _unlocked(sealed.keys, passphrase, ask, try_keyring=try_keyring, vault=path, now=now)
    sealed.checked(found.key)
    return found


def unlock_backup(backup: Backup, passphrase: str | None, ask: AskPassphrase) -> UnlockedKey:
    """The data key of a backup, as `unlock`.

    No wrong words are counted, since who guesses has the file.

    Raises `VaultLocked`, `BackupRefused`.
    """
    try:
        found = _unlocked(backup.keys.keys, passphrase, ask, try_keyring=True, vault=None, now=_NOW)
        backup.keys.checked(found.key)
    except VaultDamaged:
        raise BackupRefused(f"{backup.path.name} is damaged; take another backup.") from None
    except VaultLocked as why:
        raise VaultLocked(str(why).replace("this vault", "this backup")) from None
    return found


def _unlocked(
    keys: KeyFile,
    passphrase: str | None,
    ask: AskPassphrase,
    try_keyring: bool,
    vault: Path | None,
    *,
    now: Callable[[], datetime],
) -> UnlockedKey:
    why = ""
    if passphrase is None and try_keyring and SlotKind.KEYRING in keys.kinds():
        answer = os_keyring.fetch_key(keys.keyring_service(), keys.keyring_entry())
        why = answer.says
        if answer.key:
            try:
                return UnlockedKey(keys.open_with_keyring(answer.key), SlotKind.KEYRING)
            except VaultLocked:
                why = "its entry is another one than this vault's"
    if passphrase is None:
        passphrase = ask(why)
    if passphrase is None:
        reason = why or "it opens with a passphrase"
        raise VaultLocked(f"The vault is locked: {reason}; give --passphrase-file FILE.")
    if vault is None:
        return open_with_typed(keys, passphrase)
    with counted(vault, now):
        return open_with_typed(keys, passphrase)


def open_with_typed(keys: KeyFile, typed: str) -> UnlockedKey:
    """By a passphrase, or the recovery code typed in its place. Raises `VaultLocked`."""
    if SlotKind.PASSPHRASE not in keys.kinds():
        return UnlockedKey(keys.open_with_recovery(typed), SlotKind.RECOVERY)
    try:
        return UnlockedKey(keys.open_with_passphrase(typed), SlotKind.PASSPHRASE)
    except VaultLocked as why:
        if not _looks_like_a_code(typed) or SlotKind.RECOVERY not in keys.kinds():
            raise
        try:
            return UnlockedKey(keys.open_with_recovery(typed), SlotKind.RECOVERY)
        except CodeSlip:
            # Nobody's passphrase: no guess, and no waiting for it.
            if _has_the_shape_of_a_code(typed):
                raise
            raise VaultLocked(f"{why} As a recovery code it is mistyped.") from None


def _has_the_shape_of_a_code(typed: str) -> bool:
    groups = typed.replace("-", " ").split()
    return len(groups) == 9 and all(len(group) == 4 for group in groups)


def _looks_like_a_code(typed: str) -> bool:
    letters = "".join(typed.split()).replace("-", "")
    return 33 <= len(letters) <= 39 and letters.isalnum()
