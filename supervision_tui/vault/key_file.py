"""The key file: one random data key, wrapped in slots, each opened by something else.

`supervision.keys` is JSON and holds no secret in the clear. An HMAC under the data key covers the
whole file.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from supervision_tui.system.files import read_bytes

from . import files, slots
from .errors import SlotRefused, VaultDamaged, VaultLocked
from .secret_bytes import derive, passing, seal_of
from .slots import Slot, SlotKind, Wrapped

FORMAT = 2
_ENTRIES = {
    1: {"format", "vault", "slots", "journal", "seal"},
    2: {"format", "vault", "generation", "wal", "slots", "rotation", "journal", "seal"},
}
_UNPROVEN_ALONE = (
    "The recovery code was never typed back from the paper, so it counts as none: try it first "
    "(vault recovery --check), or set a passphrase."
)
# a sum over all that the seal covers, by which damage is told from a wrong passphrase without a key
_CHECK = "check"
_MOST_BYTES = 1_000_000  # many times what a key file holds
_BAD = (
    "The key file {name} is damaged or was changed; bring back the copy that belongs to this vault."
)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of one vault.

    `generation` counts the changes of slots; `journal` notes the journal's length and head when the
    vault was last closed; `wal` says whether SQLite's write-ahead log is used; `rotation` holds the
    old data key, wrapped under the new one, while the file is being brought from one to the other.
    """

    vault_id: str
    slots: tuple[Slot, ...] = ()
    journal: dict[str, Any] = field(default_factory=dict)
    generation: int = 0
    wal: bool = True
    rotation: Wrapped | None = None
    format: int = FORMAT  # of the file it was read from; it is written in the newest

    @classmethod
    def for_new_vault(cls, *, wal: bool = True) -> KeyFile:
        """A key file without a slot yet."""
        return cls(str(uuid.uuid4()), wal=wal)

    # Slots

    def kinds(self) -> tuple[SlotKind, ...]:
        """The kinds of slots there are."""
        return tuple(slot.kind for slot in self.slots)

    @property
    def proven(self) -> tuple[SlotKind, ...]:
        """The ways to unlock that somebody can type and has shown to have; the keyring is none."""
        return tuple(
            slot.kind for slot in self.slots if slot.kind is not SlotKind.KEYRING and slot.is_proven
        )

    def slot(self, kind: SlotKind) -> Slot | None:
        """The slot of that kind."""
        return next((slot for slot in self.slots if slot.kind is kind), None)

    def with_passphrase(self, data_key: bytearray, passphrase: str, made: date) -> KeyFile:
        """With a passphrase slot, in the place of one there was.

        Raises `PassphraseRefused` where it is too short.
        """
        return self._with(slots.passphrase_slot(self.vault_id, data_key, passphrase, made))

    def with_recovery(
        self, data_key: bytearray, made: date, code: str | None = None, *, asked_back: bool = False
    ) -> tuple[KeyFile, str]:
        """With a new recovery slot, in the place of one there was; and its code, kept nowhere.

        Raises `SlotRefused` where a code that nobody has typed back would be all that is left
        beside the keyring.
        """
        if not asked_back and self.proven and not set(self.proven) - {SlotKind.RECOVERY}:
            raise SlotRefused(_UNPROVEN_ALONE)
        slot, code = slots.recovery_slot(self.vault_id, data_key, made, code, asked_back=asked_back)
        return self._with(slot), code

    def with_keyring(
        self, data_key: bytearray, keyring_key: bytes, backend: str, entry: str, made: date
    ) -> KeyFile:
        """With a keyring slot, for a random key that lies in the operating system's keyring."""
        service = self.keyring_service()
        return self._with(
            slots.keyring_slot(
                self.vault_id,
                data_key,
                keyring_key,
                backend=backend,
                service=service,
                entry=entry,
                made=made,
            )
        )

    def without(self, kind: SlotKind) -> KeyFile:
        """Without that way to unlock.

        Raises `SlotRefused` where it is none, or where no passphrase and no code that was typed
        back would be left.
        """
        if kind not in self.kinds():
            raise SlotRefused(f"This vault has no {kind} slot; there is nothing to take away.")
        left = tuple(slot for slot in self.slots if slot.kind is not kind)
        if not any(slot.kind is not SlotKind.KEYRING for slot in left):
            raise SlotRefused(
                "The keyring alone would be left, and a keyring can be lost: add a passphrase "
                "first."
            )
        if not any(slot.kind is not SlotKind.KEYRING and slot.is_proven for slot in left):
            raise SlotRefused(_UNPROVEN_ALONE)
        return replace(self, slots=left, generation=self.generation + 1)

    def keyring_service(self) -> str:
        """The name under which this vault, and no other, stands in the keyring."""
        return f"supervision-tui {self.vault_id}"

    def keyring_entry(self) -> str:
        """The entry of the keyring slot under that service."""
        slot = self.slot(SlotKind.KEYRING)
        if slot:
            return str(slot.public.get("entry", "data key"))
        return ""

    @staticmethod
    def new_keyring_entry() -> str:
        """A name for a new entry, so that an old one stays good until the new one is written."""
        return f"data key {secrets.token_hex(4)}"

    # Opening

    def open_with_passphrase(self, passphrase: str) -> bytearray:
        """The data key. Raises `VaultLocked`."""
        says = "That passphrase does not open this vault."
        return self._opened(
            SlotKind.PASSPHRASE, lambda public: slots.stretched(passphrase, public), says
        )

    def open_with_recovery(self, code: str) -> bytearray:
        """The data key. Raises `VaultLocked`."""
        says = "That recovery code does not open this vault."
        return self._opened(SlotKind.RECOVERY, lambda public: slots.from_code(code, public), says)

    def open_with_keyring(self, keyring_key: bytes) -> bytearray:
        """The data key. Raises `VaultLocked`."""
        says = (
            "The keyring's entry does not open this vault; use the passphrase or the recovery code."
        )
        return self._opened(
            SlotKind.KEYRING, lambda public: slots.from_keyring(keyring_key, public), says
        )

    def _opened(
        self, kind: SlotKind, derived: Callable[[dict[str, Any]], bytearray], says: str
    ) -> bytearray:
        slot = self.slot(kind)
        if slot is None:
            raise VaultLocked(f"This vault has no {kind} slot.")
        with passing(derived(slot.public)) as wrapping_key:
            found = slot.opened(wrapping_key, self.vault_id)
        if found is None:
            raise VaultLocked(says)
        return found

    # Rotation

    def rotating_from(self, old_key: bytearray, data_key: bytearray) -> KeyFile:
        """With the old data key wrapped under the new one, until the file is brought over."""
        with passing(derive(data_key, b"rotation")) as wrapping_key:
            return replace(
                self, rotation=Wrapped.under(wrapping_key, old_key, self.vault_id.encode())
            )

    def old_key(self, data_key: bytearray) -> bytearray | None:
        """The data key before the rotation that is under way, if one is."""
        if self.rotation is None:
            return None
        with passing(derive(data_key, b"rotation")) as wrapping_key:
            return self.rotation.opened(wrapping_key, self.vault_id.encode())

    def rotated(self) -> KeyFile:
        """The rotation is done: the old key is dropped."""
        return replace(self, rotation=None)

    # Writing

    def with_journal(self, count: int, head: str) -> KeyFile:
        """Note how many entries the journal has and the last hash, so that a cut is seen."""
        return replace(self, journal={"count": count, "head": head})

    def with_wal(self, wal: bool) -> KeyFile:
        """Say whether the write-ahead log is used."""
        if self.wal == wal:
            return self
        return replace(self, wal=wal, generation=self.generation + 1)

    def write(self, path: Path, data_key: bytearray) -> None:
        """Write the file whole, sealed under the data key. Raises `VaultError`."""
        files.write_whole(path, self.sealed(data_key))

    def sealed(self, data_key: bytearray) -> bytes:
        """The bytes of the file, with the seal."""
        body = self.body()
        covered = slots.canonical(body)
        return json.dumps(
            body | {"seal": seal_of(covered, data_key), _CHECK: _check_of(covered)}, indent=1
        ).encode()

    def body(self) -> dict[str, Any]:
        """All that the seal covers."""
        rotation = self.rotation.to_json() if self.rotation else None
        return {
            "format": FORMAT,
            "vault": self.vault_id,
            "generation": self.generation,
            "wal": self.wal,
            "slots": [slot.to_json() for slot in self.slots],
            "rotation": rotation,
            "journal": self.journal,
        }

    @classmethod
    def from_body(cls, raw: dict[str, Any]) -> KeyFile:
        """Read back what `body` gave.

        Raises `ValueError`, `KeyError`, `TypeError` or `AttributeError` where it cannot be.
        """
        rotation = raw.get("rotation")
        rotating = Wrapped.from_json(rotation) if rotation else None
        return cls(
            str(raw["vault"]),
            tuple(Slot.from_json(each) for each in raw["slots"]),
            journal=dict(raw["journal"]),
            generation=int(raw.get("generation", 0)),
            wal=bool(raw.get("wal", True)),
            rotation=rotating,
            format=raw["format"],
        )

    def _with(self, slot: Slot) -> KeyFile:
        others = tuple(each for each in self.slots if each.kind is not slot.kind)
        return replace(self, slots=(*others, slot), generation=self.generation + 1)


@dataclass(frozen=True, slots=True)
class SealedKeyFile:
    """A key file as it was read: to be trusted only once its seal is checked with the data key."""

    keys: KeyFile
    covered: bytes
    seal: str
    name: str

    def checked(self, data_key: bytearray) -> KeyFile:
        """The key file. Raises `VaultDamaged` where it was changed since it was written."""
        if not hmac.compare_digest(seal_of(self.covered, data_key), self.seal):
            raise VaultDamaged(_BAD.format(name=self.name))
        return self.keys


def read_key_file(path: Path) -> SealedKeyFile:
    """The key file at its place. Raises `VaultDamaged` where it is missing or cannot be read."""
    files.check_is_ours(path)
    try:
        content = read_bytes(path, _MOST_BYTES)
    except FileNotFoundError:
        raise VaultDamaged(
            f"The key file {path.name} is missing; bring it back to its place beside the vault."
        ) from None
    except OSError:
        raise VaultDamaged(_BAD.format(name=path.name)) from None
    return read_keys(content, path.name)


def _check_of(covered: bytes) -> str:
    return hashlib.sha256(covered).hexdigest()


def read_keys(content: bytes, name: str) -> SealedKeyFile:
    """A key file from its bytes. Raises `VaultDamaged` where they are none."""
    try:
        raw = json.loads(content)
        check = raw.pop(_CHECK, None)
        if type(raw["format"]) is not int or set(raw) != _ENTRIES.get(raw["format"]):
            raise ValueError("format")
        seal = raw.pop("seal")
        bytes.fromhex(seal)
        covered = slots.canonical(raw)
        if check is not None and check != _check_of(covered):
            raise ValueError("check")
        return SealedKeyFile(KeyFile.from_body(raw), covered, seal, name)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise VaultDamaged(_BAD.format(name=name)) from None
