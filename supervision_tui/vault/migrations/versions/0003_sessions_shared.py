"""Shared sessions; what follows from other records is no longer kept beside them."""

from __future__ import annotations

from supervision_tui.vault.migrations import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    run_script("0003_sessions_shared.sql")


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
