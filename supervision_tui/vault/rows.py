"""Plain rows by plain SQL: what the vault asks of its own tables, and what is asked before the records are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    """Statements in the transaction of a session; what it has not written yet is not seen by them."""

    def rows(statement: str, *values: object) -> Sequence[Sequence[Any]]:
        done = session.connection().exec_driver_sql(statement, values)
        return done.all() if done.returns_rows else ()

    return rows
