"""The key file: one random data key, wrapped in slots, each opened by something else.

`supervision.keys` is JSON and holds no secret in the clear: each slot wraps the data key with AES-256-GCM, the slot's
own fields are the associated data, and an HMAC under the data key covers the whole file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import unicodedata
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import places
from .errors import PassphraseRefused, VaultDamaged, VaultLocked
from .recovery_code import SECRET_BYTES, read_code, write_code

FORMAT = 1
_ENTRIES = {"format", "vault", "slots", "journal", "seal"}
_NONCE_BYTES, _WRAPPED_BYTES, _SALT_BYTES = 12, 48, 16
DATA_KEY_BYTES = 32
LEAST_PASSPHRASE = 12
_ARGON2 = {"name": "argon2id", "memory_kib": 64 * 1024, "passes": 3, "lanes": 4}
_ARGON2_BOUNDS = {"memory_kib": (19 * 1024, 1024 * 1024), "passes": (1, 12), "lanes": (1, 16)}
_BAD = "The key file {name} is damaged or was changed; bring back the copy that belongs to this vault."


@dataclass(frozen=True, slots=True)
class Slot:
    """One way in: `kind` is keyring, passphrase or recovery; `public` are its fields, `nonce` and `wrapped` the key."""

    kind: str
    public: dict[str, Any]
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class KeyFile:
    """All slots of one vault, and how long its journal was when it was last closed."""

    vault_id: str
    slots: tuple[Slot, ...] = ()
    journal: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def for_new_vault(cls) -> KeyFile:
        """A key file without a slot yet."""
        return cls(str(uuid.uuid4()))

    def kinds(self) -> tuple[str, ...]:
        """The kinds of slots there are."""
        return tuple(slot.kind for slot in self.slots)

    def with_passphrase(self, data_key: bytes | bytearray, passphrase: str) -> KeyFile:
        """Add a passphrase slot. Raises `PassphraseRefused` where it is too short."""
        check_passphrase(passphrase)
        public = {"salt": _text(secrets.token_bytes(_SALT_BYTES)), "kdf": _ARGON2}
        return self._with(data_key, "passphrase", public, _stretch(passphrase, public))

    def with_recovery(self, data_key: bytes | bytearray) -> tuple[KeyFile, str]:
        """Add a recovery slot; returns the code too, which is shown once and kept nowhere."""
        secret = secrets.token_bytes(SECRET_BYTES)
        public = {"salt": _text(secrets.token_bytes(_SALT_BYTES))}
        return self._with(data_key, "recovery", public, _derive(secret, public, b"recovery")), write_code(secret)

    def with_keyring(self, data_key: bytes | bytearray, keyring_key: bytes, backend: str) -> KeyFile:
        """Add a keyring slot for a random key that lies in the operating system's keyring."""
        public = {
            "salt": _text(secrets.token_bytes(_SALT_BYTES)),
            "backend": backend,
            "service": self.keyring_service(),
        }
        return self._with(data_key, "keyring", public, _derive(keyring_key, public, b"keyring"))

    def keyring_service(self) -> str:
        """The name under which this vault, and no other, stands in the keyring."""
        return f"supervision-tui {self.vault_id}"

    def open_with_passphrase(self, passphrase: str) -> bytearray:
        """The data key. Raises `VaultLocked`."""
        for slot in self._of("passphrase"):
            opened = self._open(slot, _stretch(passphrase, slot.public))
            if opened:
                return opened
        raise VaultLocked("That passphrase does not open this vault.")

    def open_with_recovery(self, code: str) -> bytearray:
        """The data key. Raises `VaultLocked`."""
        secret = read_code(code)
        for slot in self._of("recovery"):
            opened = self._open(slot, _derive(secret, slot.public, b"recovery"))
            if opened:
                return opened
        raise VaultLocked("That recovery code does not open this vault.")

    def open_with_keyring(self, keyring_key: bytes) -> bytearray:
        """The data key. Raises `VaultLocked`."""
        for slot in self._of("keyring"):
            opened = self._open(slot, _derive(keyring_key, slot.public, b"keyring"))
            if opened:
                return opened
        raise VaultLocked("The keyring's entry does not open this vault; use the passphrase or the recovery code.")

    def with_journal(self, count: int, head: str) -> KeyFile:
        """Note how many entries the journal has and the hash of the last, so that a cut tail is seen."""
        return replace(self, journal={"count": count, "head": head})

    def write(self, path: Path, data_key: bytes | bytearray) -> None:
        """Write the file whole, sealed under the data key."""
        places.write_whole(path, self.sealed(data_key))

    def sealed(self, data_key: bytes | bytearray) -> bytes:
        """The bytes of the file, with the seal."""
        body = self._body()
        return json.dumps(body | {"seal": _seal(body, data_key)}, indent=1).encode()

    def _body(self) -> dict[str, Any]:
        slots = [
            {"kind": slot.kind, **slot.public, "nonce": _text(slot.nonce), "wrapped": _text(slot.wrapped)}
            for slot in self.slots
        ]
        return {"format": FORMAT, "vault": self.vault_id, "slots": slots, "journal": self.journal}

    def _of(self, kind: str) -> list[Slot]:
        return [slot for slot in self.slots if slot.kind == kind]

    def _with(self, data_key: bytes | bytearray, kind: str, public: dict[str, Any], wrapping_key: bytes) -> KeyFile:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(_NONCE_BYTES)
        wrapped = AESGCM(wrapping_key).encrypt(nonce, bytes(data_key), self._associated(kind, public))
        return replace(self, slots=(*self.slots, Slot(kind, public, nonce, wrapped)))

    def _open(self, slot: Slot, wrapping_key: bytes) -> bytearray | None:
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            found = AESGCM(wrapping_key).decrypt(slot.nonce, slot.wrapped, self._associated(slot.kind, slot.public))
        except InvalidTag:
            return None
        return bytearray(found)

    def _associated(self, kind: str, public: dict[str, Any]) -> bytes:
        return _canonical({"vault": self.vault_id, "kind": kind} | public)


def read_key_file(path: Path) -> tuple[KeyFile, str]:
    """The key file and its seal. Raises `VaultDamaged` where it is missing or cannot be read."""
    places.check_is_ours(path)
    try:
        raw = json.loads(path.read_bytes())
        if set(raw) != _ENTRIES or type(raw["format"]) is not int or raw["format"] != FORMAT:
            raise ValueError("format")
        slots = tuple(_slot(each) for each in raw["slots"])
        found = KeyFile(raw["vault"], slots, dict(raw["journal"]))
        bytes.fromhex(raw["seal"])
    except FileNotFoundError:
        raise VaultDamaged(
            f"The key file {path.name} is missing; bring it back to its place beside the vault."
        ) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise VaultDamaged(_BAD.format(name=path.name)) from None
    return found, raw["seal"]


def check_seal(found: KeyFile, seal: str, data_key: bytes | bytearray, path: Path) -> None:
    """Refuse a key file that was changed since it was written. Raises `VaultDamaged`."""
    if not hmac.compare_digest(_seal(found._body(), data_key), seal):
        raise VaultDamaged(_BAD.format(name=path.name))


def check_passphrase(passphrase: str) -> None:
    """Refuse a new passphrase that is too short. Raises `PassphraseRefused`."""
    if len(unicodedata.normalize("NFKC", passphrase)) < LEAST_PASSPHRASE:
        raise PassphraseRefused(f"A passphrase needs at least {LEAST_PASSPHRASE} characters; a sentence is easiest.")


def new_data_key() -> bytearray:
    """32 random bytes."""
    return bytearray(secrets.token_bytes(DATA_KEY_BYTES))


def forget(key: bytearray) -> None:
    """Overwrite a key in memory."""
    key[:] = bytes(len(key))


def _slot(raw: dict[str, Any]) -> Slot:
    public = {key: value for key, value in raw.items() if key not in ("kind", "nonce", "wrapped")}
    if raw["kind"] == "passphrase":
        _check_costs(public["kdf"])
    nonce, wrapped = _bytes(raw["nonce"]), _bytes(raw["wrapped"])
    if (len(nonce), len(wrapped), len(_bytes(public["salt"]))) != (_NONCE_BYTES, _WRAPPED_BYTES, _SALT_BYTES):
        raise ValueError("lengths")
    return Slot(raw["kind"], public, nonce, wrapped)


def _check_costs(kdf: dict[str, Any]) -> None:
    for name, (least, most) in _ARGON2_BOUNDS.items():
        if type(kdf[name]) is not int or not least <= kdf[name] <= most:
            raise ValueError(name)


def _stretch(passphrase: str, public: dict[str, Any]) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    kdf = public["kdf"]
    return hash_secret_raw(
        unicodedata.normalize("NFKC", passphrase).encode(),
        _bytes(public["salt"]),
        time_cost=kdf["passes"],
        memory_cost=kdf["memory_kib"],
        parallelism=kdf["lanes"],
        hash_len=32,
        type=Type.ID,
    )


def _derive(secret: bytes, public: dict[str, Any], purpose: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), 32, salt=_bytes(public["salt"]), info=b"supervision-tui " + purpose).derive(secret)


def _seal(body: dict[str, Any], data_key: bytes | bytearray) -> str:
    sealing = hmac.new(bytes(data_key), b"supervision-tui key file", hashlib.sha256).digest()
    return hmac.new(sealing, _canonical(body), hashlib.sha256).hexdigest()


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)
