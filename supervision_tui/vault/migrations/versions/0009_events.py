"""Events of children by hand, with how and outcome; which events a source can tell.

Several plans at once.
"""

from __future__ import annotations

from alembic import op

from supervision_tui.system.clock import Clock
from supervision_tui.vault.journal import head, note_on
from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.sealed_table import touch_triggers
from supervision_tui.vault.plain_sql import Rows, rows_over
from supervision_tui.vault.record_seals import seal_all

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_GROWN = ("trigger_date", "plan_episode")
_NEW = ("source_reading", "child_source", "visit_frequency")


def upgrade() -> None:
    """Change the tables."""
    for table in _GROWN:
        for event in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER touched_{table}_{event}")
    run_script("0009_events.sql")
    rows = rows_over(op.get_bind())
    for table in (*_GROWN, *_NEW):
        for statement in touch_triggers(table, _columns(rows, table)):
            op.execute(statement)
    words = seal_all(rows, head(rows).count + 1, _NEW)
    if words:
        note_on(rows, "seal records", "vault", words, at=Clock().now())


def _columns(rows: Rows, table: str) -> list[str]:
    return [row[1] for row in rows(f'PRAGMA table_info("{table}")')]


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
