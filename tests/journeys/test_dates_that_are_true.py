"""Dates that are true, as a person meets them: an imported vault, events by hand, the group of what
is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from textual.widgets import Static

from supervision_tui.desk.children.caseload_list import children_with_dates
from supervision_tui.desk.children.events import dates_not_known
from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.children.dates_due import DateDue
from supervision_tui.practice.vocabulary import DirectionState
from supervision_tui.records import Direction
from supervision_tui.screens.review.screen import ReviewScreen
from supervision_tui.screens.today.screen import TodayScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows

from ..screens.app_under_test import press, running, still, typed, until


def dates(store: Store, ref: str, moment: Moment) -> Mapping[str, DateDue]:
    (child,) = store.run(children_with_dates, moment, ref=ref)
    return {each.code: each for each in child.dates}


async def test_core_group_5_nov_in_one_line(demo_store: Store, moment: Moment) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "h")
        await typed(pilot, "core group fri")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert any("Next core group is due Fri 10 Apr" in said for said in app.said)
    assert dates(demo_store, "C-1006", moment)["core-group-next"].counted_from == date(2026, 2, 27)


async def test_picked_children_have_it_together_and_undo_takes_it_back(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "space", "space", "h")
        await typed(pilot, "visit yesterday seen alone")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        assert dates(demo_store, "C-1007", moment)["cp-visit"].counted_from == date(2026, 3, 1)
        await press(pilot, "u")
        await still(pilot)
    assert dates(demo_store, "C-1007", moment)["cp-visit"].counted_from != date(2026, 3, 1)


async def test_a_date_due_proposes_its_event(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3")
        app.screen.query_one("#follows").focus()
        await press(pilot, "h")
        form = app.screen
        assert isinstance(form, Form)
        assert form.value_of("event") == "child protection visit"
        assert form.focused is not None and form.focused.id == "field-day"


async def test_what_is_not_known_is_gone_through_and_skipped(
    demo_store: Store, moment: Moment
) -> None:
    waiting = demo_store.run(dates_not_known, moment)
    async with running(demo_store) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, TodayScreen) and screen.view is not None
        late, number = screen.view.late_in_all, screen.view.needs_in_all
        await press(pilot, "G", "h", "enter")
        form = app.screen
        assert isinstance(form, Form) and form.spec.title.endswith(f"2 of {len(waiting)}")
        await typed(pilot, "10 feb")
        await press(pilot, "enter")
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is screen)
        await still(pilot)
        assert (screen.view.late_in_all, screen.view.needs_in_all) == (late, number)
    left = demo_store.run(dates_not_known, moment)
    assert [each.ref for each in left] == [waiting[0].ref, *(each.ref for each in waiting[2:])]


async def test_ticking_what_was_taken_up_asks_the_day(demo_store: Store, moment: Moment) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "t", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        given = next(
            each
            for each in demo_store.run(review_card, "C-1006", moment).directions
            if each.follows
        )
        app.navigation.show(Destination(RecordKind.DIRECTION, str(given.id)))
        await still(pilot)
        await press(pilot, "space")
        form = app.screen
        assert isinstance(form, Form)
        await press(pilot, "ctrl+s")
        assert app.screen is form, "the day is asked"
        form.fill({"held_on": "fri", "held_how": "seen alone"})
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.screen is not form)

    def state(session: object) -> str:
        return session.get_one(Direction, given.id).state  # type: ignore[attr-defined,no-any-return]

    assert demo_store.run(state) == DirectionState.DONE
    assert dates(demo_store, "C-1006", moment)["cp-visit"].counted_from == date(2026, 2, 27)


@pytest.mark.parametrize("key", ["h", "ctrl+r"])
async def test_it_was_held_in_the_hour(demo_store: Store, moment: Moment, key: str) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "tab", "s")
        await still(pilot)
        while isinstance(app.screen, Form):
            await press(pilot, "ctrl+s")
            await still(pilot)
        rows = app.screen.query_one(Rows)
        rows.focus()
        await still(pilot)
        await press(pilot, key)
        form = app.screen
        assert isinstance(form, Form)
        assert "it was held on" in form.spec.title
        before = str(app.screen_stack[-2].query_one("#facts", Static).content)
        form.fill({"event": "visit today"})
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: app.screen is not form)
        await until(pilot, lambda: str(app.screen.query_one("#facts", Static).content) != before)
        assert app.said[-1].endswith("Undo: ctrl+p undo.")
        await press(pilot, "ctrl+p")
        await typed(pilot, "undo")
        await still(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: any("Undone: " in said for said in app.said))
        await until(pilot, lambda: str(app.screen.query_one("#facts", Static).content) == before)
        await press(pilot, "ctrl+n", "ctrl+b")
        assert str(app.screen.query_one("#facts", Static).content) == before, (
            "also for who turns to it again"
        )


async def test_a_date_due_is_of_its_child_whoever_is_picked(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "space", "j", "space", "tab")
        screen = app.screen
        assert (
            isinstance(screen, ReviewScreen) and screen.card is not None and len(screen.picked) == 2
        )
        screen.query_one("#follows").focus()
        await press(pilot, "h")
        form = app.screen
        assert isinstance(form, Form)
        assert f"{screen.card.line.ref} ·" in form.spec.title
