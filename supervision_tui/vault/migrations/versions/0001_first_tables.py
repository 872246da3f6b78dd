"""The first tables, and the triggers that keep the journal and signed records as they are."""

from __future__ import annotations

from supervision_tui.vault.migrations import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables of the first version."""
    run_script("0001_first_tables.sql")


def downgrade() -> None:
    """There is nothing before the first version."""
    raise RuntimeError("the first tables are never taken away")
