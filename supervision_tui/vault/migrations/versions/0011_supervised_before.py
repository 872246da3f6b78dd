"""The day of a worker's last supervision before this vault."""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.plain_sql import rows_over

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_GROWN = "worker"


def upgrade() -> None:
    """Change the table; what marks a changed row knows the new column, too."""
    for event in ("insert", "update", "delete"):
        op.execute(f"DROP TRIGGER touched_{_GROWN}_{event}")
    run_script("0011_supervised_before.sql")
    rows = rows_over(op.get_bind())
    columns = [row[1] for row in rows(f'PRAGMA table_info("{_GROWN}")')]
    for statement in touch_triggers(_GROWN, columns):
        op.execute(statement)


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
