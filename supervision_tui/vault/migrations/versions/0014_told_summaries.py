"""Summaries that left the vault: what they told, and under which codes."""

from __future__ import annotations

from supervision_tui.vault.migrations import run_script

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    run_script("0014_told_summaries.sql")


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
