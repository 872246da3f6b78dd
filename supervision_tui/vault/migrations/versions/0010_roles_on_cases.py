"""Roles on a case; directions handed on for an absence; a start that is not known; who teaches."""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.migrations.searched_table import SearchedTable
from supervision_tui.vault.plain_sql import Rows, rows_over

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_GROWN = ("direction_owner", "worker", "worker_leave")
_NEW = ("case_role",)
_SEARCHED = SearchedTable(
    "role",
    "case_role",
    ("row.name", "row.team", "row.reason"),
    ("row.child_id", "row.worker_id", "NULL", "row.recorded_on"),
    only="row.name <> '' OR row.reason <> ''",
)


def upgrade() -> None:
    """Change the tables."""
    for table in _GROWN:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER touched_{table}_{event}")
    run_script("0010_roles_on_cases.sql")
    rows = rows_over(op.get_bind())
    for table in (*_GROWN, *_NEW):
        for statement in touch_triggers(table, _columns(rows, table)):
            op.execute(statement)
    for statement in _SEARCHED.statements():
        op.execute(statement)


def _columns(rows: Rows, table: str) -> list[str]:
    return [row[1] for row in rows(f'PRAGMA table_info("{table}")')]


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
