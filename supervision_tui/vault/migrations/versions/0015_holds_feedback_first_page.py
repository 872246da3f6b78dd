"""A hold on a file, feedback of a practice week, and what a person adds to a first page."""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.plain_sql import rows_over

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
_TABLES = ("legal_hold", "week_feedback", "page_entry")


def upgrade() -> None:
    """Change the tables."""
    run_script("0015_holds_feedback_first_page.sql")
    for table in _TABLES:
        _seal(table)


def _seal(table: str) -> None:
    columns = [row[1] for row in rows_over(op.get_bind())(f'PRAGMA table_info("{table}")')]
    for statement in touch_triggers(table, columns):
        op.execute(statement)


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
