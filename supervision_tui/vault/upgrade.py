"""Bringing an older vault to this version: a backup first, then the migrations that are missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.system.clock import Clock

from .errors import VaultDamaged, VaultNewer, VaultOlder
from .migrate import HEAD, current_version, run_migrations
from .plain_sql import Rows

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from .key_file import KeyFile


def bring_up_to_date(
    rows: Rows,
    engine: Callable[[], Engine],
    keys: KeyFile,
    data_key: bytearray,
    path: Path,
    *,
    may_write: bool = True,
    is_new: bool = False,
) -> Path | None:
    """Run the migrations that are missing, all or none, after a backup, which is returned.

    Only a new vault may begin empty. `engine` makes what they run on, where there is something to
    do.

    Raises `VaultNewer` where a newer version of the app has already changed the tables,
    `VaultDamaged` where there are none.
    """
    found = current_version(rows)
    if found == HEAD:
        return None
    if found is None and not is_new:
        raise VaultDamaged(
            "The vault is empty: its file was cut or replaced. Restore a backup; keep this file "
            "beside it."
        )
    if found is not None and found > HEAD:
        raise VaultNewer(
            "This vault was changed by a newer version of supervision-tui; update the app, then "
            "open it."
        )
    if not may_write:
        raise VaultOlder(
            "This vault was made by an older version; open it once in the app, which brings it up "
            "to date."
        )
    made = None if is_new else _backed_up(engine(), keys, data_key, path, found or "")
    run_migrations(engine())
    return made


def _backed_up(
    engine: Engine, keys: KeyFile, data_key: bytearray, path: Path, version: str
) -> Path:
    from .backup import make_backup

    at = Clock().now()
    target = path.with_name(f"{path.stem}-tables-{version}-{at:%Y%m%d-%H%M%S}.backup")
    with engine.connect() as connection:
        return make_backup(connection.connection.dbapi_connection, keys, data_key, target, at).path
