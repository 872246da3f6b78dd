"""Plain rows by plain SQL: what the vault asks of its own tables, and what is asked before the
records are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlmodel import Session

Rows = Callable[..., Sequence[Sequence[Any]]]
"""Runs one statement with its values in the transaction that is open, and gives its rows."""


def rows_on(raw: Any) -> Rows:
    """Statements on a driver connection."""

    def rows(statement: str, *values: object) -> Sequence[Sequence[Any]]:
        found: Sequence[Sequence[Any]] = raw.execute(statement, values).fetchall()
        return found

    return rows


def rows_of(session: Session) -> Rows:
    """Statements in the transaction of a session.

    What it has not written yet is not seen by them.
    """

    def rows(statement: str, *values: object) -> Sequence[Sequence[Any]]:
        return rows_over(session.connection())(statement, *values)

    return rows


def rows_over(connection: Connection) -> Rows:
    """Statements in the transaction of a connection of SQLAlchemy's."""

    def rows(statement: str, *values: object) -> Sequence[Sequence[Any]]:
        done = connection.exec_driver_sql(statement, values)
        if done.returns_rows:
            return done.all()
        return ()

    return rows


def schema_of(rows: Rows) -> dict[tuple[str, str], str]:
    """Every table, index, view and trigger by kind and name, as the statement that made it."""
    found = rows(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE "
        "'sqlite~_%' ESCAPE '~'"
    )
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in found}
