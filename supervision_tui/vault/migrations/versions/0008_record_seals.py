"""Every record is bound into the journal; those that are there already are sealed as they stand."""

from __future__ import annotations

from alembic import op

from supervision_tui.clock import Clock
from supervision_tui.vault.journal import head, note_on
from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.record_seals import SEALED_TABLES, seal_all
from supervision_tui.vault.rows import rows_over

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    run_script("0008_record_seals.sql")
    rows = rows_over(op.get_bind())
    for table in SEALED_TABLES:
        columns = [row[1] for row in rows(f'PRAGMA table_info("{table}")')]
        for statement in touch_triggers(table, columns):
            op.execute(statement)
    words = seal_all(rows, head(rows).count + 1)
    if words:
        note_on(rows, "seal records", "vault", words, at=Clock().now())


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
