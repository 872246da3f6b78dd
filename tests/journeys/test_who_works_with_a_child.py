"""An allocation meeting, a worker who falls ill and comes back, a child's name, the manager's week:
by keyboard.
"""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.manager import the_manager
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.today.today import today
from supervision_tui.desk.workers.absence_view import absence_of
from supervision_tui.screens.review.allocation import AllocationScreen
from supervision_tui.screens.schedule.away import AwayScreen
from supervision_tui.screens.schedule.my_week import MyWeekScreen
from supervision_tui.screens.session import SessionScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows
from tests.screens.app_under_test import QuietApp, press, running, shown


def texts(app: QuietApp, list_id: str) -> list[list[str]]:
    """The texts of a list's rows."""
    rows = app.screen.query_one(f"#{list_id}", Rows)
    return [[cell.text for cell in row.cells] for row in rows._rows]


async def fill(app: QuietApp, pilot: Pilot[Any], **words: str) -> None:
    """Fill in the form in front, and save it."""
    form = app.screen
    assert isinstance(form, Form), app.said
    for name, text in words.items():
        widget = form.query_one(f"#field-{name}")
        assert isinstance(widget, (Input, Choice))
        widget.value = text
    await press(pilot, "ctrl+s")
    assert app.screen is not form, [str(each.content) for each in form.query(Static)]


async def test_children_who_wait_are_allocated_side_by_side(
    demo_store: Store, moment: Moment
) -> None:
    waiting = demo_store.run(today, moment).unallocated
    assert waiting >= 3
    async with running(demo_store) as (app, pilot):
        assert f"Allocate {waiting} children" in "\n".join(shown(app))
        await press(pilot, "a")
        screen = app.screen
        assert isinstance(screen, AllocationScreen)
        full = next(each for each in screen.team if each.counted[0] >= each.limit)
        free = min(screen.team, key=lambda each: each.counted[0] / each.limit)
        refs = [each.ref for each in screen.children_]
        await press(pilot, "enter")
        screen.query_one("#team", Rows).go_to(full.worker)
        await press(pilot, "enter")
        over = [row for row in texts(app, "team") if row[3].startswith("over")]
        (row,) = [row for row in over if "→" in row[1]]
        was = full.counted[0]
        assert row[:2] == [full.worker, f"{was:g} → {was + 1:g} of {full.limit:g}"]
        await press(pilot, *["space"] * (len(refs) - 1), "enter")
        screen.query_one("#team", Rows).go_to(free.worker)
        await press(pilot, "enter", "ctrl+s")
        assert full.worker in "\n".join(shown(app)), "the form says who is over the limit"
        form = app.screen
        assert form.query_one("#field-reason", Choice).value == "new referral"
        await press(pilot, "ctrl+s")
        while isinstance(app.screen, Form):  # the direction that is due at allocation
            await press(pilot, "escape")
        assert screen.children_ == []
        await press(pilot, "escape")
        assert app.current_mode == "today"
        assert "Allocate" not in "\n".join(shown(app))
    assert demo_store.run(review_card, refs[0], moment).line.worker == full.worker


async def test_a_worker_falls_ill_is_covered_and_comes_back(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "2", "j", "l")
        await fill(app, pilot, first="today", last="10 apr", kind="sick")
        screen = app.screen
        assert isinstance(screen, AwayScreen)
        assert screen.view is not None
        ill, children = screen.view.worker, len(screen.view.children)
        stands_in = next(
            line.name for line in demo_store.run(today, moment).lines if line.name != ill
        )
        await press(pilot, "A", "enter")
        await fill(app, pilot, worker=stands_in)
        assert all(f"{stands_in} covers" in row[3] for row in texts(app, "away")[:children])
        await press(pilot, "H")
        if isinstance(app.screen, Form):
            await press(pilot, "ctrl+s")
        assert screen.view.uncovered == 0
        assert screen.view.unanswered == 0
        handed_on = screen.view.coming_back
        await press(pilot, "escape", "1")
        assert "away to 10 Apr" in "\n".join(shown(app))
        await press(pilot, "2", "l")
        assert isinstance(app.screen, AwayScreen)
        await press(pilot, "ctrl+s")
        await fill(app, pilot, last="today")
        assert any("is back" in each for each in app.said)
    found = demo_store.run(absence_of, screen.worker_id, moment)
    assert (found.coming_back, handed_on > 0) == (0, True)


async def test_a_child_is_named_and_brothers_and_sisters_are_set(
    demo_store: Store, moment: Moment
) -> None:
    lines = demo_store.run(review_list, moment)
    first = lines[0]
    sibling = next(each for each in lines if each.family_id != first.family_id)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "e")
        await fill(app, pilot, what="name and family")
        await fill(app, pilot, name="Zara Okafor", born="3/4/2015", siblings=sibling.ref)
        (row,) = [row for row in texts(app, "children") if "Zara O." in row]
        assert row is not None
        assert first.ref in "\n".join(shown(app))
        await press(pilot, "b")
        assert "Zara" not in "\n".join(shown(app)), "hidden names leave references"
        assert first.ref in "\n".join(shown(app))
    named = {each.ref: each for each in demo_store.run(review_list, moment)}
    assert named[first.ref].name == "Zara Okafor"
    assert named[first.ref].family_id == named[sibling.ref].family_id


async def test_my_week_opens_a_session_and_takes_my_days(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "w")
        screen = app.screen
        assert isinstance(screen, MyWeekScreen)
        await press(pilot, "e")
        await fill(app, pilot, days="tue-fri", hours="9-17")
        assert demo_store.run(the_manager).days == "Tue–Fri"
        lines = "\n".join(shown(app))
        assert "works Tue–Fri 09:00–17:00" in lines
        assert "not one of your days" in lines or "you work Tue–Fri" in lines
        await press(pilot, "l")
        await fill(app, pilot, first="9 mar", last="13 mar")
        assert "in your leave; nobody stands in" in "\n".join(shown(app)) or (
            "your leave" in "\n".join(shown(app))
        )
        await press(pilot, "right")
        assert screen.view is not None
        assert screen.view.monday.isoformat() == "2026-03-09"
        await press(pilot, "left")
        rows = screen.query_one("#days", Rows)
        planned = next(each for each in screen.view.entries if each.is_planned)
        rows.go_to(f"session {planned.session_id}")
        await press(pilot, "m")
        assert isinstance(app.screen, Form)
        await press(pilot, "escape", "enter")
        assert isinstance(app.screen, SessionScreen | Form)


@pytest.mark.parametrize(
    ("field", "words", "says"),
    [
        ("days", "often", "names no weekdays"),
        ("hours", "9-5", "not from one hour to a later one"),
    ],
)
async def test_days_and_hours_that_cannot_be_are_refused(
    demo_store: Store, field: str, words: str, says: str
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "w", "e")
        form = app.screen
        form.query_one(f"#field-{field}", Input).value = words
        await press(pilot, "ctrl+s")
        assert app.screen is form
        assert says in "\n".join(shown(app))
    assert demo_store.run(the_manager).days == "Mon–Fri"
