"""The connection to the encrypted file: key first, then the settings that keep what was
acknowledged.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from . import files
from .errors import VaultBusy, VaultDamaged, VaultError, VaultNewer
from .secret_bytes import passing

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_SETTINGS = (
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
    # the log is looked at before it is brought into the file: see `WriteLog`
    "PRAGMA wal_autocheckpoint = 0",
)
_BEGIN = "supervision_tui_begin"
_HEX = b"0123456789abcdef"
_READ_ONLY_MODE = "immutable=1"


def open_raw(path: Path, data_key: bytearray, *, wal: bool = True, at_rest: bool = False) -> Any:
    """A driver connection that has read the schema with this key.

    The key must already be proved by the key file's seal. `at_rest` promises that nobody writes the
    file meanwhile, so that nothing is laid beside it. Raises `VaultDamaged` where the file does not
    open with the key.
    """
    from sqlcipher3 import dbapi2

    read_only = ""
    if at_rest:
        read_only = "?" + _READ_ONLY_MODE
    name = f"file:{quote(str(path.resolve()))}{read_only}"
    try:
        raw = dbapi2.connect(name, uri=True, check_same_thread=False, isolation_level=None)
    except dbapi2.DatabaseError as why:
        raise explained(str(why), path) from None
    try:
        raw.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key writes to standard error
        give_key(raw, data_key)
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not at_rest:
            log_kind = "WAL" if wal else "DELETE"
            raw.execute(f"PRAGMA journal_mode = {log_kind}")
        for setting in _SETTINGS:
            raw.execute(setting)
    except dbapi2.DatabaseError as why:
        raw.close()
        raise explained(str(why), path) from None
    return raw


def give_key(raw: Any, data_key: bytearray, *, instead: bool = False) -> None:
    """Give a connection its key as it is, without SQLCipher's own slow derivation.

    `instead` re-encrypts the file.
    """
    with passing(_raw_form(data_key)) as form:
        if instead:
            raw.reset_key(form)
        else:
            raw.set_key(form)


def _raw_form(data_key: bytearray) -> bytearray:
    """`x'…'`, as SQLCipher takes a raw key; any other bytes it takes for a passphrase.

    No copy is left behind.
    """
    form = bytearray(b"x'")
    for byte in data_key:
        form.append(_HEX[byte >> 4])
        form.append(_HEX[byte & 15])
    form += b"'"
    return form


def make_engine(connect: Callable[[], Any]) -> Engine:
    """An engine with one pooled connection.

    Writes begin at once, so that they wait in line and never fail half-way.

    `connect` gives a driver connection as `open_raw` does.
    """
    import sqlalchemy
    from sqlalchemy import event
    from sqlalchemy.pool import QueuePool
    from sqlcipher3 import dbapi2

    engine = sqlalchemy.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=connect,
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


def is_at_rest(path: Path) -> bool:
    """Tell whether the file lies where nothing can be written: then it is read as it is.

    Raises `VaultError` where it was not closed cleanly: its last changes lie in a log that cannot
    be read there.
    """
    if files.can_be_written(path.parent):
        return False
    log = files.logs_of(path)[0]
    if log.exists() and log.stat().st_size:
        raise VaultError(
            f"{path.name} was not closed cleanly and its folder cannot be written: copy the "
            f"folder to a place that can."
        )
    return True


@contextlib.contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what the database says, or SQLAlchemy, into a sentence that says what to do."""
    from sqlcipher3 import dbapi2

    try:
        yield
    except UnicodeEncodeError:
        raise VaultError(
            "The text holds half a letter, which cannot be kept; type it again. Nothing was "
            "changed."
        ) from None
    except Exception as why:
        said = getattr(why, "orig", why)
        if isinstance(said, dbapi2.OperationalError):
            raise explained(str(said), path) from None
        if isinstance(said, dbapi2.DatabaseError) and (
            "malformed" in str(said) or "not a database" in str(said)
        ):
            raise VaultDamaged(
                "The vault is damaged. Restore a backup; keep this file beside it."
            ) from None
        raise


def explained(message: str, path: Path) -> VaultError:
    """Turn what the database says of a file into a sentence that says what to do."""
    # The key was proved by the key file's seal, so it is the file that is wrong.
    if "not a database" in message:
        return VaultDamaged(
            f"{path.name} is damaged or was swapped: its own key does not open it. Restore a "
            f"backup."
        )
    if "newer" in message:
        return VaultNewer(f"{path.name} was changed by a newer version; update the app.")
    if "database is locked" in message:
        return VaultBusy("The vault is being written by another program; try again in a moment.")
    # The last: a log that cannot grow.
    if any(words in message for words in ("full", "disk I/O", "table is locked")):
        return VaultError(
            "The disk is full or cannot be written; make room, then do it again. Nothing was "
            "changed."
        )
    if "readonly" in message or "unable to open" in message:
        return VaultError("The vault's folder cannot be written; nothing was changed.")
    if "malformed" in message or "corrupt" in message:
        return VaultDamaged(f"{path.name} is damaged. Restore a backup; keep this file beside it.")
    return VaultError("The vault could not do that; nothing was changed.")
