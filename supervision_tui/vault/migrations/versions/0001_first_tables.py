"""The first tables, and the triggers that keep the journal and signed records as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "0001_first_tables.sql"


def upgrade() -> None:
    """Make all tables of the first version."""
    for statement in _statements(SQL.read_text("utf-8")):
        op.execute(statement)


def downgrade() -> None:
    """There is nothing before the first version."""
    raise RuntimeError("the first tables are never taken away")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; a trigger holds semicolons of its own."""
    so_far = ""
    for line in script.splitlines(keepends=True):
        so_far += line
        if sqlite3.complete_statement(so_far):
            yield so_far
            so_far = ""
