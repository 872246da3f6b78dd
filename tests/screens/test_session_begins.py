"""Where supervision begins: on its planned day at once.

Else a person says which session it is, and nothing changes.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from textual.widgets import Static

from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.group_sessions import GroupSession, start_group_session
from supervision_tui.desk.supervision.session import let_go_of_empty, session_to_hold, start_session
from supervision_tui.practice.vocabulary import SessionKind
from supervision_tui.practice.wording import day, full_day
from supervision_tui.records import Draft, SupervisionSession, VaultFact, Worker
from supervision_tui.screens.schedule.preparation import PreparationScreen
from supervision_tui.screens.session.screen import SessionScreen
from supervision_tui.screens.session.sign import SignDialog
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from tests.conftest import TODAY

from .app_under_test import press, running, typed

CROWDED = 1


def sessions(session: Session) -> list[tuple[object, ...]]:
    """Every session of the worker: its day, its state, when it was held."""
    rows = session.exec(
        select(SupervisionSession)
        .where(SupervisionSession.worker_id == CROWDED)
        .order_by(col(SupervisionSession.planned_on), col(SupervisionSession.id))
    )
    return [(row.id, row.planned_on, row.state, row.held_on) for row in rows]


async def test_a_session_on_another_day_asks_and_going_back_changes_nothing(
    demo_store: Store,
) -> None:
    before = demo_store.run(sessions)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s")
        assert isinstance(app.screen, Form)
        assert app.screen.spec.title.endswith("is planned for Wed 4 Mar 2026")
        await press(pilot, "escape")
        assert demo_store.run(sessions) == before
        for answer in ("t", "a"):
            await press(pilot, "s", answer)
            assert isinstance(app.screen, SessionScreen)
            await press(pilot, "escape", "escape")
            assert not isinstance(app.screen, SessionScreen)
            assert demo_store.run(sessions) == before


async def test_another_one_now_is_a_session_of_its_own_once_something_is_in_it(
    demo_store: Store,
) -> None:
    before = demo_store.run(sessions)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s", "a", "f8")
        await typed(pilot, "Heard alone")
        await press(pilot, "escape", "escape")
        after = demo_store.run(sessions)
        assert len(after) == len(before) + 1
        assert [each for each in after if each in before] == before, (
            "the planned one stays where it is"
        )
        await press(pilot, "s")
        assert isinstance(app.screen, SessionScreen), "what is begun is gone on with, unasked"


@pytest.mark.parametrize(
    "keys",
    [
        ("7", "s", "a", "ctrl+q"),  # left with the app
        (
            "7",
            "s",
            "a",
            "f8",
            "a",
            "ctrl+s",
            "backspace",
            "ctrl+s",
            "escape",
            "escape",
        ),  # typed, kept, and deleted
    ],
)
async def test_what_is_begun_and_left_empty_is_gone_however_it_is_left(
    demo_store: Store, keys: tuple[str, ...]
) -> None:
    before = demo_store.run(sessions)
    async with running(demo_store) as (app, pilot):
        await press(pilot, *keys)
        assert not isinstance(app.screen, SessionScreen) or app._exit
        assert demo_store.run(sessions) == before
        assert not demo_store.run(every_draft)


async def test_a_group_that_is_begun_and_left_empty_is_gone_for_each(
    demo_store: Store, moment: Moment
) -> None:
    before = demo_store.run(everybodys_sessions)
    group = GroupSession(SessionKind.GROUP, CROWDED, demo_store.run(other_name), "")
    lead = demo_store.run(start_group_session, group, moment)
    assert demo_store.run(everybodys_sessions) == before + 2
    demo_store.run(let_go_of_empty, lead, moment)
    assert demo_store.run(everybodys_sessions) == before


async def test_a_planned_day_that_has_passed_is_named_with_its_year_and_offered_as_held(
    demo_store: Store,
) -> None:
    passed = TODAY - timedelta(days=2)

    def plan_earlier(session: Session) -> None:
        row = session.exec(
            select(SupervisionSession)
            .where(SupervisionSession.worker_id == CROWDED)
            .where(SupervisionSession.planned_on == TODAY + timedelta(days=2))
        ).one()
        row.planned_on = passed
        session.add(row)
        session.commit()

    demo_store.run(plan_earlier)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s")
        assert isinstance(app.screen, Form)
        assert app.screen.spec.title.endswith(f"is planned for {full_day(passed)}")
        words = app.screen.spec.fields[0].words
        assert words[0] == f"it was held on {day(passed, today=TODAY)}"


async def test_a_prepared_session_of_another_day_asks_as_well(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s", "escape", "2", "j", "p")
        assert isinstance(app.screen, PreparationScreen)
        await press(pilot, "s")
        assert isinstance(app.screen, Form)
        assert " is planned for " in app.screen.spec.title
        await press(pilot, "t")
        assert isinstance(app.screen, SessionScreen)


async def test_what_is_not_complete_is_kept_from_its_question(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s", "t", "f10")
        assert isinstance(app.screen, SignDialog)
        assert app.screen.missing
        await press(pilot, "ctrl+s")
        assert "Saved." in str(app.screen.query_one("#sign-refusal", Static).content)


def every_draft(session: Session) -> list[str]:
    """Where something typed is kept."""
    return [draft.key for draft in session.exec(select(Draft)) if draft.key.startswith("session")]


def everybodys_sessions(session: Session) -> int:
    """How many sessions there are."""
    return len(session.exec(select(SupervisionSession)).all())


def other_name(session: Session) -> str:
    """The name of somebody else in the team."""
    others = select(Worker.name).where(Worker.id != CROWDED).order_by(col(Worker.id))
    return session.exec(others.limit(1)).one()


async def test_a_session_that_was_not_recorded_can_be_put_on_its_day(
    demo_store: Store, moment: Moment
) -> None:
    planned = demo_store.run(session_to_hold, CROWDED, moment).planned
    assert planned is not None
    passed = planned.on - timedelta(days=6)
    demo_store.run(_plan_on, planned.session_id, passed)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s")
        assert isinstance(app.screen, Form)
        await press(pilot, "i")
        assert isinstance(app.screen, SessionScreen)
    assert (planned.session_id, passed, "held", passed) in demo_store.run(sessions)


def test_a_session_of_today_is_begun_at_once(demo_store: Store, moment: Moment) -> None:
    begun = demo_store.run(start_session, CROWDED, moment)
    assert demo_store.run(session_to_hold, CROWDED, moment).session_id == begun
    assert demo_store.run(start_session, CROWDED, moment) == begun


def _plan_on(session: Session, session_id: int, on: object) -> None:
    row = session.get(SupervisionSession, session_id)
    assert row is not None
    row.planned_on = on  # type: ignore[assignment]
    session.add(row)
    session.commit()


async def test_who_signs_is_asked_once(demo_store: Store) -> None:
    demo_store.run(_forget_manager)
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "s", "t", "f10")
        assert isinstance(app.screen, Form)
        assert app.screen.spec.title == "Who you are"
        await press(pilot, "ctrl+s")
        assert app.focused is app.screen.query_one("#field-name")
        await typed(pilot, "Ada Finch")
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, SignDialog)
        assert app.running.vault.manager == "Ada Finch, team manager"
        await press(pilot, "escape", "f10")
        assert isinstance(app.screen, SignDialog)


def _forget_manager(session: Session) -> None:
    for fact in session.exec(select(VaultFact)):
        if fact.key.startswith("manager"):
            session.delete(fact)
    session.commit()
