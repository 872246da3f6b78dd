"""The recovery code: 160 random bits as nine groups of four, with a checksum that catches a typing
slip.
"""

from __future__ import annotations

import hashlib
import secrets

from .errors import CodeSlip

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})
SECRET_BYTES = 20
_LENGTH, _GROUP = 36, 4  # 32 letters of secret, 4 of checksum


def new_code() -> str:
    """A random code."""
    return write_code(secrets.token_bytes(SECRET_BYTES))


def write_code(secret: bytes) -> str:
    """The code as a person copies it down: `XXXX-XXXX-…`, nine groups."""
    letters = _letters(secret) + _checksum(secret)
    return "-".join(letters[n : n + _GROUP] for n in range(0, _LENGTH, _GROUP))


def read_code(typed: str) -> bytes:
    """The secret in a typed code. Raises `CodeSlip`, before any slow work."""
    letters = "".join(typed.upper().split()).replace("-", "").translate(_READ_AS)
    if len(letters) != _LENGTH or any(letter not in _ALPHABET for letter in letters):
        raise CodeSlip(
            "A recovery code has nine groups of four letters and digits; this one does not."
        )
    number = 0
    for letter in letters[:32]:
        number = number * 32 + _ALPHABET.index(letter)
    secret = number.to_bytes(SECRET_BYTES, "big")
    if _checksum(secret) != letters[32:]:
        raise CodeSlip("The recovery code is mistyped; compare it with the paper, group by group.")
    return secret


def _letters(secret: bytes) -> str:
    number = int.from_bytes(secret, "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(155, -1, -5))


def _checksum(secret: bytes) -> str:
    number = int.from_bytes(
        hashlib.sha256(b"supervision-tui recovery" + secret).digest()[:3], "big"
    )
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in (15, 10, 5, 0))
