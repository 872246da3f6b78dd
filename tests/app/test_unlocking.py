"""The vault opens by itself where it can, and else a person is asked, with the reason."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from supervision_tui.app.unlocking import Unlocking
from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.under_way import UnderWay
from supervision_tui.vault.errors import VaultDamaged, VaultError
from supervision_tui.vault.failed_attempts import forget_tries
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.store import Store
from tests.conftest import PASSPHRASE, ClosedVault


def at(path: Path, passphrase: str | None = None) -> tuple[Unlocking, OpenVault]:
    """What opens the vault at a path."""
    vault = OpenVault(None, UnderWay())
    return Unlocking(vault, VaultOpener(path, passphrase=passphrase)), vault


async def test_a_passphrase_given_beforehand_opens_it(demo_path: Path) -> None:
    unlocking, vault = at(demo_path, passphrase=PASSPHRASE)
    assert unlocking.tries_by_itself
    assert await unlocking.open_by_itself() == ""
    assert vault.is_open
    vault.close()


async def test_where_nothing_opens_it_a_person_is_asked_and_no_option_is_named(
    demo_path: Path,
) -> None:
    unlocking, vault = at(demo_path)
    why = await unlocking.open_by_itself()
    assert why
    assert "--passphrase-file" not in why
    assert not vault.is_open
    assert unlocking.needs_words()
    assert unlocking.vault_name() == demo_path.name


async def test_what_a_person_types_opens_it_or_says_why_not(demo_path: Path) -> None:
    unlocking, vault = at(demo_path)
    assert "does not open this vault" in await unlocking.try_to_open("not this sentence")
    assert unlocking.seconds_to_wait() > 0
    assert not vault.is_open
    forget_tries(demo_path)
    assert await unlocking.try_to_open(PASSPHRASE) == ""
    assert vault.is_open
    vault.close()


async def test_a_wrong_passphrase_given_beforehand_is_an_error_and_nobody_is_asked(
    demo_path: Path,
) -> None:
    unlocking, _ = at(demo_path, passphrase="not this sentence")
    with pytest.raises(VaultError):
        await unlocking.open_by_itself()


async def test_what_was_begun_before_the_app_was_there_is_taken_or_closed(
    demo_path: Path, demo_vault: ClosedVault
) -> None:
    ahead: Future[Store] = Future()
    store = demo_vault.opened(demo_path)
    ahead.set_result(store)
    vault = OpenVault(None, UnderWay())
    unlocking = Unlocking(vault, VaultOpener(demo_path), opened_ahead=ahead)
    unlocking.take_opened_ahead()
    assert vault.store is store
    vault.close()


def test_an_opening_that_failed_ahead_stops_nothing(demo_path: Path) -> None:
    ahead: Future[Store] = Future()
    ahead.set_exception(VaultDamaged("Torn."))
    vault = OpenVault(None, UnderWay())
    Unlocking(vault, VaultOpener(demo_path), opened_ahead=ahead).take_opened_ahead()
    assert not vault.is_open


def test_where_there_is_no_vault_yet_it_is_said(tmp_path: Path) -> None:
    unlocking, _ = at(tmp_path / "none-yet.db")
    assert unlocking.is_without_vault


def test_a_demo_needs_no_words(unchanged_demo: Store) -> None:
    unlocking = Unlocking(OpenVault(unchanged_demo, UnderWay()), None, is_locked=True)
    assert not unlocking.needs_words()
    assert not unlocking.tries_by_itself
    assert unlocking.seconds_to_wait() == 0
    assert unlocking.vault_name() == ""
