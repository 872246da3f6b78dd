"""What follows is taken up, changes are tried, sources are asked for, terms change for a time: in
the app, by keys.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from textual.css.query import NoMatches
from textual.widgets import Input

from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.destination import Destination, RecordKind
from supervision_tui.desk.directions.lines import open_directions
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.schedule import schedule
from supervision_tui.desk.today.today import today
from supervision_tui.desk.vault.service_policy import PolicyOffer
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.practice.vocabulary import Plan
from supervision_tui.screens.review.screen import ReviewScreen
from supervision_tui.screens.workload.what_if import WhatIfScreen
from supervision_tui.system.clock import Clock
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.labelled_text import LabelledText
from supervision_tui.widgets.rows import Rows
from tests.conftest import NOW
from tests.screens.app_under_test import WIDE, QuietApp, press, running, still, typed, until


async def test_a_date_due_becomes_a_direction_by_one_key(demo_store: Store, moment: Moment) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3")
        screen = app.screen
        assert isinstance(screen, ReviewScreen) and screen.card is not None
        ref, first = screen.card.line.ref, screen.card.dates.due[0]
        await press(pilot, "t")
        form = app.screen
        assert isinstance(form, Form)
        assert (form.values()["do"], form.values()["by"]) == (first.do, f"@{first.code}")
        assert first.span in form.values()["because"]
        await press(pilot, "ctrl+s")
        await until(
            pilot,
            lambda: (
                screen.query_one("#follows", Rows)._rows[0].cells[2].text.endswith("· directed")
            ),
        )
    given = next(
        each
        for each in demo_store.run(open_directions, moment)
        if each.child == ref and each.follows
    )
    assert (given.due, given.follows, given.lazy) == (first.due, first.code, False)
    card = demo_store.run(review_card, ref, moment)
    assert first.code in card.taken_up


async def test_a_date_due_is_chosen_with_the_cursor_and_the_next_one_comes_after_the_first(
    demo_store: Store,
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3")
        screen = app.screen
        assert isinstance(screen, ReviewScreen) and screen.card is not None
        dates = screen.card.dates.due
        screen.query_one("#follows").focus()
        await press(pilot, "j", "t")
        form = app.screen
        assert isinstance(form, Form)
        assert form.values()["by"] == f"@{dates[1].code}"
        await press(pilot, "escape", "tab")
        screen.query_one("#children").focus()
        await press(pilot, "t", "ctrl+s")
        await until(pilot, lambda: not screen.is_opening)
        await press(pilot, "t")
        again = app.screen
        assert isinstance(again, Form)
        assert again.values()["by"] == f"@{dates[1].code}"


async def test_what_is_late_is_taken_up_with_a_new_date(demo_store: Store, moment: Moment) -> None:
    async with running(demo_store) as (app, pilot):
        late = next(
            card
            for need in demo_store.run(today, moment).needs
            if (card := _late_card(demo_store, need.who, moment))
        )
        app.navigation.show(Destination.of_child(late))
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await still(pilot)
        await press(pilot, "t")
        form = app.screen
        assert isinstance(form, Form)
        assert form.values()["by"] == "5wd"
        assert "late since" in form.values()["because"]
        await press(pilot, "ctrl+s")
        after = demo_store.run(review_card, late, moment)
        assert after.dates.due[0].code in after.taken_up


def _late_card(store: Store, who: str, moment: Moment) -> str:
    if not who.startswith("C-"):
        return ""
    dates = store.run(review_card, who, moment).dates.due
    return who if dates and dates[0].is_late else ""


async def test_the_source_of_every_number_is_one_key_away(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "y")
        card = app.screen.query_one(LabelledText).plain_text()
        assert "discussed every 28 days" in card and "(local, adjustable)" in card
        await press(pilot, "y")
        assert "(local, adjustable)" not in app.screen.query_one(LabelledText).plain_text()
        await press(pilot, "7", "y")
        detail = app.screen.query_one(LabelledText).plain_text()
        assert "limit 16 children" in detail and "Agreement of" in detail
        assert "cp: 10 minutes every 28 days, 1.5 points" in detail


async def test_children_picked_by_hand_are_tried_on_both_workers_and_nothing_changes(
    unchanged_demo: Store, moment: Moment
) -> None:
    before = unchanged_demo.run(team_workload, moment)
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "equals_sign")
        screen = app.screen
        assert isinstance(screen, WhatIfScreen)
        await press(pilot, "space", "j", "space", "tab", "space")
        shown = screen.query_one(LabelledText).plain_text()
        assert "24 of 16" in shown and "22 of 16" in shown
        assert screen.trial.receiver in shown
        screen.query_one("#minutes", Input).focus()
        await typed(pilot, "120")
        assert screen.trial.changes("Otter")[-1] == "Otter 120min"
        assert "1." in screen.query_one(LabelledText).plain_text()
        screen.query_one("#also", Input).focus()
        await typed(pilot, "+2cp; nonsense")
        assert "is not a change the model knows" in screen.query_one(LabelledText).plain_text()
        await press(pilot, "escape")
        assert not isinstance(app.screen, WhatIfScreen)
    assert unchanged_demo.run(team_workload, moment) == before


async def test_a_family_is_picked_whole_and_everything_can_be_taken_back(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "equals_sign", "F")
        screen = app.screen
        assert isinstance(screen, WhatIfScreen)
        families = [child.family for child in screen.worker.workload.load.children]
        assert len(screen.trial.children) == families.count(families[0]) > 1
        await press(pilot, "F")
        assert screen.trial.children == []
        await press(pilot, "t")
        assert screen.trial.changes(screen.worker.name) == list(screen.worker.moves[0].changes)
        await press(pilot, "delete")
        assert screen.trial.changes(screen.worker.name) == []


async def test_what_was_tried_comes_back(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "equals_sign", "space", "escape", "equals_sign")
        screen = app.screen
        assert isinstance(screen, WhatIfScreen)
        await still(pilot)
        assert len(screen.trial.children) == 1
        await press(pilot, "j", "space", "b", "b")
        assert len(screen.trial.children) == 2  # blanking names takes nothing back


async def test_terms_for_a_time_bring_the_next_session_nearer(
    demo_store: Store, moment: Moment
) -> None:
    row = next(each for each in demo_store.run(schedule, moment).rows if each.interval_days == 28)
    async with running(demo_store) as (app, pilot):
        app.navigation.show(Destination(RecordKind.SESSIONS, str(row.worker_id)))
        await still(pilot)
        await press(pilot, "!terms")
        form = app.screen
        assert isinstance(form, Form)
        form.query_one("#field-ends", Input).value = "29 may"
        await press(pilot, "ctrl+s")
    after = next(
        each for each in demo_store.run(schedule, moment).rows if each.worker_id == row.worker_id
    )
    assert after.interval_days == 14
    assert row.due and after.due and after.due <= row.due


async def test_the_service_s_own_policy_holds_in_the_app_and_says_so(
    demo_store: Store, moment: Moment, tmp_path: Path
) -> None:
    own = tmp_path / "policy.toml"
    own.write_text(
        'version = "Anytown 2026"\nsource = "Anytown 4.2"\n[plans.cp]\ninterval_days = 21\n'
    )
    app = QuietApp(demo_store, Clock(fixed=NOW), None, PolicyOffer(str(own)))
    async with app.run_test(size=WIDE) as pilot:
        await still(pilot)
        assert app.running.vault.policy().plans[Plan.CP].interval_days == 21
        await press(pilot, "3", "y")
        assert (
            "discussed every 21 days. Anytown 4.2 (set in policy.toml)"
            in app.screen.query_one(LabelledText).plain_text()
        )
    own.unlink()
    later = QuietApp(demo_store, Clock(fixed=NOW), None, PolicyOffer())
    async with later.run_test(size=WIDE) as pilot:
        await still(pilot)
        assert later.running.vault.policy().version.endswith("Anytown 2026")
        assert any("goes on with the copy" in str(note.message) for note in later._notifications)
    assert moment.policy.on(date(2026, 3, 2)).version == "2026-11"


async def test_a_direction_given_with_names_blanked_has_its_owners_whole_name(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "b", "3")
        screen = app.screen
        assert isinstance(screen, ReviewScreen) and screen.card is not None
        ref, worker = screen.card.line.ref, screen.card.line.worker
        await press(pilot, "t")
        form = app.screen
        assert isinstance(form, Form)
        assert form.values()["who"] != worker
        await press(pilot, "ctrl+s")
    given = next(
        each
        for each in demo_store.run(open_directions, moment)
        if each.child == ref and each.follows
    )
    assert given.owner == worker


async def test_what_if_shows_no_name_once_names_are_blanked(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "equals_sign")
        screen = app.screen
        assert isinstance(screen, WhatIfScreen)
        screen.query_one("#also", Input).value = "Otter Thimblewick +2zz; x"
        screen.query_one("#children").focus()
        await press(pilot, "b")
        shown = screen.query_one(LabelledText).plain_text() + str(
            screen.query_one("#children-pane").border_title
        )
        assert "Otter Thimblewick" not in shown and "O.T." in shown


async def test_what_if_says_what_a_field_wants(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "equals_sign")
        screen = app.screen
        for field, typed_in, says in (
            ("minutes", "-5", "minutes of a session as a whole number from 15 to 480"),
            ("every", "99999", "days between sessions as a whole number from 1 to 120"),
        ):
            screen.query_one(f"#{field}", Input).value = typed_in
            await still(pilot)
            assert says in screen.query_one(LabelledText).plain_text()
            screen.query_one(f"#{field}", Input).value = ""


async def test_a_screen_left_while_it_asks_the_desk_is_left_in_peace(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "7", "equals_sign")
        screen = app.screen
        assert isinstance(screen, WhatIfScreen)

        async def left_meanwhile() -> None:
            app.pop_screen()  # its widgets go while the desk's answer is on the way
            raise NoMatches("#children")

        screen.load = left_meanwhile  # type: ignore[method-assign]
        screen.reload()
        await until(pilot, lambda: app.screen is not screen)
        await still(pilot)
        assert app.return_code in (None, 0) and app.is_running
