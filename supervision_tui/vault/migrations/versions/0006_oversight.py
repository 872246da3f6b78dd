"""Themes, audits, dip samples and practice weeks; required actions.

Erasure of what a person has confirmed.
"""

from __future__ import annotations

from alembic import op

from supervision_tui.vault.migrations import run_script
from supervision_tui.vault.migrations.searched_table import SearchedTable

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OF_AUDIT = "(SELECT {column} FROM audit WHERE id = row.audit_id)"
_SEARCHED = (
    SearchedTable(
        "audit",
        "audit",
        ("row.auditor", "row.summary", "row.learned", "row.moderator", "row.moderated_words"),
        ("row.child_id", "row.worker_id", "NULL", "row.audited_on"),
    ),
    SearchedTable(
        "finding",
        "audit_finding",
        ("row.words",),
        about=(
            _OF_AUDIT.format(column="child_id"),
            _OF_AUDIT.format(column="worker_id"),
            "NULL",
            _OF_AUDIT.format(column="audited_on"),
        ),
        key="row.audit_id || ' ' || row.criterion",
        only="row.words <> ''",
    ),
)


def upgrade() -> None:
    """Change the tables."""
    run_script("0006_oversight.sql")
    for table in _SEARCHED:
        for statement in table.statements():
            op.execute(statement)


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
