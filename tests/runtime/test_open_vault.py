"""The vault as it is open: who asks it before it is open is told so, and what is under way is
stopped as it closes.
"""

from __future__ import annotations

import asyncio

import pytest
from sqlmodel import Session

from supervision_tui.desk.long_work import Progress
from supervision_tui.desk.workers.people import team_name
from supervision_tui.runtime.open_vault import OpenVault
from supervision_tui.runtime.under_way import UnderWay
from supervision_tui.system.event_log import Event, log_path
from supervision_tui.vault.errors import VaultLocked
from supervision_tui.vault.store import Store, changes_records


async def test_a_vault_that_is_not_open_says_that_it_is_locked(unchanged_demo: Store) -> None:
    vault = OpenVault(None, UnderWay())
    with pytest.raises(VaultLocked):
        await vault.run(team_name)
    await vault.settle()  # there is nothing to settle
    vault.close()
    vault.take(unchanged_demo)
    assert vault.is_open
    assert await vault.run(team_name) == "Lantern Team"


async def test_what_nobody_waits_for_any_more_counts_as_changed(demo_store: Store) -> None:
    """It may be done all the same, so that a screen must ask again."""
    vault = OpenVault(demo_store, UnderWay())
    begun, may_end = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    @changes_records
    def slowly(_session: Session) -> None:
        loop.call_soon_threadsafe(begun.set)
        asyncio.run_coroutine_threadsafe(may_end.wait(), loop).result()

    task = asyncio.ensure_future(vault.run(slowly))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert vault.changes == 1
    may_end.set()
    assert await vault.run(team_name) == "Lantern Team"


def test_long_work_is_stopped_before_the_vault_is_closed(unchanged_demo: Store) -> None:
    under_way, watch = UnderWay(), Progress()
    under_way.long_work.add(watch)
    OpenVault(unchanged_demo, under_way).stop_long_work()
    assert watch.is_stopped


def test_of_a_demo_that_passes_nothing_is_logged(store: Store) -> None:
    vault = OpenVault(store, UnderWay())
    assert vault.is_a_demo_that_passes
    before = log_path().read_text() if log_path().exists() else ""
    vault.log(Event.OPENED)
    assert (log_path().read_text() if log_path().exists() else "") == before


async def test_it_may_be_read_only_from_some_moment_on(demo_store: Store) -> None:
    vault = OpenVault(demo_store, UnderWay())
    vault.stop_writing()
    assert vault.is_read_only
    assert not vault.store.is_writable
