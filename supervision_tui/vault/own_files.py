"""Which files belong to a vault, this one or any other: nothing that leaves is ever written over them."""

from __future__ import annotations

from pathlib import Path

from supervision_tui.named_files import is_one_of

from .backup import read_backup
from .errors import VaultError
from .key_file import read_key_file
from .places import OWN_SUFFIXES, keys_path, lock_path, logs_of, set_aside_path, tries_path

_DATABASE = ".db"
_LAID_BESIDE = ("-wal", "-shm", "-journal", ".replaced")


def check_is_no_vault_file(target: Path, vault: Path | None) -> None:
    """Refuse to write an export over a vault, a file that belongs to one, or a backup. Raises `VaultError`."""
    own = () if vault is None else _files_of(vault)
    if is_one_of(target, own) or target.suffix in OWN_SUFFIXES or _belongs_to_another(target):
        raise VaultError(f"{target.name} belongs to a vault; name another file for what is written.")
    if _is_backup(target):
        raise VaultError(f"{target.name} is a backup of a vault; name another file for what is written.")


def _files_of(vault: Path) -> tuple[Path, ...]:
    return (vault, keys_path(vault), lock_path(vault), tries_path(vault), set_aside_path(vault), *logs_of(vault))


def _belongs_to_another(target: Path) -> bool:
    """Tell whether a file is another vault's, by what lies beside it; of an encrypted file nothing else tells it."""
    ending = next((each for each in _LAID_BESIDE if target.name.endswith(each)), "")
    if ending and target.with_name(target.name.removesuffix(ending)).exists():
        return True
    return target.exists() and (target.suffix == _DATABASE or keys_path(target).exists() or _is_key_file(target))


def _is_key_file(path: Path) -> bool:
    try:
        read_key_file(path)
    except VaultError:
        return False
    return True


def _is_backup(path: Path) -> bool:
    try:
        read_backup(path)
    except VaultError:
        return False
    return True
