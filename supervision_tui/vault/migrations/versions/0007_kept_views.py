"""Views that a screen showed last, kept for the next start."""

from __future__ import annotations

from supervision_tui.vault.migrations import run_script

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    run_script("0007_kept_views.sql")


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
