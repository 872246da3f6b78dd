"""Pictures of the lock, the Vault screen and the journal, with a path and days that stand still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from supervision_tui.desk.long_work import Progress
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.vault import overview
from supervision_tui.desk.vault.overview import VaultView
from supervision_tui.desk.vault.unlock_methods import UnlockMethod
from supervision_tui.screens.vault.recovery_code import RecoveryCodeDialog
from supervision_tui.system.clock import Clock
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.store import Store
from supervision_tui.widgets.progress import ProgressDialog
from tests.conftest import NOW

from .app_under_test import NARROW, WIDE, QuietApp, after, app_on, press, still, typed

SnapCompare = Callable[..., bool]
CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ-0000"


@pytest.fixture
def view_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    """What differs from one machine and day to the next is the same in every picture."""
    real = overview.vault_view

    def still_view(store: Store, moment: Moment) -> VaultView:
        ways = (
            UnlockMethod("passphrase", "typed; also on another machine", "2026-02-02"),
            UnlockMethod(
                "recovery",
                "36 letters and digits on paper",
                "2026-02-02",
                "not yet typed back from the paper",
            ),
        )
        return replace(
            real(store, moment),
            path=Path("/home/manager/.local/share/supervision-tui/supervision.db"),
            size=1_146_880,
            ways_in=ways,
            missing=("keyring",),
            backup_folder=Path("/media/manager/backups"),
            kept=(date(2026, 3, 1), date(2026, 3, 2)),
            backed_up=NOW,
            verified=NOW,
            wrong_since=2,
            warnings=(
                "The vault lies in a folder that Dropbox copies elsewhere: it can bring back half "
                "of a change.",
            ),
        )

    monkeypatch.setattr(overview, "vault_view", still_view)


@pytest.mark.usefixtures("view_stands_still")
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_vault(snap_compare: SnapCompare, unchanged_demo: Store, size: tuple[int, int]) -> None:
    assert snap_compare(app_on(unchanged_demo), terminal_size=size, run_before=after("V"))


@pytest.mark.usefixtures("view_stands_still")
@pytest.mark.parametrize(
    "key", ["e", "o", "N", "question_mark"], ids=["settings", "drill", "new_key", "help"]
)
def test_vault_form(snap_compare: SnapCompare, unchanged_demo: Store, key: str) -> None:
    assert snap_compare(app_on(unchanged_demo), terminal_size=NARROW, run_before=after("V", key))


@pytest.mark.usefixtures("view_stands_still")
def test_new_passphrase(snap_compare: SnapCompare, unchanged_demo: Store) -> None:
    assert snap_compare(
        app_on(unchanged_demo),
        terminal_size=NARROW,
        run_before=after("V", "p", words="password1234"),
    )


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_journal(snap_compare: SnapCompare, unchanged_demo: Store, size: tuple[int, int]) -> None:
    assert snap_compare(app_on(unchanged_demo), terminal_size=size, run_before=after("V", "l"))


@pytest.mark.parametrize("asked_back", [False, True], ids=["shown", "asked_back"])
def test_recovery_code(snap_compare: SnapCompare, unchanged_demo: Store, asked_back: bool) -> None:
    async def run(pilot: Pilot[Any]) -> None:
        await still(pilot)
        await pilot.app.push_screen(
            RecoveryCodeDialog(CODE, "It takes the place of the code before.")
        )
        if asked_back:
            await press(pilot, "enter")
            pilot.app.screen.query_one(Input).value = CODE[:-1] + "7"
            await press(pilot, "enter")
        await after()(pilot)

    assert snap_compare(app_on(unchanged_demo), terminal_size=NARROW, run_before=run)


def test_progress(snap_compare: SnapCompare, unchanged_demo: Store) -> None:
    watch = Progress()
    watch("verifying pages", 0.55)

    async def run(pilot: Pilot[Any]) -> None:
        await still(pilot)
        await pilot.app.push_screen(ProgressDialog("Back up", watch))
        await still(pilot)

    assert snap_compare(app_on(unchanged_demo), terminal_size=NARROW, run_before=run)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_locked(snap_compare: SnapCompare, demo_path: Path, size: tuple[int, int]) -> None:
    app = QuietApp(None, Clock(fixed=NOW), VaultOpener(demo_path), is_locked=True)

    async def run(pilot: Pilot[Any]) -> None:
        await still(pilot)
        await typed(pilot, "some words")
        await after()(pilot)

    assert snap_compare(app, terminal_size=size, run_before=run)
