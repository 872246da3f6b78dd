"""Bringing the tables of a vault to this version: alembic, loaded only when there is something to
do.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from supervision_tui.system.clock import Clock

from .errors import VaultDamaged, VaultError, VaultNewer, VaultOlder
from .plain_sql import Rows, rows_on, schema_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from .key_file import KeyFile

HEAD = "0009"
SCRIPTS = Path(__file__).parent / "migrations"


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
    _run_migrations(engine())
    return made


def _backed_up(
    engine: Engine, keys: KeyFile, data_key: bytearray, path: Path, version: str
) -> Path:
    from .backup import make_backup

    at = Clock().now()
    target = path.with_name(f"{path.stem}-tables-{version}-{at:%Y%m%d-%H%M%S}.backup")
    with engine.connect() as connection:
        return make_backup(connection.connection.dbapi_connection, keys, data_key, target, at).path


def current_version(rows: Rows) -> str | None:
    """The version of the tables, or nothing in an empty vault."""
    there = rows("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")
    found = rows("SELECT version_num FROM alembic_version") if there else ()
    if found:
        return str(found[0][0])
    return None


@cache
def schema_made() -> dict[tuple[str, str], str]:
    """The schema that the migrations make, from nothing, in memory."""
    from sqlcipher3 import dbapi2

    from .connection import make_engine

    raw = dbapi2.connect(":memory:", check_same_thread=False, isolation_level=None)
    engine = make_engine(lambda: raw)
    try:
        _run_migrations(engine)
        return schema_of(rows_on(raw))
    finally:
        engine.dispose()


def _run_migrations(engine: Engine) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    from .connection import writing

    scripts = ScriptDirectory(str(SCRIPTS))
    with engine.connect() as connection:
        # Foreign keys go off before BEGIN: a table rebuilt in batch mode would take its children's
        # rows with it.
        raw = connection.connection.dbapi_connection
        assert raw is not None  # noqa: S101  (a connection just taken from the pool)
        raw.execute("PRAGMA foreign_keys = OFF")
        connection = connection.execution_options(**writing())
        try:
            with connection.begin():
                environment = EnvironmentContext(
                    Config(),
                    scripts,
                    fn=lambda revision, _context: scripts._upgrade_revs(HEAD, revision),
                )
                environment.configure(
                    connection=connection, render_as_batch=True, transactional_ddl=True
                )
                environment.run_migrations()
                _check_foreign_keys(connection)
        finally:
            raw.execute("PRAGMA foreign_keys = ON")


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise VaultError("The vault could not be brought up to date; it is as it was before.")
