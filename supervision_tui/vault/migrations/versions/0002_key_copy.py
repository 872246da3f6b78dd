"""A copy of the key file in the vault."""

from __future__ import annotations

from supervision_tui.vault.migrations import run_script

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    run_script("0002_key_copy.sql")


def downgrade() -> None:
    """A vault is never taken back to an older version."""
    raise RuntimeError("a vault is never taken back to an older version")
