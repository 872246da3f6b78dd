"""Loading the tidy table into a council's PostgreSQL: whatever was loaded before stays as it is,
what differs is replaced, and what is no longer there of a team's period goes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from supervision_tui.system.errors import AppError

from .tidy import COLUMNS, TidyRow

if TYPE_CHECKING:
    from psycopg import Connection

TABLE = "supervision_figure"
_TYPES = {
    "period_from": "DATE NOT NULL",
    "period_to": "DATE NOT NULL",
    "value": "DOUBLE PRECISION",
    "numerator": "INTEGER",
    "n": "INTEGER",
    "is_share": "BOOLEAN NOT NULL",
    "is_hidden": "BOOLEAN NOT NULL",
    "is_at_least": "BOOLEAN NOT NULL",
    "teams": "INTEGER NOT NULL",
    "threshold": "INTEGER NOT NULL",
    "revision": "INTEGER NOT NULL",
    "made_on": "DATE",
}
_KEY = ("team", "period_from", "period_to", "section", "key")
_BEGINS = ("postgresql://", "postgres://")


class NotLoaded(AppError):
    """A warehouse that could not be loaded; nothing in it was changed."""

    exit_status = 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows that were added, replaced and taken out."""

    added: int
    replaced: int
    removed: int


def check_address(address: str) -> None:
    """Refuse what is no address of a PostgreSQL. Raises `NotLoaded`."""
    if not address.startswith(_BEGINS):
        raise NotLoaded("--into takes the address of a PostgreSQL, like postgresql://host/name.")


def load(rows: Iterable[TidyRow], address: str) -> Loaded:
    """Load rows in one transaction. Raises `NotLoaded`; then nothing was changed."""
    check_address(address)
    try:
        import psycopg
    except ImportError:
        raise NotLoaded(
            "PostgreSQL needs its driver: install supervision-tui[postgresql], or psycopg beside "
            "this program."
        ) from None
    try:
        with psycopg.connect(address, connect_timeout=10) as connection:
            return _load(connection, rows)
    except psycopg.OperationalError:
        raise NotLoaded(
            "The database could not be reached; check its address, your right to it, and that it "
            "runs. Nothing was changed."
        ) from None
    except psycopg.Error as why:
        said = str(why.diag.message_primary or "it does not say why")
        raise NotLoaded(f"The database refused it: {said}. Nothing was changed.") from None


def _load(connection: Connection[Any], rows: Iterable[TidyRow]) -> Loaded:
    columns, key = ", ".join(COLUMNS), ", ".join(_KEY)
    defined = ", ".join(f"{name} {_TYPES.get(name, 'TEXT NOT NULL')}" for name in COLUMNS)
    others = [name for name in COLUMNS if name not in _KEY]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE IF NOT EXISTS {TABLE} ({defined}, "
            f"loaded_at TIMESTAMPTZ NOT NULL DEFAULT now(), PRIMARY KEY ({key}))"
        )
        cursor.execute(f"CREATE TEMP TABLE arriving ({defined}) ON COMMIT DROP")
        with cursor.copy(f"COPY arriving ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row.cells)
        cursor.execute(
            f"DELETE FROM {TABLE} there USING (SELECT DISTINCT team, period_from, period_to "  # noqa: S608
            f"FROM arriving) periods WHERE there.team = periods.team "
            f"AND there.period_from = periods.period_from AND there.period_to = periods.period_to "
            f"AND NOT EXISTS (SELECT 1 FROM arriving a WHERE a.team = there.team "
            f"AND a.period_from = there.period_from AND a.period_to = there.period_to "
            f"AND a.section = there.section AND a.key = there.key)"
        )
        removed = cursor.rowcount
        changes = ", ".join(f"{name} = excluded.{name}" for name in others)
        mine = ", ".join(f"{TABLE}.{name}" for name in others)
        theirs = ", ".join(f"excluded.{name}" for name in others)
        cursor.execute(
            f"WITH loaded AS (INSERT INTO {TABLE} ({columns}) SELECT {columns} FROM arriving "  # noqa: S608
            f"ON CONFLICT ({key}) DO UPDATE SET {changes}, loaded_at = now() "
            f"WHERE ({mine}) IS DISTINCT FROM ({theirs}) RETURNING (xmax = 0) AS is_new) "
            f"SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM loaded"
        )
        added, replaced = cursor.fetchone() or (0, 0)
    return Loaded(added, replaced, removed)
