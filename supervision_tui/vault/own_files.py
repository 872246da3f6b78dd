"""Files that belong to a vault, this one or any other, or are somebody's keys: nothing is written
over them.
"""

from __future__ import annotations

from pathlib import Path

from supervision_tui.system.files import is_one_of

from .backup import MEMBERS, read_backup
from .errors import VaultError
from .files import OWN_SUFFIXES, keys_path, lock_path, logs_of, set_aside_path, tries_path
from .key_file import read_key_file

_DATABASE = ".db"
_LAID_BESIDE = ("-wal", "-shm", "-journal", ".replaced")
_ARCHIVE = b"PK\x03\x04"
_NAME_IN_ARCHIVE = slice(30, 80)  # of a zip's first file
# OLE: a closed workbook.
_DOCUMENTS = (b"%PDF-", _ARCHIVE, b"\xd0\xcf\x11\xe0", b"age-encryption.org/", b"PAR1")
_KEYS = (b"AGE-SECRET-KEY-", b"PRIVATE KEY-----")
_LOOKED_AT = 65_536  # bytes from the beginning


def check_is_no_vault_file(target: Path, vault: Path | None) -> None:
    """Refuse to write an export over a vault, a file that belongs to one, or a backup.

    Raises `VaultError`.
    """
    own = () if vault is None else _files_of(vault)
    if is_one_of(target, own) or target.suffix in OWN_SUFFIXES or _belongs_to_another(target):
        raise VaultError(
            f"{target.name} belongs to a vault; name another file for what is written."
        )
    if is_backup(target):
        raise VaultError(
            f"{target.name} is a backup of a vault; name another file for what is written."
        )
    if target.is_file() and not is_document(target):
        raise VaultError(
            f"{target.name} is nothing that is written here; name another file for what is written."
        )
    if target.is_file() and any(key in _beginning(target) for key in _KEYS):
        raise VaultError(
            f"{target.name} holds a secret key; name another file for what is written."
        )


def is_document(path: Path) -> bool:
    """Tell whether a file begins like a text or a document, as an encrypted vault never does.

    Raises `VaultError` where it cannot be read.
    """
    begins = _beginning(path)
    return begins.startswith(_DOCUMENTS) or b"\0" not in begins


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LOOKED_AT)
    except OSError as why:
        raise VaultError(
            f"{path.name} cannot be read: {why.strerror}. Name another file."
        ) from None


def _files_of(vault: Path) -> tuple[Path, ...]:
    return (
        vault,
        keys_path(vault),
        lock_path(vault),
        tries_path(vault),
        set_aside_path(vault),
        *logs_of(vault),
    )


def _belongs_to_another(target: Path) -> bool:
    """Tell whether a file is another vault's, by what lies beside it.

    Of an encrypted file nothing else tells it.
    """
    ending = next((each for each in _LAID_BESIDE if target.name.endswith(each)), "")
    if ending and target.with_name(target.name.removesuffix(ending)).exists():
        return True
    return target.exists() and (target.suffix == _DATABASE or _is_key_file(target))


def _is_key_file(path: Path) -> bool:
    try:
        read_key_file(path)
    except VaultError:
        return False
    return True


def is_backup(path: Path) -> bool:
    """Tell whether a file is a backup of a vault, a damaged one too."""
    try:
        read_backup(path)
    except VaultError:
        begins = _beginning(path) if path.is_file() else b""
        return begins.startswith(_ARCHIVE) and begins[_NAME_IN_ARCHIVE].startswith(
            tuple(map(str.encode, MEMBERS))
        )
    return True
