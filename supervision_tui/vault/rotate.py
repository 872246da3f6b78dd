"""Bringing the whole file under another key.

At every moment exactly one of the two keys opens it.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from .connection import explained, give_key, open_raw
from .errors import VaultError
from .progress import ReportProgress, silent
from .secret_bytes import passing


def bring_over(
    path: Path,
    old: bytearray,
    new: bytearray,
    *,
    wal: bool = True,
    progress: ReportProgress = silent,
) -> None:
    """Re-encrypt every page.

    Raises `VaultDamaged` where the old key does not open the file, `VaultError`.
    """
    from sqlcipher3 import dbapi2

    _check_room(path)
    raw = open_raw(path, old, wal=wal)
    try:
        progress("rotating", 0.1)
        _re_encrypt(raw, new)
        progress("rotating", 0.5)
    except dbapi2.DatabaseError as why:
        raise explained(str(why), path) from None
    finally:
        raw.close()


def opens(path: Path, key: bytearray, *, wal: bool = True) -> bool:
    """Tell whether this key opens the file as it lies there."""
    try:
        open_raw(path, key, wal=wal).close()
    except VaultError:
        return False
    return True


def _re_encrypt(raw: Any, key: bytearray) -> None:
    """In one transaction, with nothing left in the log before and after."""
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    give_key(raw, key, instead=True)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _check_room(path: Path) -> None:
    """Every page is written once more. Raises `VaultError` where there is no room for that."""
    if shutil.disk_usage(path.parent).free < path.stat().st_size * 1.2:
        raise VaultError(
            "There is no room on the disk for a new key: every record is written once more. Make "
            "room."
        )


def bring_to_raw_key(path: Path, key: bytearray) -> None:
    """Files of the first key file's format lie under the key as a passphrase.

    Re-encrypt them under the key itself.

    Killed at any moment, the file lies under one form or the other, and this can be run again.
    Raises `VaultError`.
    """
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(path, isolation_level=None)
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")
        with passing(bytearray(key)) as as_passphrase:
            raw.set_key(as_passphrase)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _re_encrypt(raw, key)
    except dbapi2.OperationalError as why:
        raise explained(str(why), path) from None
    except dbapi2.DatabaseError:
        return  # it lies under the key itself already
    finally:
        raw.close()


def finish(path: Path, old: bytearray, new: bytearray, *, wal: bool = True) -> None:
    """Finish what was broken off: nothing where the new key opens the file already.

    Raises as `bring_over`.
    """
    if not opens(path, new, wal=wal):
        bring_over(path, old, new, wal=wal)
