"""The day's backup is made once, and what stands in its way is said."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.desk.vault.settings import set_backup_folder
from supervision_tui.runtime.daily_backup import DailyBackup
from supervision_tui.vault.backup_series import chosen_folder
from supervision_tui.vault.store import Store

from .parts import Parts


def backup_of(parts: Parts, begun: list[Coroutine[Any, Any, None]]) -> DailyBackup:
    return DailyBackup(parts.vault, parts.state, parts.notices, begun.append)


async def test_it_is_made_once_a_day_and_said(demo_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    parts, begun = Parts(demo_store), list[Coroutine[Any, Any, None]]()
    await parts.desk.run(set_backup_folder, str(folder))
    backup = backup_of(parts, begun)
    backup.begin_if_due()
    backup.begin_if_due()
    for each in begun:
        await each
    assert len(list(folder.iterdir())) == 1
    assert [
        each for each in parts.heard.said if "Today's backup is made" in each
    ] == parts.heard.said[-1:]


async def test_what_stands_in_its_way_is_said(demo_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    parts = Parts(demo_store)
    await parts.desk.run(set_backup_folder, str(folder))
    folder.rmdir()
    await backup_of(parts, []).back_up_if_due()
    assert parts.heard.said[-1].startswith("warning: ")


async def test_an_error_of_our_own_is_named_and_the_app_goes_on(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_store: Store, _moment: object, **_named: object) -> None:
        raise ZeroDivisionError("Zyxomarker")

    monkeypatch.setattr("supervision_tui.desk.vault.backups.back_up_if_due", fails)
    parts = Parts(demo_store)
    await backup_of(parts, []).back_up_if_due()
    assert parts.heard.said == ["warning: ! Today's backup failed (ZeroDivisionError); see Vault."]


async def test_until_a_folder_is_chosen_that_of_the_machine_is_taken(
    demo_store: Store, tmp_path: Path
) -> None:
    parts, folder = Parts(demo_store), tmp_path / "backups"
    begun: list[Coroutine[Any, Any, None]] = []
    folder.mkdir()
    backup = DailyBackup(parts.vault, parts.state, parts.notices, begun.append, str(folder))
    await backup.back_up_if_due()
    assert len(list(folder.iterdir())) == 1
    assert demo_store.read(chosen_folder) == folder


async def test_a_folder_that_was_chosen_or_turned_off_stays_so(
    demo_store: Store, tmp_path: Path
) -> None:
    parts, folder = Parts(demo_store), tmp_path / "backups"
    begun: list[Coroutine[Any, Any, None]] = []
    folder.mkdir()
    await parts.desk.run(set_backup_folder, "")
    backup = DailyBackup(parts.vault, parts.state, parts.notices, begun.append, str(folder))
    await backup.back_up_if_due()
    assert list(folder.iterdir()) == []
    assert demo_store.read(chosen_folder) is None


async def test_a_folder_of_the_machine_that_is_not_there_is_said(
    demo_store: Store, tmp_path: Path
) -> None:
    parts = Parts(demo_store)
    nowhere = str(tmp_path / "gone")
    begun: list[Coroutine[Any, Any, None]] = []
    backup = DailyBackup(parts.vault, parts.state, parts.notices, begun.append, nowhere)
    await backup.back_up_if_due()
    assert f"backups in {nowhere}, which is not there" in parts.heard.said[-1]
