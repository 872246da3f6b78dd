"""The main job, from the caseload to the signature, driven through the app on a real encrypted
vault.
"""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from supervision_tui.desk.children.review import review_card
from supervision_tui.desk.drafts import find_draft
from supervision_tui.desk.imports.accept_caseload import accept_caseload
from supervision_tui.desk.moment import Moment
from supervision_tui.desk.supervision.session import OpenSession
from supervision_tui.desk.supervision.signed_record import signed_record
from supervision_tui.desk.workload.statuses import team_workload
from supervision_tui.imports.annex_a import read_annex_a
from supervision_tui.records import CaseDiscussion, Direction, SupervisionSession, Worker
from supervision_tui.screens.directions.direction_row import DirectionRow
from supervision_tui.screens.imports.file_chooser import FileChooser
from supervision_tui.screens.imports.opening import show_preview
from supervision_tui.screens.session import SessionScreen
from supervision_tui.screens.session.sign import SignDialog
from supervision_tui.screens.session.signed import SignedScreen
from supervision_tui.vault import journal
from supervision_tui.vault.store import Store, changes_records
from supervision_tui.widgets.choice import Choice
from supervision_tui.widgets.form import Form
from supervision_tui.widgets.labelled_text import LabelledText
from supervision_tui.widgets.rows import Rows
from supervision_tui.widgets.timescale_field import TimescaleField
from tests.conftest import HANGS_AFTER
from tests.imports import workbooks
from tests.imports.workbooks import annex_a_workbook
from tests.screens.app_under_test import QuietApp, press, running, send, still, typed, until


async def begin_session(app: QuietApp, pilot: Pilot[Any]) -> tuple[SessionScreen, OpenSession]:
    """Supervision with the worker whose caseload crowds it out most."""
    await press(pilot, "7", "s", "t")
    screen = app.screen
    assert isinstance(screen, SessionScreen)
    assert screen.view is not None
    return screen, screen.view


async def test_a_direction_without_a_date_is_refused_and_then_taken(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "3", "d")
        form = app.screen
        assert isinstance(form, Form)
        await typed(pilot, "Visit unannounced")
        form.query_one("#field-because", Input).value = "evenings are not known"
        form.query_one(TimescaleField).value = "asap"
        await press(pilot, "ctrl+s")
        assert app.screen is form
        assert "nobody can see whether it was kept" in str(
            form.query_one("#refusal", Static).content
        )
        form.query_one(TimescaleField).query_one(Input).focus()
        await press(pilot, "down")
        assert form.query_one(TimescaleField).value == "5wd"
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, Form)
    found = demo_store.run(_directions_saying, "Visit unannounced")
    assert [(row.due_on.isoformat(), row.reason) for row in found] == [
        ("2026-03-09", "evenings are not known")
    ]


async def test_a_form_left_with_escape_comes_back_with_what_was_typed(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "d")
        await typed(pilot, "Half a thought")
        await press(pilot, "escape", "d")
        assert app.screen.query_one("#field-do", Input).value == "Half a thought"


async def test_a_letter_typed_while_the_others_are_being_kept_is_kept_too(
    unchanged_demo: Store,
) -> None:
    may_go_on = threading.Event()
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "d")
        form = app.screen
        assert isinstance(form, Form)
        await typed(pilot, "Half a thoug")
        unchanged_demo.submit(lambda _session: may_go_on.wait(HANGS_AFTER))  # a slow disk
        send(pilot, "h")
        await until(pilot, lambda: form.values()["do"].endswith("gh"))
        keeping = asyncio.create_task(form.keep())
        send(pilot, "t")
        await until(pilot, lambda: form.values()["do"].endswith("ght"))
        may_go_on.set()
        assert await keeping
        await press(pilot, "escape", "d")
        assert app.screen.query_one("#field-do", Input).value == "Half a thought"


async def test_a_whole_supervision_from_agenda_to_signature(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store, size=(120, 60)) as (app, pilot):
        screen, view = await begin_session(app, pilot)
        refs = [item.child.ref for item in view.agenda]
        session_id = screen.session_id
        await press(pilot, "f10")
        assert isinstance(app.screen, SignDialog)
        assert len(app.screen.missing) == len(refs)
        await press(pilot, "j", "enter")
        assert isinstance(app.screen, SessionScreen), "an incomplete record is not signed"
        assert screen.here == refs[1], "enter goes to what is missing"
        await press(pilot, "g")
        for _ in refs[1:]:
            await press(pilot, "j", "delete")
            await typed(pilot, "time ran out")
            await press(pilot, "ctrl+s")
        await press(pilot, "g")
        screen.query_one("#voice", TextArea).focus()
        await typed(pilot, "Seen alone")
        screen.query_one("#stage-experience", TextArea).focus()
        await typed(pilot, "A visit")
        screen.query_one("#stage-analysis", TextArea).focus()
        await typed(pilot, "It means")
        row = screen.query_one(DirectionRow)
        row.query_one("Input.do", Input).focus()
        await typed(pilot, "Write the chronology")
        row.query_one("Input.because", Input).value = "the pattern"
        row.query_one(TimescaleField).value = "next review"
        await press(pilot, "f10")
        assert isinstance(app.screen, SignDialog)
        assert any("next review" in each.says for each in app.screen.missing)
        await press(pilot, "escape")
        row.query_one(TimescaleField).value = "10wd"
        await press(pilot, "ctrl+t")
        screen.query_one("#p-wellbeing", TextArea).focus()
        await typed(pilot, "Tired but well")
        await still(pilot)
        await press(pilot, "ctrl+s", "ctrl+s")
        assert app.screen is screen, "what keeps elsewhere signs nothing here"
        assert "Saved, not signed. f10 signs." in app.said
        await press(pilot, "f10")
        assert isinstance(app.screen, SignDialog)
        assert app.screen.missing == []
        await press(pilot, "enter", "f10", "ctrl+s", "ctrl+s", "enter")
        assert isinstance(app.screen, SignDialog), "a key too many signs nothing"
        await press(pilot, "s", "enter")
        assert not isinstance(app.screen, SessionScreen)
    record = demo_store.run(signed_record, session_id, moment)
    first = record.discussions[0]
    assert (first.ref, first.voice, first.stages["analysis"]) == (refs[0], "Seen alone", "It means")
    assert first.directions[0].text == "Write the chronology"
    assert record.personal["wellbeing"] == "Tired but well"
    assert {each.not_discussed_because for each in record.discussions[1:]} == {"time ran out"}
    assert demo_store.run(find_draft, f"session {session_id}") is None
    card = demo_store.run(review_card, refs[0], moment)
    assert card.line.age == 0
    assert demo_store.run(journal.walk).broken_at is None


async def test_what_is_typed_in_a_session_is_in_the_vault_and_comes_back(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, _ = await begin_session(app, pilot)
        screen.query_one("#voice", TextArea).focus()
        await typed(pilot, "Heard in the kitchen")
        await screen.keep()
        kept = unchanged_demo.run(find_draft, f"session {screen.session_id}")
        assert kept is not None
        assert "Heard in the kitchen" in kept
        await press(pilot, "escape", "escape")
        assert not isinstance(app.screen, SessionScreen)
        await press(pilot, "s", "t")
        again = app.screen
        assert isinstance(again, SessionScreen)
        assert again.session_id == screen.session_id
        assert again.query_one("#voice", TextArea).text == "Heard in the kitchen"


async def test_a_session_can_be_left_while_its_draft_is_still_being_kept(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, _ = await begin_session(app, pilot)
        screen.query_one("#voice", TextArea).focus()
        await typed(pilot, "Half")
        busy = threading.Event()
        waiting = unchanged_demo.submit(_wait_for, busy)
        keeping = asyncio.create_task(screen.keep())
        await pilot.pause()
        screen.dismiss()
        await pilot.pause()
        busy.set()
        await keeping
        await asyncio.wrap_future(waiting)
        await press(pilot, "s", "t")
        assert isinstance(app.screen, SessionScreen)
        assert app.screen.query_one("#voice", TextArea).text == "Half"


async def test_a_flag_is_answered_and_the_answer_is_seen_on_today(
    demo_store: Store, moment: Moment
) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "7", "r")
        form = app.screen
        assert isinstance(form, Form)
        await typed(pilot, "Stop allocating")
        form.query_one(TimescaleField).value = "10wd"
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, Form)
    worst = demo_store.run(team_workload, moment).workers[0]
    assert worst.response is not None
    assert (worst.response.text, worst.response.by.isoformat()) == ("Stop allocating", "2026-03-16")
    assert not worst.owes_response


async def test_a_caseload_is_brought_in_on_the_screen(store: Store, tmp_path: Path) -> None:
    book = annex_a_workbook(tmp_path / "annex.xlsx")
    async with running(store) as (app, pilot):
        await show_preview(app, book)
        await still(pilot)
        rows = app.screen.query_one("#changes", Rows)
        assert rows.row_count > 0
        await press(pilot, "ctrl+s")
        await still(pilot)
        assert app.running.vault.team == "Harbour"
        await press(pilot, "3")
        assert app.screen.query_one(Rows).row_count == 5


async def test_a_session_is_planned_moved_cancelled_and_held(demo_store: Store) -> None:
    async with running(demo_store) as (app, pilot):
        await press(pilot, "2", "tab")
        rows = app.screen.query_one("#sessions", Rows)
        unrecorded = int(rows.key or 0)
        await press(pilot, "space")
        await still(pilot)
        assert demo_store.run(_state_of, unrecorded) == "held"
        rows.go_to(str(_next_planned(demo_store)))
        cancelled = int(rows.key or 0)
        await press(pilot, "delete")
        app.screen.query_one(Choice).value = "workload"
        await press(pilot, "ctrl+s")
        assert demo_store.run(_state_of, cancelled) == "cancelled"


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 12), (200, 60)])
async def test_every_mode_stands_at_any_size(unchanged_demo: Store, size: tuple[int, int]) -> None:
    async with running(unchanged_demo, size=size) as (app, pilot):
        for key in ("2", "3", "4", "7", "1"):
            await press(pilot, key)
            assert app.screen.query_one(Rows).row_count > 0


async def test_digits_and_letters_do_nothing_but_type_in_a_field(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "3", "f")
        await typed(pilot, "12jkq")
        assert app.screen.query_one(Input).value == "12jkq"


async def test_names_are_blanked_everywhere_at_once(unchanged_demo: Store) -> None:
    names = [worker.name for worker in unchanged_demo.run(_all_workers)]
    async with running(unchanged_demo) as (app, pilot):
        await press(pilot, "b")
        for key in ("1", "2", "3", "4", "7"):
            await press(pilot, key)
            shown = app.export_screenshot().replace("&#160;", " ")
            assert not [name for name in names if name in shown]


def _wait_for(_session: Session, event: threading.Event) -> bool:
    return event.wait(HANGS_AFTER)


def _directions_saying(session: Session, text: str) -> list[Direction]:
    return list(session.exec(select(Direction).where(Direction.text == text)))


def _state_of(session: Session, session_id: int) -> str:
    row = session.get(SupervisionSession, session_id)
    return row.state if row else ""


def _next_planned(store: Store) -> int:
    def find(session: Session) -> int:
        rows = session.exec(select(SupervisionSession).where(SupervisionSession.state == "planned"))
        return min(row.id or 0 for row in rows)

    return store.run(find)


def _all_workers(session: Session) -> list[Worker]:
    return list(session.exec(select(Worker)))


async def test_a_signed_record_is_read_and_amended_and_stays_as_it_was(
    demo_store: Store, moment: Moment
) -> None:
    session_id = demo_store.run(_latest_signed)
    before = demo_store.run(signed_record, session_id, moment)
    async with running(demo_store) as (app, pilot):
        await app.push_screen(SignedScreen(session_id))
        await still(pilot)
        shown = app.screen.query_one(LabelledText).plain_text()
        assert before.discussions[0].view in shown
        await press(pilot, "a")
        form = app.screen
        assert isinstance(form, Form)
        form.query_one("#field-text", TextArea).load_text("The visit was on the 12th.")
        form.query_one("#field-reason", Input).value = "a slip in the date"
        await press(pilot, "ctrl+s")
        assert "The visit was on the 12th." in app.screen.query_one(LabelledText).plain_text()
    after = demo_store.run(signed_record, session_id, moment)
    first = after.discussions[0]
    assert [text for _, _, text in first.amendments] == ["The visit was on the 12th."]
    assert first.view == before.discussions[0].view


async def test_a_signed_record_cannot_be_changed_even_by_a_slip_of_ours(demo_store: Store) -> None:
    @changes_records
    def overwrite(session: Session) -> None:
        session.connection().exec_driver_sql("UPDATE case_discussion SET managers_view = 'other'")

    with pytest.raises(Exception, match="never changed"):
        demo_store.run(overwrite)


async def test_whoever_types_goes_on_typing_at_the_next_child(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, view = await begin_session(app, pilot)
        screen.query_one("#view", TextArea).focus()
        await press(pilot, "ctrl+n")
        await typed(pilot, "Second")
        second = view.agenda[1].child.ref
        assert screen.draft.child(second).voice == "Second"


async def test_the_last_letters_before_the_next_child_are_not_lost(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, view = await begin_session(app, pilot)
        screen.query_one("#voice", TextArea).insert("Last words")
        screen.action_next_child()
        await still(pilot)
        first, second = (item.child.ref for item in view.agenda[:2])
        assert screen.draft.child(first).voice == "Last words"
        assert screen.draft.child(second).voice == ""


async def test_the_first_letters_after_the_next_child_are_that_childs(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, view = await begin_session(app, pilot)
        screen.query_one("#stage-experience", TextArea).focus()
        await pilot.pause()
        screen.action_next_child()
        focused = screen.focused
        assert isinstance(focused, TextArea)
        focused.insert("At once")
        await still(pilot)
        first, second = (item.child.ref for item in view.agenda[:2])
        assert screen.draft.child(second).voice == "At once"
        assert "At once" not in screen.draft.child(first).stages.values()


async def test_turning_faster_than_the_screen_is_laid_out_ends_at_the_right_child(
    unchanged_demo: Store,
) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, view = await begin_session(app, pilot)
        for _ in range(4):
            screen.action_next_child()
            await asyncio.sleep(0)
        await screen.action_personal()
        await asyncio.sleep(0)
        await screen.action_personal()
        screen.action_next_child()
        await still(pilot)
        ref = view.agenda[1].child.ref
        assert screen.here == ref
        screen.query_one("#stage-analysis", TextArea).insert("It means")
        await still(pilot)
        assert screen.draft.whole(ref).stages["analysis"] == "It means"
        screen.action_next_child()
        await pilot.press("escape", "escape")
        await still(pilot)
        assert not isinstance(app.screen, SessionScreen)


async def test_names_are_blanked_inside_a_session_too(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        screen, view = await begin_session(app, pilot)
        await press(pilot, "f7")
        shown = app.export_screenshot().replace("&#160;", " ")
        child = view.children[screen.here].line
        assert child.name
        assert child.name not in shown
        assert view.worker not in shown


async def test_escape_goes_back_to_where_a_line_was_opened(unchanged_demo: Store) -> None:
    async with running(unchanged_demo) as (app, pilot):
        rows = app.screen.query_one("#needs", Rows)
        rows.go_to("directions")
        await press(pilot, "right", "j", "right", "j", "enter")
        assert app.current_mode == "directions"
        await press(pilot, "escape")
        assert app.current_mode == "today"


def _latest_signed(session: Session) -> int:
    return max(row.session_id for row in session.exec(select(CaseDiscussion)))


async def test_odd_names_and_texts_are_only_ever_text(
    store: Store, moment: Moment, tmp_path: Path
) -> None:
    names = ("[/] [bold]Ada", "Zoë 😀 Żółć", "אבי כהן", "$text {x} \\[", "W" * 119)
    rows = [workbooks.child(f"[{n}]", "CP", name) for n, name in enumerate(names, 1)]
    file = read_annex_a(
        [workbooks.book(tmp_path / "a.xlsx", {"List 6": [workbooks.LIST_6, *rows]})], moment.today
    )
    store.run(accept_caseload, file, moment)
    async with running(store) as (app, pilot):
        for key in ("1", "2", "3", "4", "7", "b", "1", "3", "7", "b"):
            await press(pilot, key)
        assert {each.name for each in store.run(team_workload, moment).workers} == set(names)
        await press(pilot, "3", "n")
        app.screen.query_one("#field-text", TextArea).load_text(
            "[/] \x1b[31mred\x1b[0m " + "long " * 2000
        )
        await press(pilot, "ctrl+s")
        shown = app.screen.query_one(LabelledText).plain_text()
        assert "[/]" in shown
        await press(pilot, "s")
        assert isinstance(app.screen, SessionScreen)
        assert "\x1b" not in app.export_screenshot()


async def test_a_file_can_be_chosen_at_80_columns(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "notes.txt").write_text("no caseload", "utf-8")
    (tmp_path / "exports" / "broken.csv").symlink_to(tmp_path / "gone.csv")
    (tmp_path / "exports" / "caseload.csv").write_text("child_ref,worker\n", "utf-8")
    async with running(store, (80, 24)) as (app, pilot):
        await press(pilot, "i")
        chooser = app.screen
        assert isinstance(chooser, FileChooser)
        rows = chooser.query_one(Rows)
        assert (rows.size.height >= 10, rows.size.width >= 60) == (True, True)
        await press(pilot, "down", "enter")
        assert chooser.query_one(Input).value == f"{tmp_path}/exports/"
        assert rows.key == "caseload.csv"
        assert rows.row_count == 2, (
            "the folder above, and the one file of that kind that is really there"
        )
        await typed(pilot, "nothing like it")
        await press(pilot, "enter")
        assert "There is no such file" in str(chooser.query_one("#says", Static).content)
        for impossible in ("~nobody-of-that-name/x", f"/{'n' * 300}/x", "/proc/self/mem/x"):
            chooser.query_one(Input).value = impossible
            await press(pilot, "enter")
            assert app.screen is chooser
        chooser.query_one(Input).value = f"{tmp_path}/exports/c"
        await press(pilot, "enter")
        await until(pilot, lambda: not isinstance(app.screen, FileChooser))
