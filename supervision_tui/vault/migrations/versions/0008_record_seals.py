"""Every record is bound into the journal; those that are there already are sealed as they stand."""

from __future__ import annotations

from alembic import op

from supervision_tui.system.clock import Clock
from supervision_tui.vault.journal import head, note_on
from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.plain_sql import Rows, rows_over
from supervision_tui.vault.record_seals import seal_all

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_NO_RECORDS = ("key_copy", "pseudonym", "record_seal", "unsealed")


def upgrade() -> None:
    """Change the tables."""
    run_script("0008_record_seals.sql")
    rows = rows_over(op.get_bind())
    tables = _tables_of_records(rows)
    for table, columns in tables.items():
        for statement in touch_triggers(table, columns):
            op.execute(statement)
    words = seal_all(rows, head(rows).count + 1, tables)
    if words:
        note_on(rows, "seal records", "vault", words, at=Clock().now())


def _tables_of_records(rows: Rows) -> dict[str, list[str]]:
    """The columns of every table of records that had numbers at this version."""
    found = {}
    for (table,) in rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
    ):
        columns = [row[1] for row in rows(f'PRAGMA table_info("{table}")')]
        if "id" in columns and table not in _NO_RECORDS:
            found[table] = columns
    return found


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
