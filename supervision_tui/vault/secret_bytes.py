"""Secret bytes: held where they can be overwritten, and overwritten when they have been used."""

from __future__ import annotations

import contextlib
import hmac
import secrets
from collections.abc import Iterator

KEY_BYTES = 32


def new_key() -> bytearray:
    """32 random bytes."""
    return bytearray(secrets.token_bytes(KEY_BYTES))


def forget(key: bytearray) -> None:
    """Overwrite a key in memory."""
    key[:] = bytes(len(key))


@contextlib.contextmanager
def passing(key: bytearray) -> Iterator[bytearray]:
    """A key that is overwritten when its work is done."""
    try:
        yield key
    finally:
        forget(key)


def derive(secret: bytes | bytearray, purpose: bytes, *, salt: bytes | None = None) -> bytearray:
    """A key for one purpose from a secret that is random already (HKDF-SHA256)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = bytearray(KEY_BYTES)
    HKDF(SHA256(), KEY_BYTES, salt=salt, info=b"supervision-tui " + purpose).derive_into(
        secret, key
    )
    return key


def seal_of(content: bytes, data_key: bytearray) -> str:
    """An HMAC over public content under the data key: whoever wrote it could open the vault."""
    sealing = hmac.new(data_key, b"supervision-tui key file", "sha256").digest()
    return hmac.new(sealing, content, "sha256").hexdigest()
