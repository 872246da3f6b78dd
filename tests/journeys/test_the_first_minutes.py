"""From nothing to a planned quarter: what a manager does who has never seen the app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from supervision_tui.app.app import LOOK_AROUND
from supervision_tui.screens.imports.file_chooser import FileChooser
from supervision_tui.screens.imports.preview import ImportPreview
from supervision_tui.screens.vault.first_steps import GuideScreen
from supervision_tui.screens.vault.recovery_code import RecoveryCodeDialog
from supervision_tui.screens.vault.welcome import WelcomeScreen
from supervision_tui.system.clock import Clock
from supervision_tui.vault.opener import VaultOpener
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows
from tests.conftest import NOW
from tests.imports.workbooks import annex_a_workbook
from tests.screens.app_under_test import NARROW, QuietApp, press, still, typed, until
from tests.vault.vaults import opened

WORDS = "a plain sentence for the first day"


@asynccontextmanager
async def at_the_welcome(path: Path) -> AsyncIterator[tuple[QuietApp, Pilot[Any]]]:
    app = QuietApp(None, Clock(fixed=NOW), VaultOpener(path))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
        yield app, pilot
    app.close_store()


async def make_vault(
    app: QuietApp, pilot: Pilot[Any], words: str = WORDS, again: str = WORDS
) -> None:
    """A new vault, opened by these words."""
    await pilot.press("n")
    await until(pilot, lambda: isinstance(app.screen, Form))
    app.screen.query("#field-first Input").first(Input).value = words
    app.screen.query_one("#field-again", Input).value = again
    await pilot.press("ctrl+s")


async def test_the_first_minutes_from_nothing_to_a_planned_quarter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    annex_a_workbook(home / "annex-a.xlsx")
    path = tmp_path / "vault" / "supervision.db"
    async with at_the_welcome(path) as (app, pilot):
        await make_vault(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, RecoveryCodeDialog))
        code = app.screen._code  # type: ignore[attr-defined]
        await press(pilot, "enter")
        app.screen.query_one(Input).value = code
        await pilot.press("enter")
        await until(
            pilot, lambda: isinstance(app.screen, GuideScreen) and app.screen.view is not None
        )
        assert _left(app) == ["caseload", "workers", "manager", "sessions", "backups"]

        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FileChooser))
        await press(pilot, "enter")  # the only file there is at the mark
        await until(
            pilot, lambda: isinstance(app.screen, ImportPreview) and app.screen.preview is not None
        )
        await press(pilot, "ctrl+s")
        await until(
            pilot, lambda: isinstance(app.screen, GuideScreen) and "caseload" not in _left(app)
        )
        assert _mark(app) == "workers", "the mark goes on to what is left"

        await pilot.press("enter")
        checked = 0
        while "workers" in _left(app):
            await until(pilot, lambda: isinstance(app.screen, Form) or "workers" not in _left(app))
            if isinstance(app.screen, Form):
                form = app.screen
                await press(pilot, "ctrl+s")
                await until(pilot, lambda form=form: app.screen is not form)  # type: ignore[misc]
                checked += 1
            await still(pilot)
        assert checked >= 1

        await until(pilot, lambda: _mark(app) == "manager")
        await press(pilot, "enter")
        await typed(pilot, "Ada Finch")
        await press(pilot, "ctrl+s")

        await until(pilot, lambda: _mark(app) == "sessions")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await press(pilot, "ctrl+s")
        await until(
            pilot, lambda: isinstance(app.screen, GuideScreen) and "sessions" not in _left(app)
        )

        await until(pilot, lambda: _mark(app) == "backups")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Form))
        app.screen.query_one(Input).value = str(home)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, GuideScreen) and _left(app) == [])
        assert app.running.vault.manager == "Ada Finch, team manager"
        await until(pilot, lambda: bool(list(home.glob("supervision-*.backup"))))
        await press(pilot, "escape")
        assert app.current_mode == "today"
        assert app.screen.query_one("#team", Rows).row_count > 0
    opened(path, WORDS).close()


async def test_two_words_that_differ_or_are_short_make_no_vault(tmp_path: Path) -> None:
    path = tmp_path / "vault" / "supervision.db"
    async with at_the_welcome(path) as (app, pilot):
        await make_vault(app, pilot, again="another sentence")
        await until(
            pilot, lambda: "not the same" in str(app.screen.query_one("#refusal", Static).content)
        )
        await press(pilot, "escape")
        await make_vault(app, pilot, words="short", again="short")
        await until(
            pilot, lambda: "At least 12" in str(app.screen.query_one("#refusal", Static).content)
        )
        await press(pilot, "escape")
        assert isinstance(app.screen, WelcomeScreen)
    assert not path.parent.exists()


async def test_looking_around_ends_the_welcome_and_makes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "vault" / "supervision.db"
    app = QuietApp(None, Clock(fixed=NOW), VaultOpener(path))
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, WelcomeScreen))
        await pilot.press("d")
    assert app.return_value == LOOK_AROUND
    assert not path.parent.exists()


async def test_by_hand_a_worker_and_a_child_come_into_an_empty_vault(tmp_path: Path) -> None:
    async with at_the_welcome(tmp_path / "vault" / "supervision.db") as (app, pilot):
        await make_vault(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, RecoveryCodeDialog))
        await pilot.press("escape")  # the code is left for later, and that is said
        await until(
            pilot, lambda: isinstance(app.screen, GuideScreen) and app.screen.view is not None
        )
        assert any("was not typed back" in each.message for each in app._notifications)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Form))
        app.screen.query_one("#field-name", Input).value = "Una Farah"
        await press(pilot, "ctrl+s")
        assert "Say which team" in str(app.screen.query_one("#refusal", Static).content)
        app.screen.query_one("#field-team", Input).value = "Assessment Team 1"
        await press(pilot, "ctrl+s")
        await until(
            pilot, lambda: isinstance(app.screen, Form) and app.screen.spec.title == "Una Farah"
        )
        await press(pilot, "ctrl+s")
        await until(
            pilot, lambda: isinstance(app.screen, GuideScreen) and "workers" not in _left(app)
        )
        await press(pilot, "escape", "3", "!add")
        app.screen.query_one("#field-ref", Input).value = "C-1"
        app.screen.query_one("#field-worker", Input).value = "Una Farah"
        await press(pilot, "ctrl+s")
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen.query_one("#children", Rows).row_count == 1)


def _left(app: QuietApp) -> list[str]:
    guide = next((screen for screen in app.screen_stack if isinstance(screen, GuideScreen)), None)
    return (
        [step.key for step in guide.view.steps if not step.is_done] if guide and guide.view else []
    )


def _mark(app: QuietApp) -> str:
    return app.screen.query_one(Rows).key or "" if isinstance(app.screen, GuideScreen) else ""
