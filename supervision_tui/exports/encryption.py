"""A file that only its reader can open: for an age key, or with a password.

A workbook so that Excel asks for it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervision_tui.desk.moment import Refused
from supervision_tui.system.files import read_text
from supervision_tui.vault.errors import VaultError

LEAST_CHARACTERS = 10  # of a password
_XLSX = "xlsx"
_LONGEST_KEYS = 100_000  # characters of a file of keys


@dataclass(frozen=True, slots=True)
class Encryption:
    """The way a file is closed: for a recipient's public key, with a password, or not at all."""

    recipient: str = ""
    password: str = ""

    @property
    def is_open(self) -> bool:
        """Tell whether anybody can read the file."""
        return not (self.recipient or self.password)

    def is_closed_by_age(self, form: str) -> bool:
        """Tell whether age opens the file: Excel itself opens a workbook with a password."""
        return bool(self.recipient or (self.password and form != _XLSX))

    def words(self, form: str) -> str:
        """Say what the reader needs."""
        if self.recipient:
            return "encrypted with age; the recipient's key opens it"
        if not self.password:
            return "not encrypted"
        if form == _XLSX:
            return "Excel asks for its password"
        return "encrypted with age; its passphrase opens it"


NO_ENCRYPTION = Encryption()


def encrypted(content: bytes, form: str, encryption: Encryption) -> bytes:
    """The content, closed. Raises `VaultError` where the key or the password is not one."""
    if encryption.recipient:
        return _for_recipient(content, encryption.recipient)
    if encryption.password:
        check_password(encryption.password)
        if form == _XLSX:
            return _workbook(content, encryption.password)
        return _with_passphrase(content, encryption.password)
    return content


def check_password(password: str) -> None:
    """Refuse a password that is guessed at once. Raises `VaultError`."""
    if len(password) < LEAST_CHARACTERS:
        raise VaultError(
            f"The password has fewer than {LEAST_CHARACTERS} characters; take a longer one."
        )


def check_recipient(recipient: str) -> None:
    """Refuse what is no public key, before any work is done. Raises `VaultError`."""
    _recipient(recipient)


def check_encryption(encryption: Encryption) -> None:
    """Refuse a key or a password that is none, before any work is done. Raises `VaultError`."""
    if encryption.recipient:
        check_recipient(encryption.recipient)
    if encryption.password:
        check_password(encryption.password)


def encryption_typed(*, recipient: str = "", password: str = "", field: str = "") -> Encryption:
    """Closed for a reader's key or with a password, as a person typed it.

    Raises `Refused`, which names the field, or `field` where the form calls it so.
    """
    encryption = Encryption(recipient, password)
    try:
        check_encryption(encryption)
    except VaultError as why:
        usual = "recipient" if recipient else "password"
        raise Refused(str(why), field=field or usual) from None
    return encryption


def decrypted(content: bytes, identity: Path | None) -> bytes:
    """The content of a file that may be encrypted with age for one of our identities.

    Raises `VaultError`.
    """
    if not content.startswith((b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")):
        return content
    if identity is None:
        raise VaultError("it is encrypted with age; the key that opens it is named with --identity")
    pyrage = _age()
    try:
        opened: bytes = pyrage.decrypt(content, _identities(identity))
    except pyrage.DecryptError:
        raise VaultError(
            "it does not open with that identity; it was encrypted for another key"
        ) from None
    return opened


def check_identity(path: Path) -> None:
    """Refuse a file that holds none of our identities, before any work is done.

    Raises `VaultError`.
    """
    _identities(path)


def _age() -> Any:
    """Load the library of age, which is installed where it is wanted. Raises `VaultError`."""
    try:
        import pyrage
    except ImportError:
        raise VaultError(
            "Encryption with age needs pyrage: install supervision-tui[age], or pyrage beside "
            "this program."
        ) from None
    return pyrage


def _for_recipient(content: bytes, recipient: str) -> bytes:
    pyrage = _age()
    closed: bytes = pyrage.encrypt(content, [_recipient(recipient)])
    return closed


def sealed_to(content: bytes, recipient: str) -> str:
    """Content that a key of age opens, as text that can stand in another file.

    Raises `VaultError`.
    """
    closed: bytes = _age().encrypt(content, [_recipient(recipient)], armored=True)
    return closed.decode("ascii")


class SealOpener:
    """Opens many sealed texts with the same identities, which are read once.

    Raises `VaultError` where the file holds none.
    """

    def __init__(self, identity: Path) -> None:
        self._age = _age()
        self._identities = _identities(identity)

    def opened(self, sealed: str) -> bytes | None:
        """The content; nothing where none of the identities opens it."""
        try:
            content: bytes = self._age.decrypt(sealed.encode(), self._identities)
        except (self._age.DecryptError, ValueError):
            return None
        return content


def _recipient(recipient: str) -> object:
    pyrage = _age()
    plain = " ".join(recipient.split())
    try:
        if plain.startswith("ssh-"):
            return pyrage.ssh.Recipient.from_str(plain)
        return pyrage.x25519.Recipient.from_str(plain)
    except pyrage.RecipientError:
        raise VaultError(
            "That is no public key of age: it begins with age1, or with ssh-ed25519. A secret key "
            "is never given away."
        ) from None


def _identities(path: Path) -> list[object]:
    pyrage = _age()
    try:
        text = read_text(path, _LONGEST_KEYS)
    except (OSError, UnicodeDecodeError):
        raise VaultError(
            f"The identity {path.name} cannot be read; check its name and its rights."
        ) from None
    lines = [
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    ]
    try:
        if text.lstrip().startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        found: list[object] = [pyrage.x25519.Identity.from_str(line) for line in lines]
        if not found:
            raise ValueError("no line")
        return found
    except (pyrage.IdentityError, ValueError):
        raise VaultError(
            f"{path.name} holds no identity of age; it begins with AGE-SECRET-KEY-1."
        ) from None


def _with_passphrase(content: bytes, password: str) -> bytes:
    pyrage = _age()
    closed: bytes = pyrage.passphrase.encrypt(content, password)
    return closed


def _workbook(content: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    held = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, held)
    return held.getvalue()
