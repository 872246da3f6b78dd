"""The connection to the encrypted file: key first, then the settings that keep what was acknowledged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import VaultDamaged, VaultNewer

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # with NORMAL a power cut loses acknowledged writes
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # else REPLACE passes the append-only triggers
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA cache_size = -64000",
    "PRAGMA busy_timeout = 5000",
)
_BEGIN = "supervision_tui_begin"


def open_raw(path: Path, data_key: bytes | bytearray) -> Any:
    """A driver connection that has read the schema with this key.

    The key must already be proved by the key file's seal. Raises `VaultDamaged` where the file does not open with it.
    """
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(path, check_same_thread=False, isolation_level=None)
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key writes to standard error
        raw.set_key(bytearray(data_key))
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in _SETTINGS:
            raw.execute(setting)
    except dbapi2.DatabaseError as why:
        raw.close()
        raise _explained(str(why), path) from None
    return raw


def make_engine(path: Path, data_key: bytes | bytearray) -> Engine:
    """An engine with one pooled connection; writes begin at once, so that they wait in line and never fail half-way."""
    import sqlalchemy
    from sqlalchemy import event
    from sqlalchemy.pool import QueuePool
    from sqlcipher3 import dbapi2

    engine = sqlalchemy.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: open_raw(path, data_key),
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))

    return engine


def writing() -> dict[str, str]:
    """The execution options of a connection that will write."""
    return {_BEGIN: "BEGIN IMMEDIATE"}


def _explained(message: str, path: Path) -> Exception:
    if "not a database" in message:  # the key was proved by the key file's seal, so it is the file that is wrong
        return VaultDamaged(f"{path.name} is damaged or was swapped: its own key does not open it. Restore a backup.")
    if "newer" in message:
        return VaultNewer(f"{path.name} was changed by a newer version; update the app.")
    return VaultDamaged(f"{path.name} is damaged. Restore a backup; keep this file beside it.")
