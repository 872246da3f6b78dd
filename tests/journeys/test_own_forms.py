"""The worker's own part with its actions, a session with somebody from outside, an agreement by its
clauses, and an audit by the criteria of its kind, from the first key to the record.
"""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select
from textual.widgets import Input, Static, TextArea

from supervision_tui.desk.audits.lines import audit_lines
from supervision_tui.desk.moment import Moment
from supervision_tui.practice.audit import Grade
from supervision_tui.practice.vocabulary import AuditKind
from supervision_tui.records import (
    GroupRecord,
    PersonalAction,
    SessionGuest,
    SupervisionAgreement,
    SupervisionSession,
)
from supervision_tui.screens.on_file import FileScreen
from supervision_tui.screens.schedule.agreement import AgreementScreen
from supervision_tui.screens.session import SessionScreen
from supervision_tui.screens.session.signed import SignedScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from tests.screens.app_under_test import press, running, shown, typed

from .program import KILL, Program


def actions(session: Session) -> list[PersonalAction]:
    return list(session.exec(select(PersonalAction).order_by(col(PersonalAction.id))))


def left_out(screen: SessionScreen) -> None:
    """Leave every child but the first out."""
    assert screen.view is not None
    for item in screen.view.agenda[1:]:
        screen.draft.child(item.child.ref).not_discussed = "next time"


async def test_an_action_of_the_personal_record_comes_back_and_is_reviewed(
    demo_store: Store,
) -> None:
    before = len(demo_store.run(actions))
    async with running(demo_store, size=(120, 50)) as (app, pilot):
        await press(pilot, "7", "s", "t")
        session = app.screen
        assert isinstance(session, SessionScreen)
        left_out(session)
        await press(pilot, "f8")
        await typed(pilot, "Drew the week.")
        await press(pilot, "ctrl+t")
        assert isinstance(session.focused, TextArea)
        await typed(pilot, "Sleeps badly since the move.")
        await press(pilot, "f5")
        await typed(pilot, "Book a workstation check by fri")
        await press(pilot, "enter", "f10", "s", "enter")
        assert not isinstance(app.screen, SessionScreen)
    given = demo_store.run(actions)[before:]
    assert [(each.text, each.section, each.state) for each in given] == [
        ("Book a workstation check", "wellbeing", "open")
    ]
    worker_id = given[0].worker_id

    def next_session(session: Session) -> int:
        rows = session.exec(
            select(SupervisionSession)
            .where(SupervisionSession.worker_id == worker_id)
            .where(SupervisionSession.state == "planned")
            .order_by(col(SupervisionSession.planned_on))
        )
        return next(iter(rows)).id or 0

    number = demo_store.run(next_session)
    async with running(demo_store, size=(120, 50)) as (app, pilot):
        app.running.navigation.open_session(number)
        await press(pilot, "ctrl+t")
        assert any("Book a workstation check" in line for line in shown(app))
        session = app.screen
        assert isinstance(session, SessionScreen)
        assert session.view is not None
        assert given[0].id in [each.id for each in session.view.personal_actions]
        ids = [each.id for each in session.query("*") if each.id]
        assert len(ids) == len(set(ids)), "the cursor comes back to a field by its name"


async def test_sections_are_switched_on_for_one_worker(demo_store: Store) -> None:
    async with running(demo_store, size=(120, 60)) as (app, pilot):
        await press(pilot, "7", "s", "t", "ctrl+t", "f4")
        form = app.screen
        assert isinstance(form, Form)
        await press(pilot, *["tab"] * 6, "o", "n", "ctrl+s")
        session = app.screen
        assert isinstance(session, SessionScreen)
        assert session.query("#p-sickness-and-return")
        assert not session.query("#p-probation")


async def test_a_group_session_has_guests_and_no_personal_record(demo_store: Store) -> None:
    async with running(demo_store, size=(120, 50)) as (app, pilot):
        await press(pilot, "2", "S", "tab")
        await typed(pilot, "Gorse Gatherstone")
        await press(pilot, "ctrl+s")
        session = app.screen
        assert isinstance(session, SessionScreen)
        await press(pilot, "ctrl+t")
        assert isinstance(session.focused, Input)
        await typed(pilot, "Jo Vane")
        await press(pilot, "tab", "tab")
        await typed(pilot, "Ann Quillfeather")
        await press(pilot, "tab")
        await typed(pilot, "manager, Duty team")
        session.query_one("#gs-question", TextArea).focus()
        await typed(pilot, "Who is left out?")
        assert not session.query("#p-wellbeing")
        await press(pilot, "f10", "s", "enter")
        record = app.screen
        if isinstance(record, FileScreen):
            await press(pilot, "escape")
        await press(pilot, "slash")
        await typed(pilot, "quillfeather")
        await press(pilot, "enter")
        assert isinstance(app.screen, SignedScreen)
        lines = "\n".join(shown(app))
        assert "Ann Quillfeather, manager, Duty team" in lines
        assert "Who is left out?" in lines


async def test_prompts_on_identity_stand_behind_any_model(demo_store: Store) -> None:
    async with running(demo_store, size=(120, 60)) as (app, pilot):
        await press(pilot, "7", "s", "t")
        session = app.screen
        assert isinstance(session, SessionScreen)
        left_out(session)
        assert not session.query("#stage-identity")
        await press(pilot, "ctrl+g")
        assert session.query("#stage-identity")
        await press(pilot, "ctrl+e")
        session.query_one("#stage-identity", TextArea).focus()
        await typed(pilot, "Faith is loud, class is silent.")
        await press(pilot, "ctrl+g")
        assert not session.query("#stage-identity")
        await press(pilot, "ctrl+g")
        assert session.query_one("#stage-identity", TextArea).text.startswith("Faith is loud")
        await press(pilot, "f10", "s", "enter", "escape", "slash")
        await typed(pilot, "faith loud class silent")
        await press(pilot, "enter")
        assert isinstance(app.screen, SignedScreen)
        lines = "\n".join(shown(app))
        assert "Faith is loud, class is silent." in lines


async def test_an_agreement_is_agreed_clause_by_clause(demo_store: Store) -> None:
    async with running(demo_store, size=(120, 50)) as (app, pilot):
        await press(pilot, "2", "ctrl+p")
        await typed(pilot, "agreement")
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, AgreementScreen)
        assert any("none on record yet" in line for line in shown(app))
        await press(pilot, "enter", "tab")
        await typed(pilot, "I bring the agenda on the day before.")
        await press(pilot, "ctrl+s")
        assert any("I bring the agenda" in line for line in shown(app))
        assert any("not signed yet" in line for line in shown(app))
        worker_id = screen.worker_id

    def versions(session: Session) -> int:
        rows = select(SupervisionAgreement).where(SupervisionAgreement.worker_id == worker_id)
        return len(session.exec(rows).all())

    assert demo_store.run(versions) == 2


async def test_a_strategy_discussion_is_audited(demo_store: Store, moment: Moment) -> None:
    async with running(demo_store, size=(120, 60)) as (app, pilot):
        await press(pilot, "8", "right", "n")
        await press(pilot, "s", "s", "ctrl+s")
        form = app.screen
        assert isinstance(form, Form)
        values = {
            "child": "C-1001",
            "auditor": "Audit lead",
            "section_lived_experience": "g seen in her room",
            "section_agencies": "r the police alone",
            "section_clarity": "g hours on each",
            "do": "Ask health next time",
            "who": "team manager",
        }
        for name, text in values.items():
            form.query_one(f"#field-{name}", Input).value = text
        form.query_one("#field-by-input", Input).value = "10wd"
        form.query_one("#field-grade").focus()
        await press(pilot, "g", "ctrl+s")
        assert not isinstance(app.screen, Form), str(form.query_one("#refusal", Static).render())
    line = next(
        each for each in demo_store.run(audit_lines, moment)
        if each.kind is AuditKind.STRATEGY_DISCUSSION
    )  # fmt: skip
    assert (line.child, line.grade) == ("C-1001", Grade.GOOD)
    assert line.findings["agencies"].grade is Grade.REQUIRES_IMPROVEMENT


@pytest.mark.outside
def test_the_record_of_a_group_survives_a_kill_and_is_signed(program: Program) -> None:
    terminal = program.start()
    program.wait(lambda: terminal.shows("To do:"))
    terminal.keys("2")
    program.wait(lambda: terminal.shows("Weeks"))
    terminal.keys("S")
    program.wait(lambda: terminal.shows("Another session"))
    terminal.keys("Tab")
    terminal.type("Gorse Gatherstone")
    terminal.keys("C-s")
    program.wait(lambda: terminal.shows("Record of the session"))
    terminal.keys("C-t")
    program.wait_for_field("group-facilitator")
    terminal.type("Jo Vane")
    terminal.keys("Tab", "Tab")
    program.wait_for_field("g0-name")
    terminal.type("Ann Quillfeather")
    terminal.keys("Tab")
    program.wait_for_field("g0-role")
    terminal.type("manager, Duty team")
    program.wait_for_words(["Quillfeather", "Duty team"])
    program.end(KILL)
    terminal = program.start_again()
    program.wait(lambda: terminal.shows("Ann Quillfeather"))
    terminal.keys("F10")
    program.wait(lambda: terminal.shows("Sign"))
    terminal.keys("s", "Enter")
    program.wait(lambda: bool(program.reader.run(_guests)))
    assert [(each.name, each.role) for each in program.reader.run(_guests)] == [
        ("Ann Quillfeather", "manager, Duty team")
    ]
    assert [each.facilitator for each in program.reader.run(_group_records)] == ["Jo Vane"]


@pytest.mark.outside
def test_the_workers_own_part_survives_a_kill_with_its_action(program: Program) -> None:
    terminal = program.start()
    program.wait(lambda: terminal.shows("To do:"))
    terminal.keys("7")
    program.wait(lambda: terminal.shows("crowded out"))
    terminal.keys("s")
    program.wait(lambda: terminal.shows("Which session is this?"))
    terminal.keys("t")
    program.wait(lambda: terminal.shows("Agenda"))
    terminal.keys("C-t")
    program.wait_for_field("p-wellbeing")
    terminal.type("Sleeps badly since the move.")
    terminal.keys("F5")
    program.wait_for_field("a0-what")
    terminal.type("Book a workstation check")
    program.wait_for_words(["since the move", "workstation check"])
    program.end(KILL)
    terminal = program.start_again()
    program.wait_for_field("a0-what")
    program.wait(lambda: terminal.shows("Sleeps badly since the move."))
    terminal.type(" by fri")
    terminal.keys("Enter")
    program.wait_for_words(['"by": "fri"'])


def _guests(session: Session) -> list[SessionGuest]:
    return list(session.exec(select(SessionGuest)))


def _group_records(session: Session) -> list[GroupRecord]:
    return list(session.exec(select(GroupRecord)))
