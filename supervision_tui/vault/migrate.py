"""The tables of this version, and the migrations that make them: alembic is loaded when needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import VaultError
from .plain_sql import Rows, rows_on, schema_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

HEAD = "0016"
SCRIPTS = Path(__file__).parent / "migrations"


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
        run_migrations(engine)
        return schema_of(rows_on(raw))
    finally:
        engine.dispose()


def run_migrations(engine: Engine) -> None:
    """Run the migrations that are missing, all or none."""
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
