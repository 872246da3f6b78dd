"""The ways into the vault: set, added, taken away. One function a verb, on the open store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supervision_tui.desk.moment import Moment
from supervision_tui.vault import os_keyring
from supervision_tui.vault.backup import BackupMade
from supervision_tui.vault.errors import (
    Cancelled,
    RotationUnsure,
    SlotRefused,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultLocked,
)
from supervision_tui.vault.failed_attempts import counted
from supervision_tui.vault.key_file import KeyFile
from supervision_tui.vault.opener import open_with_typed
from supervision_tui.vault.progress import ReportProgress, silent
from supervision_tui.vault.recovery_code import new_code, read_code
from supervision_tui.vault.secret_bytes import forget
from supervision_tui.vault.slots import LEAST_PASSPHRASE, Slot, SlotKind, check_passphrase
from supervision_tui.vault.store import Store
from supervision_tui.vault.strength import strength_of

from .backups import back_up, place_beside

LEAST_CHARACTERS = LEAST_PASSPHRASE


@dataclass(frozen=True, slots=True)
class UnlockMethod:
    """A slot as a person reads it: what opens it, since when, and what to do about it."""

    kind: str
    says: str
    made: str
    todo: str = ""


def unlock_methods(store: Store) -> tuple[UnlockMethod, ...]:
    """The ways in that there are, always in the same order."""
    return tuple(_way_in(slot) for kind in SlotKind if (slot := store.keys.slot(kind)))


def says_of_strength(passphrase: str, near: Sequence[str] = ()) -> tuple[str, bool]:
    """Say what a new passphrase is worth, and whether a person should think again.

    `near` are words that somebody who knows the team would try first.
    """
    found = strength_of(passphrase, near)
    return found.says, found.is_weak


def needs_present(store: Store) -> bool:
    """Tell whether a way to unlock must be typed before one is changed: if one can be."""
    return bool(store.keys.proven)


def check_present(store: Store, typed: str, moment: Moment) -> None:
    """Let somebody show a good way to unlock before one is changed: an unlocked screen is none.

    Where none can be typed yet, the keyring must open the vault again. Raises `VaultLocked`,
    `MustWait`.
    """
    if needs_present(store):
        with counted(store.path, lambda: moment.now):
            # A wrong one is noted in the journal at the next unlocking.
            forget(open_with_typed(store.keys, typed).key)
    elif SlotKind.KEYRING in store.keys.kinds():
        answer = os_keyring.fetch_key(store.keys.keyring_service(), store.keys.keyring_entry())
        if not answer.key:
            raise VaultLocked(
                f"The keyring does not open this vault just now ({answer.says}), so nothing was "
                f"changed."
            )
        forget(store.keys.open_with_keyring(answer.key))


def set_passphrase(store: Store, passphrase: str, moment: Moment) -> None:
    """A new passphrase, in the place of one there was. Raises `PassphraseRefused`, `VaultError`."""
    check_passphrase(passphrase)
    made = moment.now.date()
    store.change_keys(
        lambda keys, key: keys.with_passphrase(key, passphrase, made), "set passphrase", moment.now
    )


def add_keyring(store: Store, moment: Moment) -> str:
    """A new key in this machine's keyring, in the place of one there was.

    Returns the keyring's name.

    Raises `SlotRefused` where there is no keyring to trust.
    """
    before = store.keys.keyring_entry()
    entry = KeyFile.new_keyring_entry()
    answer = _kept_in_keyring(store, entry)
    key = answer.key or b""
    try:
        store.change_keys(
            lambda keys, data_key: keys.with_keyring(
                data_key, key, answer.backend, entry, moment.now.date()
            ),
            "add keyring",
            moment.now,
        )
    except VaultError:
        os_keyring.delete_key(store.keys.keyring_service(), entry)
        raise
    if before:
        os_keyring.delete_key(store.keys.keyring_service(), before)
    return answer.backend


def remove_unlock_method(store: Store, name: str, moment: Moment) -> None:
    """Take a way to unlock away.

    Raises `SlotRefused` where it is none, or no other that is proven would be left.
    """
    kind = SlotKind(name)
    service, entry = store.keys.keyring_service(), store.keys.keyring_entry()
    store.change_keys(lambda keys, _key: keys.without(kind), f"remove {kind}", moment.now)
    if kind is SlotKind.KEYRING:
        os_keyring.delete_key(service, entry)


def new_recovery_code() -> str:
    """A new recovery code; it opens nothing until `set_recovery_code` takes it."""
    return new_code()


def why_not_same_code(code: str, typed: str) -> str:
    """Say what is wrong with a code typed back from the paper; nothing where it is that code."""
    try:
        if read_code(typed) == read_code(code):
            return ""
        return "That is another code than the one that was shown."
    except VaultLocked as why:
        return str(why)


def set_recovery_code(store: Store, code: str, moment: Moment, *, asked_back: bool) -> None:
    """Take a drawn code as the vault's recovery code; the one before opens it no more."""
    made = moment.now.date()
    store.change_keys(
        lambda keys, key: keys.with_recovery(key, made, code, asked_back=asked_back)[0],
        "set recovery code",
        moment.now,
    )


def check_recovery_code(store: Store, typed: str, moment: Moment) -> None:
    """Try the code on the paper; from then on it counts as asked back.

    Raises `VaultLocked` where it opens nothing.
    """
    forget(store.keys.open_with_recovery(typed))
    slot = store.keys.slot(SlotKind.RECOVERY)
    if slot and not slot.public.get("asked_back") and store.is_writable:
        made = date.fromisoformat(slot.public.get("made") or moment.now.date().isoformat())
        store.change_keys(
            lambda keys, key: keys.with_recovery(key, made, typed, asked_back=True)[0],
            "try recovery code",
            moment.now,
        )


def check_passphrase_opens(store: Store, typed: str) -> None:
    """Raises `VaultLocked` where that is not the passphrase."""
    forget(store.keys.open_with_passphrase(typed))


def rotate_key(
    store: Store,
    passphrase: str,
    code: str,
    moment: Moment,
    *,
    asked_back: bool,
    progress: ReportProgress = silent,
) -> BackupMade:
    """Encrypt all records with a new key, with a new recovery code; returns the backup before.

    Raises `VaultLocked` where the passphrase is wrong, `SlotRefused` where the keyring does not
    take a new key, and `VaultError`; then the vault is as it was.
    """
    before = store.keys
    if SlotKind.PASSPHRASE in before.kinds():
        forget(before.open_with_passphrase(passphrase))
    fresh = _FreshWays(passphrase, code, moment.now.date(), is_asked_back=asked_back)
    if SlotKind.KEYRING in before.kinds():
        fresh.entry = KeyFile.new_keyring_entry()
        fresh.in_keyring = _kept_in_keyring(store, fresh.entry)
    try:
        target = place_beside(store, "before-rotation", moment)
        backup = back_up(store, target, moment, lambda what, share: progress(what, share * 0.5))
        store.rotate(
            fresh.ways_into, moment.now, lambda what, share: progress(what, 0.5 + share * 0.5)
        )
    except RotationUnsure:
        raise  # both entries stay in the keyring: the next opening decides which one is good
    except VaultError as why:
        if store.keys is not before:
            fresh.forget_entry_of(before)
            raise
        fresh.forget(before)
        kind = type(why) if isinstance(why, Cancelled | VaultBusy | VaultDamaged) else VaultError
        raise kind(
            f"{why} Cross out the code that was just shown: the one before stays good."
        ) from None
    fresh.forget_entry_of(before)
    return backup


@dataclass(slots=True)
class _FreshWays:
    """The ways into a vault under a new key: its passphrase, a code, a keyring entry."""

    passphrase: str
    code: str
    made: date
    is_asked_back: bool
    entry: str = ""
    in_keyring: os_keyring.KeyringAnswer | None = None

    def ways_into(self, keys: KeyFile, key: bytearray) -> KeyFile:
        """Put the new ways into a vault in the place of those there were."""
        fresh, _ = keys.with_recovery(key, self.made, self.code, asked_back=self.is_asked_back)
        if SlotKind.PASSPHRASE in keys.kinds():
            fresh = fresh.with_passphrase(key, self.passphrase, self.made)
        kept = self.in_keyring
        if kept and kept.key:
            fresh = fresh.with_keyring(key, kept.key, kept.backend, self.entry, self.made)
        return fresh

    def forget(self, keys: KeyFile) -> None:
        """Take the new entry out of the keyring again."""
        if self.entry:
            os_keyring.delete_key(keys.keyring_service(), self.entry)

    def forget_entry_of(self, before: KeyFile) -> None:
        """Take the entry out of the keyring in whose place the new one came."""
        if self.entry and before.keyring_entry():
            os_keyring.delete_key(before.keyring_service(), before.keyring_entry())


def _way_in(slot: Slot) -> UnlockMethod:
    made = slot.public.get("made", "")
    if slot.kind is SlotKind.KEYRING:
        return UnlockMethod(
            "keyring",
            f"{_plain_backend(slot.public['backend'])}, on the machine where it was added",
            made,
        )
    if slot.kind is SlotKind.PASSPHRASE:
        return UnlockMethod("passphrase", "typed; also on another machine", made)
    asked_back = slot.public.get("asked_back")
    todo = "" if asked_back else "not yet typed back from the paper"
    return UnlockMethod("recovery", "36 letters and digits on paper", made, todo)


def _plain_backend(backend: str) -> str:
    names = {
        "macOS": "macOS Keychain",
        "Windows": "Windows Credential Locker",
        "SecretService": "Secret Service",
    }
    part = backend.removeprefix("keyring.backends.").split(".")[0]
    return names.get(part, part)


def _kept_in_keyring(store: Store, entry: str) -> os_keyring.KeyringAnswer:
    answer = os_keyring.store_new_key(store.keys.keyring_service(), entry)
    if not answer.key:
        raise SlotRefused(f"The key was not put into the keyring: {answer.says}.")
    return answer
