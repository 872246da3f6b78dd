"""What somebody sees who begins without a vault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from supervision_tui.screens.vault.welcome import WelcomeScreen
from supervision_tui.system.clock import Clock
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.widgets.form import Form
from tests.conftest import NOW

from .app_under_test import NARROW, WIDE, QuietApp, still, until

SnapCompare = Callable[..., bool]
PLACE = Path("/home/denise/.local/share/supervision-tui/supervision.db")


def beginning() -> QuietApp:
    """The app where nothing is yet, at a place that looks the same in every picture."""
    return QuietApp(None, Clock(fixed=NOW), VaultOpener(PLACE))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_welcome(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen))
        await still(pilot)

    assert snap_compare(beginning(), terminal_size=size, run_before=run)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_new_vault(snap_compare: SnapCompare, size: tuple[int, int]) -> None:
    async def run(pilot: Pilot[Any]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, WelcomeScreen))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, Form))
        await still(pilot)

    assert snap_compare(beginning(), terminal_size=size, run_before=run)
