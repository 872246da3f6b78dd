"""The first vault is made with a person, and nothing is made where that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from supervision_tui.app.first_start import LOOK_AROUND, FirstStart
from supervision_tui.desk.moment import Refused
from supervision_tui.desk.vault.overview import vault_view
from supervision_tui.vault.opener import VaultOpener
from tests.conftest import PASSPHRASE
from tests.runtime.parts import Parts


def start_at(path: Path | None) -> tuple[FirstStart, Parts, list[str]]:
    """A first start, its parts, and with what the app ended."""
    parts, ended = Parts(None), list[str]()
    opener = VaultOpener(path) if path else None
    return FirstStart(parts.vault, parts.state, opener, end=ended.append), parts, ended


async def test_a_vault_is_made_and_its_code_counts_once_it_was_typed_back(tmp_path: Path) -> None:
    first_start, parts, _ = start_at(tmp_path / "vault" / "supervision.db")
    assert first_start.place_of_vault().endswith("supervision.db")
    made = await first_start.make_vault(PASSPHRASE)
    parts.vault.take(made.store)
    before = [each.todo for each in vault_view(made.store, parts.state.moment()).ways_in]
    await first_start.confirm_code(made.recovery_code)
    after = [each.todo for each in vault_view(made.store, parts.state.moment()).ways_in]
    assert any(before)
    assert not any(after)
    parts.vault.close()


async def test_a_weak_passphrase_makes_nothing(tmp_path: Path) -> None:
    first_start, _, _ = start_at(tmp_path / "supervision.db")
    with pytest.raises(Refused) as refused:
        await first_start.make_vault("short")
    assert "--passphrase-file" not in str(refused.value)
    assert not (tmp_path / "supervision.db").exists()


async def test_without_a_place_there_is_nothing_to_make() -> None:
    first_start, _, _ = start_at(None)
    assert first_start.place_of_vault() == ""
    with pytest.raises(Refused, match="no place"):
        await first_start.make_vault(PASSPHRASE)


def test_to_look_around_the_app_ends_and_says_so() -> None:
    first_start, _, ended = start_at(None)
    first_start.look_around()
    assert ended == [LOOK_AROUND]
