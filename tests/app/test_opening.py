"""What stands there first: the vault opens by itself, or a person is asked, or there is none
yet.
"""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import pytest
from textual.await_complete import AwaitComplete
from textual.screen import Screen

from supervision_tui.app.app import SupervisionApp
from supervision_tui.screens.vault.opening import OpeningScreen
from supervision_tui.screens.vault.unlock import UnlockScreen
from supervision_tui.screens.vault.welcome import WelcomeScreen
from supervision_tui.system.clock import Clock
from supervision_tui.vault.errors import VaultLocked
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.vault.store import Store
from tests.conftest import NOW, PASSPHRASE


class Unseen(SupervisionApp):
    """The app, running nowhere: what it would show and begin is noted."""

    def __init__(self, *what: Any, **how: Any) -> None:
        super().__init__(*what, **how)
        self.shown: list[Screen[Any]] = []
        self.begun: list[Awaitable[Any]] = []

    def push_screen(self, screen: Any, *_: Any, **__: Any) -> Any:
        self.shown.append(screen)
        return AwaitComplete()

    def switch_screen(self, screen: Any) -> AwaitComplete:
        self.shown[-1:] = [screen]
        return AwaitComplete()

    @property
    def screen(self) -> Screen[object]:
        return self.shown[-1] if self.shown else Screen[object]()

    def run_worker(self, work: Any, *_: Any, **__: Any) -> Any:
        self.begun.append(work)


async def test_a_vault_opens_by_itself_behind_the_first_screen(demo_path: Path) -> None:
    app = Unseen(None, Clock(fixed=NOW), VaultOpener(demo_path, passphrase=PASSPHRASE))
    await app.opening.begin()
    assert isinstance(app.screen, OpeningScreen)
    [opens] = app.begun
    opens.close()  # type: ignore[attr-defined]


async def test_where_it_does_not_open_by_itself_a_person_is_asked(demo_path: Path) -> None:
    app = Unseen(None, Clock(fixed=NOW), VaultOpener(demo_path))
    await app.opening.begin()
    await app.begun.pop()
    assert isinstance(app.screen, UnlockScreen)


async def test_after_a_lock_a_person_is_asked_at_once(demo_path: Path) -> None:
    app = Unseen(None, Clock(fixed=NOW), VaultOpener(demo_path), is_locked=True)
    await app.opening.begin()
    assert isinstance(app.screen, UnlockScreen)
    assert not app.begun


async def test_without_a_vault_it_begins_with_the_welcome(tmp_path: Path) -> None:
    app = Unseen(None, Clock(fixed=NOW), VaultOpener(tmp_path / "none-yet.db"))
    await app.opening.begin()
    assert isinstance(app.screen, WelcomeScreen)


async def test_what_nobody_can_be_asked_about_ends_the_app(demo_path: Path) -> None:
    app = Unseen(None, Clock(fixed=NOW), VaultOpener(demo_path, passphrase="not this sentence"))
    await app.opening.begin()
    await app.begun.pop()
    assert isinstance(app.error, VaultLocked)
    with pytest.raises(VaultLocked):
        _ = app.vault.store


async def test_an_open_store_is_shown_without_a_question(unchanged_demo: Store) -> None:
    app = Unseen(unchanged_demo, Clock(fixed=NOW))
    await app.opening.begin()
    assert not app.shown
    [shows] = app.begun
    shows.close()  # type: ignore[attr-defined]
