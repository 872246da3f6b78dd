"""What stands on a screen is what is so: after midnight, after another window's work, after a load
that was refused.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any

import pytest

from supervision_tui.desk.children.allocation import allocate, transfer
from supervision_tui.desk.children.review import review_list
from supervision_tui.desk.cover import arrange_cover
from supervision_tui.desk.directions.giving import close_direction
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.drafts import save_draft
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today.today import today
from supervision_tui.desk.vault_facts import PLACE
from supervision_tui.practice.vocabulary import DirectionState
from supervision_tui.runtime.place import Left, Place
from supervision_tui.screens.today.figure_card import FigureCard
from supervision_tui.system.clock import Clock
from supervision_tui.vault.errors import VaultBusy
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows
from tests.conftest import HANGS_AFTER, NOW, TODAY
from tests.vault.vaults import opened

from .app_under_test import WIDE, QuietApp, press, running, still, until

CHILD = "C-1018"
TOMORROW = Clock(fixed=NOW + timedelta(days=1))


async def left_on_review(store: Store, moment: Moment) -> None:
    """Today was shown once, so that it is kept; the next start comes back to Review."""
    async with running(store) as (_app, pilot):
        await press(pilot, "1")
    store.run(
        save_draft,
        PLACE,
        Place(mode="review", screens=(Left(chosen={"row children": CHILD}),)).to_json(),
        moment,
    )


async def test_a_reader_sees_what_another_window_did_before_today_was_opened(
    demo_store: Store, demo_path: Path, moment: Moment
) -> None:
    await left_on_review(demo_store, moment)
    reader = opened(demo_path, writable=False)
    app = QuietApp(reader, Clock(fixed=NOW), is_read_only=True)
    async with app.run_test(size=WIDE) as pilot:
        await still(pilot)
        assert app.current_mode == "review"
        before = demo_store.run(today, moment).needs_in_all
        for each in demo_store.run(open_directions, moment)[:5]:
            demo_store.run(close_direction, each.id, DirectionState.DONE, "seen", moment)
        await press(pilot, "1")
        assert app.screen.view.needs_in_all == demo_store.run(today, moment).needs_in_all < before  # type: ignore[attr-defined]
    reader.close()


async def test_today_of_yesterday_is_never_shown(unchanged_demo: Store, moment: Moment) -> None:
    await left_on_review(unchanged_demo, moment)
    async with running(unchanged_demo) as (app, pilot):
        assert app.current_mode == "review"
        app.running.vault.clock = TOMORROW
        await press(pilot, "1")
        assert app.screen.view.as_of == TODAY + timedelta(days=1)  # type: ignore[attr-defined]


async def test_an_app_that_stays_open_over_midnight_shows_the_new_day_by_itself(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        app.running.vault.clock = TOMORROW
        await until(pilot, lambda: app.screen.view.as_of == TODAY + timedelta(days=1))  # type: ignore[attr-defined]


async def test_who_stands_in_is_asked_again_on_a_new_day(demo_store: Store, moment: Moment) -> None:
    demo_store.run(
        arrange_cover, "Kay Standin", TODAY.isoformat(), TODAY.isoformat(), "leave", moment=moment
    )
    async with running(demo_store) as (app, pilot):
        assert app.running.vault.moment().actor == "Kay Standin"
        app.running.vault.clock = TOMORROW
        await until(
            pilot, lambda: app.running.vault.moment().actor == "Rowan Alderfield, team manager"
        )


async def test_a_load_that_was_refused_is_asked_again(
    unchanged_demo: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        submit = unchanged_demo.submit

        def busy_once(verb: Any, *arguments: Any, **named: Any) -> Future[Any]:
            if verb is not review_list:
                return submit(verb, *arguments, **named)
            monkeypatch.undo()
            refused: Future[Any] = Future()
            refused.set_exception(VaultBusy("The vault is being written; try again in a moment."))
            return refused

        monkeypatch.setattr(unchanged_demo, "submit", busy_once)
        await press(pilot, "3")
        assert not app.screen.query_one("#children", Rows).row_count
        await press(pilot, "1", "3")
        assert app.screen.query_one("#children", Rows).row_count


async def test_names_are_shown_again_on_screens_that_were_loaded_without(
    unchanged_demo: Store,
) -> None:
    def first(app: QuietApp) -> str:
        return str([cell.text for cell in app.screen.query_one("#children", Rows)._rows[0].cells])

    async with running(unchanged_demo, (160, 40)) as (app, pilot):
        await press(pilot, "3")
        shown = first(app)
        await press(pilot, "b")
        assert first(app) != shown
        await press(pilot, "1", "b", "3")
        assert not app.running.names.are_hidden
        assert first(app) == shown


async def test_the_figure_of_children_with_nobody_follows_what_is_allocated(
    demo_store: Store, moment: Moment
) -> None:
    demo_store.run(transfer, CHILD, "Harbour B", "MANAGE", moment)
    async with running(demo_store) as (app, pilot):

        def text_of_last_card() -> str:
            return str(app.screen.query(FigureCard).last().content)

        worker = app.screen.view.lines[0].name  # type: ignore[attr-defined]
        assert "4 children" in text_of_last_card()
        nobodys = [each.ref for each in demo_store.run(review_list, moment) if not each.worker]
        await app.running.desk.try_run(allocate, nobodys, worker, "MANAGE")
        await still(pilot)
        assert "0 children" in text_of_last_card()


async def test_what_is_being_saved_is_waited_for(
    demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left meanwhile, it would be kept and nobody told.

    The text would come again, and be given twice.
    """
    async with running(demo_store) as (app, pilot):
        before = len(demo_store.run(open_directions, app.running.vault.moment()))
        await press(pilot, "3", "d")
        form = app.screen
        assert isinstance(form, Form)
        for name, value in {
            "do": "Visit the uncle",
            "who": "Mother",
            "by": "2w",
            "because": "He moved in",
        }.items():
            field: Any = form.query_one(f"#field-{name}")
            field.value = value
        submit, may_end = demo_store.submit, threading.Event()

        def slowly(verb: Any, *arguments: Any, **named: Any) -> Future[Any]:
            @wraps(verb)
            def waits(*given: Any, **by_name: Any) -> Any:
                may_end.wait(HANGS_AFTER)
                return verb(*given, **by_name)

            return submit(waits if verb.__name__ == "give_to_all" else verb, *arguments, **named)

        monkeypatch.setattr(demo_store, "submit", slowly)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: form._is_saving)
        await pilot.press("escape")
        assert app.screen is form
        may_end.set()
        await until(pilot, lambda: app.screen is not form)
        await still(pilot)
        assert any("Undo: u" in each.message for each in app._notifications)
        assert len(demo_store.run(open_directions, app.running.vault.moment())) == before + 1
