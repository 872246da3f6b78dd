"""A strategy discussion from the first key to the child's file, and a signed hour likewise."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select
from textual.widgets import Static, TextArea

from supervision_tui.desk.children.review import review_card, review_list
from supervision_tui.desk.decisions.lines import decision_record, decisions_for
from supervision_tui.desk.drafts import find_draft
from supervision_tui.desk.find import find_child
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.on_file.file_records import file_of_child, not_on_file
from supervision_tui.practice.vocabulary import FileKind, TookPart
from supervision_tui.records import CaseDecision, Direction, FileEntry
from supervision_tui.screens.decisions import DecisionScreen
from supervision_tui.screens.decisions.record_dialog import RecordDialog
from supervision_tui.screens.decisions.record_screen import DecisionRecordScreen
from supervision_tui.screens.on_file import FileScreen
from supervision_tui.screens.session import SessionScreen
from supervision_tui.vault.store import Store
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.rows import Rows
from tests.screens.app_under_test import press, running, shown, typed

from .program import KILL, Program


def latest(session: Session, ref: str, moment: Moment) -> int:
    child = find_child(session, ref)
    return decisions_for(session, [child.id or 0], moment)[child.ref][0].id


async def test_a_strategy_discussion_is_written_recorded_copied_and_on_file(
    demo_store: Store, moment: Moment
) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "D", "s", "tab", "tab")
        await typed(pilot, "police")
        await press(pilot, "tab")
        await typed(pilot, "DS Reed")
        await press(pilot, "tab", "tab")
        await typed(pilot, "GP")
        await press(pilot, "tab", "tab", "s")
        await press(pilot, "f8")
        await typed(pilot, "Two marks on the arm.")
        await press(pilot, "tab", "tab", "tab")
        await typed(pilot, "A joint enquiry.")
        await press(pilot, "tab")
        await typed(pilot, "The account changed.")
        await press(pilot, "f5")
        await typed(pilot, "School: send the log by 4pm tomorrow because mornings are unknown")
        await press(pilot, "enter", "f10")
        dialog = app.screen
        assert isinstance(dialog, RecordDialog)
        says = str(dialog.query_one(Static).render())
        assert "1 of 2 who were asked came" in says
        assert "Nobody from health came." in says
        await press(pilot, "enter")
        assert isinstance(app.screen, RecordDialog), "nothing is recorded before it was picked"
        await press(pilot, "r", "enter")
        files = app.screen
        assert isinstance(files, FileScreen)
        await press(pilot, "x")
        assert "A joint enquiry." in app.clipboard
        assert "Two marks on the arm." in app.clipboard
        assert isinstance(app.screen, Form)
        await press(pilot, "t")
        assert "0 not on file" in str(files.query_one("#records-pane").border_title)
    number = demo_store.run(latest, ref, moment)
    found = demo_store.run(decision_record, number, moment)
    assert [(each.agency, each.part) for each in found.people] == [
        ("police", TookPart.CAME), ("GP", TookPart.SENT),
    ]  # fmt: skip
    action = found.actions[0]
    assert (action.owner, action.due.isoformat(), action.hour) == ("School", "2026-03-03", "16:00")
    filed = demo_store.run(file_of_child, ref, moment)
    assert [
        each.filed.on for each in filed
        if each.record.kind is FileKind.DECISION and each.record.id == number and each.filed
    ] == [moment.today]  # fmt: skip


async def test_what_is_missing_is_gone_to_and_what_was_typed_comes_again(
    demo_store: Store, moment: Moment
) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "D", "f8", "f8")
        await typed(pilot, "The father was at the door.")
        await press(pilot, "f10", "enter")
        screen = app.screen
        assert isinstance(screen, DecisionScreen)
        assert isinstance(screen.focused, TextArea)
        assert screen.focused.id == "decision"
        await press(pilot, "escape")
        assert "decision" in str(demo_store.run(find_draft, f"decision {ref}"))
        await press(pilot, "D")
        again = app.screen
        assert isinstance(again, DecisionScreen)
        assert again.query_one("#facts", TextArea).text == "The father was at the door."


async def test_a_decision_not_to_act_needs_no_direction(demo_store: Store, moment: Moment) -> None:
    ref = demo_store.run(review_list, moment)[0].ref
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "D", "f8", "f8", "f8")
        await typed(pilot, "No move to child protection.")
        await press(pilot, "tab")
        await typed(pilot, "The lateness follows the shifts.")
        await press(pilot, "tab", "n", "f10", "r", "enter")
        assert isinstance(app.screen, FileScreen)
    found = demo_store.run(decision_record, demo_store.run(latest, ref, moment), moment)
    assert found.line.is_no_action
    assert found.actions == ()


async def test_picked_children_are_decided_about_together(
    demo_store: Store, moment: Moment
) -> None:
    refs = [each.ref for each in demo_store.run(review_list, moment)[:2]]
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "space", "space", "D", "f8", "f8", "f8")
        await typed(pilot, "Both stay with the aunt.")
        await press(pilot, "tab")
        await typed(pilot, "She asked them.")
        await press(pilot, "f5")
        await typed(pilot, "Visit at nine by fri because evenings are unknown")
        await press(pilot, "enter", "f10", "r", "enter")
        files = app.screen
        assert isinstance(files, FileScreen)
        assert sorted(each.record.child for each in files.records) == sorted(refs)
        await press(pilot, "A", "t")
        assert not [each for each in files.records if each.is_open]
    found = demo_store.run(decision_record, demo_store.run(latest, refs[0], moment), moment)
    assert sorted(each.child for each in found.actions) == sorted(refs)


async def test_a_discussion_on_record_is_amended_and_reviewed_with_its_actions_first(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "slash")
        await typed(pilot, "bedtime grandmother")
        await press(pilot, "enter")
        record = app.screen
        assert isinstance(record, DecisionRecordScreen)
        assert any("Enquiry substantiated" in line for line in shown(app))
        await press(pilot, "D")
        assert isinstance(app.screen, DecisionScreen)


async def test_after_signing_the_way_goes_to_the_childrens_files(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store, size=(120, 60)) as (app, pilot):
        await press(pilot, "7", "s", "t")
        session = app.screen
        assert isinstance(session, SessionScreen)
        assert session.view is not None
        first, *others = [item.child.ref for item in session.view.agenda]
        for ref in others:
            session.draft.child(ref).not_discussed = "next time"
        await press(pilot, "f8")
        await typed(pilot, "Drew the week.")
        await press(pilot, "f10", "s", "enter")
        files = app.screen
        assert isinstance(files, FileScreen)
        assert [each.record.child for each in files.records] == [first]
        await press(pilot, "x", "a")
        await typed(pilot, "today")
        await press(pilot, "tab")
        await typed(pilot, "Ada Quill")
        await press(pilot, "enter")

    def said(session: Session) -> str:
        rows = session.exec(select(FileEntry).order_by(col(FileEntry.id).desc()))
        return next(iter(rows)).said_by

    assert demo_store.run(said) == "Ada Quill"


async def test_a_part_is_copied_alone_and_nothing_is_noted_by_that(
    demo_store: Store, moment: Moment
) -> None:
    before = len(demo_store.run(not_on_file, moment))
    async with running(demo_store) as (app, pilot):
        await press(pilot, "C")
        files = app.screen
        assert isinstance(files, FileScreen)
        files.query_one(Rows).go_to(next(
            each.key for each in files.records if each.record.kind is FileKind.SUPERVISION
        ))  # fmt: skip
        await press(pilot, "X", "m", "ctrl+s")
        assert isinstance(app.screen, FileScreen)
        copied = app.clipboard
        assert copied
        assert "Case supervision record" not in copied
        assert [each.message.partition(",")[0] for each in app._notifications] == [
            "Copied: Manager's own view"
        ]
    assert len(demo_store.run(not_on_file, moment)) == before


async def test_a_link_stays_beside_a_direction_and_a_path_leaves_only_the_files_name(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "4")
        key = app.screen.query_one(Rows).key
        await press(pilot, "L")
        await typed(pilot, "/home/me/files/genogram.docx")
        await press(pilot, "enter")
        assert any("genogram.docx" in line for line in shown(app))
        assert not any("/home/me" in line for line in shown(app))

    def kept(session: Session) -> str:
        row = session.get(Direction, int(key or 0))
        assert row is not None
        return row.link

    assert demo_store.run(kept) == "genogram.docx"


@pytest.mark.outside
def test_a_decision_that_is_killed_comes_back_and_is_copied_by_the_terminal(
    program: Program, moment: Moment
) -> None:
    ref = program.reader.run(review_list, moment)[0].ref
    assert program.reader.run(review_card, ref, moment).line.ref == ref
    terminal = program.start()
    program.wait(lambda: terminal.shows("To do:"))
    terminal.keys("3")
    program.wait(lambda: terminal.shows("longest not discussed first"))
    terminal.keys("D")
    program.wait(lambda: terminal.shows("Who was asked"))
    terminal.keys("F8", "F8")
    program.wait_for_field("facts")
    terminal.type("The father was at the door again.")
    program.wait_for_words(["door again"])
    program.end(KILL)
    terminal = program.start_again()
    program.wait_for_field("facts")
    terminal.keys("F8")
    program.wait_for_field("decision")
    terminal.type("Stays at home tonight.")
    terminal.keys("Tab")
    program.wait_for_field("reason")
    terminal.type("He has no key.")
    terminal.keys("Tab")
    program.wait_for_field("outcome")
    terminal.keys("n", "F10")
    program.wait(lambda: terminal.shows("Record this decision"))
    terminal.keys("r", "Enter")
    program.wait(lambda: terminal.shows("As it is copied"))
    terminal.keys("x")
    program.wait(lambda: terminal.shows("On file now?"))
    program.wait(lambda: "Stays at home tonight." in terminal.call("show-buffer"))
    terminal.keys("t")
    program.wait(lambda: terminal.shows("0 not on file"))
    facts = [row.facts for row in program.reader.run(_decisions)]
    assert "The father was at the door again." in facts


def _decisions(session: Session) -> list[CaseDecision]:
    return list(session.exec(select(CaseDecision)))
