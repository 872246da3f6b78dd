"""A hold on a file, which is not erased while it lasts."""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.plain_sql import rows_over

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    run_script("0015_legal_hold.sql")
    columns = [row[1] for row in rows_over(op.get_bind())('PRAGMA table_info("legal_hold")')]
    for statement in touch_triggers("legal_hold", columns):
        op.execute(statement)


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
