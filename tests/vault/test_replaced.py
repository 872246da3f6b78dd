"""Another file is put in the vault's place while it is open: a sync service, a person, or somebody
worse.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from supervision_tui.vault.backup import read_backup
from supervision_tui.vault.errors import VaultBusy, VaultReplaced
from supervision_tui.vault.files import lock_path

from .vaults import MOMENT, add_team, copied, opened, teams


def test_nothing_is_acknowledged_that_would_not_be_found_again(path: Path, tmp_path: Path) -> None:
    earlier = copied(path, tmp_path / "earlier")
    store = opened(path)
    store.run(add_team, "Harbour")
    os.replace(earlier, path)
    with pytest.raises(VaultReplaced, match="make a backup now"):
        store.run(add_team, "Orchard")
    assert store.run(teams) == ["Harbour"], "what was kept before can still be read"
    store.close()


def test_what_was_kept_before_is_brought_out_by_a_backup(path: Path, tmp_path: Path) -> None:
    earlier = copied(path, tmp_path / "earlier")
    store = opened(path)
    store.run(add_team, "Harbour")
    os.replace(earlier, path)
    made = store.back_up(tmp_path / "saved.backup", MOMENT.now)
    assert made.holds.counts["team"] == 1
    store.close()
    assert read_backup(made.path).made_at == MOMENT.now


def test_a_vault_that_was_deleted_under_the_open_app_is_told_too(path: Path) -> None:
    store = opened(path)
    path.unlink()
    with pytest.raises(VaultReplaced):
        store.run(add_team, "Harbour")
    store.close()


def test_where_the_locks_file_was_taken_away_two_still_do_not_write_at_once(path: Path) -> None:
    first = opened(path)
    first.run(add_team, "Harbour")
    lock_path(path).unlink()
    second = opened(path)
    with pytest.raises(VaultBusy, match="Close it there"):
        first.run(add_team, "Orchard")
    second.run(add_team, "Quayside")
    second.close()
    first.run(add_team, "Orchard")
    assert first.run(teams) == ["Harbour", "Orchard", "Quayside"], (
        "it is held again once the other is closed"
    )
    lock_path(path).unlink()
    first.run(add_team, "Rookery")
    with pytest.raises(VaultBusy):
        opened(path)
    first.close()
    assert opened(path, writable=False).run(teams) == ["Harbour", "Orchard", "Quayside", "Rookery"]
