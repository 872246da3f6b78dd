"""A closed vault for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ClosedVault


@pytest.fixture
def path(empty_vault: ClosedVault, tmp_path: Path) -> Path:
    """A closed vault with a passphrase."""
    return empty_vault.copied(tmp_path / "home")
