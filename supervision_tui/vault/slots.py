"""The three ways in: each slot wraps the data key under what a keyring, a passphrase or a recovery
code gives.
"""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from .errors import PassphraseRefused, VaultError
from .recovery_code import new_code, read_code
from .secret_bytes import KEY_BYTES, derive, passing

LEAST_PASSPHRASE = 12
_NONCE_BYTES, _WRAPPED_BYTES, _SALT_BYTES = 12, KEY_BYTES + 16, 16
_ARGON2 = {"name": "argon2id", "memory_kib": 64 * 1024, "passes": 3, "lanes": 4}
_ARGON2_BOUNDS = {"memory_kib": (19 * 1024, 1024 * 1024), "passes": (1, 12), "lanes": (1, 16)}


class SlotKind(StrEnum):
    """A kind of key that opens a slot."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"  # noqa: S105  (the name of a kind)
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key under AES-256-GCM: the nonce, and the key with its tag."""

    nonce: bytes
    content: bytes

    @classmethod
    def under(cls, wrapping_key: bytearray, key: bytearray, beside: bytes) -> Wrapped:
        """Wrap a key; `beside` is public and cannot be changed either."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        return cls(nonce, AESGCM(wrapping_key).encrypt(nonce, key, beside))

    def opened(self, wrapping_key: bytearray, beside: bytes) -> bytearray | None:
        """The key, or nothing where the wrapping key is another one or anything was changed."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = bytearray(KEY_BYTES)
        try:
            AESGCM(wrapping_key).decrypt_into(self.nonce, self.content, beside, key)
        except InvalidTag:
            return None
        return key

    def to_json(self) -> dict[str, str]:
        """The two fields as text."""
        return {"nonce": text_of(self.nonce), "wrapped": text_of(self.content)}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Wrapped:
        """Raises `ValueError`, `KeyError` or `TypeError` where it cannot be."""
        found = cls(bytes_of(raw["nonce"]), bytes_of(raw["wrapped"]))
        if (len(found.nonce), len(found.content)) != (_NONCE_BYTES, _WRAPPED_BYTES):
            raise ValueError("lengths")
        return found


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in.

    `public` are its fields: salt, day made, costs, backend; they are bound to the wrapped key.
    """

    kind: SlotKind
    public: dict[str, Any]
    wrapped: Wrapped

    @property
    def is_proven(self) -> bool:
        """Tell whether somebody has shown that they have it: a code, once typed back."""
        return self.kind is not SlotKind.RECOVERY or bool(self.public.get("asked_back"))

    def opened(self, wrapping_key: bytearray, vault_id: str) -> bytearray | None:
        """The data key, or nothing where this is not what opens it."""
        return self.wrapped.opened(wrapping_key, _beside(vault_id, self.kind, self.public))

    def to_json(self) -> dict[str, Any]:
        """The slot as it stands in the key file."""
        return {"kind": str(self.kind), **self.public, **self.wrapped.to_json()}

    @classmethod
    def from_json(cls, raw: dict[str, Any]) -> Slot:
        """Raises `ValueError`, `KeyError` or `TypeError` where it cannot be."""
        public = {
            key: value for key, value in raw.items() if key not in ("kind", "nonce", "wrapped")
        }
        found = cls(SlotKind(raw["kind"]), public, Wrapped.from_json(raw))
        if len(bytes_of(public["salt"])) != _SALT_BYTES:
            raise ValueError("salt")
        if found.kind is SlotKind.PASSPHRASE:
            _check_costs(public["kdf"])
        return found


def passphrase_slot(vault_id: str, data_key: bytearray, passphrase: str, made: date) -> Slot:
    """A slot that a passphrase opens. Raises `PassphraseRefused` where it is too short."""
    check_passphrase(passphrase)
    public = _public(made, kdf=_ARGON2)
    with passing(stretched(passphrase, public)) as wrapping_key:
        return _slot(vault_id, SlotKind.PASSPHRASE, public, wrapping_key, data_key)


def recovery_slot(
    vault_id: str,
    data_key: bytearray,
    made: date,
    code: str | None = None,
    *,
    asked_back: bool = False,
) -> tuple[Slot, str]:
    """A slot that a recovery code opens, and the code, which is shown once and kept nowhere.

    `asked_back` says that a person has typed the code from the paper. Raises `VaultLocked` where a
    given code slips.
    """
    code = code or new_code()
    public = _public(made, asked_back=asked_back)
    with passing(from_code(code, public)) as wrapping_key:
        return _slot(vault_id, SlotKind.RECOVERY, public, wrapping_key, data_key), code


def keyring_slot(
    vault_id: str,
    data_key: bytearray,
    keyring_key: bytes,
    backend: str,
    service: str,
    *,
    entry: str,
    made: date,
) -> Slot:
    """A slot for a random key in the operating system's keyring, under that service and entry."""
    public = _public(made, backend=backend, service=service, entry=entry)
    with passing(from_keyring(keyring_key, public)) as wrapping_key:
        return _slot(vault_id, SlotKind.KEYRING, public, wrapping_key, data_key)


def stretched(passphrase: str, public: dict[str, Any]) -> bytearray:
    """The wrapping key of a passphrase: Argon2id over its NFKC form, at the slot's own costs.

    Raises `VaultError` where there is too little memory for them.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf, key = public["kdf"], bytearray(KEY_BYTES)
    stretching = Argon2id(
        salt=bytes_of(public["salt"]),
        length=KEY_BYTES,
        iterations=kdf["passes"],
        lanes=kdf["lanes"],
        memory_cost=kdf["memory_kib"],
    )
    try:
        stretching.derive_into(
            unicodedata.normalize("NFKC", passphrase).encode("utf-8", "surrogatepass"), key
        )
    except MemoryError:
        raise VaultError(
            f"There is too little free memory to try a passphrase: it takes "
            f"{kdf['memory_kib'] // 1024} MB. "
            "Close other programs, then do it again."
        ) from None
    return key


def from_code(code: str, public: dict[str, Any]) -> bytearray:
    """The wrapping key of a recovery code. Raises `VaultLocked` on a slip in it."""
    return derive(read_code(code), b"recovery", salt=bytes_of(public["salt"]))


def from_keyring(keyring_key: bytes, public: dict[str, Any]) -> bytearray:
    """The wrapping key of a keyring's entry."""
    return derive(keyring_key, b"keyring", salt=bytes_of(public["salt"]))


def check_passphrase(passphrase: str) -> None:
    """Refuse a new passphrase that is too short. Raises `PassphraseRefused`."""
    if len(unicodedata.normalize("NFKC", passphrase)) < LEAST_PASSPHRASE:
        raise PassphraseRefused(
            f"A passphrase needs at least {LEAST_PASSPHRASE} characters; a sentence is easiest."
        )


def canonical(value: dict[str, Any]) -> bytes:
    """The one way in which a value is written for a seal."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def text_of(value: bytes) -> str:
    """Bytes as base 64."""
    return base64.b64encode(value).decode()


def bytes_of(value: str) -> bytes:
    """Base 64 as bytes. Raises `ValueError` or `TypeError`."""
    return base64.b64decode(value, validate=True)


def _public(made: date, **fields: Any) -> dict[str, Any]:
    return {"salt": text_of(secrets.token_bytes(_SALT_BYTES)), "made": made.isoformat(), **fields}


def _slot(
    vault_id: str,
    kind: SlotKind,
    public: dict[str, Any],
    wrapping_key: bytearray,
    data_key: bytearray,
) -> Slot:
    return Slot(
        kind, public, Wrapped.under(wrapping_key, data_key, _beside(vault_id, kind, public))
    )


def _beside(vault_id: str, kind: SlotKind, public: dict[str, Any]) -> bytes:
    return canonical({"vault": vault_id, "kind": str(kind)} | public)


def _check_costs(kdf: dict[str, Any]) -> None:
    for name, (least, most) in _ARGON2_BOUNDS.items():
        if type(kdf[name]) is not int or not least <= kdf[name] <= most:
            raise ValueError(name)
