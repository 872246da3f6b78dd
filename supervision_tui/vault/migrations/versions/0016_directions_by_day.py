"""Directions by the days on which they were given and closed."""

from __future__ import annotations

from supervision_tui.vault.migrations import run_script

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the indexes."""
    run_script("0016_directions_by_day.sql")


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
