"""A closed vault for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from .vaults import make_vault


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed vault with a passphrase."""
    there = tmp_path / "home" / "supervision.db"
    make_vault(there)
    return there
