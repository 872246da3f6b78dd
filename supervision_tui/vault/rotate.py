"""Bringing the whole file under another key. At every moment exactly one of the two keys opens it."""

from __future__ import annotations

from pathlib import Path

from .connection import explained, open_raw
from .errors import VaultDamaged
from .progress import Progress, silent
from .secret import passing


def bring_over(path: Path, old: bytearray, new: bytearray, *, wal: bool = True, progress: Progress = silent) -> None:
    """Re-encrypt every page. Raises `VaultDamaged` where the old key does not open the file, `VaultError`."""
    from sqlcipher3 import dbapi2

    raw = open_raw(path, old, wal=wal)
    try:
        progress("rotating", 0.1)
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        with passing(bytearray(new)) as given:
            raw.reset_key(given)
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        progress("rotating", 0.5)
    except dbapi2.DatabaseError as why:
        raise explained(str(why), path) from None
    finally:
        raw.close()


def opens(path: Path, key: bytearray, *, wal: bool = True) -> bool:
    """Whether this key opens the file as it lies there."""
    try:
        open_raw(path, key, wal=wal).close()
    except VaultDamaged:
        return False
    return True


def finish(path: Path, old: bytearray, new: bytearray, *, wal: bool = True) -> None:
    """Finish what was broken off: nothing where the new key opens the file already. Raises as `bring_over`."""
    if not opens(path, new, wal=wal):
        bring_over(path, old, new, wal=wal)
