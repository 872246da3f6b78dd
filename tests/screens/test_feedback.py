"""What the app says back: how far long work is and how it is stopped, what was done and how it is
taken back.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from textual.pilot import Pilot
from textual.widgets import Static

from supervision_tui.app.app import LOCKED
from supervision_tui.configuration.settings import Settings
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.long_work import Progress, progress_over, reporting_to
from supervision_tui.desk.workers.people import everyone
from supervision_tui.screens.imports.opening import show_preview
from supervision_tui.screens.imports.preview import ImportPreview
from supervision_tui.screens.shared.settings import SettingsScreen
from supervision_tui.vault.store import Store, changes_records
from supervision_tui.widgets import progress
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.progress import ProgressDialog, with_progress
from tests.conftest import HANGS_AFTER
from tests.imports.workbooks import annex_a_workbook

from .app_under_test import NARROW, QuietApp, press, running, still, typed, until


def said(app: QuietApp) -> list[str]:
    """The notices that stand there."""
    return [each.message for each in app._notifications]


class LongWork:
    """Work in a thread of its own that goes on to its next step when it is let."""

    def __init__(self) -> None:
        self.steps = threading.Semaphore(0)
        self.done = 0

    def __call__(self) -> int:
        """Ten things, one by one. Raises `Cancelled`."""
        for _ in progress_over(range(10), "things"):
            assert self.steps.acquire(timeout=HANGS_AFTER)
            self.done += 1
        return self.done

    async def in_front(self, app: QuietApp) -> Any:
        """Do it with a bar, as the screens do."""

        async def work(watch: Progress) -> Any:
            import asyncio

            return await asyncio.to_thread(reporting_to(self, watch))

        return await with_progress(app, "Things", work)


async def _bar(app: QuietApp, pilot: Pilot[Any], says: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, ProgressDialog))
    shown = app.screen.query_one("#bar", Static)
    await until(pilot, lambda: says in str(shown.render()))


async def test_long_work_counts_and_ends_by_itself(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    work = LongWork()
    async with running(unchanged_demo, NARROW) as (app, pilot):
        doing = app.run_worker(work.in_front(app))
        await _bar(app, pilot, "0 of 10 things")
        work.steps.release(6)
        await _bar(app, pilot, "6 of 10 things")
        work.steps.release(4)
        assert await doing.wait() == 10
        await until(pilot, lambda: not isinstance(app.screen, ProgressDialog))


async def test_escape_stops_it_at_its_next_step(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    work = LongWork()
    async with running(unchanged_demo, NARROW) as (app, pilot):
        doing = app.run_worker(work.in_front(app), exit_on_error=False)
        await _bar(app, pilot, "0 of 10 things")
        await pilot.press("escape")
        await _bar(app, pilot, "stopping")
        work.steps.release(10)
        await until(pilot, lambda: doing.is_finished)
        assert type(doing.error).__name__ == "Cancelled"
        assert work.done == 1
        await until(pilot, lambda: not isinstance(app.screen, ProgressDialog))


async def test_short_work_shows_no_bar(unchanged_demo: Store) -> None:
    async with running(unchanged_demo, NARROW) as (app, pilot):
        work = LongWork()
        work.steps.release(10)
        assert await app.run_worker(work.in_front(app)).wait() == 10
        await still(pilot)
        assert not isinstance(app.screen, ProgressDialog)


@pytest.mark.parametrize(
    ("settings", "key"),
    [(Settings(), "u"), (Settings(keys={"undo": "U"}), "U")],
    ids=["usual", "own"],
)
async def test_a_notice_says_what_was_done_and_the_key_that_takes_it_back(
    demo_store: Store, settings: Settings, key: str
) -> None:
    async with running(demo_store, settings=settings) as (app, pilot):
        await press(pilot, "3", "d")
        form = app.screen
        assert isinstance(form, Form)
        for field, words in (
            ("do", "Ring the school"),
            ("by-input", "fri"),
            ("because", "she was absent"),
        ):
            form.query_one(f"#field-{field}").focus()
            await typed(pilot, words)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: any("Direction for" in each for each in said(app)))
        [notice] = [each for each in said(app) if "Direction for" in each]
        assert notice.endswith(f". Undo: {key}.")
        await press(pilot, key)
        await until(pilot, lambda: any(each.startswith("↶ Undone: ") for each in said(app)))


async def test_a_hint_where_nothing_was_done_says_nothing_of_taking_back(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "6", "right", "!as_piece")
        await until(pilot, lambda: bool(said(app)))
        assert not [each for each in said(app) if "Undo:" in each]


# Pressed, not only called


async def _importing(app: QuietApp, pilot: Pilot[Any], path: Path, work: LongWork) -> None:
    """An import that takes long, begun by its key."""
    await show_preview(app, annex_a_workbook(path))
    await still(pilot)
    screen = app.screen
    assert isinstance(screen, ImportPreview)

    @changes_records
    def slowly(session: Session, /, file: Any, moment: Any, **named: Any) -> Any:
        work()
        return accept_caseload(session, file, moment, **named)

    screen._accept = slowly
    await pilot.press("ctrl+s")
    await _bar(app, pilot, "0 of 10 things")


async def test_an_import_is_stopped_by_the_key_that_the_bar_names(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    work = LongWork()
    async with running(store, NARROW) as (app, pilot):
        await _importing(app, pilot, tmp_path / "a.xlsx", work)
        await pilot.press("escape")
        work.steps.release(10)
        await until(pilot, lambda: isinstance(app.screen, ImportPreview))
        assert any("nothing was changed" in each for each in said(app))
        assert work.done == 1
    assert not store.run(everyone).children


async def test_a_lock_stops_long_work_and_ends(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    work = LongWork()
    async with running(store, NARROW) as (app, pilot):
        await _importing(app, pilot, tmp_path / "a.xlsx", work)
        await pilot.press("ctrl+l")
        work.steps.release(10)
        await until(pilot, lambda: app.return_value == LOCKED)
        assert work.done == 1


async def test_a_bar_does_not_stay_when_its_work_ended_behind_another_screen(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    work = LongWork()
    async with running(unchanged_demo, NARROW) as (app, pilot):
        doing = app.run_worker(work.in_front(app))
        await _bar(app, pilot, "0 of 10 things")
        await app.push_screen(SettingsScreen())
        work.steps.release(10)
        await doing.wait()
        await app.pop_screen()
        await until(pilot, lambda: not isinstance(app.screen, ProgressDialog))
